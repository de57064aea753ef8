"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useMemo, useState } from "react";
import { endOfDay } from "#app/forms/day.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Input, Select, Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { formatDate } from "#components/ui/format.ts";
import { say } from "#components/ui/toaster.tsx";
import { type OrganizationRole, type ProjectRole, projectRoles } from "#lib/domain/access/permissions.ts";
import { readAddresses } from "#lib/domain/invitations/rules.ts";
import { inviteAction } from "../actions.ts";
import { AddressPreview } from "./address-preview.tsx";

type Props = {
  org: string;
  roles: OrganizationRole[];
  projects: { id: string; displayName: string }[];
  /** When the viewer's own role ends, and with it what they give. */
  ends: Date | null;
};

/** Addresses as they are pasted, and beside them what was understood. */
export function InviteForm({ org, roles, projects, ends }: Props) {
  const t = useTranslations("members.inviting");
  const name = useTranslations("common.role");
  const router = useRouter();
  const [pasted, setPasted] = useState("");
  const [role, setRole] = useState<OrganizationRole>("member");
  const [projectId, setProject] = useState("");
  const [projectRole, setProjectRole] = useState<ProjectRole>("editor");
  const [day, setDay] = useState("");
  const [message, setMessage] = useState("");
  const { run, pending, refusal } = useAction({ leaves: true });
  const read = useMemo(() => readAddresses(pasted, role), [pasted, role]);
  const good = read.filter(({ problem }) => problem === null);
  const above = good.find((row) => !roles.includes(row.role));
  const wrong = read.filter(({ problem }) => problem === "email_form").length;
  const why =
    good.length === 0
      ? t("whyNone")
      : wrong > 0
        ? t("whyWrong", { count: wrong })
        : above
          ? t("whyAbove", { email: above.email ?? "" })
          : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (why) return;
    const sent = await run((key) =>
      inviteAction(
        { org },
        {
          invitations: good.map((row) => ({ email: row.email ?? "", role: row.role })),
          projectId: projectId || null,
          projectRole: projectId ? projectRole : null,
          until: endOfDay(day),
          message: message || null,
        },
        key,
      ),
    );
    if (!sent?.ok) return;
    say({ text: t("sent", { count: sent.value.length }) });
    router.push(paths.members({ org }, { tab: "invited" }));
  };

  return (
    <form onSubmit={submit} noValidate className="grid gap-6">
      <ErrorSummary
        message={refusal && t("failed", { message: refusal.message })}
        requestId={refusal?.requestId}
      />
      <Fields>
        <Field label={t("addresses")} name="addresses" hint={t("addressesHint")}>
          <Textarea
            mono
            rows={7}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
            placeholder={t("placeholder")}
            spellCheck={false}
          />
        </Field>
        <Field label={t("role")} name="role" hint={t("roleHint")}>
          <Select value={role} onChange={(event) => setRole(event.target.value as OrganizationRole)}>
            {roles.map((one) => (
              <option key={one} value={one}>
                {name(one)}
              </option>
            ))}
          </Select>
        </Field>
        {projects.length > 0 && (
          <FieldRow>
            <Field label={t("project")} name="project" optional>
              <Select value={projectId} onChange={(event) => setProject(event.target.value)}>
                <option value="">{t("noProject")}</option>
                {projects.map(({ id, displayName }) => (
                  <option key={id} value={id}>
                    {displayName}
                  </option>
                ))}
              </Select>
            </Field>
            {projectId && (
              <Field label={t("projectRole")} name="projectRole">
                <Select
                  value={projectRole}
                  onChange={(event) => setProjectRole(event.target.value as ProjectRole)}
                >
                  {projectRoles.map((one) => (
                    <option key={one} value={one}>
                      {name(one)}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
          </FieldRow>
        )}
        <Field
          label={t("until")}
          name="until"
          optional
          hint={ends ? t("untilOwn", { date: formatDate(ends) }) : t("untilHint")}
        >
          <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </Field>
        <Field label={t("message")} name="message" optional hint={t("messageHint")}>
          <Textarea
            rows={3}
            maxLength={500}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
      </Fields>
      {read.length > 0 && <AddressPreview rows={read} />}
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton pending={pending} reason={why}>
          {t("send", { count: good.length })}
        </SubmitButton>
        <ButtonLink href={paths.members({ org })} variant="bare">
          {t("cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}
