import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getRequestConfig } from "next-intl/server";

const folder = join(process.cwd(), "messages", "en");

/** All texts for people: one file a namespace under messages/en. */
const messages = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace(/\.json$/, ""),
    JSON.parse(readFileSync(join(folder, file), "utf8")),
  ]),
);

export default getRequestConfig(async () => ({ locale: "en", timeZone: "UTC", messages }));
