import type { Person } from "./issuer/types.ts";

/** A person of the demo: an account at the demo's issuer, and what they are in Portico. */
export type DemoPerson = Person & { roles: string[] };

const password = "portico-demo";

/** Everybody who can sign in. The last three fail on purpose, each in another way. */
export const people: DemoPerson[] = [
  {
    sub: "pia",
    email: "pia@portico.example",
    name: "Pia Achterberg",
    groups: ["platform-team"],
    roles: ["platform admin"],
  },
  {
    sub: "olga",
    email: "olga@northmoor.example",
    name: "Olga Okafor",
    groups: ["nm-staff"],
    roles: ["owner of northmoor"],
  },
  {
    sub: "adam",
    email: "adam@northmoor.example",
    name: "Adam Lindqvist",
    groups: ["nm-staff"],
    roles: ["admin of northmoor"],
  },
  {
    sub: "mia",
    email: "mia@northmoor.example",
    name: "Mia Tanaka",
    groups: ["nm-staff", "nm-ml"],
    roles: ["member of northmoor", "project admin of retrieval-eval"],
  },
  {
    sub: "ed",
    email: "ed@northmoor.example",
    name: "Ed Desai",
    groups: ["nm-staff", "nm-ml"],
    roles: ["member of northmoor", "editor of retrieval-eval"],
  },
  {
    sub: "vic",
    email: "vic@northmoor.example",
    name: "Vic Yilmaz",
    groups: ["nm-staff"],
    roles: ["member of northmoor", "viewer of retrieval-eval"],
  },
  {
    sub: "max",
    email: "max@northmoor.example",
    name: "Max Oduya",
    groups: ["nm-staff"],
    roles: ["member of northmoor, and of no project"],
  },
  {
    sub: "bill",
    email: "bill@northmoor.example",
    name: "Bill Kowalczyk",
    groups: ["nm-finance"],
    roles: ["billing viewer of northmoor"],
  },
  { sub: "hana", email: "hana@halden.example", name: "Hana Halden", groups: [], roles: ["owner of halden"] },
  {
    sub: "noor",
    email: "noor@newcomer.example",
    name: "Noor Ferreira",
    groups: [],
    roles: ["newcomer with nothing"],
  },
  {
    sub: "ines",
    email: "ines@northmoor.example",
    name: "Ines Varga",
    groups: [],
    roles: ["newcomer invited to northmoor"],
  },
  {
    sub: "ivo",
    email: "ivo@guest.example",
    name: "Ivo Marin",
    groups: [],
    roles: ["newcomer from elsewhere"],
  },
  {
    sub: "uma",
    email: "uma@lakeside.example",
    name: "Uma Sund",
    groups: ["lakeside"],
    roles: ["newcomer with an address of a domain of her own"],
  },
  {
    sub: "denied",
    email: "denied@portico.example",
    name: "Dan Denied",
    roles: ["refused by the issuer"],
    fault: "denied" as const,
  },
  {
    sub: "skewed",
    email: "skewed@portico.example",
    name: "Sky Skewed",
    roles: ["issuer's clock is wrong"],
    fault: "skewed" as const,
  },
  {
    sub: "nomail",
    email: "no-email@portico.example",
    name: "Nora Nomail",
    roles: ["issuer gives no e-mail"],
    fault: "no-email" as const,
  },
].map((person) => ({ password, emailVerified: true, ...person }));
