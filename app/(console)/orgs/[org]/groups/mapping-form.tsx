import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { projectRoles } from "#lib/domain/access/permissions.ts";
import { mappedRoles } from "#lib/domain/groups/schema.ts";
import type { Asked } from "./asked.ts";

type Props = {
  org: string;
  known: { issuer: string; groups: string[] }[];
  projects: { id: string; displayName: string }[];
  asked: Asked;
  problem: { field: string; message: string } | null;
};

/** What to look at: a form that only goes to an address, so it works without a script and can be sent to somebody. */
export function MappingForm({ org, known, projects, asked, problem }: Props) {
  const t = useTranslations("groups");
  const role = useTranslations("common.role");
  const at = (field: string) => (problem?.field === field ? problem.message : undefined);
  const groups = [...new Set(known.flatMap((one) => one.groups))].sort();
  const roles = [...new Set([...mappedRoles, ...projectRoles])];
  return (
    <form action={paths.groups({ org })} className="grid gap-5">
      <Fields>
        <Field label={t("form.group")} name="group" error={at("groupName")} hint={t("form.groupHint")}>
          <Input list="known-groups" defaultValue={asked.group} maxLength={200} mono autoComplete="off" />
        </Field>
        <datalist id="known-groups">
          {groups.map((group) => (
            <option key={group} value={group} />
          ))}
        </datalist>
        <Field label={t("form.issuer")} name="issuer" error={at("issuer")} hint={t("form.issuerHint")}>
          <Select defaultValue={asked.issuer}>
            {known.map(({ issuer }) => (
              <option key={issuer} value={issuer}>
                {issuer}
              </option>
            ))}
          </Select>
        </Field>
        <FieldRow>
          <Field label={t("form.place")} name="project" error={at("projectId")}>
            <Select defaultValue={asked.project ?? ""}>
              <option value="">{t("form.organization")}</option>
              {projects.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("form.role")} name="role" error={at("role")} hint={t("form.roleHint")}>
            <Select defaultValue={asked.role ?? "member"}>
              {roles.map((one) => (
                <option key={one} value={one}>
                  {role(one)}
                </option>
              ))}
            </Select>
          </Field>
        </FieldRow>
      </Fields>
      <div>
        <Button type="submit">{t("form.look")}</Button>
      </div>
    </form>
  );
}
