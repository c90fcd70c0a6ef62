import type { Assessment } from "../model/assessment.ts";
import schema from "./assessment.schema.json" with { type: "json" };

/**
 * The assessment as JSON in pieces, so that the whole text never lies in memory: top keys in the order of the published
 * schema, and each element of the long lists (devices, links, ...) on a line of its own. Keys inside elements stand in
 * the order in which the one place that makes them names them: sorting them anew cost more than the rest of the writing.
 */
export function* assessmentJson(assessment: Assessment): Generator<string> {
  yield "{\n";
  let first = true;
  for (const key of Object.keys(schema.properties) as (keyof Assessment)[]) {
    const value: unknown = assessment[key];
    yield `${first ? "" : ",\n"}  ${JSON.stringify(key)}: `;
    first = false;
    if (!Array.isArray(value) || value.length === 0) {
      yield JSON.stringify(value);
      continue;
    }
    yield "[\n";
    for (let index = 0; index < value.length; index++) {
      yield `    ${JSON.stringify(value[index])}${index < value.length - 1 ? ",\n" : "\n"}`;
    }
    yield "  ]";
  }
  yield "\n}\n";
}
