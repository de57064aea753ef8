"use client";

import { signOutAction } from "#app/(console)/account/actions.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";

export type UserMenuProps = {
  label: string;
  places: { label: string; href: string }[];
  signOut: string;
};

/** What belongs to the person and not to the place: their account, the platform, signing out. */
export function UserMenu({ label, places, signOut }: UserMenuProps) {
  const { run, pending } = useAction();
  const leave = async () => {
    const out = await run((key) => signOutAction({}, key));
    if (out?.ok) window.location.assign(paths.signIn());
    else if (out) say({ kind: "failed", text: out.message, detail: out.requestId });
  };
  return (
    <Menu
      trigger={
        <Button variant="bare" size="s" square icon="more" pending={pending}>
          {label}
        </Button>
      }
      groups={[places, [{ label: signOut, icon: "out", onSelect: leave }]]}
    />
  );
}
