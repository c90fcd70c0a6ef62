import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DissectedMessage } from "./field.ts";

const COMMAND = fileURLToPath(new URL("../../bin/bulkhead.js", import.meta.url));
/** A capture that takes longer than this is stopped and reported. */
const LONGEST_MILLISECONDS = 180_000;

/** The frames in which `bulkhead dissect` shows messages of one capture. */
export interface DissectedCapture {
  /** Per protocol the 1-based frames. */
  frames: Map<string, Set<number>>;
  messages: number;
  exitCode: number;
  /** "" or what went wrong: the first line of standard error, lines that are not JSON, a stop after too long. */
  trouble: string;
}

/** Runs `bulkhead dissect` on one capture, as its user would, and gives each of its lines to `listen`. */
export function dissectCapture(
  capture: string,
  listen: (message: DissectedMessage) => void = () => {},
): Promise<DissectedCapture> {
  const child = spawn(process.execPath, [COMMAND, "dissect", capture], { stdio: ["ignore", "pipe", "pipe"] });
  const result: DissectedCapture = { frames: new Map(), messages: 0, exitCode: -1, trouble: "" };
  let complaint = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    if (complaint.length < 2000) complaint += text;
  });
  const timer = setTimeout(() => {
    result.trouble = `stopped after ${LONGEST_MILLISECONDS / 1000} s`;
    child.kill("SIGKILL");
  }, LONGEST_MILLISECONDS);
  createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    let message: { frame?: unknown; protocol?: unknown };
    try {
      message = JSON.parse(line);
    } catch {
      result.trouble ||= `not JSON: ${line.slice(0, 100)}`;
      return;
    }
    if (typeof message.frame !== "number" || typeof message.protocol !== "string") {
      result.trouble ||= `no frame or protocol: ${line.slice(0, 100)}`;
      return;
    }
    result.messages++;
    let frames = result.frames.get(message.protocol);
    if (frames === undefined) {
      frames = new Set();
      result.frames.set(message.protocol, frames);
    }
    frames.add(message.frame);
    listen(message as DissectedMessage);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      result.exitCode = code ?? -1;
      // 3 says that part of the capture could not be read, 1 that nothing could: a broken file, unless a stack is shown.
      const crashed = /^ {4}at /m.test(complaint) || (code === 1 && result.messages > 0);
      if (crashed || ![0, 1, 3].includes(result.exitCode)) {
        result.trouble ||= `exit code ${result.exitCode}: ${complaint.trim().split("\n")[0]}`;
      }
      resolve(result);
    });
  });
}

/** Calls `work` for every item, `jobs` at a time; results stand in the order of the items. */
export async function inParallel<In, Out>(
  items: readonly In[],
  jobs: number,
  work: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}
