import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OracleAnswer } from "./compare.ts";

/** Which Wireshark answers: the WebAssembly build from npm, or an installed tshark. */
export type OracleName = "wiregasm" | "tshark";

/** Raised by a change of what is asked of the oracle, so that older cached answers are not used. */
const QUESTION = 2;
const FAILED: OracleAnswer = {
  oracle: "none",
  frames: -1,
  stacks: [],
  stackOf: [],
  retransmitted: [],
  malformed: [],
};

const versions = new Map<OracleName, string>();

/** Version of the oracle as a cache key, or "" when it is not installed. */
export function oracleVersion(name: OracleName): string {
  const known = versions.get(name) ?? readVersion(name);
  versions.set(name, known);
  return known;
}

function readVersion(name: OracleName): string {
  try {
    if (name === "tshark") {
      const line = execFileSync("tshark", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      return `tshark-${/\d+\.\d+\.\d+/.exec(line)?.[0] ?? "unknown"}`;
    }
    const library = createRequire(import.meta.url).resolve("@goodtools/wiregasm/dist/wiregasm.js");
    const description = JSON.parse(readFileSync(join(library, "../../package.json"), "utf8")) as { version: string };
    return `wiregasm-${description.version}`;
  } catch {
    return "";
  }
}

/** Asks the oracle about the captures (absolute paths), from the cache where it has been asked before. */
export async function askOracle(
  name: OracleName,
  captures: readonly string[],
  cache: string,
  progress: (done: number) => void,
): Promise<OracleAnswer[]> {
  const version = oracleVersion(name);
  const folder = join(cache, `${version}-${QUESTION}`);
  mkdirSync(folder, { recursive: true });
  const files = captures.map((capture) => {
    const hash = createHash("sha256").update(readFileSync(capture)).digest("hex");
    return join(folder, `${hash}.json`);
  });
  let waiting = captures
    .map((capture, index) => ({ capture, answer: files[index] }))
    .filter((one) => !existsSync(one.answer));
  while (waiting.length > 0) {
    if (name === "wiregasm") {
      const asked = waiting;
      const tell = () => progress(captures.length - asked.filter((one) => !existsSync(one.answer)).length);
      await runWiregasm(waiting, folder, "list.jsonl", tell);
    } else await runTshark(waiting[0]);
    const before = waiting.length;
    waiting = waiting.filter((one) => !existsSync(one.answer));
    if (waiting.length === before || (name === "wiregasm" && waiting.length > 0)) {
      // The oracle ended on its next capture: that one has no answer, and the others go on.
      writeFileSync(waiting[0].answer, JSON.stringify(FAILED));
      waiting.shift();
    }
    progress(captures.length - waiting.length);
  }
  return files.map((file) => JSON.parse(readFileSync(file, "utf8")) as OracleAnswer);
}

/** Runs the WebAssembly build on the jobs of a list file until it ends or dies. */
export function runWiregasm(
  jobs: readonly object[],
  folder: string,
  listName: string,
  progress: () => void,
): Promise<void> {
  const list = join(folder, listName);
  writeFileSync(list, jobs.map((one) => JSON.stringify(one)).join("\n"));
  const child = spawn(process.execPath, [fileURLToPath(new URL("wiregasm.ts", import.meta.url)), list], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const timer = setInterval(progress, 2000);
  let complaint = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(timer);
      if (code !== 0)
        console.error(`\nThe oracle ended (${code}): ${/^\w*Error: .*$/m.exec(complaint)?.[0] ?? complaint}`);
      resolve();
    });
  });
}

const FIELDS = ["frame.protocols", "tcp.analysis.retransmission", "_ws.malformed"];

function runTshark(one: { capture: string; answer: string }): Promise<void> {
  const fields = FIELDS.flatMap((field) => ["-e", field]);
  const child = spawn("tshark", ["-n", "-2", "-r", one.capture, "-T", "fields", "-E", "occurrence=f", ...fields], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const answer: OracleAnswer = { ...FAILED, oracle: oracleVersion("tshark").replace("-", " ") };
  answer.stacks = [];
  answer.stackOf = [];
  answer.retransmitted = [];
  answer.malformed = [];
  const stackIndex = new Map<string, number>();
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [stack, retransmitted, malformed] = line.split("\t");
      let known = stackIndex.get(stack);
      if (known === undefined) {
        known = answer.stacks.push(stack) - 1;
        stackIndex.set(stack, known);
      }
      const frame = answer.stackOf.push(known);
      if (retransmitted) answer.retransmitted.push(frame);
      if (malformed) answer.malformed.push(frame);
    }
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      // Exit code 2 with frames is a capture cut at its end; without frames it was not opened.
      answer.frames = code !== 0 && answer.stackOf.length === 0 ? -1 : answer.stackOf.length;
      writeFileSync(one.answer, JSON.stringify(answer));
      resolve();
    });
  });
}
