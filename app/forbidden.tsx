import { headers } from "next/headers";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ForbiddenView } from "./forbidden-view.tsx";
import { paths } from "./paths.ts";
import { product } from "./product.ts";

/** For members whose role is too low for a page. */
export default async function Forbidden() {
  const address = (await headers()).get("x-portico-path") ?? undefined;
  return (
    <AloneShell brand={{ name: product, href: paths.home() }}>
      <ForbiddenView address={address} time={new Date()} />
    </AloneShell>
  );
}
