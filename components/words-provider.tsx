"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Words, words } from "./words.ts";

const WordsContext = createContext<Words>(words);

/** Hands a translation of the parts' fixed words to everything below. */
export function WordsProvider({ value, children }: { value: Partial<Words>; children: ReactNode }) {
  return <WordsContext value={{ ...words, ...value }}>{children}</WordsContext>;
}

/** The fixed words in the reader's language. */
export function useWords(): Words {
  return useContext(WordsContext);
}
