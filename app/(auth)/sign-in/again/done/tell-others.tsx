"use client";

import { useEffect } from "react";
import { type SignedInAgain, signedInChannel } from "#app/signed-in-channel.ts";

/** Tells the window that waits who has signed in, and closes this one where the browser lets it. */
export function TellOthers({ who }: { who: SignedInAgain }) {
  useEffect(() => {
    const channel = new BroadcastChannel(signedInChannel);
    channel.postMessage(who);
    channel.close();
    window.close();
  }, [who]);
  return null;
}
