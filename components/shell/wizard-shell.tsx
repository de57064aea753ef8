import type { ReactNode } from "react";
import { type Step, Steps } from "../ui/steps.tsx";
import { words as english, type Words } from "../words.ts";
import { Brand } from "./brand.tsx";
import { FocusHeading } from "./focus-heading.tsx";
import { SkipLink } from "./skip-link.tsx";

/** A way of several steps: which there are at the left, the present one at the right. Ends with a `WizardFoot`. */
export function WizardShell({
  brand,
  title,
  meta,
  leave,
  stepsLabel,
  steps,
  children,
  words = english,
}: {
  brand: { name: string; href: string };
  title?: string;
  /** Time taken so far, at the top right. */
  meta?: ReactNode;
  /** The button that leaves and keeps what was done. */
  leave?: ReactNode;
  stepsLabel: string;
  steps: Step[];
  children: ReactNode;
  words?: Pick<Words, "skip" | "done" | "todo" | "of">;
}) {
  return (
    <>
      <SkipLink>{words.skip}</SkipLink>
      <FocusHeading />
      <header className="flex h-bar items-center gap-4 border-b border-line px-8 max-md:px-4">
        <Brand {...brand} />
        {title && <span className="text-ink-3 max-md:hidden">{title}</span>}
        <span className="num ml-auto text-xs whitespace-nowrap text-ink-3">{meta}</span>
        {leave}
      </header>
      <div className="grid min-h-[calc(100dvh-3rem)] grid-cols-[17rem_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)] max-md:grid-rows-[auto_1fr]">
        <nav aria-label={stepsLabel} className="py-8 pr-6 pl-8 max-md:border-b max-md:border-line max-md:p-4">
          <Steps steps={steps} words={words} />
        </nav>
        <main
          id="main"
          tabIndex={-1}
          className="flex flex-col border-line px-8 pt-8 max-md:px-4 max-md:pt-5 md:border-l [&>*:not(.wizard-foot)]:max-w-[72rem]"
        >
          {children}
        </main>
      </div>
    </>
  );
}

/** The same foot on every step: back, then why not yet, then on. It stays in view. */
export function WizardFoot({
  back,
  skip,
  why,
  next,
}: {
  back?: ReactNode;
  skip?: ReactNode;
  why?: ReactNode;
  next?: ReactNode;
}) {
  return (
    <footer className="wizard-foot sticky bottom-0 -mx-8 mt-auto flex items-center gap-3 border-t border-line bg-canvas px-8 py-3 max-md:-mx-4 max-md:flex-wrap max-md:px-4 [&_a]:max-md:flex-1 [&_button]:max-md:flex-1">
      {back}
      {skip}
      {why && (
        <span className="ml-auto text-xs text-ink-2 max-md:-order-1 max-md:m-0 max-md:basis-full">{why}</span>
      )}
      <span className={why ? "contents" : "ml-auto contents max-md:contents md:ml-auto md:flex"}>{next}</span>
    </footer>
  );
}
