import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { networkInterfaces } from "node:os";

/** An interface of this machine. */
export interface NetworkInterface {
  name: string;
  /** For people: addresses, and what the capture program says of it. */
  description: string;
}

/** Interfaces that are no cards, and that only a capture program knows, begin so. */
const NOT_LISTED =
  /^(bluetooth|nflog|nfqueue|dbus|usbmon|ciscodump|dpauxmon|randpkt|sdjournal|sshdump|udpdump|wifidump)/;

/** The interfaces that can be watched, by name; `program` is asked for descriptions where it is a tcpdump ("" for none). */
export async function listInterfaces(program: string): Promise<NetworkInterface[]> {
  const found = new Map<string, string[]>();
  for (const name of kernelNames()) found.set(name, []);
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    // Link-local addresses tell nothing that the name does not.
    const texts = (addresses ?? []).map(({ address }) => address).filter((address) => !address.startsWith("fe80:"));
    found.set(name, [...(found.get(name) ?? []), ...texts]);
  }
  if (program !== "") {
    for (const { name, description } of parseInterfaces(await output(program, ["-D"]))) {
      if (NOT_LISTED.test(name)) continue;
      const known = found.get(name) ?? [];
      found.set(name, description === "" ? known : [...known, description]);
    }
  }
  return [...found]
    .map(([name, words]) => ({ name, description: words.join(", ") }))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** The list that `tcpdump -D` prints: `1.eth0 (description) [Up, Running]`. */
export function parseInterfaces(text: string): NetworkInterface[] {
  const found: NetworkInterface[] = [];
  for (const line of text.split("\n").slice(0, 1000)) {
    const match = /^\d+\.(\S+)(?: \((.*?)\))?(?: \[(.*)\])?\s*$/.exec(line);
    if (match === null) continue;
    const [, name, description = "", state = ""] = match;
    found.push({ name: name as string, description: [description, state].filter((part) => part !== "").join(", ") });
  }
  return found;
}

function kernelNames(): string[] {
  try {
    return readdirSync("/sys/class/net").filter((name) => name !== "bonding_masters");
  } catch {
    // Only Linux tells its interfaces so.
    return [];
  }
}

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 5000, maxBuffer: 262_144 }, (error, text) =>
      resolve(error === null ? text : ""),
    );
  });
}
