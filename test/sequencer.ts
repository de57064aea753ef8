import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, whatever their size; they begin first. */
const long = ["scripts/demo/demo.", "cluster/cluster.", "runner/main.", "deploy/litellm/"];
const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.includes(name));

/** Files that want the shared cluster to themselves wait for each other. */
const isAlone = ({ moduleId }: TestSpecification) =>
  /\b(exclusively|openWorld)\(/.test(readFileSync(moduleId, "utf8"));

/**
 * The order of integration tests: those that want the shared cluster to themselves are spread over the run, so that they do not
 * all wait for one another in every place where another could run.
 */
export class SpreadSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const alone = sorted.filter(isAlone);
    const others = sorted.filter((file) => !alone.includes(file));
    const rest = [...others.filter(isLong), ...others.filter((file) => !isLong(file))];
    const each = Math.ceil(rest.length / Math.max(1, alone.length));
    const spread = alone.flatMap((file, i) => [file, ...rest.slice(i * each, (i + 1) * each)]);
    return alone.length > 0 ? spread : rest;
  }
}
