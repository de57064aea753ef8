import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import type { Preview } from "#lib/domain/groups/data.ts";
import type { MappingInput } from "#lib/domain/groups/schema.ts";
import { SaveMapping } from "./save-mapping.tsx";

const shown = 12;

/** What saving would do, person by person, with the button that does it. */
export function MappingPreview({
  org,
  mapping,
  place,
  preview,
}: {
  org: string;
  mapping: MappingInput;
  place: string;
  preview: Preview;
}) {
  const t = useTranslations("groups.preview");
  const role = useTranslations("common.role");
  const { add, remove, change, keep } = preview;
  return (
    <Panel
      title={t("title", { group: mapping.groupName, role: role(mapping.role), place })}
      footer={
        <div className="flex flex-wrap items-center gap-3">
          <SaveMapping org={org} mapping={mapping} />
          <span className="text-xs text-ink-2">{t("after")}</span>
        </div>
      }
    >
      <div role="status" className="grid gap-3">
        <p>
          <strong>{t("sum", { add: add.length, remove: remove.length })}</strong>{" "}
          {change.length > 0 && t("change", { count: change.length })}{" "}
          {keep > 0 && t("keep", { count: keep })}
        </p>
        <Names kind="done" label={t("added")} people={add} />
        <Names kind="failed" label={t("removed")} people={remove} />
        <Names kind="warn" label={t("changed")} people={change} />
        {add.length + change.length + keep === 0 && <p className="text-ink-2">{t("nobody")}</p>}
      </div>
    </Panel>
  );
}

function Names({
  kind,
  label,
  people,
}: {
  kind: StateKind;
  label: string;
  people: { userId: string; displayName: string }[];
}) {
  const t = useTranslations("groups.preview");
  if (people.length === 0) return null;
  const more = people.length - shown;
  return (
    <div>
      <State kind={kind}>{label}</State>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
        {people.slice(0, shown).map(({ userId, displayName }) => (
          <li key={userId}>{displayName}</li>
        ))}
        {more > 0 && <li>{t("more", { count: more })}</li>}
      </ul>
    </div>
  );
}
