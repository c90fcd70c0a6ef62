import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure } from "./measure.ts";

/** Share of CPU samples, 0 to 1, of one place in the source. */
export interface ProfileShare {
  place: string;
  share: number;
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Runs a command of Node under its own profiler; answers the self time per file and per function, most first. */
export async function profile(
  command: readonly string[],
  folder: string,
): Promise<{ files: ProfileShare[]; functions: ProfileShare[] }> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [node, ...words] = command;
  const run = await measure([node, "--cpu-prof", "--cpu-prof-interval", "500", `--cpu-prof-dir=${folder}`, ...words]);
  const written = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  if (written.length === 0)
    throw new Error(`no profile was written (exit code ${run.exitCode}): ${run.output.slice(0, 500)}`);
  return shares(JSON.parse(readFileSync(join(folder, written[0]), "utf8")) as CpuProfile);
}

/** Self time of a profile by file and by function; idle time is left out. */
export function shares(recorded: CpuProfile): { files: ProfileShare[]; functions: ProfileShare[] } {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const places = new Map(
    recorded.nodes.map(({ id, callFrame }) => {
      const isFile = callFrame.url.startsWith("file://");
      const path = isFile ? fileURLToPath(callFrame.url) : callFrame.url;
      const file = path === "" ? callFrame.functionName : path.startsWith(root) ? path.slice(root.length) : path;
      const name = callFrame.functionName === "" ? "(anonymous)" : callFrame.functionName;
      return [id, { file, function: path === "" ? name : `${file} ${name}:${callFrame.lineNumber + 1}` }];
    }),
  );
  const files = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  for (const [index, id] of recorded.samples.entries()) {
    const place = places.get(id);
    const time = Math.max(0, recorded.timeDeltas[index]);
    if (place === undefined || place.file === "(idle)" || place.file === "(root)") continue;
    total += time;
    files.set(place.file, (files.get(place.file) ?? 0) + time);
    functions.set(place.function, (functions.get(place.function) ?? 0) + time);
  }
  const sorted = (times: Map<string, number>) =>
    [...times]
      .map(([place, time]) => ({ place, share: total === 0 ? 0 : time / total }))
      .sort((a, b) => b.share - a.share || (a.place < b.place ? -1 : 1));
  return { files: sorted(files), functions: sorted(functions) };
}
