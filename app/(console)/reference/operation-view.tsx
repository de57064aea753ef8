import { useTranslations } from "next-intl";
import { Tag } from "#components/ui/tag.tsx";
import { FieldTable } from "./field-table.tsx";
import { type Components, fieldsOf, type Schema, typeOf } from "./schema.ts";

type Content = Record<string, { schema?: Schema }>;

/** An operation as the document has it. */
export type DescribedOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};

/** One operation: its line, and under it what it takes and what it answers. */
export function OperationView({
  method,
  path,
  operation,
  components,
}: {
  method: string;
  path: string;
  operation: DescribedOperation;
  components: Components;
}) {
  const t = useTranslations("reference");
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const of = `${method.toUpperCase()} ${path}`;
  const answers = Object.entries(responses);
  const [good] = answers.filter(([status]) => status.startsWith("2"));
  const json = (content?: Content) => content?.["application/json"]?.schema ?? {};
  const taken = (place: string) =>
    parameters
      .filter((one) => one.in === place)
      .map(({ name, required = false, description: meaning, schema }) => ({
        name,
        type: typeOf(schema, components),
        required,
        description: meaning ?? schema.description ?? "",
      }));
  return (
    <details id={operationId} className="border-b border-line">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 py-2.5">
        <Tag tone={method === "get" ? "plain" : method === "delete" ? "bad" : "live"}>
          {method.toUpperCase()}
        </Tag>
        <code className="min-w-0 font-mono text-xs wrap-anywhere">{path}</code>
        <span className="text-ink-2">{summary}</span>
      </summary>
      <div className="pb-6">
        {description && <p className="max-w-[46rem] text-pretty text-ink-2">{description}</p>}
        <FieldTable title={t("path")} of={of} fields={taken("path")} />
        <FieldTable title={t("query")} of={of} fields={taken("query")} />
        <FieldTable title={t("header")} of={of} fields={taken("header")} />
        <FieldTable title={t("body")} of={of} fields={fieldsOf(json(requestBody?.content), components)} />
        <FieldTable
          title={t("answer", { status: good?.[0] ?? "" })}
          of={of}
          fields={fieldsOf(json(good?.[1].content), components)}
        />
        <FieldTable
          title={t("statuses")}
          of={of}
          fields={answers.map(([status, { description: meaning, content }]) => ({
            name: status,
            type: Object.keys(content ?? {})[0] ?? t("empty"),
            required: false,
            description: meaning,
          }))}
        />
      </div>
    </details>
  );
}
