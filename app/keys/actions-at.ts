import * as platform from "#app/(console)/account/keys/actions.ts";
import * as tenant from "#app/(console)/orgs/[org]/keys/actions.ts";

/** What can be done with a key of an organization, or (null) with one's own of the platform. */
export function actionsAt(org: string | null) {
  if (org === null)
    return {
      update: platform.updatePlatformKeyAction,
      rotate: platform.rotatePlatformKeyAction,
      endOverlap: platform.endPlatformOverlapAction,
      disable: platform.disablePlatformKeyAction,
      enable: platform.enablePlatformKeyAction,
      revoke: platform.revokePlatformKeyAction,
    };
  const inside =
    <Input, Result>(action: (place: { org: string }, input: Input, key?: string) => Promise<Result>) =>
    (input: Input, key?: string) =>
      action({ org }, input, key);
  return {
    update: inside(tenant.updateKeyAction),
    rotate: inside(tenant.rotateKeyAction),
    endOverlap: inside(tenant.endOverlapAction),
    disable: inside(tenant.disableKeyAction),
    enable: inside(tenant.enableKeyAction),
    revoke: inside(tenant.revokeKeyAction),
  };
}
