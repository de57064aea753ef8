import type { ReactNode } from "react";
import { words as english, type Words } from "../words.ts";
import { Brand } from "./brand.tsx";
import { Colonnade } from "./colonnade.tsx";
import { FocusHeading } from "./focus-heading.tsx";
import { SkipLink } from "./skip-link.tsx";

type AloneProps = {
  brand: { name: string; href: string };
  children: ReactNode;
  words?: Pick<Words, "skip">;
};

/** A page without the console: errors, and what is said before or after it. `right` says who is signed in. */
export function AloneShell({ brand, right, children, words = english }: AloneProps & { right?: ReactNode }) {
  return (
    <>
      <SkipLink>{words.skip}</SkipLink>
      <FocusHeading />
      <header className="flex h-bar items-center gap-4 border-b border-line px-8 max-md:px-4">
        <Brand {...brand} />
        <span className="ml-auto text-xs text-ink-3">{right}</span>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mr-auto ml-[max(2rem,calc((100vw-64rem)/2))] max-w-[40rem] px-8 pt-[16vh] pb-16 max-md:mx-0 max-md:px-4 max-md:pt-12"
      >
        {children}
      </main>
    </>
  );
}

/** The door: a narrow box at the left, the drawing at the right (left out below 56 rem). `foot` is a line of facts. */
export function DoorShell({ brand, foot, children, words = english }: AloneProps & { foot?: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(26rem,5fr)_7fr] max-[56rem]:grid-cols-[minmax(0,1fr)]">
      <SkipLink>{words.skip}</SkipLink>
      <FocusHeading />
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-col px-12 pt-5 pb-6 max-[56rem]:px-4 max-[56rem]:pt-3 max-[56rem]:pb-5"
      >
        <Brand {...brand} />
        <div className="my-auto w-full max-w-84 py-8 max-[56rem]:max-w-none">{children}</div>
        {foot && <footer className="num flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-3">{foot}</footer>}
      </main>
      <div className="relative overflow-hidden border-l border-line bg-sunken max-[56rem]:hidden">
        <Colonnade />
      </div>
    </div>
  );
}
