import { expect, test } from "vitest";
import { newId } from "./id.ts";
import { type Keyset, keysetIn, keysetPage } from "./keyset.ts";

const all = Array.from({ length: 23 }, (_, i) => ({ id: String(i).padStart(3, "0") }));
const page = (at: Partial<Keyset>) =>
  keysetPage({ before: null, after: null, ...at }, 5, async ({ edge, upwards, take }) => {
    const beyond = all.filter(({ id }) => edge === null || (upwards ? id > edge : id < edge));
    return (upwards ? beyond : beyond.reverse()).slice(0, take);
  });

test("going to the end and back shows every row once, newest first", async () => {
  const down = [await page({})];
  for (let last = down.at(-1); last?.older; last = down.at(-1)) down.push(await page({ before: last.older }));
  expect(down.flatMap(({ rows }) => rows)).toEqual(all.toReversed());
  const up = [down.at(-1)!];
  for (let last = up.at(-1); last?.newer; last = up.at(-1)) up.push(await page({ after: last.newer }));
  expect(up.map(({ rows }) => rows).toReversed()).toEqual(down.map(({ rows }) => rows));
});

test("there is nothing newer than the first page and nothing older than the last", async () => {
  expect((await page({})).newer).toBeNull();
  expect((await page({ before: "003" })).older).toBeNull();
  expect(await page({ before: "000" })).toEqual({ rows: [], newer: null, older: null });
});

test("an address says where a page begins; what is no id, or there twice, is the beginning", () => {
  const id = newId();
  expect(keysetIn({ before: id })).toEqual({ before: id, after: null });
  expect(keysetIn({ before: "1' or 1", after: [id, id] })).toEqual({ before: null, after: null });
});
