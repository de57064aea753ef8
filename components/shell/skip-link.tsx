/** The first stop of the Tab key: past the navigation, to `#main`. */
export function SkipLink({ children }: { children: string }) {
  return (
    <a
      href="#main"
      className="fixed -top-16 left-3 z-60 rounded-2 bg-solid px-3 py-2 text-on-solid focus:top-3"
    >
      {children}
    </a>
  );
}
