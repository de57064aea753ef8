import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { PageHead } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { mayUseTier, tiers } from "#lib/domain/tiers/rules.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Wizard } from "../read-wizard.ts";
import { Back } from "./back.tsx";
import { CreateProject } from "./create-project.tsx";

/** The limits a person compares tiers by, in this order. */
const compared = [
  ["cpu", "limits.cpu"],
  ["memory", "limits.memory"],
  ["gpu", "requests.nvidia.com/gpu"],
  ["sessions", "count/agenticsessions.portico.dev"],
] as const;

/** A quantity of Kubernetes as people read it: `16Gi` is `16 GiB`, `1000` is `1,000`. */
function shown(quantity: string): string {
  const [, amount = "", unit = ""] = /^(\d+)(\w*)$/.exec(quantity) ?? [];
  return amount ? `${formatNumber(Number(amount))}${unit ? ` ${unit}B` : ""}` : quantity;
}

/** Step 3: the first project, or what was made of it. */
export async function ProjectStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.project");
  const common = await getTranslations("common");
  const { project, organization } = wizard;
  if (!organization) return null;
  if (!project)
    return (
      <>
        <PageHead title={t("title")} lead={t("lead")} />
        <CreateProject
          org={organization.slug}
          template={webEnv().PORTICO_NAMESPACE_TEMPLATE}
          tiers={tiers.map(({ id, internet, limits }) => ({
            id,
            internet,
            allowed: mayUseTier(organization.tier, id),
            sessions: limits.concurrentSessions,
            quota: compared.map(([name, limit]) => [name, shown(limits.quota[limit] ?? "0")] as const),
          }))}
        />
      </>
    );
  const { detail } = project;
  return (
    <>
      <PageHead title={t("madeTitle", { name: detail.displayName })} lead={t("madeLead")} />
      <Kv
        className="mb-8 max-w-form"
        items={[
          [t("name"), detail.displayName],
          [
            t("slug"),
            <span key="slug" className="font-mono text-xs">
              {detail.slug}
            </span>,
          ],
          [
            t("namespace"),
            <span key="namespace" className="font-mono text-xs">
              {detail.namespace}
            </span>,
          ],
          [t("tier"), common(`tier.${detail.tier}`)],
          [t("open"), common(`egress.${detail.egressMode}`)],
        ]}
      />
      <WizardFoot
        back={<Back to="organization" />}
        next={
          <ButtonLink href={paths.welcome("credential")} variant="solid">
            {common("continue")}
          </ButtonLink>
        }
      />
    </>
  );
}
