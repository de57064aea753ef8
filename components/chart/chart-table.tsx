"use client";

import { Cell, HeadCell, Row, Table, TableBody, TableFoot, TableHead } from "../table/table.tsx";
import { useWords } from "../words-provider.tsx";
import { type ChartPoint, type ChartUnit, sum, write } from "./chart-parts.tsx";

/** The chart's twin: the same numbers as a table that adds up. */
export function ChartTable({
  title,
  series,
  points,
  unit,
  pointHead,
}: {
  title: string;
  series: string[];
  points: ChartPoint[];
  unit: ChartUnit;
  pointHead: string;
}) {
  const { all } = useWords();
  const line = (values: number[]) => (
    <>
      {values.map((value, n) => (
        <Cell key={series[n]} num label={series[n]}>
          {write[unit](value)}
        </Cell>
      ))}
      {series.length > 1 && (
        <Cell num label={all}>
          {write[unit](sum(values))}
        </Cell>
      )}
    </>
  );
  return (
    <Table caption={title} rows="dense">
      <TableHead>
        <HeadCell>{pointHead}</HeadCell>
        {series.map((name) => (
          <HeadCell key={name} num>
            {name}
          </HeadCell>
        ))}
        {series.length > 1 && <HeadCell num>{all}</HeadCell>}
      </TableHead>
      <TableBody>
        {points.map((point) => (
          <Row key={point.label}>
            <Cell first>{point.label}</Cell>
            {line(point.values)}
          </Row>
        ))}
      </TableBody>
      <TableFoot>
        <Row>
          <Cell first>{all}</Cell>
          {line(series.map((_, n) => sum(points.map((point) => point.values[n] ?? 0))))}
        </Row>
      </TableFoot>
    </Table>
  );
}
