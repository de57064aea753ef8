/** The pages' look: the portal's quiet ground and type, in the few rules that these pages need. */
export const style = `
:root { color-scheme: light dark; --canvas: light-dark(oklch(1 0 0), oklch(0.172 0.006 268)); --hover: light-dark(oklch(0.966 0.003 268), oklch(0.215 0.008 268));
--line: light-dark(oklch(0.922 0.004 268), oklch(0.272 0.008 268)); --edge: light-dark(oklch(0.63 0.012 268), oklch(0.545 0.014 268));
--ink: light-dark(oklch(0.205 0.012 268), oklch(0.965 0.003 268)); --ink-2: light-dark(oklch(0.415 0.013 268), oklch(0.785 0.009 268));
--ink-3: light-dark(oklch(0.515 0.013 268), oklch(0.68 0.011 268)); --accent: light-dark(oklch(0.5 0.175 262), oklch(0.74 0.125 258));
--bad: light-dark(oklch(0.495 0.185 27), oklch(0.745 0.145 24)); --bad-mark: light-dark(oklch(0.575 0.205 27), oklch(0.665 0.19 25)); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: flex; flex-direction: column; background: var(--canvas); color: var(--ink);
font: 400 0.875rem/1.375rem "Geist", "Inter", ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif; }
header { display: flex; align-items: center; gap: 0.5rem; padding: 1.25rem 1.5rem; font-weight: 600; }
header svg { fill: currentColor; }
main { width: 100%; max-width: 24rem; margin: auto; padding: 1rem 1.5rem 4rem; }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.75rem; font-weight: 600; letter-spacing: -0.014em; text-wrap: balance; }
h2 { margin: 0; font-size: 0.875rem; line-height: 1.375rem; font-weight: 600; }
.lead { margin: 0.25rem 0 0; color: var(--ink-2); }
form { margin-top: 1.5rem; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 500; font-size: 0.8125rem; }
input { width: 100%; height: 2.5rem; padding: 0 0.75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: 6px; }
input[aria-invalid] { border-color: var(--bad-mark); }
button { width: 100%; height: 2.5rem; margin-top: 1.5rem; font: inherit; font-weight: 500; cursor: pointer; border-radius: 6px;
border: 1px solid var(--ink); background: var(--ink); color: var(--canvas); }
button.quiet { margin-top: 0.625rem; background: transparent; color: var(--ink); border-color: var(--edge); }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.refused { margin: 1.25rem 0 0; padding-left: 0.75rem; border-left: 2px solid var(--bad-mark); color: var(--bad); }
.cancel { margin: 1rem 0 0; font-size: 0.8125rem; }
.lead + .hint { margin-top: 1.5rem; }
.hint { margin: 0.125rem 0 0; font-size: 0.75rem; line-height: 1rem; color: var(--ink-3); }
.said { margin: 1rem 0 0; padding: 0.25rem 0 0.25rem 0.75rem; border-left: 2px solid var(--bad-mark); font: 0.75rem/1.25rem "Geist Mono", ui-monospace, monospace; overflow-wrap: anywhere; }
.hint + .said { margin-top: 0.25rem; border-color: var(--line); }
section { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
ul { list-style: none; margin: 0.5rem 0 0; padding: 0; }
li a { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin: 0 -0.75rem; padding: 0.4375rem 0.75rem; border-radius: 6px; color: inherit; text-decoration: none; }
li a:hover { background: var(--hover); }
li b { font-weight: 500; }
li span { color: var(--ink-3); font-size: 0.8125rem; }
@media (forced-colors: active) { .refused, .said { border-color: Mark; } }
`;
