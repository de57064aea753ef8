"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";

export type Shown = { key: string; name: string; scopes: readonly string[]; expiresAt: Date };

/** The one time that a key is seen. Closing it uncopied takes two presses. `url` is where the portal is. */
export function KeyShown({ made, url, onClose }: { made: Shown; url: string; onClose: () => void }) {
  const t = useTranslations("keys.shown");
  const [copied, setCopied] = useState(false);
  const [asked, setAsked] = useState(false);
  const mayClose = copied || asked;
  const close = () => {
    if (mayClose) onClose();
    else setAsked(true);
    return mayClose;
  };
  return (
    <Dialog
      open
      size="l"
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
      <div className="flex flex-wrap items-start gap-2">
        <code
          data-secret
          className="min-w-0 flex-1 basis-60 rounded-2 border border-line-2 bg-sunken px-2.5 py-1.5 font-mono text-xs wrap-anywhere"
        >
          {made.key}
        </code>
        <CopyButton variant="solid" text={made.key} onCopied={() => setCopied(true)}>
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
          [t("ends"), <Time key="ends" at={made.expiresAt} as="exact" />],
        ]}
      />
      <div className="grid gap-1">
        <span className="text-xs text-ink-3">{t("try")}</span>
        <code className="rounded-2 border border-line-2 bg-sunken px-2.5 py-1.5 font-mono text-xs wrap-anywhere">
          {`curl ${url}/api/v1/me -H "Authorization: Bearer $PORTICO_KEY"`}
        </code>
      </div>
    </Dialog>
  );
}
