const words: Readonly<Record<string, string>> = {
  ENOTFOUND: "its host is not known to the DNS",
  EAI_AGAIN: "the DNS did not answer for its host",
  ECONNREFUSED: "its host refused the connection",
  ECONNRESET: "its host broke off the connection",
  UND_ERR_SOCKET: "its host broke off the connection",
  EPIPE: "its host broke off the connection",
  ETIMEDOUT: "its host cannot be reached",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its host cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: "its host cannot be reached",
};

/** The error's code, looked for where fetch and happy eyeballs put it. */
export function networkCode(error: unknown): string {
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  if (cause) return networkCode(cause);
  return Array.isArray(errors) && errors[0] ? networkCode(errors[0]) : "";
}

/** A failed connection as half a sentence for people: "its host refused the connection". */
export function describeFailure(error: unknown): string {
  const code = networkCode(error);
  const known = words[code];
  if (known) return known;
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  const said = (cause?.message || message || code).replace(/\.$/, "");
  if (isCertificateFailure(code)) return `its certificate is not accepted (${said})`;
  return said || "the connection failed";
}

/** Trying again does not mend a certificate. */
export function isCertificateFailure(code: string): boolean {
  return /^(CERT_|ERR_TLS|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/.test(code);
}
