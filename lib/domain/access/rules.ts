/** What a key is for, beside who it stands for. */
type Bounds = {
  models: readonly string[];
  routes: readonly string[];
  requestsPerMinute: unknown;
  tokensPerMinute: unknown;
  tokensPerMonth: unknown;
  costPerMonth: unknown;
};

/**
 * Whether only a gateway that asks about each call (`/keys/verify`) can hold a key to what it is for: to some models or paths, or to a
 * limit. Such a key calls models there alone: no token is made of it, and no passport of it says that it may.
 */
export const isHeldByAsking = (key: Bounds): boolean =>
  key.models.length > 0 ||
  key.routes.length > 0 ||
  [key.requestsPerMinute, key.tokensPerMinute, key.tokensPerMonth, key.costPerMonth].some(
    (limit) => limit !== null,
  );
