import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Column } from "./field-compare.ts";
import { type OracleName, oracleVersion, runWiregasm } from "./oracle.ts";

/** Columns wanted of the frames of one protocol, and where the answer goes. */
export interface FieldQuestion {
  answer: string;
  filter: string;
  columns: readonly string[];
}

/** Values of the columns, sparse: `frames[i]` has `values[i]`. */
export interface FieldAnswer {
  /** Columns that this oracle does not know. */
  unknown: string[];
  columns: { name: string; frames: number[]; values: string[] }[];
}

/** What is asked of one capture: per protocol a filter and columns. */
export interface CaptureQuestions {
  /** Absolute path. */
  capture: string;
  questions: readonly { protocol: string; filter: string; columns: readonly string[] }[];
}

/** Raised by a change of how columns are asked for. */
const QUESTION = 1;

/** Per capture and protocol the columns; those an oracle could not answer are missing. */
export type FieldAnswers = Map<string, { columns: Map<string, Column>; unknown: string[] }>;

/** Answers of one capture; read when it is compared, since all together would fill the memory. */
export type AnswerReader = () => FieldAnswers;

/** Asks the oracle for the columns of all captures, one load per capture, from the cache where asked before. */
export async function askForFields(
  name: OracleName,
  captures: readonly CaptureQuestions[],
  cache: string,
  progress: (done: number, of: number) => void,
): Promise<AnswerReader[]> {
  const folder = join(cache, `${oracleVersion(name)}-fields-${QUESTION}`);
  mkdirSync(folder, { recursive: true });
  const all = captures.map(({ capture, questions }) => {
    const content = createHash("sha256").update(readFileSync(capture)).digest("hex").slice(0, 32);
    const parts = questions.map(({ filter, columns, protocol }) => {
      const question = createHash("sha256")
        .update(JSON.stringify([filter, columns]))
        .digest("hex")
        .slice(0, 16);
      return { protocol, answer: join(folder, `${content}-${protocol}-${question}.json`), filter, columns };
    });
    return { capture, parts };
  });
  const missing = () =>
    all
      .map(({ capture, parts }) => ({ capture, parts: parts.filter((part) => !existsSync(part.answer)) }))
      .filter(({ parts }) => parts.length > 0);
  let waiting = missing();
  const first = waiting.length;
  while (waiting.length > 0) {
    const tell = () => progress(first - waiting.filter(({ parts }) => !existsSync(parts[0].answer)).length, first);
    if (name === "wiregasm") await runWiregasm(waiting, folder, "fields.jsonl", tell);
    else await askTshark(waiting[0].capture, waiting[0].parts);
    const before = waiting.length;
    waiting = missing();
    if (waiting.length > 0 && (name === "wiregasm" || waiting.length === before)) {
      // The oracle ended on this capture: it has no answer, and the others go on.
      for (const part of waiting[0].parts) writeFileSync(part.answer, JSON.stringify({ unknown: [], columns: [] }));
      waiting = missing();
    }
    progress(first - waiting.length, first);
  }
  return all.map(({ parts }) => () => {
    const answers: FieldAnswers = new Map();
    for (const part of parts) {
      const { unknown, columns } = JSON.parse(readFileSync(part.answer, "utf8")) as FieldAnswer;
      const byName = new Map<string, Column>();
      for (const { name: column, frames, values } of columns) {
        byName.set(column, new Map(frames.map((frame, index) => [frame, values[index] ?? ""])));
      }
      answers.set(part.protocol, { columns: byName, unknown });
    }
    return answers;
  });
}

/** A function that files the value of one of the `asked` columns with each part that wants it. */
export function sortedInto(
  parts: readonly FieldQuestion[],
  asked: readonly string[],
  answers: readonly FieldAnswer[],
): (column: number, frame: number, value: string) => void {
  const takers = asked.map((name) => {
    const lists: FieldAnswer["columns"] = [];
    for (const [index, part] of parts.entries()) {
      if (!part.columns.includes(name)) continue;
      const list = { name, frames: [], values: [] };
      answers[index].columns.push(list);
      lists.push(list);
    }
    return lists;
  });
  return (column, frame, value) => {
    for (const list of takers[column]) {
      list.frames.push(frame);
      list.values.push(value);
    }
  };
}

let tsharkFields: Set<string> | undefined;

/** tshark refuses a question with one unknown field, so those are left out and told. */
function knownToTshark(columns: readonly string[]): string[] {
  tsharkFields ??= new Set(
    execFileSync("tshark", ["-G", "fields"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 28,
    })
      .split("\n")
      .map((line) => line.split("\t")[2]),
  );
  return columns.filter((column) => tsharkFields?.has(column));
}

async function askTshark(capture: string, parts: readonly FieldQuestion[]): Promise<void> {
  const asked = knownToTshark([...new Set(parts.flatMap((part) => part.columns))]);
  const answers = parts.map((part): FieldAnswer => {
    return { unknown: part.columns.filter((column) => !asked.includes(column)), columns: [] };
  });
  const sorted = sortedInto(parts, asked, answers);
  const filter = parts.map((part) => `(${part.filter})`).join(" || ");
  const wanted = ["frame.number", ...asked].flatMap((column) => ["-e", column]);
  const child = spawn("tshark", ["-n", "-2", "-r", capture, "-Y", filter, "-T", "fields", ...wanted], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    const [number, ...values] = line.split("\t");
    for (const [column, value] of values.entries()) if (value !== "") sorted(column, Number(number), value);
  }
  await ended;
  for (const [index, part] of parts.entries()) writeFileSync(part.answer, JSON.stringify(answers[index]));
}
