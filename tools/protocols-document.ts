import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { heldBefore } from "../bench/truth/held.ts";
import type { Carriage, Dissector } from "../src/dissect/dissector.ts";
import { operationAt, operationCount } from "../src/dissect/operation.ts";
import { PROTOCOLS } from "../src/dissect/protocols/list.ts";
import type { Exchange } from "../src/dissect/protocols/samples/sample.ts";
import { dissectExchange } from "../src/dissect/testing.ts";

const FOLDER = new URL("../src/dissect/protocols/", import.meta.url);
/** Longest example value that is shown whole. */
const LONGEST_EXAMPLE = 40;

/** One field that the samples of a protocol show. */
export interface ShownField {
  /** Names from the message down, with `[]` for lists: "items[].area". */
  path: string;
  /** Types of JSON seen there: "number", "text", "yes or no". */
  types: Set<string>;
  example: string;
}

/** What the page tells of one protocol. */
export interface ProtocolFacts {
  dissector: Dissector;
  /** The sentence after "Not decoded:" at the head of its file; "" when it has none. */
  notDecoded: string;
  /** How many captures of the collection that `npm run truth` reads hold its messages. */
  captures: number;
  /** Names of operations by act, without the entry for codes that the standard does not name. */
  operations: Map<string, string[]>;
  fields: ShownField[];
}

/** Everything docs/protocols.md is made from: the dissectors, the heads of their files and what their samples show. */
export async function protocolFacts(): Promise<ProtocolFacts[]> {
  const heads = await fileHeads();
  const held = heldBefore();
  const facts: ProtocolFacts[] = [];
  for (const dissector of PROTOCOLS) {
    facts.push({
      dissector,
      notDecoded: notDecodedIn(heads.get(dissector) ?? ""),
      captures: held[dissector.name] ?? 0,
      operations: operationsOf(dissector.name),
      fields: await fieldsOf(dissector),
    });
  }
  return facts.sort((one, other) => (one.dissector.name < other.dissector.name ? -1 : 1));
}

/** The page docs/protocols.md. */
export function protocolsDocument(facts: readonly ProtocolFacts[]): string {
  return [
    "# Protocols",
    "",
    "Made by `npm run documents` from `src/dissect/protocols/`; do not edit by hand.",
    "",
    "What each dissector reads, under the names that `bulkhead dissect` prints. Ports and types are hints: the bytes",
    "decide, so that a protocol is also found elsewhere. Acts say what an operation does to the device",
    "(`src/model/act.ts`). The fields are those that the samples beside the dissectors show; messages of other kinds may",
    "show more. Examples come from made-up samples.",
    "",
    "| Protocol | Name | World | Carried by |",
    "|---|---|---|---|",
    ...facts.map(
      ({ dissector }) =>
        `| [${dissector.name}](#${anchorOf(dissector.title)}) | ${cell(dissector.title)} | ${dissector.world} | ${cell(carriedBy(dissector))} |`,
    ),
    "",
    ...facts.flatMap(section),
  ].join("\n");
}

function section({ dissector, notDecoded, captures, operations, fields }: ProtocolFacts): string[] {
  const names = [...new Set([dissector.name, ...(dissector.aliases ?? [])])].map((name) => `\`${name}\``).join(", ");
  const count = [...operations.values()].reduce((sum, list) => sum + list.length, 0);
  return [
    `## ${dissector.title}`,
    "",
    `- **Name**: ${names}`,
    `- **Standard**: ${dissector.standard}`,
    `- **Carried by**: ${carriedBy(dissector)}`,
    ...(dissector.authentication === undefined ? [] : [`- **Authentication**: ${dissector.authentication}`]),
    `- **Not decoded**: ${notDecoded}`,
    `- **Tested on**: ${testedOn(captures)}`,
    "",
    "<details>",
    `<summary>${count} ${count === 1 ? "operation" : "operations"}</summary>`,
    "",
    "| Act | Operations |",
    "|---|---|",
    ...[...operations].map(([act, list]) => `| ${act} | ${list.map((name) => `\`${name}\``).join(", ")} |`),
    "",
    "</details>",
    "",
    "<details>",
    `<summary>${fields.length} ${fields.length === 1 ? "field" : "fields"}</summary>`,
    "",
    "| Field | Type | Example |",
    "|---|---|---|",
    ...fields.map(
      ({ path, types, example }) =>
        `| \`${path}\` | ${[...types].sort().join(" or ")} | ${example === "" ? "" : `\`${cell(example)}\``} |`,
    ),
    "",
    "</details>",
    "",
  ];
}

function testedOn(captures: number): string {
  const built = "bytes built from the standard";
  if (captures === 0) return `${built} alone; no capture of others holds it`;
  return `${built}, and ${captures === 1 ? "a capture" : `${captures} captures`} of others ([truth](truth.md))`;
}

/** The head comment of the file of each dissector. */
async function fileHeads(): Promise<Map<Dissector, string>> {
  const heads = new Map<Dissector, string>();
  const names = (readdirSync(FOLDER, { recursive: true }) as string[]).map((name) => name.replaceAll("\\", "/"));
  for (const name of names) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.startsWith("samples/") || name === "list.ts")
      continue;
    const url = new URL(name, FOLDER);
    const module = (await import(url.href)) as Record<string, unknown>;
    const own = Object.values(module).filter((value) => PROTOCOLS.includes(value as Dissector)) as Dissector[];
    if (own.length === 0) continue;
    const lines = readFileSync(fileURLToPath(url), "utf8").split("\n");
    const end = lines.findIndex((line) => !line.startsWith("//"));
    const head = lines
      .slice(0, end)
      .map((line) => line.replace(/^\/\/ ?/, ""))
      .join(" ");
    for (const dissector of own) heads.set(dissector, head);
  }
  return heads;
}

/** What stands after "Not decoded:", to the end of the head; "" without one. */
export function notDecodedIn(head: string): string {
  const at = head.indexOf("Not decoded:");
  return at < 0 ? "" : head.slice(at + "Not decoded:".length).trim();
}

function operationsOf(protocol: string): Map<string, string[]> {
  const byAct = new Map<string, Set<string>>();
  for (let index = 0; index < operationCount(); index++) {
    const entry = operationAt(index);
    if (entry.protocol !== protocol || entry.name === "unnamed_function") continue;
    const list = byAct.get(entry.act) ?? new Set();
    list.add(entry.name);
    byAct.set(entry.act, list);
  }
  return new Map(
    [...byAct].sort(([one], [other]) => (one < other ? -1 : 1)).map(([act, names]) => [act, [...names].sort()]),
  );
}

/** The fields that the samples of a protocol show, in the order in which they first appear. */
async function fieldsOf(dissector: Dissector): Promise<ShownField[]> {
  const { SAMPLES } = (await import(new URL(`samples/${dissector.name}.ts`, FOLDER).href)) as {
    SAMPLES: readonly Exchange[];
  };
  const others = PROTOCOLS.filter((entry) => entry !== dissector);
  const fields = new Map<string, ShownField>();
  for (const exchange of SAMPLES) {
    for (const message of dissectExchange(exchange, [dissector, ...others])) {
      if (message.protocol === dissector.name) collect(fields, "", message.fields);
    }
  }
  return [...fields.values()];
}

function collect(fields: Map<string, ShownField>, path: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) collect(fields, `${path}[]`, entry);
    return;
  }
  if (typeof value === "object") {
    for (const [name, inner] of Object.entries(value)) collect(fields, path === "" ? name : `${path}.${name}`, inner);
    return;
  }
  const known = fields.get(path) ?? { path, types: new Set(), example: "" };
  known.types.add(typeof value === "string" ? "text" : typeof value === "boolean" ? "yes or no" : "number");
  if (known.example === "") known.example = exampleOf(String(value as string | number | boolean));
  fields.set(path, known);
}

/** A value as it can stand in a table: printable ASCII in one line, cut where it is long. */
function exampleOf(text: string): string {
  const line = text
    .replaceAll(/[^\x20-\x7e]/g, " ")
    .replaceAll("`", "'")
    .trim();
  return line.length > LONGEST_EXAMPLE ? `${line.slice(0, LONGEST_EXAMPLE - 3).trimEnd()}...` : line;
}

function carriedBy(dissector: Dissector): string {
  return dissector.carriage.map(carriageText).join("; ");
}

function carriageText(carriage: Carriage): string {
  switch (carriage.over) {
    case "tcp":
    case "udp":
    case "sctp":
      return numbered(carriage.over.toUpperCase(), "port", ranges(carriage.ports));
    case "ip":
      return numbered("IP", "protocol", carriage.protocols.map(String));
    case "ethernet":
      return numbered(
        "Ethernet",
        "type",
        carriage.types.map((type) => hex(type, 4)),
      );
    case "llc":
      return numbered("LLC", "type", carriage.types.map(llcText));
    case "inside":
      return `inside ${carriage.carrier}`;
  }
}

function numbered(over: string, what: string, numbers: readonly string[]): string {
  if (numbers.length === 0) return `${over}, any ${what}`;
  const several = numbers.length > 1 || /^\d+[-,]/.test(numbers[0] as string);
  return `${over} ${what}${several ? "s" : ""} ${numbers.join(", ")}`;
}

/** Numbers in order, neighbors as "47808-47823". */
function ranges(numbers: readonly number[]): string[] {
  const sorted = [...numbers].sort((one, other) => one - other);
  const runs: [from: number, to: number][] = [];
  for (const number of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}-${to}`));
}

/** SNAP types carry an organization in their upper part. */
function llcText(type: number): string {
  if (type < 256) return hex(type, 2);
  return `SNAP ${hex(Math.floor(type / 65_536), 6).slice(2)}-${hex(type % 65_536, 4).slice(2)}`;
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");
}
