import type { PlacedPart, Way } from "./way.ts";

/** The folder of a session's pod that holds one file for each part of a credential. */
export const CREDENTIALS_DIR = "/var/run/portico/credentials";

const itemsOf = (parts: readonly PlacedPart[]) => parts.map(({ key, as }) => ({ key, path: as }));

/** Files of one folder, mounted from the Secrets with exactly the keys that were asked for. The folder is always there. */
export const file: Way = {
  place: (parts) => {
    const groups = Map.groupBy(parts, ({ secret }) => secret);
    const sources = [...groups].map(([name, group]) => ({ secret: { name, items: itemsOf(group) } }));
    return {
      volumes: [
        sources.length > 0
          ? { name: "credentials", projected: { defaultMode: 0o440, sources } }
          : // A Secret without items would be mounted with every key there is.
            { name: "credentials", emptyDir: { sizeLimit: "1Mi" } },
      ],
      volumeMounts: [{ name: "credentials", mountPath: CREDENTIALS_DIR, readOnly: true }],
    };
  },
  address: (as) => `${CREDENTIALS_DIR}/${as}`,
};
