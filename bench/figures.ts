import { cpus } from "node:os";
import type { MixCounts } from "./mix/build.ts";
import { table } from "./truth/report.ts";

/** What was measured of one program: its best run. */
export interface Figure {
  name: string;
  does: string;
  ours: boolean;
  packets: number;
  /** Least CPU time of the runs, seconds. */
  cpuSeconds: number;
  wallSeconds: number;
  /** Most memory of the runs, bytes. */
  peakBytes: number;
  runs: number[];
  /** "" or why there is no figure. */
  trouble: string;
}

/** Results of one `npm run bench`. */
export interface BenchResult {
  machine: string;
  node: string;
  runs: number;
  mix: MixCounts;
  figures: Figure[];
}

/** Processor and count of cores. */
export function machineName(): string {
  const cores = cpus();
  return `${cores.length} × ${(cores[0]?.model ?? "unknown processor").trim().replace(/\s+/g, " ")}`;
}

/** Packets per CPU-second. */
export function rate(figure: Figure): number {
  return figure.cpuSeconds > 0 ? figure.packets / figure.cpuSeconds : 0;
}

function rateText(packetsPerSecond: number): string {
  if (packetsPerSecond >= 1e6) return `${(packetsPerSecond / 1e6).toFixed(2)} M`;
  return `${Math.round(packetsPerSecond / 1000)} k`;
}

/** Rows of the table: name, packets per CPU-second, CPU time per walk, CPU seconds for the mix, MB. */
function rows(result: BenchResult): string[][] {
  const walk = result.figures.find((figure) => figure.name === "walk");
  return result.figures.map((figure) => {
    if (figure.trouble !== "") return [figure.name, "-", "-", "-", "-", figure.trouble];
    const perMix = (figure.cpuSeconds * result.mix.packets) / figure.packets;
    const ratio = walk === undefined || rate(walk) === 0 ? "-" : (rate(walk) / rate(figure)).toFixed(1);
    const megabytes = figure.peakBytes === 0 ? "-" : `${Math.round(figure.peakBytes / 1e6)}`;
    return [figure.name, rateText(rate(figure)), ratio, perMix.toFixed(2), megabytes, figure.does];
  });
}

const HEADER = ["program", "packets/CPU-s", "× walk", "CPU s", "peak MB", "does"];

/** The printed table. */
export function textTable(result: BenchResult): string {
  const all = [HEADER, ...rows(result)];
  const width = Math.max(...all.map((row) => row[0].length));
  const numbers = table(
    HEADER.slice(1, 5),
    all.slice(1).map((row) => row.slice(1, 5)),
    0,
  ).split("\n");
  return all.map((row, index) => `${row[0].padEnd(width)}  ${numbers[index]}  ${row[5]}`).join("\n");
}

/** How full assess stands against the floor (10 × tshark, 400 MB) and the target (ndpiReader). */
export function verdicts(result: BenchResult): string[] {
  const lines: string[] = [];
  const assess = result.figures.find((figure) => figure.name === "assess" && figure.trouble === "");
  if (assess === undefined) return ["assess gave no figure, so floor and target cannot be told"];
  for (const [prefix, least, word] of [
    ["tshark", 10, "floor"],
    ["ndpiReader", 1, "target"],
  ] as const) {
    const other = result.figures.find((figure) => figure.name.startsWith(prefix) && figure.trouble === "");
    if (other === undefined) {
      lines.push(`${prefix} is not installed, so the ${word} cannot be told`);
      continue;
    }
    const times = rate(assess) / rate(other);
    lines.push(
      `assess is ${times.toFixed(2)} times ${prefix}: ${word} of ${least} ${times >= least ? "held" : "missed"}`,
    );
  }
  const megabytes = assess.peakBytes / 1e6;
  if (megabytes > 0) {
    lines.push(`assess peaks at ${Math.round(megabytes)} MB: floor of 400 MB ${megabytes < 400 ? "held" : "missed"}`);
  }
  return lines;
}

/** The table for docs/performance.md. */
export function markdownTable(result: BenchResult): string {
  const { mix } = result;
  const areas = Object.entries(mix.packetsPerArea).slice(0, 8);
  const shares = areas.map(([area, packets]) => `${area} ${((100 * packets) / mix.packets).toFixed(1)} %`).join(", ");
  return [
    `Measured on ${result.machine}, Node ${result.node}, best of ${result.runs} cold processes each, on a mix of`,
    `${mix.packets.toLocaleString("en-US")} packets (${Math.round(mix.bytes / mix.packets)} bytes on average),`,
    `${mix.flows.toLocaleString("en-US")} flows and ${mix.sites.toLocaleString("en-US")} sites made of ${mix.captures} captures:`,
    `${shares}, and others.`,
    "",
    "| program | packets per CPU-second | CPU time in walks | CPU s for the mix | peak MB | does |",
    "|---|--:|--:|--:|--:|---|",
    ...rows(result).map((row) => `| ${row.join(" | ")} |`),
    "",
    ...verdicts(result).map((line) => `- ${line}`),
  ].join("\n");
}
