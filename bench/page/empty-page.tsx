import { requireViewer } from "#lib/domain/access/viewer.ts";

/**
 * A signed-in page with nothing on it, the measure for the others. `build.ts` puts it into the copy that it builds; no
 * product has it.
 */
export default async function EmptyPage() {
  await requireViewer();
  return (
    <main id="content">
      <h1>Empty</h1>
    </main>
  );
}
