import type { ReactNode } from "react";
import { words as english, type Words } from "../words.ts";
import { CodeId } from "./code-id.tsx";
import { formatExact, type Moment } from "./format.ts";
import { Kv } from "./kv.tsx";

/**
 * What happened, why, and what to do: a title, one sentence, at most two buttons; then address, request id and time,
 * for whoever is asked. `small` is for inside a page, where the title is no heading of the page.
 */
export function ErrorView({
  code,
  title,
  children,
  actions,
  said,
  address,
  requestId,
  copyLabel,
  time,
  help,
  small,
  words = english,
}: {
  code?: string | number;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** The machine's own words. */
  said?: ReactNode;
  address?: string;
  requestId?: string;
  copyLabel?: string;
  time?: Moment;
  help?: ReactNode;
  small?: boolean;
  words?: Pick<Words, "address" | "request" | "time" | "copy">;
}) {
  const facts = address || requestId || time;
  return (
    <div className="max-w-[36rem]">
      {code && <p className="font-mono text-xs leading-5 text-ink-3">{code}</p>}
      {small ? (
        <h2>{title}</h2>
      ) : (
        <h1 tabIndex={-1} className="mt-1 mb-2">
          {title}
        </h1>
      )}
      {children && <div className="text-md text-pretty text-ink-2">{children}</div>}
      {said && <div className="mt-4">{said}</div>}
      {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
      {facts && (
        <div className={small ? "mt-5" : "mt-10 border-t border-line-2 pt-4"}>
          <Kv
            small
            items={[
              [words.address, address && <span className="font-mono">{address}</span>],
              [words.request, requestId && <CodeId copyLabel={copyLabel ?? words.copy}>{requestId}</CodeId>],
              [words.time, time && <span className="num">{formatExact(time)}</span>],
            ]}
          />
        </div>
      )}
      {help && <p className="mt-4 text-xs text-pretty text-ink-3">{help}</p>}
    </div>
  );
}
