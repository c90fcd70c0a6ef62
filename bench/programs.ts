import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Something that is measured on the mix. */
export interface Program {
  name: string;
  /** What it does with the mix. */
  does: string;
  ours: boolean;
  command: readonly string[];
  /** Variables set for it besides those of this process. */
  environment?: Record<string, string>;
  /** Packets it reads when fewer than all. */
  packets?: number;
  /** Exit codes of a run that did all its work; 0 when left out. */
  succeeds?: readonly number[];
  /** Packets that a run counted itself, read from its output or files; undefined when it does not say. */
  counted?: (output: string) => number | undefined;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Last line of output as JSON, its packets. */
function packetsOf(output: string): number | undefined {
  try {
    return (JSON.parse(output.trim().split("\n").at(-1) ?? "") as { packets?: number }).packets;
  } catch {
    return undefined;
  }
}

/** Packets that an assessment says it read; undefined when none was written, so that doing nothing is not fast. */
function assessedPackets(folder: string): number | undefined {
  try {
    const text = readFileSync(join(folder, "assessment.json"), "utf8");
    return (JSON.parse(text) as { summary?: { frames?: number } }).summary?.frames;
  } catch {
    return undefined;
  }
}

const STAGES: readonly (readonly [string, string])[] = [
  ["walk", "reads every record"],
  ["decode", "and finds link, network and transport"],
  ["flows", "and keeps two-way flows"],
  ["dissect", "and reads every message of every protocol, streams reassembled"],
];

/** First line that a program prints about its version, or "" when it is not installed. */
export function versionOf(program: string, flag: string): string {
  try {
    const output = execFileSync(program, [flag], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    return /\d+\.\d+(\.\d+)?/.exec(output)?.[0] ?? "";
  } catch (error) {
    // ndpiReader prints its help, version included, and answers with an error code.
    const { stdout } = error as { stdout?: unknown };
    const output = typeof stdout === "string" ? stdout : "";
    return /\d+\.\d+(\.\d+)?/.exec(output)?.[0] ?? "";
  }
}

/** Everything to be measured on `mix`, our assessment written to `folder`; programs not installed are left out. */
export function programs(mix: string, folder: string, tsharkPackets: number, totalPackets: number): Program[] {
  const list: Program[] = STAGES.map(([name, does]) => ({
    name,
    does,
    ours: true,
    command: [process.execPath, here(`stages/${name}.ts`), mix],
    // The command keeps compiled code between runs, so its stages do too.
    environment: { NODE_COMPILE_CACHE: here("../.build/bench/compiled") },
    counted: packetsOf,
  }));
  list.push({
    name: "assess",
    does: "the whole command: devices, levels, findings, blind spots, four files written",
    ours: true,
    command: [process.execPath, here("../bin/bulkhead.js"), "assess", mix, "--out", folder],
    // 3 says that some frames of the mix were cut when they were captured.
    succeeds: [0, 3],
    counted: () => assessedPackets(folder),
  });
  const ndpi = versionOf("ndpiReader", "-h");
  if (ndpi !== "") {
    list.push({
      name: `ndpiReader ${ndpi}`,
      does: "names the protocol of each flow from its first packets (-q)",
      ours: false,
      command: ["ndpiReader", "-i", mix, "-q"],
    });
  }
  const tshark = versionOf("tshark", "--version");
  if (tshark !== "") {
    const packets = Math.min(tsharkPackets, totalPackets);
    list.push({
      name: `tshark ${tshark}`,
      does: `counts protocols (-q -z io,phs) on the first ${packets} packets, its memory grows with each`,
      ours: false,
      command: ["tshark", "-n", "-q", "-z", "io,phs", "-r", mix, "-c", `${packets}`],
      packets,
    });
  }
  const tcpdump = versionOf("tcpdump", "--version");
  if (tcpdump !== "") {
    list.push({
      name: `tcpdump ${tcpdump}`,
      does: "copies records to nowhere (-w /dev/null): what reading costs in C",
      ours: false,
      command: ["tcpdump", "-n", "-r", mix, "-w", "/dev/null"],
    });
  }
  return list;
}
