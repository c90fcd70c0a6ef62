import { dissectLines, knownProtocols, UnknownProtocol } from "./dissect-lines.ts";
import { DONE, FAILED, MISUSED, PARTLY, print, tellProblems } from "./terminal.ts";

/** Prints the messages of captures; answers the exit code. */
export async function dissect(paths: string[], protocols: string[]): Promise<number> {
  try {
    const read = await dissectLines(paths, protocols);
    tellProblems(read);
    if (read.whole) return DONE;
    return read.captures.some((capture) => capture.frames > 0) ? PARTLY : FAILED;
  } catch (error) {
    if (!(error instanceof UnknownProtocol)) throw error;
    const names = knownProtocols()
      .map(({ name }) => name)
      .join(", ");
    process.stderr.write(`bulkhead: no protocol is called ${error.message}; known: ${names}\n`);
    return MISUSED;
  }
}

/** Prints the protocols that are dissected. */
export function listProtocols(json: boolean): void {
  const list = knownProtocols();
  print(json ? `${JSON.stringify(list)}\n` : list.map(({ name, title }) => `${name.padEnd(16)}${title}\n`).join(""));
}
