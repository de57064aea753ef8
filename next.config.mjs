import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/infra/http/messages.ts");

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  // Gateways ask /api/v1/authorize with the path of the request they hold, whatever it ends with.
  skipTrailingSlashRedirect: true,
  // `npm run check` looks at types, of the whole tree and once.
  typescript: { ignoreBuildErrors: true },
  outputFileTracingIncludes: { "/*": ["./messages/**/*.json"] },
  serverExternalPackages: ["pg", "pg-boss", "@kubernetes/client-node", "pino"],
  // Everybody is sent a page's title with its head: one that comes later is gone for a moment at each refresh, and with it
  // what a screen reader calls the page.
  htmlLimitedBots: /.*/,
  experimental: { authInterrupts: true },
};

export default withNextIntl(config);
