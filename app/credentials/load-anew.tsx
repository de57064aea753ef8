import { useTranslations } from "next-intl";
import type { Refusal } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { isOvertaken, type useSeen } from "./use-seen.ts";

type Props = Pick<ReturnType<typeof useSeen>, "loading" | "loadAnew"> & {
  refusal: Refusal | null;
  /** Takes the refusal away once it is about nothing any more. */
  forget: () => void;
};

/** The way on where somebody else came first: the credential as it is now, beside what was typed. Nothing otherwise. */
export function LoadAnew({ refusal, forget, loading, loadAnew }: Props) {
  const t = useTranslations("credentialForm");
  if (!isOvertaken(refusal)) return null;
  return (
    <Button pending={loading} onClick={() => loadAnew(forget)}>
      {t("loadAnew")}
    </Button>
  );
}
