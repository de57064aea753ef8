"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { RoleDialog } from "#app/forms/role-dialog.tsx";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { type ProjectRole, projectRoles } from "#lib/domain/access/permissions.ts";
import { setProjectMemberAction } from "./actions.ts";

type Props = {
  place: { org: string; project: string };
  /** Addresses that are offered while one is typed. */
  people: { displayName: string; email: string }[];
};

/** Adds somebody of the organization to the project. */
export function AddMember({ place, people }: Props) {
  const t = useTranslations("projectMembers.add");
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState("");
  const close = () => {
    setOpen(false);
    setPerson("");
  };
  return (
    <>
      <Button variant="solid" icon="plus" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <RoleDialog<ProjectRole, unknown>
        open={open}
        onClose={close}
        title={t("title")}
        description={t("lead")}
        roles={projectRoles}
        present={{ role: "editor", until: null }}
        submit={t("submit")}
        done={t("done", { person })}
        save={(granted, key) => setProjectMemberAction(place, { person, ...granted }, key)}
        before={(error) => (
          <Field label={t("person")} name="person" error={error} hint={t("personHint")}>
            <Input
              type="email"
              list={listId}
              value={person}
              onChange={(event) => setPerson(event.target.value)}
              autoComplete="off"
            />
            <datalist id={listId}>
              {people.map(({ displayName, email }) => (
                <option key={email} value={email}>
                  {displayName}
                </option>
              ))}
            </datalist>
          </Field>
        )}
      />
    </>
  );
}
