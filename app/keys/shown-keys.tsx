"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { KeyShown, type Shown, type Where } from "./key-shown.tsx";

type Show = (made: Shown, where: Where) => void;
const ShowContext = createContext<Show | null>(null);

/**
 * Shows new secrets of the keys inside, above all of them: a row that is rotated may leave its list at once, and the only
 * sight of the secret must not go with it.
 */
export function ShownKeys({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ made: Shown; where: Where } | null>(null);
  const show = useMemo<Show>(() => (made, where) => setShown({ made, where }), []);
  return (
    <ShowContext value={show}>
      {children}
      {shown && <KeyShown {...shown} calls={[]} onClose={() => setShown(null)} />}
    </ShowContext>
  );
}

/** Shows a secret in the `ShownKeys` around. */
export function useShowKey(): Show {
  const show = useContext(ShowContext);
  if (!show) throw new Error("useShowKey needs ShownKeys around it");
  return show;
}
