import { z } from "zod";
import {
  isReservedVariable,
  LONGEST_VARIABLE,
  variableForm,
} from "#lib/domain/clusters/contract/credentials.ts";
import { leftOut, line, mostText } from "./fields.ts";
import { defineKind } from "./kind.ts";

/** Anything that no other kind is for: kept and handed over as it is, and tested by nobody. */
export const generic = defineKind({
  group: "other",
  docs: "https://kubernetes.io/docs/concepts/configuration/secret/",
  settings: z
    .strictObject({
      handOver: z.enum(["file", "environment"], "choice_unknown").default("file"),
      /** Holds the value, or the path of its file. */
      variable: leftOut(
        line(variableForm, "variable_form", LONGEST_VARIABLE).refine(
          (name) => !isReservedVariable(name),
          "variable_reserved",
        ),
      ),
    })
    .refine(({ handOver, variable }) => handOver === "file" || variable, {
      path: ["variable"],
      message: "required",
    }),
  fields: {
    handOver: { control: "choice", options: ["file", "environment"], initial: "file", aim: false },
    variable: { control: "line", optional: true, aim: false },
  },
  parts: [
    {
      suffix: "value",
      control: "text",
      schema: z.string().min(1, "required").max(mostText, "too_long"),
    },
  ],
  handover: ({ handOver, variable }) =>
    handOver === "environment" && variable
      ? [{ as: "environment", variable, part: "value" }]
      : [{ as: "file", part: "value", variable }],
  test: false,
  protocol: null,
});
