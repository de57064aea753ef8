import { expect, test } from "vitest";
import type { ResourceQuota } from "#lib/infra/kube/objects.ts";
import { quotaRefusal, quotaShortfall } from "./quota.ts";

const quota = (hard: Record<string, string>, used: Record<string, string>): ResourceQuota => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "portico" },
  status: { hard, used },
});
const one = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };

test.each<[string, Record<string, string>, Record<string, string>, string | undefined]>([
  ["room for it", { "requests.cpu": "4", pods: "10" }, { "requests.cpu": "3", pods: "9" }, undefined],
  [
    "used up",
    { "requests.cpu": "4" },
    { "requests.cpu": "4000m" },
    "The namespace's CPU quota is used up: 4 of 4. Stop a session or ask for more.",
  ],
  [
    "too little left",
    { "requests.cpu": "4" },
    { "requests.cpu": "3500m" },
    "The namespace's CPU quota has 500m left of 4, and this session needs 1. Stop a session or ask for more.",
  ],
  [
    "never enough",
    { "limits.memory": "512Mi" },
    {},
    "This session needs 1Gi of the namespace's memory limit quota, which is 512Mi. Choose a smaller class or ask for more.",
  ],
  [
    "no pod left",
    { pods: "30" },
    { pods: "30" },
    "The namespace's pod quota is used up: 30 of 30. Stop a session or ask for more.",
  ],
  ["a resource that sessions do not take", { "requests.nvidia.com/gpu": "0" }, {}, undefined],
])("%s", (_, hard, used, sentence) => {
  expect(quotaShortfall(quota(hard, used), one)).toBe(sentence);
});

test("sessions that were let in and are not counted yet take their part", () => {
  expect(quotaShortfall(quota({ "requests.cpu": "4" }, { "requests.cpu": "2" }), one, [one])).toBeUndefined();
  expect(quotaShortfall(quota({ "requests.cpu": "4" }, { "requests.cpu": "2" }), one, [one, one])).toMatch(
    /used up: 4 of 4/,
  );
});

test("without a quota there is room", () => {
  expect(quotaShortfall(undefined, one)).toBeUndefined();
});

test("the API server's refusal is put into the same words", () => {
  const said =
    'Error creating: pods "s-1-abcde" is forbidden: exceeded quota: portico, requested: limits.cpu=1,pods=1, used: limits.cpu=4,pods=3, limited: limits.cpu=4,pods=3';
  expect(quotaRefusal(said)).toBe(
    "The namespace's CPU limit quota is used up: 4 of 4. Stop a session or ask for more.",
  );
  expect(quotaRefusal('pods "s-1" is forbidden: violates PodSecurity "restricted:v1.36"')).toBeUndefined();
});
