import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** One run of a command in a process of its own. */
export interface Measurement {
  exitCode: number;
  /** User and system time of the process and its children, in seconds; resolution 10 ms. */
  cpuSeconds: number;
  wallSeconds: number;
  /** Most resident memory in bytes, read every 20 ms; 0 where there is no /proc. */
  peakBytes: number;
  output: string;
}

const LONGEST_OUTPUT = 1_000_000;
const POLL_MILLISECONDS = 20;

/**
 * Runs a command and measures it from outside, so that programs in any language are measured alike: the shell's
 * `times` gives CPU time, /proc the high-water mark of memory. Needs a POSIX shell.
 */
export function measure(command: readonly string[], environment: Record<string, string> = {}): Promise<Measurement> {
  const script = '"$@" & echo "pid $!" >&3; wait $!; status=$?; times >&3; exit $status';
  const begin = performance.now();
  const shell = spawn("sh", ["-c", script, "sh", ...command], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let notes = "";
  let output = "";
  let complaint = "";
  let peak = 0;
  const sample = () => {
    const pid = /^pid (\d+)$/m.exec(notes)?.[1];
    if (pid !== undefined) peak = Math.max(peak, peakOf(pid));
  };
  const timer = setInterval(sample, POLL_MILLISECONDS);
  shell.stdio[3]?.on("data", (bytes: Uint8Array) => {
    notes += new TextDecoder().decode(bytes);
    sample();
  });
  shell.stdout?.on("data", (bytes: Uint8Array) => {
    if (output.length < LONGEST_OUTPUT) output += new TextDecoder().decode(bytes);
  });
  shell.stderr?.on("data", (bytes: Uint8Array) => {
    if (complaint.length < 2000) complaint += new TextDecoder().decode(bytes);
  });
  return new Promise((resolve, reject) => {
    shell.on("error", reject);
    shell.on("close", (code) => {
      clearInterval(timer);
      // `times` prints the shell's own time first and that of its children on the second line.
      const children = [...notes.matchAll(/(\d+)m([\d.]+)s/g)].slice(2);
      resolve({
        exitCode: code ?? -1,
        cpuSeconds: children.reduce((sum, match) => sum + Number(match[1]) * 60 + Number(match[2]), 0),
        wallSeconds: (performance.now() - begin) / 1000,
        peakBytes: peak,
        output: output === "" ? complaint : output,
      });
    });
  });
}

/** High-water mark of resident memory of a process and its direct children, in bytes. */
function peakOf(pid: string): number {
  let bytes = 0;
  try {
    bytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
    for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")) {
      if (child !== "") bytes += peakOf(child);
    }
  } catch {
    // The process has ended meanwhile.
  }
  return bytes;
}
