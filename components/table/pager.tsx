import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Icon } from "../ui/icon.tsx";
import { words as english, type Words } from "../words.ts";

const look = "inline-flex h-ctl-sm items-center gap-1.5 rounded-[5px] border px-2 text-xs font-mid";

/** The pages at the sides of one, of a list that is read by key, not by number. A side without an address is off. */
export function Pager({
  summary,
  newer,
  older,
  words = english,
}: {
  summary?: ReactNode;
  newer?: string | null;
  older?: string | null;
  words?: Pick<Words, "previous" | "next" | "pages">;
}) {
  return (
    <nav aria-label={words.pages} className="flex flex-wrap items-center gap-3 pt-3 text-ink-3">
      <span className="num mr-auto">{summary}</span>
      {(newer || older) && (
        <>
          <Side href={newer} rel="prev">
            <Icon name="prev" />
            {words.previous}
          </Side>
          <Side href={older} rel="next">
            {words.next}
            <Icon name="next" />
          </Side>
        </>
      )}
    </nav>
  );
}

function Side({ href, rel, children }: { href?: string | null; rel: "prev" | "next"; children: ReactNode }) {
  if (!href) {
    return (
      <span aria-disabled="true" className={`${look} border-line-2 bg-sunken text-ink-disabled`}>
        {children}
      </span>
    );
  }
  return (
    <Link
      href={href}
      rel={rel}
      prefetch={false}
      className={`${look} border-ctl-edge bg-raised text-ink hover:bg-hover`}
    >
      {children}
    </Link>
  );
}

/** A page deep in a list on which nothing is left: the way back to the first one, at `href`. */
export function EmptyPage({
  href,
  words = english,
}: {
  href: string;
  words?: Pick<Words, "emptyPage" | "firstPage">;
}) {
  return <Empty title={words.emptyPage} action={<ButtonLink href={href}>{words.firstPage}</ButtonLink>} />;
}
