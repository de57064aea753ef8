import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { documentOf } from "#lib/domain/access/openapi.ts";
import { requireViewer } from "#lib/domain/access/viewer.ts";
import { gatewayOperations, operations } from "#lib/domain/api.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { type DescribedOperation, OperationView } from "./operation-view.tsx";
import type { Components } from "./schema.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reference"))("title") };
}

/** What the REST API offers, read from the document that it serves. */
export default async function ReferencePage() {
  const t = await getTranslations("reference");
  await requireViewer();
  const document = documentOf(operations, gatewayOperations);
  const components = (document.components?.schemas ?? {}) as Components;
  const described = [...operations, ...gatewayOperations].map(({ method, path }) => ({
    method,
    path,
    operation: document.paths?.[path]?.[method] as unknown as DescribedOperation,
  }));
  return (
    <Page crumbs={[{ label: t("title") }]}>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={<ButtonLink href={paths.api.document()}>{t("document")}</ButtonLink>}
      />
      <Kv
        className="border-t border-line-2 pt-3"
        items={[
          [t("address"), <code key="address">{`${webEnv().PORTICO_URL}/api/v1`}</code>],
          [t("credential"), <code key="credential">Authorization: Bearer ptc_…</code>],
          [t("pages"), t("pagesHow")],
          [t("repeats"), t("repeatsHow")],
          [t("conditions"), t("conditionsHow")],
          [t("errors"), t("errorsHow")],
        ]}
      />
      {(document.tags ?? []).map(({ name, description }) => (
        <Section key={name} id={name} title={t(`tags.${name}`)} note={description}>
          <div className="border-t border-line-2">
            {described
              .filter(({ operation }) => operation.tags.includes(name))
              .map((one) => (
                <OperationView key={one.operation.operationId} {...one} components={components} />
              ))}
          </div>
        </Section>
      ))}
    </Page>
  );
}
