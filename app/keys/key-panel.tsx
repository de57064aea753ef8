"use client";

import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { DASH } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import type { KeyKind, ServiceRole } from "#lib/domain/keys/names.ts";
import type { Life } from "./lives.ts";
import type { KeyScope } from "./scope-fields.tsx";
import { useEnd } from "./use-end.ts";

/** What a new key comes to, said while its form is filled in, with the button that makes it. */
export function KeyPanel({
  formId,
  pending,
  kind,
  project,
  roles,
  scopes,
  models,
  networks,
  life,
  back,
}: {
  formId: string;
  pending: boolean;
  kind: KeyKind;
  project: string | null;
  roles: { organization: ServiceRole | null; project: ProjectRole | null };
  scopes: readonly KeyScope[];
  /** Those it may call, all of them where none is named; null for a key that calls none. */
  models: readonly string[] | null;
  networks: number;
  life: Life;
  back: string;
}) {
  const t = useTranslations("keys.panel");
  const end = useEnd(life);
  const roleName = useTranslations("common.role");
  const as =
    kind === "personal" || kind === "platform"
      ? t("asYou")
      : [
          roles.organization && t("inOrganization", { role: roleName(roles.organization) }),
          roles.project && project && t("inProject", { role: roleName(roles.project), project }),
        ]
          .filter(Boolean)
          .join(", ") || t("asNobody");
  return (
    <Panel
      title={t("title")}
      footer={
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            form={formId}
            variant="solid"
            pending={pending}
            reason={kind !== "platform" && scopes.length === 0 && t("noScope")}
          >
            {t("submit")}
          </Button>
          <ButtonLink href={back} variant="bare">
            {t("cancel")}
          </ButtonLink>
        </div>
      }
    >
      <Kv
        small
        items={[
          [t("as"), as],
          [t("may"), kind === "platform" ? t("platform") : t("scopes", { count: scopes.length })],
          [
            t("models"),
            models === null
              ? t("modelsNone")
              : models.length === 0
                ? t("modelsAll")
                : t("modelsSome", { count: models.length }),
          ],
          [t("counts"), models !== null && project && t("countsFor", { project })],
          [t("from"), networks === 0 ? t("fromAll") : t("fromSome", { count: networks })],
          [t("ends"), end ? <Time key="ends" at={end} as="date" /> : DASH],
        ]}
      />
      <p className="mt-3 text-xs text-pretty text-ink-3">{t("once")}</p>
    </Panel>
  );
}
