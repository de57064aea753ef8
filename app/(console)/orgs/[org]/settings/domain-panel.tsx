"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Field, FieldRow } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { State } from "#components/ui/state.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { DomainRow } from "#lib/domain/domains/data.ts";
import { removeDomainAction, updateDomainAction, verifyDomainAction } from "./actions.ts";

type Joining = "off" | "ask" | "auto";
type Role = "member" | "billing";

/** One domain: the record that proves it, or, once it is proved, how people with an address in it come in. */
export function DomainPanel({ org, domain }: { org: string; domain: DomainRow }) {
  const t = useTranslations("orgSettings.domains");
  const roleName = useTranslations("common.role");
  const { run, pending, refusal } = useAction();
  const { id: domainId, domain: name, record, verifiedAt } = domain;
  const joining = domain.joining as Joining;
  const role = domain.role as Role;
  const verify = async () => {
    const done = await run((key) => verifyDomainAction({ org }, { domainId }, key));
    if (done?.ok) say({ text: t("verified", { name }) });
  };
  const update = async (part: { joining?: Joining; role?: Role }) => {
    const input = { domainId, joining, role, ...part };
    const done = await run((key) => updateDomainAction({ org }, input, key));
    if (done?.ok) say({ text: t("updated", { name }) });
  };
  const remove = async () => {
    const done = await run((key) => removeDomainAction({ org }, { domainId }, key));
    if (done?.ok) say({ text: t("removed", { name }) });
  };
  return (
    <Panel
      title={name}
      right={
        <State kind={verifiedAt ? "done" : "waiting"} small>
          {t(verifiedAt ? "isVerified" : "isWaiting")}
        </State>
      }
      footer={
        <div className="flex flex-wrap gap-2">
          {!verifiedAt && (
            <Button variant="solid" pending={pending} onClick={verify} aria-label={t("verifyName", { name })}>
              {t("verify")}
            </Button>
          )}
          <Button variant="danger" pending={pending} onClick={remove} aria-label={t("removeName", { name })}>
            {t("remove")}
          </Button>
        </div>
      }
    >
      <div className="grid gap-4">
        {refusal && (
          <Note kind="failed" announce>
            {refusal.message}
          </Note>
        )}
        {verifiedAt ? (
          <FieldRow>
            <Field label={t("joining")} id={`joining-${domainId}`}>
              <Select
                value={joining}
                onChange={(event) => update({ joining: event.target.value as Joining })}
              >
                {(["ask", "auto", "off"] as const).map((one) => (
                  <option key={one} value={one}>
                    {t(`joiningIs.${one}`)}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={t("role")} id={`role-${domainId}`}>
              <Select value={role} onChange={(event) => update({ role: event.target.value as Role })}>
                {(["member", "billing"] as const).map((one) => (
                  <option key={one} value={one}>
                    {roleName(one)}
                  </option>
                ))}
              </Select>
            </Field>
          </FieldRow>
        ) : (
          <>
            <p className="text-ink-2">{t("record")}</p>
            <Kv
              items={[
                [t("recordType"), "TXT"],
                [
                  t("recordName"),
                  <CodeId key="name" copyLabel={t("copyName")}>
                    {record.name}
                  </CodeId>,
                ],
                [
                  t("recordText"),
                  <CodeId key="text" copyLabel={t("copyText")}>
                    {record.text}
                  </CodeId>,
                ],
              ]}
            />
          </>
        )}
      </div>
    </Panel>
  );
}
