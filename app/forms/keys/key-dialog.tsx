"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import type { FirstCall } from "#lib/domain/keys/list.ts";
import { KeyShown, type Shown } from "./key-shown.tsx";

/** The button that opens the form of a new key, and the key, shown once, when it was made. */
export function KeyDialog({
  label,
  title,
  lead,
  url,
  calls,
  form,
}: {
  label: string;
  title: string;
  lead: string;
  /** Where the portal is. */
  url: string;
  calls: readonly FirstCall[];
  form: (onMade: (made: Shown) => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Shown | null>(null);
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="solid" icon="plus">
            {label}
          </Button>
        }
        title={title}
        description={lead}
      >
        {form((apiKey) => {
          setOpen(false);
          setMade(apiKey);
        })}
      </Dialog>
      {made && (
        <KeyShown
          made={made}
          where={{ portal: url, models: null, model: null }}
          calls={calls}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}

/** The buttons at the end of the form. */
export function KeyButtons({ pending }: { pending: boolean }) {
  const t = useTranslations("keys.dialog");
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      <Button type="submit" variant="solid" pending={pending}>
        {t("submit")}
      </Button>
      <DialogClose>
        <Button variant="bare">{t("cancel")}</Button>
      </DialogClose>
    </div>
  );
}
