/** As much of JSON Schema as the document of /api/v1 uses. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
  description?: string;
  default?: unknown;
};
export type Components = Record<string, Schema>;

/** One line of a table of fields. Parts of lists and objects are named by their way: `items[].owner.name`. */
export type Field = { name: string; type: string; required: boolean; description: string };

const deepest = 4;

function resolve(schema: Schema, components: Components): Schema {
  const name = schema.$ref?.split("/").at(-1);
  const found = name === undefined ? schema : (components[name] ?? {});
  return name === undefined ? found : { ...found, description: schema.description ?? found.description };
}

/** What is inside of "this or null", and whether null may be. */
function unwrap(schema: Schema, components: Components): { schema: Schema; nullable: boolean } {
  const whole = resolve(schema, components);
  const some = whole.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const [only] = some;
  if (!whole.anyOf || !only || some.length > 1) return { schema: whole, nullable: false };
  return {
    schema: { ...resolve(only, components), description: whole.description ?? only.description },
    nullable: some.length < whole.anyOf.length,
  };
}

/** What a value looks like, in a few words. */
export function typeOf(schema: Schema, components: Components): string {
  const { schema: inner, nullable } = unwrap(schema, components);
  const or = nullable ? " or null" : "";
  if (inner.const !== undefined) return `${JSON.stringify(inner.const)}${or}`;
  if (inner.enum) return `${inner.enum.map((value) => JSON.stringify(value)).join(" | ")}${or}`;
  if (inner.items) return `list of ${typeOf(inner.items, components)}${or}`;
  if (inner.anyOf) return inner.anyOf.map((one) => typeOf(one, components)).join(" | ");
  const type = [inner.type ?? "any value"].flat().join(" or ");
  return `${inner.format ? `${type} (${inner.format})` : type}${or}`;
}

/** The fields of an object and of what is inside of it, in the order in which they are written. */
export function fieldsOf(schema: Schema, components: Components, before = "", depth = 0): Field[] {
  const { schema: inner } = unwrap(schema, components);
  if (inner.items) return fieldsOf(inner.items, components, `${before}[]`, depth);
  if (depth >= deepest) return [];
  return Object.entries(inner.properties ?? {}).flatMap(([key, value]) => {
    const name = before ? `${before}.${key}` : key;
    return [
      {
        name,
        type: typeOf(value, components),
        required: inner.required?.includes(key) ?? false,
        description: unwrap(value, components).schema.description ?? "",
      },
      ...fieldsOf(value, components, name, depth + 1),
    ];
  });
}
