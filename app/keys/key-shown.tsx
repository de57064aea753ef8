"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { TabList, TabPanel, Tabs } from "#components/ui/tabs.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FirstCall } from "#lib/domain/keys/list.ts";
import { FirstCallLight } from "./first-call.tsx";
import { type Language, languages, snippets } from "./snippets.ts";

/** A key, or a new secret of one, as it is shown once. */
export type Shown = {
  id: string;
  key: string;
  name: string;
  scopes: readonly string[];
  project?: string | null;
  expiresAt: Date;
  /** Of a rotation: until when the secret before goes on working; null if it ended. */
  before?: { endsAt: Date | null };
};

/** Where its first call goes: the portal, and where models are called, with the one to call. */
export type Where = { portal: string; models: string | null; model: string | null };

/**
 * The one time that a key is seen. Closing it uncopied takes two presses, and the browser asks before the page is unloaded. It
 * does not before its Back to another page of the console, which unloads nothing: the key is gone then, as after closing. It is
 * in no part of the page any more. `calls` are first calls as the page hears of them.
 */
export function KeyShown({
  made,
  where,
  calls,
  onClose,
}: {
  made: Shown;
  where: Where;
  calls: readonly FirstCall[];
  onClose: () => void;
}) {
  const t = useTranslations("keys.shown");
  const [copied, setCopied] = useState(false);
  const [asked, setAsked] = useState(false);
  const [language, setLanguage] = useState<Language>("curl");
  const mayClose = copied || asked;
  const close = () => {
    if (mayClose) onClose();
    else setAsked(true);
    return mayClose;
  };
  const copy = () => setCopied(true);
  // The browser asks before the page is unloaded with the only sight of it.
  useEffect(() => {
    if (copied) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [copied]);
  const model = made.scopes.includes("models:call") ? where.model : null;
  const texts = snippets({ key: made.key, ...where, model });
  return (
    <Dialog
      open
      onOpenChange={close}
      onEscape={close}
      title={t("title")}
      description={t("lead")}
      footer={
        <>
          <span
            role="status"
            className={asked && !copied ? "flex-1 text-xs text-bad" : "flex-1 text-xs text-ink-2"}
          >
            {copied ? t("copied") : asked ? t("warn") : t("notCopied")}
          </span>
          <Button onClick={close}>{asked && !copied ? t("closeAnyway") : t("close")}</Button>
        </>
      }
    >
      <div className="flex items-stretch rounded-2 border border-ctl-edge bg-sunken max-md:flex-col">
        <code
          data-secret
          className="min-w-0 flex-1 self-center px-3 py-2 font-mono text-xs leading-5 wrap-anywhere select-all"
        >
          {made.key}
        </code>
        <CopyButton
          variant="solid"
          text={made.key}
          onCopied={copy}
          className="-m-px h-auto! rounded-l-none max-md:h-10! max-md:rounded-t-none max-md:rounded-b-2"
        >
          {t("copy")}
        </CopyButton>
      </div>
      <Kv
        items={[
          [t("name"), made.name],
          [
            t("may"),
            <span key="may" className="flex flex-wrap gap-1.5">
              {made.scopes.map((scope) => (
                <Tag key={scope}>{scope}</Tag>
              ))}
            </span>,
          ],
          [t("project"), made.project],
          [
            t("ends"),
            <span key="ends">
              <Time at={made.expiresAt} as="exact" className="whitespace-normal!" />{" "}
              <Time at={made.expiresAt} className="text-ink-3" />
            </span>,
          ],
          [
            t("before"),
            made.before &&
              (made.before.endsAt ? <Time at={made.before.endsAt} as="exact" /> : t("beforeEnded")),
          ],
        ]}
      />
      <Tabs value={language} onValue={(value) => setLanguage(value as Language)}>
        <TabList
          label={t("try")}
          tabs={languages.map((one) => ({ value: one, label: t(`language.${one}`) }))}
        />
        {languages.map((one) => (
          <TabPanel key={one} value={one}>
            <section
              aria-label={t("example", { language: t(`language.${one}`) })}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="max-h-56 overflow-auto pt-3 pb-1"
            >
              <pre className="font-mono text-xs leading-5">{texts[one]}</pre>
            </section>
          </TabPanel>
        ))}
      </Tabs>
      <div className="flex min-h-ctl-sm flex-wrap items-center justify-between gap-x-4 gap-y-1">
        {made.before ? <span /> : <FirstCallLight call={calls.find(({ id }) => id === made.id) ?? null} />}
        <CopyButton
          size="s"
          variant="bare"
          text={texts[language]}
          onCopied={copy}
          className="-mr-2 max-md:-ml-2"
        >
          {t("copyExample")}
        </CopyButton>
      </div>
    </Dialog>
  );
}
