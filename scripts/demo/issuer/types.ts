/** What can go wrong for a person on purpose, so that a client's error pages can be seen. */
const faults = ["denied", "skewed", "no-email"] as const;
type Fault = (typeof faults)[number];

export type Person = {
  email: string;
  password: string;
  name: string;
  /** Stable id of the person at this issuer. */
  sub: string;
  groups?: readonly string[];
  /** Default true. */
  emailVerified?: boolean;
  /** Shown beside the name on the sign-in page: "Admin of Northmoor". */
  note?: string;
  /** Also taken from the address: `denied@…`, `skewed@…`, `no-email@…`. */
  fault?: Fault;
};

export type Client = {
  clientId: string;
  /** Sent by client_secret_basic. */
  clientSecret: string;
  redirectUris: readonly string[];
  postLogoutRedirectUris?: readonly string[];
};

export type IssuerOptions = {
  /** 0 takes a free port. */
  port?: number;
  /** Bound to, and part of the issuer's address. Default 127.0.0.1. */
  host?: string;
  /** What the pages call the issuer. Default "Demo ID". */
  name?: string;
  people: readonly Person[];
  clients: readonly Client[];
  /** Where the signing key is kept, so that a restart keeps it. Without it each start makes a new one. */
  stateDir?: string;
  /** Remember who signed in. Default false: with several people in one browser, the page asks each time. */
  remember?: boolean;
};

export function faultOf(person: Person): Fault | undefined {
  return person.fault ?? faults.find((fault) => person.email.startsWith(`${fault}@`));
}
