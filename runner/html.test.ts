import { describe, expect, test } from "vitest";
import { textOfHtml } from "./html.ts";

describe("textOfHtml", () => {
  test("headings, paragraphs and lists keep their shape; scripts, styles and navigation are left out", () => {
    const html = `<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
      <nav><a href="/">Home</a></nav><script>if (a < b) alert("</p>")</script>
      <h1>Draft&nbsp;3</h1><p>One
      paragraph, two lines &amp; a <b>word</b>.</p><ul><li>First</li><li>Second &#8212; last</li></ul><!-- <p>no</p> --></body></html>`;
    expect(textOfHtml(html)).toBe(
      "# Draft 3\n\nOne paragraph, two lines & a word.\n\n- First\n\n- Second — last",
    );
  });

  test("a less-than sign in the text, a quoted > in an attribute and an entity of an entity are text", () => {
    expect(textOfHtml('<p title="a > b">1 < 2 &amp;lt; 3</p>')).toBe("1 < 2 &lt; 3");
  });

  test("preformatted text keeps its lines", () => {
    expect(textOfHtml("<pre>a\nb</pre>")).toBe("a\nb");
  });

  test("broken markup gives what text there is", () => {
    expect(textOfHtml("<p>one<div>two<script>never closed")).toBe("one\ntwo");
    expect(textOfHtml("<nav>kept<p")).toBe("kept");
    expect(textOfHtml("&#0;&#x110000;&unknown;x")).toBe("&unknown;x");
  });

  test("a page of nothing but open tags is read in one pass", () => {
    expect(textOfHtml("<nav>".repeat(200_000))).toBe("");
    expect(textOfHtml("<".repeat(200_000))).toHaveLength(200_000);
  });
});
