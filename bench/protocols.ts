import { PROTOCOLS } from "../src/dissect/protocols/list.ts";
import type { Exchange } from "../src/dissect/protocols/samples/sample.ts";
import { rehearsalOf } from "../src/dissect/testing.ts";

const SAMPLES = new URL("../src/dissect/protocols/samples/", import.meta.url);
/** Processor time for each protocol, in milliseconds: first to warm up, then to measure. */
const WARMING = 60;
const MEASURING = 120;

/** What reading one message costs. */
export interface Cost {
  protocol: string;
  title: string;
  /** Messages in the samples. */
  messages: number;
  /** Bytes of the samples by message. */
  bytes: number;
  /** Processor time of one message, in microseconds. */
  microseconds: number;
}

/**
 * Plays the samples of every protocol in this process, warm, one protocol after another: conversation opened, message read,
 * claims and values told, fields not built. What rides inside counts for its carrier.
 */
export async function costs(tell: (protocol: string) => void): Promise<Cost[]> {
  const found: Cost[] = [];
  for (const dissector of PROTOCOLS) {
    tell(dissector.name);
    const module = (await import(new URL(`${dissector.name}.ts`, SAMPLES).href)) as { SAMPLES: readonly Exchange[] };
    const others = PROTOCOLS.filter((one) => one !== dissector);
    const plays = module.SAMPLES.map((exchange) => rehearsalOf(exchange, [dissector, ...others]));
    const messages = plays.reduce((sum, play) => sum + play(), 0);
    const digits = module.SAMPLES.flatMap(({ messages: list }) =>
      list.map(({ hex }) => hex.replace(/\s+/g, "").length),
    );
    run(plays, WARMING);
    const { rounds, microseconds } = run(plays, MEASURING);
    found.push({
      protocol: dissector.name,
      title: dissector.title,
      messages,
      bytes: digits.reduce((sum, count) => sum + count / 2, 0) / Math.max(1, messages),
      microseconds: microseconds / rounds / Math.max(1, messages),
    });
  }
  return found;
}

function run(plays: readonly (() => number)[], milliseconds: number): { rounds: number; microseconds: number } {
  const start = process.cpuUsage();
  let rounds = 0;
  for (;;) {
    for (const play of plays) play();
    rounds++;
    const { user, system } = process.cpuUsage(start);
    if (user + system >= milliseconds * 1000) return { rounds, microseconds: user + system };
  }
}

/** The costs as a table of the page on performance, the dearest first. */
export function costsTable(list: readonly Cost[]): string {
  const sorted = [...list].sort((a, b) => b.microseconds - a.microseconds || (a.protocol < b.protocol ? -1 : 1));
  return [
    "What reading one message of each protocol costs, warm, in processor time (its samples, played over and over; opening",
    "the conversation is shared among its messages, what rides inside counts for its carrier):",
    "",
    "| protocol | bytes of a message | µs a message | messages a CPU-second |",
    "|---|--:|--:|--:|",
    ...sorted.map(
      ({ protocol, bytes, microseconds }) =>
        `| ${protocol} | ${bytes.toFixed(0)} | ${microseconds.toFixed(2)} | ${thousands(1e6 / microseconds)} |`,
    ),
  ].join("\n");
}

function thousands(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} M` : `${(count / 1e3).toFixed(0)} k`;
}
