/** What a dialog that asks why says. Under these names the words stand together in a namespace of messages. */
export type ReasonWords = Record<"open" | "title" | "lead" | "label" | "hint" | "confirm", string>;

/** The words of one namespace, about the thing of that name. */
export const reasonWords = (
  t: (key: string, values?: Record<string, string>) => string,
  name: string,
): ReasonWords => ({
  open: t("open"),
  title: t("title", { name }),
  lead: t("lead"),
  label: t("label"),
  hint: t("hint"),
  confirm: t("confirm"),
});
