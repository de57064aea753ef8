"use client";

import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { actionsAt } from "./place.ts";

/** Has a credential tested with the value that is kept. */
export function TestButton({
  place,
  credential: { id: credentialId, name, testable, testing },
}: {
  place: Place;
  credential: Pick<CredentialRow, "id" | "name" | "testable" | "testing">;
}) {
  const t = useTranslations("credentials.row");
  return (
    <DoButton
      icon="redo"
      reason={testable ? testing && t("testRunning") : t("testOff")}
      action={actionsAt(place).retest}
      input={{ credentialId }}
      done={t("testAsked", { name })}
    >
      {t("test")}
    </DoButton>
  );
}
