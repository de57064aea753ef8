"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Switch } from "#components/form/choice.tsx";
import { SearchInput } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";

/** The filters under the tabs. A form that asks for its own address, so it works before the script has loaded. */
export function FilterRow({
  action,
  state,
  mine,
  q,
  mineHref,
  clearHref,
}: {
  action: string;
  state: string | null;
  mine: boolean;
  q: string;
  mineHref: string;
  clearHref: string;
}) {
  const t = useTranslations("sessions.find");
  const router = useRouter();
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const query = new URLSearchParams();
    for (const [name, value] of form) if (typeof value === "string" && value) query.set(name, value);
    router.push(query.size > 0 ? `${action}?${query}` : action, { scroll: false });
  };
  return (
    <div className="flex flex-wrap items-center gap-2 pt-3 pb-1">
      <form action={action} onSubmit={find} className="flex flex-1 flex-wrap items-center gap-2">
        {state && <input type="hidden" name="state" value={state} />}
        {mine && <input type="hidden" name="mine" value="1" />}
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
          <Chip removeHref={clearHref} removeLabel={t("clear")}>
            {t("found", { q })}
          </Chip>
        )}
      </form>
      <Switch checked={mine} onChange={() => router.push(mineHref, { scroll: false })}>
        {t("mine")}
      </Switch>
    </div>
  );
}
