"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { OrganizationCredentialDialog } from "./credential-dialog.tsx";

/** The button that adds a credential of the organization. `taken` are the keys of its Secret that are in use. */
export function AddOrganizationCredential({ org, taken }: { org: string; taken: string[] }) {
  const t = useTranslations("sharing");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="solid" icon="plus" onClick={() => setOpen(true)}>
        {t("add")}
      </Button>
      <OrganizationCredentialDialog org={org} taken={taken} open={open} onOpenChange={setOpen} />
    </>
  );
}
