"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

type Panel = "menu" | "palette" | "shortcuts";
type Shell = { open: Panel | null; show: (panel: Panel | null) => void };
const ShellContext = createContext<Shell>({ open: null, show: () => {} });

/** Which of the shell's panels is open; at most one. */
export function ShellProvider({ children }: { children: ReactNode }) {
  const [open, show] = useState<Panel | null>(null);
  const shell = useMemo(() => ({ open, show }), [open]);
  return <ShellContext value={shell}>{children}</ShellContext>;
}

/** Opens and closes the shell's panels: the drawer, the palette, the list of shortcuts. */
export function useShell(): Shell {
  return useContext(ShellContext);
}
