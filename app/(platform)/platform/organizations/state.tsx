import { useTranslations } from "next-intl";
import { State, type StateKind } from "#components/ui/state.tsx";
import type { TenantRow } from "#lib/domain/platform/data.ts";

const kinds: Record<TenantRow["state"], StateKind> = {
  active: "done",
  suspended: "off",
  deleting: "warn",
  deleted: "ended",
};

/** The state of an organization as the platform sees it. */
export function OrganizationState({ state }: { state: TenantRow["state"] }) {
  const t = useTranslations("platform.tenants.state");
  return <State kind={kinds[state]}>{t(state)}</State>;
}
