import { type DissectedMessage, field } from "../field.ts";
import { number, rounded } from "../normalize.ts";
import type { LogMap, LogRow } from "../zeek-log.ts";

const OBJECT = /^g(\d+)v(\d+)(?:, .*?)?(?:start: (\d+) stop: (\d+))?(?:count: (\d+))?$/;
const POINT = /^\[(\d+)\](?: - flags: (0x[0-9A-F]+))?(?: (?:value|count): (\S+))?/;
const MESSAGE = /\((0x[0-9A-F]+)\) fir: (\d) fin: (\d) con: (\d) uns: (\d) seq: (0x[0-9A-F]+)/;
const LINK =
  /master: (\d) pri: (\d) fcb: (\d) fcv: (\d) func: .*\((0x[0-9A-F]+)\) .* length: (\d+) dest: (\d+) src: (\d+)/;
const TRANSPORT = /^fir: (\d) fin: (\d) seq: (\d+)/;

/** The report of a conformance test: a table of times, layers with a direction ("--A->", "<-L--"), and words. */
function read(html: string): LogRow[] {
  const rows: LogRow[] = [];
  let inMessage = false;
  for (const [, cells] of html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)) {
    const [, marker, words] = [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => plain(cell));
    if (words === undefined) continue;
    if (marker !== "") inMessage = marker.includes("A");
    const found = marker === "" ? inMessage && rowOf(words) : layerOf(marker, words);
    if (found) rows.push(found);
  }
  return rows;
}

const plain = (cell: string) =>
  cell
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|nbsp|amp);/g, (_, name: string) => ({ lt: "<", gt: ">", nbsp: " ", amp: "&" })[name] ?? "")
    .trim();

function named(match: RegExpExecArray | null, ...names: string[]): LogRow | undefined {
  if (match === null) return undefined;
  return Object.fromEntries(
    names.map((name, index) => [name, match[index + 1]]).filter(([, value]) => value !== undefined),
  );
}

function rowOf(words: string): LogRow | undefined {
  return (
    named(/^delay: (\d+)/.exec(words), "value") ??
    named(OBJECT.exec(words), "group", "variation", "start", "stop", "quantity") ??
    named(POINT.exec(words), "index", "flags", "value")
  );
}

function layerOf(marker: string, words: string): LogRow | undefined {
  if (marker.includes("A")) return named(MESSAGE.exec(words), "function", "fir", "fin", "con", "uns", "seq");
  if (marker.includes("T")) return named(TRANSPORT.exec(words), "transport_fir", "transport_fin", "transport_seq");
  return named(LINK.exec(words), "master", "pri", "fcb", "fcv", "link_function", "length", "dest", "src");
}

const isPrimary = (message: DissectedMessage) => message["link_prm"] === true;
const POINTS = "object_headers.objects";

/** What opendnp3 says of every message of its conformance tests, layer by layer. */
export const opendnp3: LogMap = {
  log: "opendnp3",
  file: /^log\.html$/,
  protocol: "dnp3",
  read,
  whole: true,
  fields: [
    field("link_dir", "master", number),
    field("link_prm", "pri", number),
    { ...field("link_fcb", "fcb", number, { when: isPrimary }), rows: (row) => row["pri"] === "1" },
    { ...field("link_fcv", "fcv", number, { when: isPrimary }), rows: (row) => row["pri"] === "1" },
    field("link_function_code", "link_function", number),
    field("link_length", "length", number),
    field("dnp3_destination", "dest", number),
    field("dnp3_source", "src", number),
    field("transport_fir", "transport_fir", number),
    field("transport_fin", "transport_fin", number),
    field("transport_sequence", "transport_seq", number),
    field("function_code", "function", number),
    field("application_fir", "fir", number),
    field("application_fin", "fin", number),
    field("application_con", "con", number),
    field("application_uns", "uns", number),
    field("application_sequence", "seq", number),
    field("object_headers.group", "group", number),
    field("object_headers.variation", "variation", number),
    field("object_headers.start", "start", number),
    field("object_headers.stop", "stop", number),
    field(`${POINTS}.index`, "index", number),
    field(`${POINTS}.flags`, "flags", number),
    field(`${POINTS}.value`, "value", rounded(5), {
      turn: (value) => (typeof value === "number" ? value : undefined),
    }),
  ],
};
