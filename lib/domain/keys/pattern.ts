import { keyPattern } from "#lib/infra/crypto/key.ts";

/**
 * How keys are told apart from other text, for scanners of secrets: an expression that fits nothing else, and the rule by
 * which a find is checked without asking anybody.
 */
export const publishedPattern = {
  name: "Portico API key",
  regex: keyPattern,
  keywords: ["ptc_usr_", "ptc_prj_", "ptc_svc_", "ptc_plt_"],
  kinds: {
    ptc_usr_: "A person's key, with their rights.",
    ptc_prj_: "A project's key.",
    ptc_svc_: "A service's key, with a role of its own.",
    ptc_plt_: "A platform admin's key.",
  },
  checksum: {
    algorithm: "CRC-32 (ISO-HDLC, as zlib and gzip use it)",
    of: "the ASCII bytes before the last 6 digits, the kind included",
    encoding: "6 digits of base 62, most significant first, padded with 0",
    alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  },
  example: "ptc_usr_00000000Example0000000000000000000000000000000000003dknwa",
  report: "/api/v1/keys/leaks",
} as const;
