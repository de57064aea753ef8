import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { readPlatform } from "#lib/domain/access/page.ts";
import { countWaiting } from "#lib/domain/platform/work.ts";
import { ConsoleFrame } from "./console-frame.tsx";
import { elsewhere, pageLinks, readPerson } from "./shared.ts";

/** The console around pages that belong to no organization: the person's account, or the platform. */
export async function OwnFrame({ of, children }: { of: "account" | "platform"; children: ReactNode }) {
  const t = await getTranslations("shell");
  const person = await readPerson();
  const { viewer } = person;
  // Through another's eyes one sees an organization, and nothing that is the person's own.
  if (viewer.viewing) notFound();
  const { data: waiting } =
    of === "platform"
      ? await readPlatform("platform:read", ({ tx }) => countWaiting(tx))
      : { data: { requests: 0, failedJobs: 0 } };
  const home =
    of === "account"
      ? { keys: "a", label: t("nav.signIns"), href: paths.account() }
      : { keys: "l", label: t("nav.overview"), href: paths.platform() };
  const nav =
    of === "account"
      ? [
          home,
          { keys: "k", label: t("nav.keys"), href: paths.ownKeys() },
          { keys: "d", label: t("nav.reference"), href: paths.reference() },
        ]
      : [
          home,
          { keys: "o", label: t("nav.organizations"), href: paths.platformOrganizations() },
          { keys: "u", label: t("nav.people"), href: paths.platformUsers() },
          {
            keys: "r",
            label: t("nav.approvals"),
            href: paths.platformApprovals(),
            count: waiting.requests || undefined,
            countLabel: t("waiting", { count: waiting.requests }),
          },
          {
            keys: "j",
            label: t("nav.jobs"),
            href: paths.platformJobs(),
            count: waiting.failedJobs || undefined,
            countLabel: t("failed", { count: waiting.failedJobs }),
          },
          { keys: "d", label: t("nav.drift"), href: paths.platformDrift() },
          { keys: "e", label: t("nav.audit"), href: paths.platformAudit() },
          { keys: "t", label: t("nav.settings"), href: paths.platformSettings() },
        ];
  const { pages, shortcuts } = pageLinks([
    ...nav.slice(1),
    { keys: "a", label: t("yourAccount"), href: paths.account() },
    ...(viewer.platformAdmin ? [{ keys: "l", label: t("platform"), href: paths.platform() }] : []),
  ]);
  return (
    <ConsoleFrame
      product={product}
      switcher={{
        title: of === "account" ? viewer.displayName : t("platform"),
        detail: of === "account" ? t("yourAccount") : t("allTenants"),
        label: of === "account" ? t("switchAccount") : t("switchPlatform"),
        groups: await elsewhere(person),
      }}
      navLabel={t(of)}
      nav={[{ items: nav }]}
      user={{ name: viewer.displayName, detail: viewer.email ?? "", menu: person.menu }}
      palette={[{ title: t("palette.pages"), items: pages }]}
      shortcuts={shortcuts}
      live={
        of === "account"
          ? { url: paths.api.ownEvents(), topics: ["login", "members"] }
          : { url: paths.api.platformEvents(), topics: ["organizations", "requests"] }
      }
    >
      {children}
    </ConsoleFrame>
  );
}
