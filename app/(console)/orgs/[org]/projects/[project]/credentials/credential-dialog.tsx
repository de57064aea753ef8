"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { NewCredential } from "#app/forms/use-credential-form.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { addCredentialAction, testCredentialAction } from "./actions.ts";
import { CredentialForm } from "./credential-form.tsx";
import { ReferenceForm } from "./reference-form.tsx";

/** Adds a credential, or puts a new value in the place of `replaces`. Without `onOpenChange` it has its own button. */
export function CredentialDialog({
  open,
  onOpenChange,
  place,
  stores,
  ...credential
}: NewCredential & {
  place: { org: string; project: string };
  /** Stores that a value may be fetched from instead; left out where it is a value in any case. */
  stores?: OfferedStore[];
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const t = useTranslations("credentials.dialog");
  const { replaces } = credential;
  const [ownOpen, setOwnOpen] = useState(false);
  const [from, setFrom] = useState("value");
  const r = useTranslations("references");
  const show = onOpenChange ?? setOwnOpen;
  return (
    <Dialog
      size="l"
      open={open ?? ownOpen}
      onOpenChange={show}
      trigger={
        onOpenChange ? undefined : (
          <Button variant="solid" icon="plus">
            {t("open")}
          </Button>
        )
      }
      title={replaces ? t("replaceTitle", { name: replaces.name }) : t("addTitle")}
      description={replaces ? t("replaceLead", { end: replaces.lastFour || "none" }) : t("lead")}
    >
      {stores && (
        <div className="mb-5">
          <RadioCards
            legend={r("from")}
            name="from"
            value={from}
            onValue={setFrom}
            options={[
              { value: "value", label: r("value"), detail: r("valueDetail") },
              {
                value: "reference",
                label: r("reference"),
                detail: r("referenceDetail"),
                reason: stores.length === 0 && r("referenceOff"),
              },
            ]}
          />
        </div>
      )}
      {stores && from === "reference" ? (
        <ReferenceForm
          place={place}
          namespace={credential.namespace}
          taken={credential.taken}
          stores={stores}
          onClose={() => show(false)}
        />
      ) : (
        <CredentialForm
          {...credential}
          actions={{
            test: (input, key) => testCredentialAction(place, input, key),
            keep: (input, key) => addCredentialAction(place, input, key),
          }}
          onClose={() => show(false)}
        />
      )}
    </Dialog>
  );
}
