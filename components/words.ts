/**
 * The few fixed words inside the parts, in English. Parts that run on the server take them as props with
 * these defaults; parts that run in the browser read them through `useWords`, so that one `WordsProvider`
 * near the root can hand in a translation of the whole set.
 */
export const words = {
  skip: "Skip to content",
  menu: "Menu",
  close: "Close",
  dismiss: "Dismiss",
  cancel: "Cancel",
  breadcrumb: "Breadcrumb",
  optional: "optional",
  loading: "Loading",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Not copied. Select the text and copy it by hand.",
  find: "Find or do",
  findNothing: "Nothing found.",
  findWaiting: "Looking…",
  findMove: "move",
  findOpen: "open",
  findNewTab: "new tab",
  findShortcuts: "all shortcuts",
  shortcuts: "Shortcuts",
  showShortcuts: "Show this list",
  theme: "Appearance",
  themeSystem: "As the system",
  themeLight: "Light",
  themeDark: "Dark",
  live: "Live",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  following: "Following",
  follow: "Follow",
  lines: "{count} lines",
  earlierLines: "{count} earlier lines are in the download.",
  noLines: "Nothing written yet.",
  previous: "Previous",
  next: "Next",
  pages: "Pages",
  emptyPage: "Nothing is on this page any more.",
  firstPage: "To the first page",
  selected: "{count} selected",
  selection: "Selection",
  clear: "Clear",
  selectAll: "Select all on this page",
  over80: "Over 80 %",
  usedUp: "Used up",
  of: "of",
  nameDiffers: "The name does not match yet.",
  typeName: "Type {name} to confirm",
  problems: "{count} fields need another look",
  problem: "One field needs another look",
  wait: "Working",
  done: "done",
  current: "current",
  todo: "to do",
  address: "Address",
  request: "Request",
  time: "Time",
  searchList: "Search",
  all: "All",
} as const;

/** The set of fixed words; a translation supplies the same keys. */
export type Words = { [K in keyof typeof words]: string };

/** Those of a translation that are not the English ones the parts have anyway; only these need to travel. */
export function otherWords(translation: Partial<Words>): Partial<Words> {
  const entries = Object.entries(translation).filter(([key, text]) => text !== words[key as keyof Words]);
  return Object.fromEntries(entries);
}

/** Puts values into a sentence: `fill("{count} lines", { count: "3" })`. Unknown names stay as they are. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
