"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { RoleDialog } from "#app/forms/role-dialog.tsx";
import { paths } from "#app/paths.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import { changeMemberAction, leaveOrganizationAction, removeMemberAction } from "../actions.ts";

type Props = {
  org: string;
  member: {
    userId: string;
    displayName: string;
    role: OrganizationRole | null;
    given: { role: OrganizationRole; until: string | null } | null;
    /** Service keys that they have made and that work: these go on without them. */
    services: string[];
  };
  /** Whether it is the viewer's own row. */
  self: boolean;
  manages: boolean;
  /** The roles that the viewer may give and take. */
  grantable: OrganizationRole[];
};

/** Another role, an end, removal; for oneself, leaving. */
export function MemberActions({ org, member, self, manages, grantable }: Props) {
  const t = useTranslations("members.row");
  const router = useRouter();
  const [open, setOpen] = useState<"role" | "remove" | null>(null);
  const { userId, displayName: name, role, given, services } = member;
  const above = role !== null && !grantable.includes(role) && t("above");
  const removal =
    services.length > 0
      ? t("removeServices", { keys: services.join(", "), count: services.length })
      : t("removeText");
  const groups: MenuItem[][] = [
    ...(manages
      ? [
          [
            {
              label: t("change"),
              onSelect: () => setOpen("role"),
              reason: (self && !given && t("own")) || above,
            },
          ],
        ]
      : []),
    ...(self
      ? [[{ label: t("leave"), danger: true, onSelect: () => setOpen("remove") }]]
      : manages
        ? [[{ label: t("remove"), danger: true, onSelect: () => setOpen("remove"), reason: above }]]
        : []),
  ];
  if (groups.length === 0) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <Button size="s" variant="bare" square icon="more">
            {t("more", { name })}
          </Button>
        }
        groups={groups}
      />
      <RoleDialog
        key={`${given?.role} ${given?.until}`}
        open={open === "role"}
        onClose={close}
        title={t("changeTitle", { name })}
        description={self ? t("changeSelf") : undefined}
        roles={grantable}
        present={given ?? { role: "member", until: null }}
        submit={t("save")}
        done={t("changed", { name })}
        save={(granted, key) => changeMemberAction({ org }, { userId, ...granted }, key)}
      />
      <ConfirmDialog
        open={open === "remove"}
        onClose={close}
        title={self ? t("leaveTitle") : t("removeTitle", { name })}
        description={self ? t("leaveText") : removal}
        confirm={self ? t("leaveConfirm") : t("removeConfirm")}
        done={self ? t("left") : t("removed", { name })}
        act={(key) =>
          self ? leaveOrganizationAction({ org }, {}, key) : removeMemberAction({ org }, { userId }, key)
        }
        onDone={() => self && router.push(paths.home())}
      />
    </>
  );
}
