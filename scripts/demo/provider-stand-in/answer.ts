/** The stand-in's answers: plausible text made from the prompt alone, the same for the same prompt. */

const closing = "This answer comes from Portico's stand-in for a model provider. No model was asked.";

/**
 * Writes the answer. `prompt` is the user's message; a `<page>…</page>` block in it is taken as the material that
 * the rest of the message asks about. Who lets it say next to nothing, as a test of a key does, is told what it is.
 */
export function writeAnswer(prompt: string, mostTokens: unknown): string {
  return typeof mostTokens === "number" && mostTokens <= 16 ? "A stand-in." : wholeAnswer(prompt);
}

function wholeAnswer(prompt: string): string {
  const page = /<page[^>]*>([\s\S]*?)<\/page>/.exec(prompt)?.[1]?.trim();
  const task = prompt.replace(/\s*(?:The page at \S+ says:)?\s*<page[^>]*>[\s\S]*?<\/page>\s*/, " ").trim();
  return page ? aboutPage(task, page) : aboutTask(task);
}

function aboutPage(task: string, page: string): string {
  const all = sentences(page);
  const questions = all.filter((s) => s.endsWith("?")).slice(0, 6);
  const statements = all.filter((s) => !s.endsWith("?") && s.split(" ").length > 5);
  const points = statements.slice(2, 5);
  return [
    `I read the page for this task: ${clip(task, 160)}`,
    section("In short", [statements.slice(0, 2).join(" ") || clip(page, 240)]),
    points.length > 0 ? section("What it settles", points.map(bullet)) : "",
    questions.length > 0
      ? section("Open questions", questions.map(numbered))
      : section("Open questions", ["The page asks nothing outright."]),
    section("Next step", [
      `${questions.length > 1 ? "Take the first question" : "Take this"} to the people who own the page, and write the answer into it.`,
    ]),
    closing,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function aboutTask(task: string): string {
  const topics = keywords(task);
  const [first = "the task", second = "the people it is for", third = "the result"] = topics;
  return [
    `You asked: ${clip(task, 200)}`,
    section("In short", [
      `Begin with ${first}, because the rest depends on it. Then look at ${second}, and judge both by ${third}.`,
    ]),
    section("A way through it", [
      numbered(`Write down what is already known about ${first}, with its source.`, 0),
      numbered(`Say who decides about ${second}, and by when.`, 1),
      numbered(`Try the smallest case that shows ${third}, and keep what it costs.`, 2),
      numbered("Compare with what you expected, and note every difference.", 3),
    ]),
    section("Questions to settle first", [
      bullet(`What would show that ${first} is good enough?`),
      bullet(`Who is affected when ${second} goes wrong?`),
      bullet(`How will ${third} be measured, and how often?`),
    ]),
    closing,
  ].join("\n\n");
}

const section = (title: string, lines: string[]) => `## ${title}\n${lines.join("\n")}`;
const bullet = (line: string) => `- ${line}`;
const numbered = (line: string, index: number) => `${index + 1}. ${line}`;
const clip = (text: string, max: number) =>
  text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;

function sentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((s) => s.replace(/^[#\-*\d.)\s]+/, "").trim())
    .filter((s) => s.length > 12);
}

const common = new Set(
  "about after again against along also another because before being between could every first from have into just like make more most must only other over please should some such than that their them then there these they this those three through under until using very what when where which while with without would write your summarise summarize explain describe list give".split(
    " ",
  ),
);

/** Up to three words of the task that carry its meaning, in the order they come. */
function keywords(task: string): string[] {
  const words = task.toLowerCase().match(/[\p{L}][\p{L}\p{N}-]{3,}/gu) ?? [];
  return [...new Set(words)].filter((word) => !common.has(word)).slice(0, 3);
}

/** Cuts an answer into 20 to 60 chunks at spaces, as a provider's stream arrives; joined they are the answer. */
export function inChunks(answer: string): string[] {
  const words = answer.match(/\s*\S+\s*$|\s*\S+/g) ?? [answer];
  const size = Math.max(1, Math.ceil(words.length / 60), Math.floor(words.length / 40));
  const chunks: string[] = [];
  for (let at = 0; at < words.length; at += size) chunks.push(words.slice(at, at + size).join(""));
  return chunks;
}

/** A provider's count of tokens, near enough: four characters each. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
