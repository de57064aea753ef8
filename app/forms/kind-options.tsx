import { useTranslations } from "next-intl";
import { type CredentialKindId, kindsIn } from "#lib/domain/credentials/kinds/index.ts";
import { credentialGroups } from "#lib/domain/credentials/kinds/kind.ts";

/** The kinds of credential that can be chosen, by group: all of them, or those that are `offered`. */
export function KindOptions({ offered }: { offered?: readonly CredentialKindId[] }) {
  const k = useTranslations("credentialKinds");
  const provider = useTranslations("common.provider");
  return credentialGroups.map((group) => {
    const kinds = kindsIn(group).filter((id) => !offered || offered.includes(id));
    if (kinds.length === 0) return null;
    return (
      <optgroup key={group} label={k(`group.${group}`)}>
        {kinds.map((option) => (
          <option key={option} value={option}>
            {provider(option)}
          </option>
        ))}
      </optgroup>
    );
  });
}
