/** Labels as lines `name=value`, sorted. */
export const linesOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");

/** The labels of lines `name=value`; what is left of an empty line is left out. */
export const labelsOf = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [name = "", ...value] = line.split("=");
        return [name.trim(), value.join("=").trim()];
      }),
  );
