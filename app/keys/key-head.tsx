import { useTranslations } from "next-intl";
import { PageHead } from "#components/shell/page.tsx";
import { type MayKey, shownStateOf } from "#lib/domain/keys/list.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { forDialog, lastUseOf, whereOf } from "./for-dialog.ts";
import { KeyActions } from "./key-actions.tsx";
import { KeyStateMark } from "./key-state.tsx";
import type { KeyPageData } from "./read-key.ts";

/** The head of a key's page: its state over its name, and what can be done with it. */
export function KeyHead({
  org,
  data: { key, tier, used, most },
  may,
}: {
  org: string | null;
  data: KeyPageData;
  may: MayKey;
}) {
  const t = useTranslations("keys.kind");
  const state = shownStateOf(key);
  const { id, version, name, models, routes, addresses, limits } = key;
  const calls = key.scopes.includes("models:call");
  return (
    <PageHead
      above={
        <>
          <KeyStateMark state={state} />
          <span aria-hidden="true" className="text-ink-3">
            ·
          </span>
          <span className="font-mono text-ink-2">
            {key.prefix}…{key.lastFour}
          </span>
        </>
      }
      title={name}
      lead={t(`about.${key.kind}`)}
      actions={
        state !== "revoked" &&
        state !== "expired" && (
          <KeyActions
            org={org}
            apiKey={forDialog(key, most)}
            editable={{ id, version, name, models, routes, addresses, limits, calls }}
            tierModels={tier ? tierOf(tier).models : []}
            disabled={state === "disabled"}
            use={lastUseOf(key, used)}
            may={may}
            where={whereOf(key, tier)}
          />
        )
      }
    />
  );
}
