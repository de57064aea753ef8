import type { CredentialSecret, HandoverWay } from "#lib/domain/clusters/contract/credentials.ts";

/** One key of a Secret, the way it goes, and the name under which the session finds it there: a file's or a variable's. */
export interface HandedPart {
  way: HandoverWay;
  key: string;
  as: string;
}

/** A credential that a session named, found in its project: what of it is handed over, and how. Never its value. */
export interface Handed {
  /** As the session names it: the primary key of the Secret. */
  name: string;
  kind: string;
  secret: CredentialSecret;
  /** The primary one first. */
  parts: HandedPart[];
  /** What is not secret and goes with it: settings, and where files are. */
  variables: Readonly<Record<string, string>>;
  settings: Readonly<Record<string, unknown>>;
}

/** A part with the Secret that it is in. */
export type PlacedPart = Omit<HandedPart, "way"> & Pick<Handed, "secret">;

export type Variable =
  | { name: string; value: string }
  | { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } };

/** What a way adds to a session's pod, beside the runner's own variables, volumes and mounts. */
export interface Placement {
  env: Variable[];
  volumes: ({ name: string } & Record<string, unknown>)[];
  volumeMounts: { name: string; mountPath: string; readOnly: true }[];
  /** Containers beside the runner's, started before it. */
  initContainers: ({ name: string } & Record<string, unknown>)[];
}

/** One way in which credentials reach a session. Pure. */
export interface Way {
  /** What the pod needs for all parts that go this way. */
  place: (parts: readonly PlacedPart[]) => Partial<Placement>;
  /** Where the session finds a part. */
  address: (as: string) => string;
}
