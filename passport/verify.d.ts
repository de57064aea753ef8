/** The header that carries a passport. */
export declare const PASSPORT_HEADER: "x-portico-passport";

/** Who asks, as Portico has found out. */
export type Passport = {
  /** The person's id; for a service, the id of its key. */
  user_id: string;
  /** Only one that the person's provider has verified. */
  email: string | null;
  groups: string[];
  /** What they may do in the project, or in the organization where no project was named. Nothing where neither was. */
  permissions: string[];
  /** Where the permissions hold, by short name. Names are nobody's for ever: what is kept for a place goes by its `namespace`. */
  organization: string | null;
  project: string | null;
  tier: string | null;
  /** The project's Kubernetes namespace. */
  namespace: string | null;
  kid: string;
  aud: string;
  /** Seconds since 1970; they are at most 60 apart. */
  iat: number;
  exp: number;
  /** Unique: remember it until `exp` where a request must not be sent twice. */
  jti: string;
  /** SHA-256 of the request's body, base64url; null where the gateway did not show it. */
  body_sha256: string | null;
};

export type Reason =
  | "missing"
  | "malformed"
  | "algorithm"
  | "unknown_key"
  | "signature"
  | "audience"
  | "place"
  | "life"
  | "not_yet"
  | "expired"
  | "body";

export type VerifyOptions = {
  /** Keys of this audience: the present one, and while they rotate the next and the last. A text is base64url. */
  keys: readonly { kid: string; secret: string | Uint8Array }[];
  /** This service's own name, as the gateway gives it. */
  audience: string;
  /** The organization, and the project, that the request is about: permissions elsewhere count for nothing here. */
  organization?: string;
  project?: string;
  /** The body as it was received; left out, the digest is not compared. */
  body?: string | Uint8Array;
  /** Milliseconds since 1970. */
  now?: number;
  /** Seconds by which clocks may differ. Default 5. */
  tolerance?: number;
};

/**
 * Verifies the value of the header. Pass exactly what arrived: a header that came twice is refused.
 * @throws Error for a key of fewer than 32 bytes
 */
export declare function verifyPassport(
  header: string | readonly string[] | null | undefined,
  options: VerifyOptions,
): { ok: true; passport: Passport } | { ok: false; reason: Reason };
