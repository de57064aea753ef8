import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import type { Field } from "./schema.ts";

/** Fields of a request or an answer. */
export function FieldTable({ title, of, fields }: { title: string; of: string; fields: Field[] }) {
  const t = useTranslations("reference");
  if (fields.length === 0) return null;
  return (
    <div className="mt-4">
      <h4 className="mb-1 text-xs font-mid text-ink-3">{title}</h4>
      <Table caption={t("caption", { title, of })} plain rows="dense">
        <TableHead>
          <HeadCell>{t("field")}</HeadCell>
          <HeadCell>{t("type")}</HeadCell>
          <HeadCell>{t("meaning")}</HeadCell>
        </TableHead>
        <TableBody>
          {fields.map(({ name, type, required, description }) => (
            <Row key={name}>
              <Cell mono first className="wrap-anywhere">
                {name}
              </Cell>
              <Cell mono dim className="wrap-anywhere">
                {type}
              </Cell>
              <Cell dim>{[required && t("required"), description].filter(Boolean).join(". ")}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
