"use client";

import { useTranslations } from "next-intl";
import { signOutAction } from "#app/(console)/account/actions.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";

export type UserMenuProps = {
  /** Whether the platform's pages are open to the person. */
  platform: boolean;
  /** Whether their wizard waits to be finished. */
  wizard: boolean;
};

/** What belongs to the person and not to the place: their account, the platform, signing out. */
export function UserMenu({ platform, wizard }: UserMenuProps) {
  const t = useTranslations("shell");
  const { run, pending } = useAction();
  const leave = async () => {
    const out = await run((key) => signOutAction({}, key));
    if (out?.ok) window.location.assign(paths.signIn());
    else if (out) say({ kind: "failed", text: out.message, detail: out.requestId });
  };
  const places: MenuItem[] = [
    { label: t("yourAccount"), href: paths.account() },
    ...(platform ? [{ label: t("platform"), href: paths.platform() }] : []),
    ...(wizard ? [{ label: t("wizard"), href: paths.welcome() }] : []),
  ];
  return (
    <Menu
      trigger={
        <Button variant="bare" size="s" square icon="more" pending={pending}>
          {t("menu")}
        </Button>
      }
      groups={[places, [{ label: t("signOut"), icon: "out", onSelect: leave }]]}
    />
  );
}
