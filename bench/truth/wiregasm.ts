/**
 * Child process of the oracle: reads `{capture, answer}` lines from the argument file and writes one answer file per
 * capture. It is its own process because WebAssembly that was given a hostile file may die.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { OracleAnswer } from "./compare.ts";

interface Vector<T> {
  size(): number;
  get(index: number): T;
  delete(): void;
}
interface Wiregasm {
  FS: { writeFile(path: string, bytes: Uint8Array | string): void; unlink(path: string): void };
  init(): boolean;
  wiresharkVersion(): string;
  DissectSession: new (
    path: string,
  ) => {
    load(): { code: number; summary: { packet_count: number } };
    getFrames(filter: string, skip: number, limit: number): { frames: Vector<{ columns: Vector<string> }> };
    delete(): void;
  };
}

const COLUMNS = ["frame.protocols", "tcp.analysis.retransmission", "_ws.malformed"];
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
  const columns = COLUMNS.map((field) => `"${field}", "%Cus:${field}:0:R"`).join(", ");
  library.FS.writeFile("/wireshark/preferences", `gui.column.format: ${columns}\n`);
  library.init();
  return library;
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

const library = await openWiregasm();
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") continue;
  const { capture, answer } = JSON.parse(line) as { capture: string; answer: string };
  writeFileSync(`${answer}.part`, JSON.stringify(ask(library, capture)));
  renameSync(`${answer}.part`, answer);
}
