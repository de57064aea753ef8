import { actorOf } from "#lib/domain/access/caller.ts";
import { tenantCommand } from "#lib/domain/access/command.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { fieldManagers, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { credentialCommands } from "#lib/domain/credentials/keeping.ts";
import { type SecretPlace, wordsOf } from "#lib/domain/credentials/secret.ts";
import { done, type Outcome } from "#lib/domain/outcome.ts";
import { isAlreadyExists } from "#lib/infra/kube/errors.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { listBound } from "./data.ts";
import { changeBindings } from "./mutations.ts";
import { bindingsInput } from "./schema.ts";

const common = { at: "organization", permission: "organization-credentials:manage" } as const;
/** The Secret of a scope's organization, to be changed by its viewer. */
export function secretOf(scope: TenantScope, requestId: string): SecretPlace {
  const { namespace, name } = organizationSecret(scope.organization.slug);
  return {
    organizationId: scope.organizationId,
    projectId: null,
    namespace,
    secret: name,
    userId: scope.userId,
    asking: { actor: actorOf(scope.caller), requestId },
  };
}

/** Makes the Secret of an organization that had none. Nobody sees what is in one that is there. */
export async function ensureSecret({ namespace, secret }: SecretPlace): Promise<Outcome> {
  const metadata = {
    namespace,
    name: secret,
    labels: { [labels.managedBy]: MANAGED_BY, [labels.tenant]: secret },
  };
  try {
    await kube().create(
      secrets,
      { apiVersion: "v1", kind: "Secret", metadata, ...{ type: "Opaque" } },
      { fieldManager: fieldManagers.web, metadataOnly: true },
    );
    return done();
  } catch (error) {
    return isAlreadyExists(error) ? done() : wordsOf(error);
  }
}

/** What is done with an organization's credentials. Their projects follow by themselves. */
export const {
  test: testOrganizationCredentialCommand,
  add: addOrganizationCredentialCommand,
  remove: removeOrganizationCredentialCommand,
  disable: disableOrganizationCredentialCommand,
  enable: enableOrganizationCredentialCommand,
  configure: configureOrganizationCredentialCommand,
  keep: keepOutsideOrganizationCredentialCommand,
  retest: retestOrganizationCredentialCommand,
  expire: expireOrganizationCredentialCommand,
  settle: settleOrganizationCredentialCommand,
} = credentialCommands({
  ...common,
  prefix: "organization-credentials",
  secretOf,
  ensure: ensureSecret,
  lost: async (tx, credentialId) => ({ projects: await listBound(tx, credentialId) }),
});

/** Gives projects credentials of the organization and takes others from them, one or a whole matrix at once. */
export const changeBindingsCommand = tenantCommand({
  ...common,
  name: "organization-credentials.share",
  stepUp: true,
  input: bindingsInput,
  run: ({ tx, scope, input }) => changeBindings(tx, scope, input),
});
