import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { credentialCommands } from "./keeping.ts";
import { secretOf } from "./secret.ts";

/** Of the wizard's project, while the person is on that way: a credential that is added later is no step of it. */
async function noteWizard(tx: TenantTx, { userId, projectId }: ProjectScope): Promise<void> {
  const wizard = userId && (await tx.onboarding.findUnique({ where: { userId } }));
  if (wizard && wizard.projectId === projectId && wizard.credentialAt === null && wizard.finishedAt === null)
    await noteStep(tx, wizard.userId, { credentialAt: new Date() });
}

/** What is done with a project's own credentials. */
export const {
  test: testCredentialCommand,
  add: addCredentialCommand,
  remove: removeCredentialCommand,
  disable: disableCredentialCommand,
  enable: enableCredentialCommand,
  configure: configureCredentialCommand,
  keep: keepOutsideCommand,
  retest: retestCredentialCommand,
  expire: expireCredentialCommand,
  settle: settleCredentialCommand,
} = credentialCommands({
  at: "project",
  permission: "credentials:manage",
  prefix: "credentials",
  secretOf,
  kept: noteWizard,
});
