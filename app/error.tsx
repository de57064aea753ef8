"use client";

import { AloneShell } from "#components/shell/alone-shell.tsx";
import { type Broken, BrokenView } from "./broken-view.tsx";
import { paths } from "./paths.ts";
import { product } from "./product.ts";

/** For a page that could not be made, outside the console's frame. */
export default function PageError(broken: Broken) {
  return (
    <AloneShell brand={{ name: product, href: paths.home() }}>
      <BrokenView {...broken} />
    </AloneShell>
  );
}
