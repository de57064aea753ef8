import { clusterBinary } from "#cluster/build.ts";
import { externalSecretsOperator } from "#cluster/external-secrets.ts";
import { envoyProgram } from "./envoy.ts";
import { litellmEnvironment } from "./litellm.ts";

/**
 * Makes what takes minutes the first time on a machine, so that no test has to wait for it: the control plane and then External
 * Secrets Operator, which both use every core, and beside them LiteLLM's packages and Envoy, which come from the network. What
 * cannot be made is named; the tests that need it say so again.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);

const made = await Promise.allSettled([
  clusterBinary({ log: say }).finally(() => externalSecretsOperator({ log: say })),
  litellmEnvironment(say),
  envoyProgram(say),
]);
for (const one of made) {
  if (one.status === "fulfilled") continue;
  process.stderr.write(`${one.reason instanceof Error ? one.reason.message : one.reason}\n`);
  process.exitCode = 1;
}
if (!process.exitCode) say("The control plane, External Secrets Operator, LiteLLM and Envoy are there.");
