"use client";

import { useTranslations } from "next-intl";
import { revokeLoginSessionAction, signOutAction } from "#app/(console)/account/actions.ts";
import { browserOf } from "#app/browser.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Button } from "#components/ui/button.tsx";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import { say } from "#components/ui/toaster.tsx";

type SignIn = {
  id: string;
  userAgent: string | null;
  /** From where it was last used. */
  address: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  endsAt: Date;
};

/** The person's login sessions, each with the button that ends it. */
export function SignIns({ current, signIns }: { current: string; signIns: SignIn[] }) {
  const t = useTranslations("account.browsers");
  return (
    <Table caption={t("caption")} rows="tall">
      <TableHead>
        <HeadCell>{t("head.browser")}</HeadCell>
        <HeadCell>{t("head.since")}</HeadCell>
        <HeadCell>{t("head.seen")}</HeadCell>
        <HeadCell>{t("head.ends")}</HeadCell>
        <HeadCell hidden>{t("head.action")}</HeadCell>
      </TableHead>
      <TableBody>
        {signIns.map((signIn) => (
          <SignInRow key={signIn.id} signIn={signIn} here={signIn.id === current} />
        ))}
      </TableBody>
    </Table>
  );
}

function SignInRow({ signIn, here }: { signIn: SignIn; here: boolean }) {
  const t = useTranslations("account.browsers");
  const { run, pending, refusal } = useAction();
  const { browser, system } = browserOf(signIn.userAgent);
  const name = !browser ? t("unknown") : system ? t("on", { browser, system }) : browser;
  const end = async () => {
    const ended = await run((key) =>
      here ? signOutAction({}, key) : revokeLoginSessionAction({ id: signIn.id }, key),
    );
    if (!ended?.ok) return;
    if (here) window.location.assign(paths.signIn());
    else say({ text: t("revoked", { browser: name }) });
  };
  return (
    <Row>
      <Cell first>
        {name}
        {here && (
          <State kind="done" small className="ml-3 text-xs text-ink-2">
            {t("here")}
          </State>
        )}
        {signIn.address && <Sub className="font-mono wrap-anywhere">{signIn.address}</Sub>}
        {refusal && (
          <span role="alert" className="block text-xs text-bad">
            {refusal.message}
          </span>
        )}
      </Cell>
      <Cell dim label={t("head.since")}>
        <Time at={signIn.createdAt} />
      </Cell>
      <Cell dim label={t("head.seen")}>
        <Time at={signIn.lastSeenAt} />
      </Cell>
      <Cell dim label={t("head.ends")}>
        <Time at={signIn.endsAt} />
      </Cell>
      <Cell act>
        <Button size="s" pending={pending} onClick={end}>
          {here ? t("signOut") : t("revoke")}
        </Button>
      </Cell>
    </Row>
  );
}
