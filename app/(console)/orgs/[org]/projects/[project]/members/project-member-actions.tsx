"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { RoleDialog } from "#app/forms/role-dialog.tsx";
import { paths } from "#app/paths.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { type ProjectRole, projectRoles } from "#lib/domain/access/permissions.ts";
import { leaveProjectAction, removeProjectMemberAction, setProjectMemberAction } from "./actions.ts";

type Props = {
  place: { org: string; project: string };
  member: {
    userId: string;
    displayName: string;
    /** The role that was given to them by name. */
    given: { role: ProjectRole; until: string | null } | null;
  };
  self: boolean;
  manages: boolean;
};

/** Another role or an end of it, and taking it away; for oneself, giving it up. */
export function ProjectMemberActions({ place, member, self, manages }: Props) {
  const t = useTranslations("projectMembers.row");
  const router = useRouter();
  const [open, setOpen] = useState<"role" | "remove" | null>(null);
  const { userId, displayName: name, given } = member;
  // What a group or the organization's role brings is changed there.
  if (!given || (!manages && !self)) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <Button size="s" variant="bare" square icon="more">
            {t("more", { name })}
          </Button>
        }
        groups={[
          ...(manages ? [[{ label: t("change"), onSelect: () => setOpen("role") }]] : []),
          [{ label: self ? t("leave") : t("remove"), danger: true, onSelect: () => setOpen("remove") }],
        ]}
      />
      <RoleDialog
        key={`${given.role} ${given.until}`}
        open={open === "role"}
        onClose={close}
        title={t("changeTitle", { name })}
        roles={projectRoles}
        present={given}
        submit={t("save")}
        done={t("changed", { name })}
        save={(granted, key) => setProjectMemberAction(place, { person: userId, ...granted }, key)}
      />
      <ConfirmDialog
        open={open === "remove"}
        onClose={close}
        title={self ? t("leaveTitle") : t("removeTitle", { name })}
        description={self ? t("leaveText") : t("removeText")}
        confirm={self ? t("leave") : t("remove")}
        done={self ? t("left") : t("removed", { name })}
        act={(key) =>
          self ? leaveProjectAction(place, {}, key) : removeProjectMemberAction(place, { userId }, key)
        }
        onDone={() => self && router.push(paths.organization(place))}
      />
    </>
  );
}
