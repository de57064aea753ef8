import { useTranslations } from "next-intl";
import { forDialog, whereOf } from "#app/keys/for-dialog.ts";
import { RotateButton } from "#app/keys/key-menu.tsx";
import { formatRelative, formatTurn } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { mayWith } from "#lib/domain/keys/list.ts";

/** How many are said by name. */
export const namedEnding = 3;

/** Says of keys that end soon when that is, and when they were used last; of a few by name, of more how many. */
export function EndingNotes({
  org,
  scope,
  keys,
  count,
  most,
}: {
  org: string;
  scope: ProjectScope;
  keys: readonly KeyRow[];
  /** How many end soon, those of `keys` included. */
  count: number;
  /** The longest life in days that a key may be given. */
  most: number;
}) {
  const t = useTranslations("keys.ending");
  if (keys.length === 0) return null;
  const now = Date.now();
  return (
    <div className="mb-5 grid gap-2">
      {keys.map((apiKey) => (
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
      {count > keys.length && (
        <p className="text-xs text-ink-3">{t("more", { count: count - keys.length })}</p>
      )}
    </div>
  );
}
