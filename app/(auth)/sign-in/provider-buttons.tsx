"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { FieldMessage } from "#components/form/field.tsx";
import { Button } from "#components/ui/button.tsx";

/**
 * One button for each configured provider, the first one solid. With `again` the provider is to ask even whom it knows;
 * where there is but one, that was asked for a click ago and needs no other.
 */
export function ProviderButtons({
  providers,
  next,
  again = false,
}: {
  providers: { id: string; label: string; askAgain: Record<string, string> }[];
  next: string;
  again?: boolean;
}) {
  const t = useTranslations("signIn.door");
  const [leaving, setLeaving] = useState<string | null>(null);
  const [unsent, setUnsent] = useState(false);
  const go = async ({ id, askAgain }: (typeof providers)[number]) => {
    setLeaving(id);
    setUnsent(false);
    try {
      await signIn(id, { callbackUrl: next }, again ? askAgain : undefined);
    } catch {
      setUnsent(true);
      setLeaving(null);
    }
  };
  const only = again && providers.length === 1 ? providers[0] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (only) void go(only);
  }, []);
  return (
    <div className="mt-7 grid gap-2.5">
      {providers.map((provider, at) => (
        <Button
          key={provider.id}
          size="l"
          variant={at === 0 ? "solid" : "outline"}
          pending={leaving === provider.id}
          onClick={() => go(provider)}
        >
          {t("continueWith", { provider: provider.label })}
        </Button>
      ))}
      <div role="alert">{unsent && <FieldMessage>{t("unsent")}</FieldMessage>}</div>
    </div>
  );
}
