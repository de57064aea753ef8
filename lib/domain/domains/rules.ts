import { randomBytes } from "node:crypto";

/** Where everybody has an address: a domain like these says nothing of who somebody works for. */
const freeMail = new Set([
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "msn.com",
  "yahoo.com",
  "ymail.com",
  "icloud.com",
  "me.com",
  "mac.com",
  "aol.com",
  "proton.me",
  "protonmail.com",
  "pm.me",
  "gmx.de",
  "gmx.net",
  "gmx.com",
  "web.de",
  "t-online.de",
  "mail.com",
  "mail.ru",
  "yandex.com",
  "yandex.ru",
  "zoho.com",
  "fastmail.com",
  "tutanota.com",
  "posteo.de",
  "mailbox.org",
  "qq.com",
  "163.com",
  "126.com",
  "naver.com",
  "github.com",
  "users.noreply.github.com",
]);
export const isFreeMail = (domain: string): boolean => freeMail.has(domain);

/** A part of the record that nobody can guess: 130 bits in letters that DNS panels keep as they are. */
export const newChallenge = (): string =>
  [...randomBytes(26)].map((byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte % 32]).join("");

/** The DNS record that proves a domain: where it stands and what it says. */
export const recordOf = ({ domain, challenge }: { domain: string; challenge: string }) => ({
  name: `_portico-challenge.${domain}`,
  text: `portico-verify=${challenge}`,
});

/** How many daily checks in a row may fail before a domain stops counting. */
export const FAILURES = 3;
