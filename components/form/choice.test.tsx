import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Switch } from "./choice.tsx";

const draw = (error?: string) =>
  renderToStaticMarkup(
    <Switch detail="What it does." error={error}>
      Verify TLS
    </Switch>,
  );

test("a switch that is wrong says so of itself, beside what it does", () => {
  const html = draw("Meanwhile it was turned off.");
  const ids = /aria-describedby="([^"]+)"/.exec(html)?.[1]?.split(" ") ?? [];
  expect(html).toContain('aria-invalid="true"');
  expect(ids.map((id) => new RegExp(`id="${id}"[^>]*>(.*?)</span>`).exec(html)?.[1])).toEqual([
    "What it does.",
    expect.stringContaining("Meanwhile it was turned off."),
  ]);
  expect(draw()).not.toContain("aria-invalid");
});
