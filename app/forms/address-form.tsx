"use client";

import { useRouter } from "next/navigation";
import type { FormEvent, ReactNode } from "react";
import { withoutSecret } from "#lib/domain/keys/names.ts";

/**
 * A form whose fields become the query of its own address, without those that are empty. It works before the script has
 * loaded, too.
 */
export function AddressForm({
  action,
  label,
  className,
  children,
}: {
  action: string;
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const router = useRouter();
  const go = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === "string" && value.trim()) query.set(name, withoutSecret(value.trim()));
    router.push(query.size > 0 ? `${action}?${query}` : action, { scroll: false });
  };
  return (
    <form action={action} onSubmit={go} aria-label={label} className={className}>
      {children}
    </form>
  );
}
