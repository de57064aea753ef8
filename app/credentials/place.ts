import { paths } from "#app/paths.ts";
import type { Place } from "#lib/domain/access/command.ts";
import * as actions from "./actions.ts";

/** A server action with its place filled in. */
const inside =
  <P, Input, Result>(place: P, action: (place: P, input: Input, key?: string) => Promise<Result>) =>
  (input: Input, key?: string) =>
    action(place, input, key);

/** What can be done with the credentials of a project, or (without one) of the organization itself. */
export function actionsAt({ org, project }: Place) {
  if (project === undefined) {
    const at = { org };
    return {
      test: inside(at, actions.testOrganizationCredentialAction),
      add: inside(at, actions.addOrganizationCredentialAction),
      retest: inside(at, actions.retestOrganizationCredentialAction),
      configure: inside(at, actions.configureOrganizationCredentialAction),
      expire: inside(at, actions.expireOrganizationCredentialAction),
      keep: inside(at, actions.keepOutsideOrganizationCredentialAction),
      settle: inside(at, actions.settleOrganizationCredentialAction),
      disable: inside(at, actions.disableOrganizationCredentialAction),
      enable: inside(at, actions.enableOrganizationCredentialAction),
      remove: inside(at, actions.removeOrganizationCredentialAction),
      addReference: inside(at, actions.addOrganizationReferenceAction),
      changeReference: inside(at, actions.changeOrganizationReferenceAction),
    };
  }
  const at = { org, project };
  return {
    test: inside(at, actions.testCredentialAction),
    add: inside(at, actions.addCredentialAction),
    retest: inside(at, actions.retestCredentialAction),
    configure: inside(at, actions.configureCredentialAction),
    expire: inside(at, actions.expireCredentialAction),
    keep: inside(at, actions.keepOutsideAction),
    settle: inside(at, actions.settleCredentialAction),
    disable: inside(at, actions.disableCredentialAction),
    enable: inside(at, actions.enableCredentialAction),
    remove: inside(at, actions.removeCredentialAction),
    addReference: inside(at, actions.addReferenceAction),
    changeReference: inside(at, actions.changeReferenceAction),
  };
}

/** Names the place in texts that differ by it. */
export const whereOf = ({ project }: Place) => (project === undefined ? "organization" : "project");

/** The list of a place's credentials. */
export const listPath = ({ org, project }: Place) =>
  project === undefined ? paths.organizationCredentials({ org }) : paths.credentials({ org, project });

/** The page of one of them; `query` is the place in the list of its sessions. */
export const credentialPath = (
  { org, project }: Place,
  credential: string,
  query: { before?: string; after?: string } = {},
) =>
  project === undefined
    ? paths.organizationCredential({ org, credential }, query)
    : paths.credential({ org, project, credential }, query);
