// biome-ignore-all lint/a11y/noRedundantRoles: folding sets display, which drops the native roles
"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { fill } from "../words.ts";
import { useWords } from "../words-provider.tsx";
import { Cell, Row } from "./table.tsx";

type Selection = {
  /** The chosen ids that are still on the page, in the page's order. */
  chosen: string[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  all: boolean;
  toggleAll: () => void;
  clear: () => void;
};
const SelectionContext = createContext<Selection | null>(null);

/** The rows chosen in the `SelectionProvider` around. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("useSelection needs a SelectionProvider around it");
  return selection;
}

/** Remembers which rows are chosen. `ids` are those on the page; a row that leaves is no longer chosen. */
export function SelectionProvider({ ids, children }: { ids: string[]; children: ReactNode }) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const selection = useMemo<Selection>(() => {
    const chosen = ids.filter((id) => picked.has(id));
    const all = ids.length > 0 && chosen.length === ids.length;
    return {
      chosen,
      all,
      has: (id) => picked.has(id),
      toggle: (id) =>
        setPicked((before) => {
          const next = new Set(before);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
      toggleAll: () => setPicked(new Set(all ? [] : ids)),
      clear: () => setPicked(new Set()),
    };
  }, [ids, picked]);
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** The head cell that chooses all rows of the page. */
export function SelectAll() {
  const words = useWords();
  const { all, chosen, toggleAll } = useSelection();
  const box = useRef<HTMLInputElement>(null);
  const some = chosen.length > 0 && !all;
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  return (
    <th role="columnheader" scope="col" className="w-px">
      <input
        ref={box}
        type="checkbox"
        className="tickbox"
        aria-label={words.selectAll}
        checked={all}
        onChange={toggleAll}
      />
    </th>
  );
}

/** A row with a box in front. `label` names the box. */
export function SelectRow({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  const { has, toggle } = useSelection();
  return (
    <Row selected={has(id)}>
      <Cell pick>
        <input
          type="checkbox"
          className="tickbox"
          aria-label={label}
          checked={has(id)}
          onChange={() => toggle(id)}
        />
      </Cell>
      {children}
    </Row>
  );
}

/** The bar that floats at the foot while rows are chosen. Children are the buttons; `detail` says what is chosen. */
export function SelectionBar({ detail, children }: { detail?: ReactNode; children: ReactNode }) {
  const words = useWords();
  const { chosen, clear } = useSelection();
  if (chosen.length === 0) return null;
  return (
    <section
      aria-label={words.selection}
      className="floats sticky bottom-4 z-5 -mx-3 mt-4 flex flex-wrap items-center gap-3 rounded-3 bg-raised py-1.5 pr-2 pl-3 shadow-float max-md:mx-0"
    >
      <strong className="num" role="status">
        {fill(words.selected, { count: chosen.length })}
      </strong>
      <span className="mr-auto text-xs text-ink-3">{detail}</span>
      {children}
      <Button size="s" variant="bare" onClick={clear}>
        {words.clear}
      </Button>
    </section>
  );
}
