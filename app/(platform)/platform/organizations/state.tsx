import { useTranslations } from "next-intl";
import { State, type StateKind } from "#components/ui/state.tsx";
import type { OrganizationRow } from "#lib/domain/platform/data.ts";

const kinds: Record<OrganizationRow["state"], StateKind> = {
  active: "done",
  suspended: "off",
  deleting: "warn",
  deleted: "ended",
};

/** The state of an organization as the platform sees it. */
export function OrganizationState({ state }: { state: OrganizationRow["state"] }) {
  const t = useTranslations("platform.organizations.state");
  return <State kind={kinds[state]}>{t(state)}</State>;
}
