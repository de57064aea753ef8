import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/infra/http/messages.ts");

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  // `npm run check` looks at types, of the whole tree and once.
  typescript: { ignoreBuildErrors: true },
  outputFileTracingIncludes: { "/*": ["./messages/**/*.json"] },
  serverExternalPackages: ["pg", "pg-boss", "@kubernetes/client-node", "pino"],
  experimental: { authInterrupts: true },
};

export default withNextIntl(config);
