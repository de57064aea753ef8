import type { Platform as Providers } from "#lib/domain/credentials/check/platform.ts";
import type { Platform } from "#lib/domain/projects/resource.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Log } from "#lib/infra/log/index.ts";

/** What every handler works with. */
export type DispatchDeps = {
  client: KubeClient;
  platform: Platform;
  mail: MailServer;
  /** Where credentials are tested. */
  providers: Providers;
  log: Log;
};

/** Where messages go out (`url` undefined: nowhere), and the portal's address, where their links lead. */
export type MailServer = { url: string | undefined; from: string; portal: string };

export type ProjectKey = { organizationId: string; projectId: string };
export type SessionKey = { organizationId: string; sessionId: string };
