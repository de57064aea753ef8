import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "../table/table.tsx";
import { Bar, Ticks } from "../ui/bar.tsx";
import { DASH, formatDuration, formatNumber } from "../ui/format.ts";

/** One step: how many reached it, and the median time of those, in milliseconds (null where there is none). */
export type FunnelStep = { label: string; reached: number; medianMs: number | null };

export type FunnelWords = {
  caption: string;
  step: string;
  each: string;
  reached: string;
  left: string;
  median: string;
  /** Read out for the columns, such as "{count} of {of}". */
  share: string;
};

const DRAWN = 120; // more than this many single columns are too wide; then a share is drawn

/** How many came how far, one column each, with how many left at each step. */
export function Funnel({ steps, words }: { steps: FunnelStep[]; words: FunnelWords }) {
  const all = steps[0]?.reached ?? 0;
  return (
    <Table caption={words.caption} rows="dense">
      <TableHead>
        <HeadCell>{words.step}</HeadCell>
        <HeadCell>{words.each}</HeadCell>
        <HeadCell num>{words.reached}</HeadCell>
        <HeadCell num>{words.left}</HeadCell>
        <HeadCell num>{words.median}</HeadCell>
      </TableHead>
      <TableBody>
        {steps.map((step, at) => {
          const left = (steps[at - 1]?.reached ?? step.reached) - step.reached;
          const share = words.share
            .replace("{count}", formatNumber(step.reached))
            .replace("{of}", formatNumber(all));
          return (
            <Row key={step.label}>
              <Cell first>{step.label}</Cell>
              <Cell first>
                {all > 0 && all <= DRAWN && <Ticks count={step.reached} of={all} label={share} />}
                {all > DRAWN && (
                  <span role="img" aria-label={share}>
                    <Bar percent={(step.reached / all) * 100} className="h-3.5!" />
                  </span>
                )}
              </Cell>
              <Cell num>{formatNumber(step.reached)}</Cell>
              <Cell num dim label={words.left}>
                {left > 0 ? `−${formatNumber(left)}` : DASH}
              </Cell>
              <Cell num dim label={words.median}>
                {step.medianMs === null ? DASH : formatDuration(step.medianMs)}
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}
