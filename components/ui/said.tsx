/** The machine's own words, whole: what the cluster or a provider answered. Our sentence stands above it.
 *  `label` says whose words they are. `calm` takes the red off where nothing failed. */
export function Said({ children, label, calm }: { children: string; label: string; calm?: boolean }) {
  return (
    // A scrolling or selectable block of text is a region that can be reached, so it has a name.
    <figure aria-label={label} className="min-w-0">
      <pre
        className={`rounded-r-1 border border-l-2 border-line-2 bg-canvas px-3 py-2.5 font-mono text-xs leading-4.5 wrap-anywhere whitespace-pre-wrap text-ink ${calm ? "border-l-line-2" : "border-l-bad-mark"}`}
      >
        {children}
      </pre>
    </figure>
  );
}
