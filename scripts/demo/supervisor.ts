import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCluster } from "#cluster/start.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { buildWeb, webServer } from "#scripts/build.ts";
import { installCluster, mintKubeconfig } from "#scripts/install-cluster.ts";
import { migrate } from "#scripts/migrate.ts";
import { Children, untilAnswers } from "./children.ts";
import { recordsIn, startDns } from "./dns.ts";
import { demoStore, startFetching } from "./fetching.ts";
import { startInbox } from "./inbox.ts";
import { startIssuer } from "./issuer.ts";
import { startModels } from "./models.ts";
import { openModelsPort } from "./models-port.ts";
import { people } from "./people.ts";
import { ensureDatabase, freePort, startPostgres } from "./postgres.ts";
import { startProviderStandIn } from "./provider-stand-in.ts";
import {
  type DemoState,
  demoDir,
  isAlive,
  isLeftOut,
  keepKeys,
  keptSettings,
  readKeys,
  removeState,
  root,
  writeState,
} from "./state.ts";
import { seedWorld } from "./world.ts";

type Log = (line: string) => void;

/** The demo while it runs. */
export type Demo = { state: DemoState; stop(): Promise<void> };

const runnerImage = "portico-runner:demo";
const stoodInFor = ["ANTHROPIC", "OPENAI", "GEMINI", "GITHUB", "VERTEX", "BEDROCK"];

/** Puts Portico's custom resources and roles into a cluster, as its administrator. */
async function install(kubeconfig: string, context?: string): Promise<void> {
  const admin = new KubeClient(fromFile(kubeconfig, context));
  try {
    await installCluster(admin);
  } finally {
    admin.close();
  }
}

/** An existing cluster that was named on purpose, or the embedded one. */
async function cluster(log: Log) {
  const named = process.env.PORTICO_KUBECONFIG;
  if (named) {
    const config = fromFile(named, process.env.PORTICO_KUBE_CONTEXT);
    await install(named, process.env.PORTICO_KUBE_CONTEXT);
    return {
      kubeconfig: named,
      config,
      runner: process.env.PORTICO_RUNNER_IMAGE,
      pids: {},
      stop: async () => {},
    };
  }
  const started = await startCluster({
    dataDir: join(demoDir, "cluster"),
    runner: { command: [process.execPath, join(root, "runner", "main.ts")], imagePrefix: "portico-runner" },
    prepare: install,
    log,
  });
  const watch = setInterval(() => {
    for (const [part, pid] of Object.entries(started.pids)) {
      if (!isAlive(pid)) started.supervise.restart(part as keyof typeof started.pids).catch(() => {});
    }
  }, 2_000);
  return {
    kubeconfig: started.kubeconfig,
    config: fromFile(started.kubeconfig),
    runner: runnerImage,
    pids: started.pids,
    stop: async () => {
      clearInterval(watch);
      await started.stop();
    },
  };
}

/** An existing database that was named on purpose, or the embedded one. */
async function database() {
  const named = process.env.DATABASE_URL;
  if (named) return { databaseUrl: named, stop: async () => {} };
  const started = await startPostgres(join(demoDir, "postgres"), { durable: true });
  await ensureDatabase(started.databaseUrl);
  return started;
}

/** The owner's connection string with another role. */
function urlAs(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

/** Starts everything, in parallel where nothing waits for another, and returns when people can sign in. */
export async function startDemo(options: { port?: number; log: Log }): Promise<Demo> {
  const { log } = options;
  const kept = await keptSettings(options.port, () => randomBytes(32).toString("base64url"));
  const url = `http://localhost:${kept.web}`;
  // Pods of a real cluster reach the stand-in at another address than loopback.
  const host = process.env.PORTICO_DEMO_HOST ?? "127.0.0.1";

  buildWeb(log);
  log("Starting Postgres, the control plane and the issuer …");
  const client = { clientId: "portico", clientSecret: kept.authSecret.slice(0, 32) };
  const dnsFile = join(demoDir, "dns.json");
  const settled = await Promise.allSettled([
    cluster(log),
    database(),
    startIssuer({
      port: kept.issuer,
      people,
      stateDir: join(demoDir, "issuer"),
      clients: [{ ...client, redirectUris: [`${url}/api/auth/callback/demo`] }],
    }),
    startProviderStandIn({ port: kept.provider, host }),
    startInbox({ page: kept.inbox }),
    startDns(recordsIn(dnsFile)),
    openModelsPort(kept.models),
  ]);
  const [kubernetes, postgres, issuer, provider, inbox, dns, models] = settled.map((one) =>
    one.status === "fulfilled" ? one.value : null,
  ) as [
    Awaited<ReturnType<typeof cluster>> | null,
    Awaited<ReturnType<typeof database>> | null,
    Awaited<ReturnType<typeof startIssuer>> | null,
    Awaited<ReturnType<typeof startProviderStandIn>> | null,
    Awaited<ReturnType<typeof startInbox>> | null,
    Awaited<ReturnType<typeof startDns>> | null,
    Awaited<ReturnType<typeof openModelsPort>> | null,
  ];
  const children = new Children(() => {});
  const stopping = new AbortController();
  /** What is built or installed after people can sign in. */
  let later: Promise<unknown> = Promise.resolve();
  const stop = async () => {
    stopping.abort();
    await later;
    // The gateway first: it reports to the web what was used.
    await children.stop(["models", "fetching", "web", "worker"]);
    await Promise.allSettled([
      kubernetes?.stop(),
      issuer?.close(),
      provider?.close(),
      inbox?.close(),
      dns?.close(),
      models?.close(),
    ]);
    await postgres?.stop();
    removeState();
  };
  const failed = settled.find((one) => one.status === "rejected");
  if (failed || !kubernetes || !postgres || !issuer || !provider || !inbox || !dns || !models) {
    await stop();
    throw failed?.status === "rejected" ? failed.reason : new Error("A part did not start.");
  }

  try {
    const admin = new KubeClient(kubernetes.config);
    const [kubeconfigs] = await Promise.all([
      mintFor(admin),
      migrate(postgres.databaseUrl, { app: kept.appPassword, worker: kept.workerPassword }),
    ]);
    admin.close();
    const gateway = { cidr: `${host}/32`, ports: [kept.provider] };
    const shared = {
      NODE_ENV: "production",
      PORTICO_URL: url,
      PORTICO_CLUSTER_ISSUER: issuer.issuer,
      PORTICO_LOG_LEVEL: process.env.PORTICO_LOG_LEVEL ?? "info",
      ...Object.fromEntries(stoodInFor.map((name) => [`PORTICO_${name}_URL`, provider.url])),
      PORTICO_OUTBOUND_ALLOW: new URL(provider.url).host,
      PORTICO_GATEWAYS: JSON.stringify([gateway]),
      PORTICO_EXTERNAL_STORES: JSON.stringify([demoStore]),
      PORTICO_DNS_SERVERS: dns.address,
    };
    const passport = { kid: "demo", aud: "demo", secret: kept.passportKey, gateway: kept.gatewayKey };
    const gatewayKeys = { secret: kept.modelsPassportKey, gateway: kept.modelsGatewayKey };
    const webEnvironment = {
      ...shared,
      PORT: String(kept.web),
      HOSTNAME: "127.0.0.1",
      PORTICO_DEMO: "true",
      PORTICO_PROXY_HOPS: "0",
      PORTICO_AUTH_SECRET: kept.authSecret,
      PORTICO_DATABASE_URL: urlAs(postgres.databaseUrl, "portico_app", kept.appPassword),
      PORTICO_KUBECONFIG: kubeconfigs.web,
      PORTICO_PLATFORM_ADMINS: "pia@portico.example",
      PORTICO_PLATFORM_ADMIN_ISSUER: issuer.issuer,
      PORTICO_PROVIDERS: JSON.stringify([
        {
          type: "oidc",
          id: "demo",
          label: "Demo ID",
          issuer: issuer.issuer,
          ...client,
          scope: "openid email profile groups",
        },
        // Nothing listens there: shows what people see when a provider is away.
        {
          type: "oidc",
          id: "away",
          label: "Away ID",
          issuer: `http://127.0.0.1:${await freePort()}`,
          ...client,
        },
      ]),
      PORTICO_API_ISSUERS: JSON.stringify([
        { issuer: issuer.issuer, audience: client.clientId, idTokens: true },
      ]),
      PORTICO_PASSPORT_KEYS: JSON.stringify(
        [passport, { kid: "models", aud: "models", ...gatewayKeys }].map((of) => ({ ...of, models: true })),
      ),
      ...(isLeftOut("models") ? {} : { PORTICO_MODELS_URL: `http://127.0.0.1:${kept.models}` }),
      PORTICO_SIGNING_KEYS: JSON.stringify([kept.signingKey]),
    };
    children.start("web", [webServer], webEnvironment);
    children.start("worker", [join(root, "worker", "main.ts")], {
      ...shared,
      PORTICO_DATABASE_URL: urlAs(postgres.databaseUrl, "portico_worker", kept.workerPassword),
      PORTICO_KUBECONFIG: kubeconfigs.worker,
      PORTICO_AUDIT_KEYS: JSON.stringify([{ id: "demo", secret: kept.auditKey }]),
      PORTICO_RUNNER_IMAGE: kubernetes.runner ?? runnerImage,
      PORTICO_WEBSITE_ALLOW: new URL(provider.url).host,
      PORTICO_HEALTH_PORT: "0",
      PORTICO_SMTP_URL: inbox.smtp,
      PORTICO_MAIL_FROM: "Portico <portico@portico.example>",
    });
    await untilAnswers("web", `${url}/api/health/ready`);
    const place = { issuer: issuer.issuer, providerUrl: provider.url };
    const keys = await seedWorld(webEnvironment, place, readKeys());
    keepKeys(keys);
    const state = (): DemoState => ({
      url,
      issuer: issuer.issuer,
      kubeconfig: kubernetes.kubeconfig,
      databaseUrl: postgres.databaseUrl,
      provider: provider.url,
      inbox: inbox.url,
      ...{ models: `http://127.0.0.1:${kept.models}`, modelsUrl: models.url() },
      dnsFile,
      passport,
      people: people.map(({ email, password, name, roles }) => ({
        ...{ email, password, name, roles },
        key: keys[email],
      })),
      pids: { supervisor: process.pid, ...children.pids(), ...kubernetes.pids },
    });
    writeState(state());
    // Nobody waits for either: the first time one has to be built, and the packages of the other installed.
    const under = { children, signal: stopping.signal, log };
    const gatewayOf = {
      at: models,
      web: `http://127.0.0.1:${kept.web}`,
      secret: kept.modelsGatewayKey,
      provider: provider.url,
    };
    later = Promise.all([
      isLeftOut("fetching") || startFetching({ ...under, config: kubernetes.config }),
      isLeftOut("models") || startModels({ ...under, ...gatewayOf }),
    ]);
    // Programs that were started again have other process ids.
    const follow = setInterval(() => writeState(state()), 1_000);
    return {
      state: state(),
      stop: async () => {
        clearInterval(follow);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Kubeconfigs of the two programs' own service accounts, with the rights they have in a real deployment. */
async function mintFor(admin: KubeClient): Promise<{ web: string; worker: string }> {
  const folder = join(demoDir, "kube");
  await mkdir(folder, { recursive: true });
  const write = async (program: "web" | "worker") => {
    const path = join(folder, program);
    await writeFile(path, await mintKubeconfig(admin, `portico-${program}`, 30 * 24 * 3600), { mode: 0o600 });
    return path;
  };
  const [web, worker] = await Promise.all([write("web"), write("worker")]);
  return { web, worker };
}
