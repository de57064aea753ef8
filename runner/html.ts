const dropped = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "iframe",
  "head",
  "nav",
  "object",
]);
const blocks = new Set(
  "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer header hr li main ol p pre section table tbody td tfoot th thead title tr ul h1 h2 h3 h4 h5 h6".split(
    " ",
  ),
);
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  times: "×",
  deg: "°",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  sect: "§",
  le: "≤",
  ge: "≥",
  ne: "≠",
};

/**
 * The readable text of an HTML document: headings keep "#", list items "-", blocks their own lines; scripts,
 * styles and navigation are left out. One pass over the text, so that no page makes it slow.
 */
export function textOfHtml(html: string): string {
  let out = "";
  let at = 0;
  let preformatted = false;
  const addText = (text: string) => {
    out += preformatted ? text : text.replace(/\s+/g, " ");
  };
  const unclosed = new Set<string>();
  while (at < html.length) {
    const open = html.indexOf("<", at);
    addText(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) break;
    if (html.startsWith("<!--", open)) {
      at = after(html, "-->", open + 4);
      continue;
    }
    const name = /^<\/?([a-zA-Z][a-zA-Z0-9]*)/.exec(html.slice(open, open + 32))?.[1]?.toLowerCase();
    if (!name && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      out += "&lt;"; // a bare "<" in the text; decoded again below
      at = open + 1;
      continue;
    }
    at = endOfTag(html, open);
    if (!name) continue;
    const closing = html[open + 1] === "/";
    if (!closing && dropped.has(name) && html[at - 2] !== "/") {
      // Looked for once: a page of a million open tags would otherwise be read a million times.
      const end = unclosed.has(name) ? -1 : endOfElement(html, name, at);
      if (end < 0) unclosed.add(name);
      if (end < 0 && (name === "script" || name === "style")) break;
      at = Math.max(at, end);
      out += "\n";
    } else if (blocks.has(name)) {
      if (name === "pre") preformatted = !closing;
      out += name === "td" || name === "th" ? " " : "\n";
      if (!closing && name === "li") out += "- ";
      if (!closing && /^h[1-6]$/.test(name)) out += `${"#".repeat(Number(name[1]))} `;
    }
  }
  return tidy(out);
}

function after(html: string, end: string, from: number): number {
  const found = html.indexOf(end, from);
  return found < 0 ? html.length : found + end.length;
}

/** Behind the ">" of the tag at `open`; one inside a quoted attribute does not count. */
function endOfTag(html: string, open: number): number {
  let quote = "";
  for (let i = open + 1; i < html.length; i++) {
    const c = html[i] as string;
    if (quote) {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === ">") return i + 1;
  }
  return html.length;
}

/** Behind the element's closing tag; -1 when there is none. */
function endOfElement(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, "gi");
  close.lastIndex = from;
  const found = close.exec(html);
  return found ? found.index + found[0].length : -1;
}

function tidy(text: string): string {
  return text
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name) return named[name.toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    })
    .replace(/[ \t\f\v\r\u00a0]+/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line, index, lines) => line !== "" || (index > 0 && lines[index - 1] !== ""))
    .filter((line) => line !== "-" && !/^#+$/.test(line))
    .join("\n")
    .trim();
}
