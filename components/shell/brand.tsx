import Link from "next/link";

/** The mark: a row of columns under a lintel. */
export function Mark({ className = "size-4.5" }: { className?: string }) {
  return (
    <svg viewBox="0 0 18 18" aria-hidden="true" focusable="false" className={`block flex-none ${className}`}>
      <path d="M1 2h16v2.5H1zM2 6h2v10H2zM6 6h2v10H6zM10 6h2v10h-2zM14 6h2v10h-2z" fill="currentColor" />
    </svg>
  );
}

/** Mark and name, leading home. `compact` hides the name on a narrow page. */
export function Brand({ name, href, compact }: { name: string; href: string; compact?: boolean }) {
  return (
    <Link
      prefetch={false}
      href={href}
      aria-label={name}
      className="inline-flex h-bar items-center gap-2.25 text-md font-head tracking-[-0.01em]"
    >
      <Mark />
      <span className={compact ? "sr-only" : "max-[22.5rem]:sr-only"}>{name}</span>
    </Link>
  );
}
