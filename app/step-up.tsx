"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { paths } from "./paths.ts";
import { type SignedInAgain, signedInChannel } from "./signed-in-channel.ts";

const Asking = createContext<() => Promise<boolean>>(async () => false);

/** Has the person sign in again, and answers whether they did. The page, and what was typed in it, stays as it is. */
export const useStepUp = () => useContext(Asking);

/** The dialog that leads to the provider, for every form of the pages inside. */
export function StepUp({ children }: { children: ReactNode }) {
  const t = useTranslations("stepUp.dialog");
  const [open, setOpen] = useState(false);
  const waiting = useRef<(signedIn: boolean) => void>(undefined);
  const ask = useCallback(() => {
    waiting.current?.(false);
    setOpen(true);
    return new Promise<boolean>((answer) => {
      waiting.current = answer;
    });
  }, []);
  const finish = useCallback((signedIn: boolean) => {
    setOpen(false);
    waiting.current?.(signedIn);
    waiting.current = undefined;
  }, []);
  useEffect(() => {
    if (!open) return;
    const channel = new BroadcastChannel(signedInChannel);
    channel.onmessage = ({ data }: MessageEvent<SignedInAgain>) => {
      // What this page shows is somebody else's.
      if (data === "other") window.location.reload();
      else finish(true);
    };
    return () => channel.close();
  }, [open, finish]);
  const go = () => {
    const { pathname, search } = window.location;
    if (!window.open(paths.signInAgain(), "portico-sign-in", "popup,width=520,height=760"))
      window.location.assign(paths.signInAgain(pathname + search));
  };
  return (
    <Asking value={ask}>
      {children}
      <Dialog
        open={open}
        onOpenChange={(shown) => !shown && finish(false)}
        title={t("title")}
        description={t("lead")}
        footer={
          <>
            <DialogClose>
              <Button>{t("cancel")}</Button>
            </DialogClose>
            <Button variant="solid" onClick={go}>
              {t("signIn")}
            </Button>
          </>
        }
      />
    </Asking>
  );
}
