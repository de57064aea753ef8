import { useTranslations } from "next-intl";
import { forDialog, whereOf } from "#app/forms/keys/for-dialog.ts";
import { RotateButton } from "#app/forms/keys/key-menu.tsx";
import { formatRelative, formatTurn } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { mayWith } from "#lib/domain/keys/list.ts";

const named = 3;

/** Says of keys that end soon when that is, and who used them last; of a few by name, of more how many. */
export function EndingNotes({
  org,
  scope,
  keys,
  most,
}: {
  org: string;
  scope: ProjectScope;
  keys: readonly KeyRow[];
  /** The longest life in days that a key may be given. */
  most: number;
}) {
  const t = useTranslations("keys.ending");
  if (keys.length === 0) return null;
  const now = Date.now();
  return (
    <div className="mb-5 grid gap-2">
      {keys.slice(0, named).map((apiKey) => (
        <Note
          key={apiKey.id}
          kind="warn"
          actions={
            mayWith(scope, apiKey).rotate && (
              <RotateButton
                size="s"
                org={org}
                apiKey={forDialog(apiKey, most)}
                where={whereOf(apiKey, scope.project.tier)}
              />
            )
          }
        >
          {t.rich("stops", {
            name: apiKey.name,
            b: (chunks) => <strong>{chunks}</strong>,
            in: formatRelative(apiKey.expiresAt, now),
            at: formatTurn(apiKey.expiresAt),
          })}{" "}
          {apiKey.lastUsedAt ? t("used", { when: formatRelative(apiKey.lastUsedAt, now) }) : t("unused")}
        </Note>
      ))}
      {keys.length > named && (
        <p className="text-xs text-ink-3">{t("more", { count: keys.length - named })}</p>
      )}
    </div>
  );
}
