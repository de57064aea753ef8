"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FieldMessage } from "#components/form/field.tsx";
import { Button } from "#components/ui/button.tsx";

/** One button for each configured provider, the first one solid. */
export function ProviderButtons({
  providers,
  next,
}: {
  providers: { id: string; label: string }[];
  next: string;
}) {
  const t = useTranslations("signIn.door");
  const [leaving, setLeaving] = useState<string | null>(null);
  const [unsent, setUnsent] = useState(false);
  const go = async (id: string) => {
    setLeaving(id);
    setUnsent(false);
    try {
      await signIn(id, { callbackUrl: next });
    } catch {
      setUnsent(true);
      setLeaving(null);
    }
  };
  return (
    <div className="mt-7 grid gap-2.5">
      {providers.map((provider, at) => (
        <Button
          key={provider.id}
          size="l"
          variant={at === 0 ? "solid" : "outline"}
          pending={leaving === provider.id}
          onClick={() => go(provider.id)}
        >
          {t("continueWith", { provider: provider.label })}
        </Button>
      ))}
      <div role="alert">{unsent && <FieldMessage>{t("unsent")}</FieldMessage>}</div>
    </div>
  );
}
