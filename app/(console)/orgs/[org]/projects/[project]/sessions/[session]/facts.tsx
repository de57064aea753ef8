import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { formatElapsed } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { Time } from "#components/ui/time.tsx";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";

/** What a session was made of, and what it is called in the cluster. */
export function Facts({
  place,
  session,
  source,
}: {
  place: { org: string; project: string };
  session: SessionDetail;
  source: { id: string; title: string } | null;
}) {
  const t = useTranslations("sessions.detail");
  const l = useTranslations("sessions.form");
  const id = (text: string, what: string) => (
    <CodeId copyLabel={t("copy", { what })} short={text.length > 24 ? `${text.slice(0, 22)}…` : undefined}>
      {text}
    </CodeId>
  );
  return (
    <Section title={t("facts")}>
      <Kv
        items={[
          [t("agent"), session.agent],
          [t("model"), session.model],
          [t("owner"), session.owner],
          [
            t("credential"),
            session.credential?.name ?? (session.credentialRefs.length > 0 && t("credentialGone")),
          ],
          [
            t("asked"),
            // In the order by which the session's messages count them, while these may be of one that it has not got.
            session.credentialRefs.length > session.given.length && (
              <ol key="asked" className="grid list-inside list-decimal gap-1">
                {session.credentialRefs.map((secretKey) => (
                  <li key={secretKey} className="wrap-anywhere">
                    <code className="font-mono text-xs">{secretKey}</code>
                  </li>
                ))}
              </ol>
            ),
          ],
          [
            t("given"),
            session.given.length > 0 && (
              <ul key="given" className="grid gap-1">
                {session.given.map(({ secretKey, handover }) => (
                  <li key={secretKey} className="wrap-anywhere">
                    <code className="font-mono text-xs">{secretKey}</code>{" "}
                    <span className="text-xs text-ink-3">{t("handover", { handover })}</span>
                  </li>
                ))}
              </ul>
            ),
          ],
          [t("size"), l(`class.${session.resourceClass}`)],
          [t("timeout"), formatElapsed(session.timeoutSeconds * 1000)],
          [t("inactivity"), formatElapsed(session.inactivityTimeoutSeconds * 1000)],
          [
            t("clonedFrom"),
            source && (
              <Link className="link" href={paths.session({ ...place, session: source.id })}>
                {source.title}
              </Link>
            ),
          ],
          [t("created"), <Time key="created" at={session.createdAt} />],
          [t("resource"), id(session.resourceName, t("resource"))],
          [t("pod"), session.podName && id(session.podName, t("pod"))],
          [t("namespace"), id(session.namespace, t("namespace"))],
        ]}
      />
    </Section>
  );
}
