import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** A program that writes what an interface shows to its standard output. */
export interface CaptureProgram {
  kind: "tcpdump" | "dumpcap";
  /** Absolute path. */
  path: string;
}

/** What a capture child is told. */
export interface CaptureWishes {
  interfaceName: string;
  /** Buffer of the kernel, MiB. */
  buffer: number;
  /** User that tcpdump becomes after opening the interface; "" to stay as it is (only root can change). */
  user: string;
}

/** Finds a program on the search path: tcpdump, which tells drops while it runs, else dumpcap. */
export function findCaptureProgram(searchPath: string): CaptureProgram | undefined {
  const folders = searchPath.split(delimiter).filter(isAbsolute);
  for (const kind of ["tcpdump", "dumpcap"] as const) {
    // Where capture programs lie, though it is not on the path of most users.
    for (const folder of [...folders, "/usr/sbin", "/usr/local/sbin"]) {
      const path = join(folder, kind);
      try {
        accessSync(path, constants.X_OK);
        return { kind, path };
      } catch {}
    }
  }
  return undefined;
}

/** The arguments: no filter, no names, whole packets, each written at once; nothing is sent and no shell is asked. */
export function captureArguments(program: CaptureProgram, wishes: CaptureWishes): string[] {
  const { interfaceName, buffer, user } = wishes;
  if (program.kind === "dumpcap") return ["-q", "-i", interfaceName, "-s", "0", "-B", String(buffer), "-w", "-"];
  const dropping = user === "" ? [] : ["-Z", user];
  const precision = "--time-stamp-precision=nano";
  return ["-i", interfaceName, "-U", "-n", "-s", "0", "-B", String(buffer * 1024), precision, ...dropping, "-w", "-"];
}

/** What a capture program wrote to its standard error. */
export interface ProgramWords {
  /** Packets dropped so far in this run, or -1 when the text does not say. */
  dropped: number;
  /** Why it cannot work, in words for people; "" when it does not say. */
  problem: string;
  /** Whether starting it again can help. */
  lasting: boolean;
}

/** Reads lines of tcpdump or dumpcap. */
export function readProgramWords(text: string, program: CaptureProgram, interfaceName: string): ProgramWords {
  let dropped = -1;
  for (const line of text.split("\n")) {
    const tcpdump = /(\d+) packets? dropped by (kernel|interface)/.exec(line);
    const dumpcap = /received\/dropped on interface .*?: \d+\/(\d+)/.exec(line);
    const count = tcpdump !== null ? Number(tcpdump[1]) : dumpcap !== null ? Number(dumpcap[1]) : -1;
    // The kernel and the interface each count their own; both come in one report.
    if (tcpdump?.[2] === "interface" && dropped >= 0) dropped += count;
    else if (count >= 0) dropped = count;
  }
  if (/permission|not permitted|CAP_NET/i.test(text)) {
    const remedy = `setcap cap_net_raw,cap_net_admin=eip ${program.path}`;
    return {
      dropped,
      problem: `${program.kind} may not watch ${interfaceName}; as root, run: ${remedy}`,
      lasting: true,
    };
  }
  if (/no such device|doesn't exist|no interface|does not exist/i.test(text)) {
    return { dropped, problem: `There is no interface ${interfaceName} now.`, lasting: false };
  }
  if (/is not up|network is down|went down/i.test(text)) {
    return { dropped, problem: `The interface ${interfaceName} is down.`, lasting: false };
  }
  return { dropped, problem: "", lasting: false };
}
