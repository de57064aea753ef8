const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/** The 128 bits of a UUID as 26 lowercase Crockford base32 characters, which a Kubernetes name can hold. */
export function toBase32(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let i = 0; i < 26; i++) {
    text = crockford[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}
