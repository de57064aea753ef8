"use client";

import { useTranslations } from "next-intl";
import { List } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import { withdrawRequestAction } from "../actions.ts";
import { Choice } from "./choice.tsx";

type Props = { request: { id: string; displayName: string; state: string; decisionReason: string | null } };

/** The organization that the person has asked the platform's staff for, while it waits or after a no. */
export function AskedFor({ request }: Props) {
  const t = useTranslations("welcome.request");
  if (request.state !== "pending" && request.state !== "declined") return null;
  return (
    <section>
      <h2 className="mb-2">{t("title")}</h2>
      {request.state === "declined" ? (
        <p role="status">
          <State kind="failed" wrap>
            {t("declined", { name: request.displayName, reason: request.decisionReason ?? "" })}
          </State>
        </p>
      ) : (
        <List>
          <Choice
            name={request.displayName}
            detail={
              <span role="status">
                <State kind="waiting" small wrap>
                  {t("waiting")}
                </State>
              </span>
            }
            label={t("withdraw")}
            stays
            choose={(key) => withdrawRequestAction({ requestId: request.id }, key)}
          />
        </List>
      )}
    </section>
  );
}
