"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { NewCredential } from "#app/forms/use-credential-form.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { CredentialForm } from "./credential-form.tsx";
import { actionsAt, whereOf } from "./place.ts";
import { ReferenceForm } from "./reference-form.tsx";

/** Adds a credential, or puts a new value in the place of `replaces`. Without `onOpenChange` it has its own button. */
export function CredentialDialog({
  open,
  onOpenChange,
  place,
  stores,
  ...credential
}: NewCredential & {
  place: Place;
  /** Stores that a value may be fetched from instead; left out where it is a value in any case. */
  stores?: OfferedStore[];
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const t = useTranslations("credentials.dialog");
  const { test, add } = actionsAt(place);
  const at = whereOf(place);
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
      title={replaces ? t("replaceTitle", { name: replaces.name }) : t("addTitle", { at })}
      description={replaces ? t("replaceLead", { at, end: replaces.lastFour || "none" }) : t("lead", { at })}
    >
      {stores && (
        <div className="mb-5">
          <RadioCards
            legend={r("from")}
            name="from"
            value={from}
            onValue={setFrom}
            options={[
              { value: "value", label: r("value"), detail: r("valueDetail", { at }) },
              {
                value: "reference",
                label: r("reference"),
                detail: r("referenceDetail"),
                reason: stores.length === 0 && r("referenceOff", { at }),
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
        <CredentialForm {...credential} actions={{ test, keep: add }} onClose={() => show(false)} />
      )}
    </Dialog>
  );
}
