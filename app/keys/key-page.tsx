import { useTranslations } from "next-intl";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import type { Crumb } from "#components/shell/top-bar.tsx";
import type { MayKey } from "#lib/domain/keys/list.ts";
import type { AuditAt } from "./audit-at.ts";
import { KeyHead } from "./key-head.tsx";
import { KeyView } from "./key-view.tsx";
import type { KeyPageData } from "./read-key.ts";
import { ShownKeys } from "./shown-keys.tsx";

/** The page of one key, whoever's it is: its frame, its texts, and everything in it. */
export function KeyPage({
  org,
  projectId,
  data,
  may,
  above,
  list,
  auditAt,
}: {
  /** Null for a key of the platform. */
  org: string | null;
  /** Where the page is a project's: it hears of that one alone. */
  projectId?: string;
  data: KeyPageData;
  may: MayKey;
  /** What leads to the list of keys, and that list's address. */
  above: Crumb[];
  list: string;
  auditAt: AuditAt;
}) {
  const t = useTranslations("keys");
  return (
    <Texts
      of={[
        "keys.row",
        "keys.rotate",
        "keys.life",
        "keys.revoke",
        "keys.shown",
        "keys.fields",
        "keys.edit",
        "keys.overlap",
        "dialog",
      ]}
    >
      <Page crumbs={[...above, { label: t("title"), href: list }, { label: data.key.name }]}>
        <LiveRefresh topics={["keys", "usage"]} where={projectId ? { project: projectId } : undefined} />
        <ShownKeys>
          <KeyHead org={org} data={data} may={may} />
          <KeyView org={org} data={data} mayEnd={may.end} auditAt={auditAt} />
        </ShownKeys>
      </Page>
    </Texts>
  );
}
