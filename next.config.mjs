import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/infra/http/messages.ts");

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  serverExternalPackages: ["pg", "pg-boss", "@kubernetes/client-node", "pino"],
  experimental: { authInterrupts: true },
};

export default withNextIntl(config);
