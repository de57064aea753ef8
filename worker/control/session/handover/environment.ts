import type { Way } from "./way.ts";

/** Variables of the runner's environment, read from the Secret by the kubelet: who may read the Job reads no value. */
export const environment: Way = {
  place: (parts) => ({
    env: parts.map(({ secret, key, as }) => ({
      name: as,
      valueFrom: { secretKeyRef: { name: secret, key } },
    })),
  }),
  address: (as) => as,
};
