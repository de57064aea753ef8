"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { DoButton } from "#app/forms/do-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Select, Textarea } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { List } from "#components/ui/kv.tsx";
import { Time } from "#components/ui/time.tsx";
import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import type { JoinRequestRow } from "#lib/domain/joining/data.ts";
import { decideJoinRequestAction } from "../actions.ts";

/** Who asks to be let in, with an answer beside each. */
export function RequestList({
  org,
  requests,
  waiting,
  roles,
}: {
  org: string;
  requests: JoinRequestRow[];
  /** How many there are in all. */
  waiting: number;
  roles: OrganizationRole[];
}) {
  const t = useTranslations("members.requests");
  if (requests.length === 0)
    return (
      <Empty underTabs title={t("none")}>
        {t("noneText")}
      </Empty>
    );
  return (
    <>
      <List>
        {requests.map((request) => (
          <Request key={request.id} org={org} request={request} roles={roles} />
        ))}
      </List>
      {waiting > requests.length && (
        <p className="mt-4 text-ink-3">{t("more", { count: waiting - requests.length })}</p>
      )}
    </>
  );
}

function Request({
  org,
  request,
  roles,
}: {
  org: string;
  request: JoinRequestRow;
  roles: OrganizationRole[];
}) {
  const t = useTranslations("members.requests");
  const name = useTranslations("common.role");
  const [role, setRole] = useState<OrganizationRole>("member");
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState("");
  const { displayName } = request;
  const decide = (
    answer: { decision: "approve"; role: OrganizationRole } | { decision: "decline"; reason: string },
    key?: string,
  ) => decideJoinRequestAction({ org }, { requestId: request.id, ...answer }, key);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-1">
      <span className="min-w-0 flex-[1_1_14rem]">
        <strong className="block wrap-anywhere">{displayName}</strong>
        <span className="block text-xs wrap-anywhere text-ink-3">
          {request.email} · <Time at={request.createdAt} />
        </span>
        {request.message && <span className="mt-1 block text-pretty wrap-anywhere">{request.message}</span>}
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t("roleOf", { name: displayName })}
          value={role}
          onChange={(event) => setRole(event.target.value as OrganizationRole)}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {name(one)}
            </option>
          ))}
        </Select>
        <DoButton
          variant="solid"
          action={decide}
          input={{ decision: "approve" as const, role }}
          done={t("approved", { name: displayName })}
          name={t("approveOf", { name: displayName })}
        >
          {t("approve")}
        </DoButton>
        <Button onClick={() => setDeclining(true)} aria-label={t("declineOf", { name: displayName })}>
          {t("decline")}
        </Button>
      </span>
      <ConfirmDialog
        open={declining}
        onClose={() => setDeclining(false)}
        title={t("declineTitle", { name: displayName })}
        description={t("declineText")}
        confirm={t("decline")}
        done={t("declined", { name: displayName })}
        act={(key) => decide({ decision: "decline", reason }, key)}
      >
        <Field label={t("reason")} name="reason">
          <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </li>
  );
}
