import { useTranslations } from "next-intl";
import { browserOf } from "#app/browser.ts";
import { DoButton } from "#app/forms/do-button.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { getUser } from "#lib/domain/platform/data.ts";
import { signOutUserAction } from "../../actions.ts";

type User = NonNullable<Awaited<ReturnType<typeof getUser>>>;

/** The browsers that are signed in as somebody, each with the button that ends it. */
export function SignIns({ userId, signIns }: { userId: string; signIns: User["loginSessions"] }) {
  const t = useTranslations("platform.user.signIns");
  if (signIns.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
  return (
    <Table caption={t("title")} plain>
      <TableHead>
        <HeadCell>{t("browser")}</HeadCell>
        <HeadCell>{t("address")}</HeadCell>
        <HeadCell>{t("since")}</HeadCell>
        <HeadCell>{t("seen")}</HeadCell>
        <HeadCell hidden>{t("actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {signIns.map((signIn) => {
          const { browser, system } = browserOf(signIn.userAgent);
          const name = [browser ?? t("unknown"), system].filter(Boolean).join(", ");
          return (
            <Row key={signIn.id}>
              <Cell first>{name}</Cell>
              <Cell dim mono label={t("address")}>
                {signIn.address ?? DASH}
              </Cell>
              <Cell dim label={t("since")}>
                <Time at={signIn.createdAt} />
              </Cell>
              <Cell dim label={t("seen")}>
                <Time at={signIn.lastSeenAt} />
              </Cell>
              <Cell act>
                <DoButton
                  size="s"
                  action={signOutUserAction}
                  input={{ userId, loginSessionId: signIn.id }}
                  name={t("endName", { name })}
                  done={t("ended", { name })}
                >
                  {t("end")}
                </DoButton>
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}
