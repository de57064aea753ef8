import type { ReactNode } from "react";
import { SearchInput } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { AddressForm } from "./address-form.tsx";

/** Finds by a text that lives in the address as `q`, beside other fields (`children`) and what else stands there (`kept`). */
export function Find({
  action,
  q,
  kept = {},
  clearHref,
  words,
  children,
}: {
  action: string;
  q: string;
  kept?: Record<string, string | null>;
  clearHref: string;
  words: { label: string; placeholder: string; submit: string; found: string; clear: string };
  children?: ReactNode;
}) {
  return (
    <AddressForm action={action} className="flex flex-1 flex-wrap items-center gap-2">
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <SearchInput
        key={q}
        name="q"
        label={words.label}
        placeholder={words.placeholder}
        defaultValue={q}
        maxLength={100}
        className="w-64 max-md:w-auto max-md:min-w-44 max-md:flex-1"
      />
      {children}
      <Button type="submit">{words.submit}</Button>
      {q && (
        <Chip removeHref={clearHref} removeLabel={words.clear}>
          {words.found}
        </Chip>
      )}
    </AddressForm>
  );
}
