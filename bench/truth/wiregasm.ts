/**
 * Child process of the oracle: reads `{capture, answer}` or `{capture, parts}` lines from the argument file and writes
 * the answer files. It is its own process because WebAssembly that was given a hostile file may die.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { OracleAnswer } from "./compare.ts";
import { type FieldAnswer, type FieldQuestion, sortedInto } from "./field-oracle.ts";

interface Vector<T> {
  size(): number;
  get(index: number): T;
  delete(): void;
}
interface Wiregasm {
  FS: { writeFile(path: string, bytes: Uint8Array | string): void; unlink(path: string): void };
  init(): boolean;
  setPref(module: string, name: string, value: string): { code: number; error: string };
  applyPreferences(): void;
  checkFilter(filter: string): { ok: boolean };
  wiresharkVersion(): string;
  DissectSession: new (
    path: string,
  ) => {
    load(): { code: number; summary: { packet_count: number } };
    getFrames(
      filter: string,
      skip: number,
      limit: number,
    ): { frames: Vector<{ number: number; columns: Vector<string> }> };
    delete(): void;
  };
}

const COLUMNS = ["frame.protocols", "tcp.analysis.retransmission", "_ws.malformed"];
/** Longest value of the preference for columns. */
const LONGEST_FORMAT = 3900;
const FRAMES_AT_ONCE = 25_000;
const UPLOAD = "/uploads/capture";

async function openWiregasm(): Promise<Wiregasm> {
  const script = createRequire(import.meta.url).resolve("@goodtools/wiregasm/dist/wiregasm.js");
  const { default: load } = await import(pathToFileURL(script).href);
  const library = (await load({
    locateFile: (name: string) => script.replace(/wiregasm\.js$/, name),
    print: () => {},
    printErr: () => {},
    handleStatus: () => {},
  })) as Wiregasm;
  library.FS.writeFile("/wireshark/preferences", `gui.column.format: ${columnFormat(COLUMNS, "R")}\n`);
  library.init();
  return library;
}

/** Columns with every occurrence of a field: as Wireshark names the values ("R"), or as they are ("U"). */
function columnFormat(fields: readonly string[], as: "R" | "U"): string {
  return fields.map((field) => `"-","%Cus:${field}:0:${as}"`).join(",");
}

function setColumns(library: Wiregasm, format: string): void {
  const { code, error } = library.setPref("gui", "column.format", format);
  if (code !== 0) throw new Error(`columns refused (${code} ${error}): ${format.length} characters`);
  library.applyPreferences();
}

/** Fields in groups whose columns fit into what a preference may hold. */
function inLoads(fields: readonly string[]): string[][] {
  const loads: string[][] = [];
  let room = 0;
  for (const field of fields) {
    const length = columnFormat([field], "U").length + 1;
    if (length > room) {
      loads.push([]);
      room = LONGEST_FORMAT;
    }
    loads[loads.length - 1].push(field);
    room -= length;
  }
  return loads;
}

function ask(library: Wiregasm, path: string): OracleAnswer {
  const answer: OracleAnswer = {
    oracle: `Wireshark ${library.wiresharkVersion()} (wiregasm)`,
    frames: -1,
    stacks: [],
    stackOf: [],
    retransmitted: [],
    malformed: [],
  };
  setColumns(library, columnFormat(COLUMNS, "R"));
  library.FS.writeFile(UPLOAD, readFileSync(path));
  const session = new library.DissectSession(UPLOAD);
  const loaded = session.load();
  // A capture that breaks off answers with an error and the frames before the break.
  if (loaded.code === 0 || loaded.summary.packet_count > 0) {
    answer.frames = loaded.summary.packet_count;
    const stackIndex = new Map<string, number>();
    for (let skip = 0; skip < answer.frames; skip += FRAMES_AT_ONCE) {
      const { frames } = session.getFrames("", skip, FRAMES_AT_ONCE);
      for (let index = 0; index < frames.size(); index++) {
        const { columns } = frames.get(index);
        const stack = columns.get(0);
        let known = stackIndex.get(stack);
        if (known === undefined) {
          known = answer.stacks.push(stack) - 1;
          stackIndex.set(stack, known);
        }
        const frame = answer.stackOf.push(known);
        if (columns.get(1) !== "") answer.retransmitted.push(frame);
        if (columns.get(2) !== "") answer.malformed.push(frame);
        columns.delete();
      }
      frames.delete();
    }
  }
  session.delete();
  library.FS.unlink(UPLOAD);
  return answer;
}

function askFields(library: Wiregasm, path: string, parts: readonly FieldQuestion[]): FieldAnswer[] {
  const asked = [...new Set(parts.flatMap((part) => part.columns))];
  const known = asked.filter((column) => library.checkFilter(column).ok);
  const answers = parts.map((part): FieldAnswer => {
    return { unknown: part.columns.filter((column) => !known.includes(column)), columns: [] };
  });
  const filter = parts.map((part) => `(${part.filter})`).join(" || ");
  library.FS.writeFile(UPLOAD, readFileSync(path));
  for (const load of inLoads(known)) {
    setColumns(library, columnFormat(load, "U"));
    const session = new library.DissectSession(UPLOAD);
    session.load();
    const sorted = sortedInto(parts, load, answers);
    for (let skip = 0; ; skip += FRAMES_AT_ONCE) {
      const { frames } = session.getFrames(filter, skip, FRAMES_AT_ONCE);
      const count = frames.size();
      for (let index = 0; index < count; index++) {
        const { number, columns } = frames.get(index);
        for (let column = 0; column < load.length; column++) {
          const value = columns.get(column);
          // A text that is no UTF-8 comes as null.
          if (value) sorted(column, number, value);
        }
        columns.delete();
      }
      frames.delete();
      if (count < FRAMES_AT_ONCE) break;
    }
    session.delete();
  }
  library.FS.unlink(UPLOAD);
  return answers;
}

function write(path: string, answer: object): void {
  writeFileSync(`${path}.part`, JSON.stringify(answer));
  renameSync(`${path}.part`, path);
}

const library = await openWiregasm();
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") continue;
  const { capture, answer, parts } = JSON.parse(line) as { capture: string; answer?: string; parts?: FieldQuestion[] };
  if (answer !== undefined) write(answer, ask(library, capture));
  if (parts !== undefined) {
    for (const [index, found] of askFields(library, capture, parts).entries()) write(parts[index].answer, found);
  }
}
