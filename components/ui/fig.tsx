import type { ReactNode } from "react";
import { cx } from "../cx.ts";

/** A number that answers the page. `unit` follows it smaller; `detail` stands below. */
export type Figure = { label: string; value: ReactNode; unit?: ReactNode; detail?: ReactNode };

/** A few big numbers in a row; `ruled` sets lines between equal columns. */
export function Figures({
  figures,
  ruled,
  className,
}: {
  figures: Figure[];
  ruled?: boolean;
  className?: string;
}) {
  return (
    <dl
      className={cx(
        ruled
          ? "grid grid-cols-2 gap-y-4 md:grid-cols-3 xl:auto-cols-fr xl:grid-flow-col xl:grid-cols-none"
          : "flex flex-wrap gap-x-10 gap-y-4 max-md:gap-x-8",
        className,
      )}
    >
      {figures.map((figure) => (
        <div
          key={figure.label}
          className={cx(
            "grid content-start gap-0.5",
            ruled &&
              "md:border-l md:border-line-2 md:pl-4 xl:first:border-0 xl:first:pl-0 md:max-xl:nth-[3n+1]:border-0 md:max-xl:nth-[3n+1]:pl-0",
          )}
        >
          <dt className="text-xs text-ink-3">{figure.label}</dt>
          <dd className="num text-2xl font-mid tracking-[-0.02em] max-md:text-xl">
            {figure.value}{" "}
            {figure.unit && (
              <small className="text-sm leading-none font-body tracking-normal text-ink-3">
                {figure.unit}
              </small>
            )}
          </dd>
          {figure.detail && <dd className="num text-xs text-ink-2">{figure.detail}</dd>}
        </div>
      ))}
    </dl>
  );
}
