import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { OrganizationRowActions } from "./row-actions.tsx";

/** The organization's credentials: what tells each apart, whether it works, and how many projects have it. */
export function OrganizationTable({
  org,
  credentials,
  projects,
}: {
  org: string;
  credentials: CredentialRow[];
  /** How many projects have each, by its id. */
  projects: ReadonlyMap<string, number>;
}) {
  const t = useTranslations("sharing");
  const provider = useTranslations("common.provider");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("head.name")}</HeadCell>
        <HeadCell>{t("head.key")}</HeadCell>
        <HeadCell>{t("head.tested")}</HeadCell>
        <HeadCell num>{t("head.projects")}</HeadCell>
        <HeadCell>{t("head.changed")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {credentials.map((credential) => (
          <Row key={credential.id}>
            <Cell first>
              <span className="font-mid wrap-anywhere">{credential.name}</span>
              <Sub inline>{provider(credential.kind)}</Sub>
            </Cell>
            <Cell first>
              {credential.lastFour ? (
                <span className="font-mono text-xs">…{credential.lastFour}</span>
              ) : (
                <span className="text-ink-3">—</span>
              )}
            </Cell>
            <Cell>
              <Works credential={credential} />
              {credential.expiresAt && (
                <Sub>
                  {t(credential.expiresAt < new Date() ? "ended" : "ends")} <Time at={credential.expiresAt} />
                </Sub>
              )}
            </Cell>
            <Cell num label={t("projects")}>
              {formatNumber(projects.get(credential.id) ?? 0)}
            </Cell>
            <Cell dim className="md:whitespace-nowrap">
              <Time at={credential.updatedAt} />
              <Sub inline>
                {credential.updatedBy ? t("by", { name: credential.updatedBy }) : t("byFormer")}
              </Sub>
            </Cell>
            <Cell act>
              <OrganizationRowActions
                org={org}
                projects={projects.get(credential.id) ?? 0}
                credential={{
                  id: credential.id,
                  kind: credential.kind,
                  name: credential.name,
                  settings: credential.settings,
                  fingerprint: credential.fingerprint,
                  lastFour: credential.lastFour,
                  disabled: credential.disabledAt !== null,
                  testable: credential.testable,
                  testing: credential.testing,
                }}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Works({
  credential: { disabledAt, testPassed, testedAt, testing },
}: {
  credential: Pick<CredentialRow, "disabledAt" | "testPassed" | "testedAt" | "testing">;
}) {
  const t = useTranslations("sharing");
  if (disabledAt) return <State kind="off">{t("disabled")}</State>;
  if (testing) return <State kind="starting">{t("testing")}</State>;
  const [kind, words] =
    testPassed === null
      ? (["queued", t("state.untested")] as const)
      : testPassed
        ? (["done", t("state.works")] as const)
        : (["failed", t("state.fails")] as const);
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <State kind={kind}>{words}</State>
      {testedAt && <Time at={testedAt} className="text-ink-3" />}
    </span>
  );
}
