import type { Assessment } from "../model/assessment.ts";
import schema from "./assessment.schema.json" with { type: "json" };

/** The part of JSON Schema that decides the order of keys. */
interface Shape {
  $ref?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
}

const DEFINITIONS = schema.$defs as Record<string, Shape>;

/**
 * The assessment as JSON in pieces, so that the whole text never lies in memory: keys in the order of the published
 * schema, keys it does not know after them by code unit, two spaces of indentation, and each element of the long lists
 * (devices, links, ...) on a line of its own.
 */
export function* assessmentJson(assessment: Assessment): Generator<string> {
  const shape = schema as Shape;
  yield "{\n";
  let first = true;
  for (const [key, value] of orderedEntries(assessment, shape)) {
    yield `${first ? "" : ",\n"}  ${JSON.stringify(key)}: `;
    first = false;
    const inner = resolve(shape.properties?.[key]);
    if (!Array.isArray(value) || value.length === 0) {
      yield compactJson(value, inner);
      continue;
    }
    yield "[\n";
    for (let i = 0; i < value.length; i++) {
      yield `    ${compactJson(value[i], resolve(inner?.items))}${i < value.length - 1 ? ",\n" : "\n"}`;
    }
    yield "  ]";
  }
  yield "\n}\n";
}

/** One value on one line, its keys in the order of `shape`. */
function compactJson(value: unknown, shape: Shape | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => compactJson(item, resolve(shape?.items))).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = orderedEntries(value, shape).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${compactJson(inner, resolve(shape?.properties?.[key]))}`,
  );
  return `{ ${entries.join(", ")} }`;
}

function orderedEntries(value: object, shape: Shape | undefined): [string, unknown][] {
  const known = Object.keys(shape?.properties ?? {});
  const entries: [string, unknown][] = [];
  const record = value as Record<string, unknown>;
  for (const key of known) if (record[key] !== undefined) entries.push([key, record[key]]);
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined && !known.includes(key)) entries.push([key, record[key]]);
  }
  return entries;
}

/** Follows a reference into the definitions, and takes the first alternative of several. */
function resolve(shape: Shape | undefined): Shape | undefined {
  if (shape?.anyOf) return resolve(shape.anyOf[0]);
  if (!shape?.$ref) return shape;
  return DEFINITIONS[shape.$ref.slice("#/$defs/".length)];
}
