"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { paths } from "#app/paths.ts";
import { SearchInput } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";

/** Finds organizations by name. The text lives in the address. */
export function TenantSearch({ q }: { q: string }) {
  const t = useTranslations("platform.find");
  const router = useRouter();
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("q");
    router.push(paths.platform({ q: typeof text === "string" ? text.trim() : null }), { scroll: false });
  };
  return (
    <form action={paths.platform()} onSubmit={find} className="mb-2 flex flex-wrap items-center gap-2">
      <SearchInput
        key={q}
        name="q"
        label={t("search")}
        placeholder={t("searchHere")}
        defaultValue={q}
        maxLength={100}
        className="w-64 max-md:w-auto max-md:flex-1"
      />
      <Button type="submit">{t("submit")}</Button>
      {q && (
        <Chip removeHref={paths.platform()} removeLabel={t("clear")}>
          {t("found", { q })}
        </Chip>
      )}
    </form>
  );
}
