"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Textarea } from "#components/form/input.tsx";
import { List } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import type { Opening } from "#lib/domain/joining/data.ts";
import { askToJoinAction, joinByDomainAction, withdrawJoinRequestAction } from "../actions.ts";
import { Choice } from "./choice.tsx";

/** Organizations that have proved the domain of the person's address: to join, or to ask. */
export function Openings({ openings }: { openings: Opening[] }) {
  const t = useTranslations("welcome.openings");
  return (
    <section>
      <h2 className="mb-2">{t("title")}</h2>
      <List>
        {openings.map((opening) => (
          <OpeningLine key={opening.organizationId} opening={opening} />
        ))}
      </List>
    </section>
  );
}

function OpeningLine({ opening }: { opening: Opening }) {
  const t = useTranslations("welcome.openings");
  const role = useTranslations("common.role");
  const [message, setMessage] = useState("");
  const { organizationId, organization: name, domain, joining, request } = opening;
  if (joining === "auto")
    return (
      <Choice
        name={name}
        detail={t("auto", { domain, role: role(opening.role) })}
        label={t("join", { name })}
        choose={(key) => joinByDomainAction({ organizationId }, key)}
      />
    );
  if (request?.state === "pending")
    return (
      <Choice
        name={name}
        detail={
          <span role="status">
            <State kind="waiting" small wrap>
              {t("waiting")}
            </State>
          </span>
        }
        label={t("withdraw")}
        stays
        choose={(key) => withdrawJoinRequestAction({ organizationId }, key)}
      />
    );
  return (
    <Choice
      name={name}
      detail={
        request?.state === "declined" ? (
          <span role="status">
            <State kind="failed" small wrap>
              {t("declined", { reason: request.reason ?? "" })}
            </State>
          </span>
        ) : (
          t("ask", { domain })
        )
      }
      label={request?.state === "declined" ? t("again", { name }) : t("askTo", { name })}
      stays
      choose={(key) => askToJoinAction({ organizationId, message: message || null }, key)}
    >
      <span className="basis-full">
        <Field name={`message-${organizationId}`} label={t("message")} optional>
          <Textarea
            rows={2}
            maxLength={500}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
      </span>
    </Choice>
  );
}
