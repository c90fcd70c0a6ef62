import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BenchResult, type Figure, machineName, markdownTable, textTable, verdicts } from "./figures.ts";
import { measure } from "./measure.ts";
import { buildMix } from "./mix/build.ts";
import { type ProfileShare, profile } from "./profile.ts";
import { type Program, programs } from "./programs.ts";
import { costs, costsTable } from "./protocols.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const USAGE = `npm run bench -- [options]

Measures Bulkhead stage by stage, and other analyzers, on a mix of real captures: CPU time and peak memory of cold
processes.

  --captures DIR      folder with CATALOG.tsv (default: ../shared/captures beside the repository)
  --runs N            runs of each program, the best counts (default: 3)
  --only TEXT         only programs whose name contains TEXT
  --tshark-packets N  packets that tshark reads (default: 500000)
  --mix-only          build the mix, print what it holds, and stop
  --protocols         what one message of each protocol costs, from the samples, and stop
  --profile STAGE     profile one of our programs on the mix instead of measuring
  --write             put the table into docs/performance.md (needs every program)`;

const { values } = parseArgs({
  options: {
    captures: { type: "string", default: join(ROOT, "../shared/captures") },
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    "tshark-packets": { type: "string", default: "500000" },
    "mix-only": { type: "boolean", default: false },
    protocols: { type: "boolean", default: false },
    profile: { type: "string", default: "" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Measures one program `runs` times and keeps the least CPU time and the most memory. */
async function figureOf(program: Program, totalPackets: number, runs: number, folder: string): Promise<Figure> {
  const packets = program.packets ?? totalPackets;
  const figure: Figure = {
    name: program.name,
    does: program.does,
    ours: program.ours,
    packets,
    cpuSeconds: 0,
    wallSeconds: 0,
    peakBytes: 0,
    runs: [],
    trouble: "",
  };
  for (let run = 1; run <= runs; run++) {
    progress(`${program.name}: run ${run} of ${runs}`);
    rmSync(folder, { recursive: true, force: true });
    const measured = await measure(program.command, program.environment);
    if (!(program.succeeds ?? [0]).includes(measured.exitCode)) {
      figure.trouble = `exit code ${measured.exitCode}: ${measured.output.trim().split("\n").at(-1) ?? ""}`;
      return figure;
    }
    const counted = program.counted?.(measured.output);
    if (program.counted !== undefined && counted !== packets) {
      figure.trouble = `told of ${counted ?? "no"} packets instead of ${packets}`;
      return figure;
    }
    figure.runs.push(measured.cpuSeconds);
    figure.peakBytes = Math.max(figure.peakBytes, measured.peakBytes);
    if (run === 1 || measured.cpuSeconds < figure.cpuSeconds) {
      figure.cpuSeconds = measured.cpuSeconds;
      figure.wallSeconds = measured.wallSeconds;
    }
  }
  return figure;
}

function printShares(title: string, list: readonly ProfileShare[], most: number): void {
  console.log(`\n${title}`);
  for (const { place, share } of list.slice(0, most))
    console.log(`  ${(100 * share).toFixed(1).padStart(5)} %  ${place}`);
}

function sharesTable(name: string, what: string, list: readonly ProfileShare[], most: number): string {
  const rest = list.slice(most).reduce((sum, { share }) => sum + share, 0);
  return [
    `Where the CPU time of \`${name}\` goes (V8 samples, self time), by ${what}:`,
    "",
    `| ${what} | share |`,
    "|---|--:|",
    ...list.slice(0, most).map(({ place, share }) => `| \`${place}\` | ${(100 * share).toFixed(1)} % |`),
    `| everything else | ${(100 * rest).toFixed(1)} % |`,
  ].join("\n");
}

const BEGIN = "<!-- bench: written by npm run bench -- --write -->";
const END = "<!-- bench: end -->";

const INTRODUCTION = `# Performance

How fast Bulkhead reads, and what the time goes into. \`npm run bench\` measures; \`npm run bench -- --write\` renews the
part below between the two marks.

Each program runs in a process of its own that starts cold; what counts is CPU time (user and system, of all its
threads and children), because wall time says more about the other work of the machine. The least of the runs is taken
for CPU time and the most for memory. The mix repeats real captures as sites of their own: MAC and IP addresses are
shifted so that no two sites meet, checksums that were right are right again and those that were wrong stay wrong,
times interleave over six hours. Each stage does everything the stages before it do. Other analyzers do other work than
Bulkhead, and the last column says which.
`;

/** Replaces the part between the marks, which the page keeps; a page without them gets them at its end. */
function writePage(text: string): void {
  const page = join(ROOT, "docs/performance.md");
  const old = existsSync(page) ? readFileSync(page, "utf8") : INTRODUCTION;
  const from = old.indexOf(BEGIN);
  const to = old.indexOf(END);
  const before = from < 0 ? `${old.trimEnd()}\n\n` : old.slice(0, from);
  const after = from < 0 || to < from ? "\n" : old.slice(to + END.length);
  mkdirSync(join(ROOT, "docs"), { recursive: true });
  writeFileSync(page, `${before}${BEGIN}\n${text}\n${END}${after}`);
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const runs = Number(values.runs);
  const tsharkPackets = Number(values["tshark-packets"]);
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(tsharkPackets) || tsharkPackets < 1) {
    console.error("bench: --runs and --tshark-packets are whole numbers from 1 on");
    return 2;
  }
  if (values.protocols) {
    const table = costsTable(await costs(progress));
    progress("");
    console.log(table);
    return 0;
  }
  if (!existsSync(join(values.captures, "CATALOG.tsv"))) {
    console.log(`bench: skipped, there is no ${join(values.captures, "CATALOG.tsv")}`);
    return 0;
  }
  if (values.write && values.only !== "") {
    console.error("bench: --write needs every program; leave out --only");
    return 2;
  }
  const build = join(ROOT, ".build/bench");
  const { path, counts } = await buildMix(values.captures, join(build, "mix.pcap"), progress);
  progress("");
  const { packetsPerArea, ...numbers } = counts;
  console.log(
    `mix: ${Object.entries(numbers)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ")}`,
  );
  console.log(
    `     ${Object.entries(packetsPerArea)
      .map(([area, count]) => `${area} ${count}`)
      .join(", ")}\n`,
  );
  if (values["mix-only"]) return 0;

  const folder = join(build, "assessment");
  const all = programs(path, folder, tsharkPackets, counts.packets);
  if (values.profile !== "") {
    const chosen = all.find((program) => program.ours && program.name === values.profile);
    if (chosen === undefined) {
      console.error(
        `bench: --profile is one of ${all
          .filter((one) => one.ours)
          .map((one) => one.name)
          .join(", ")}`,
      );
      return 2;
    }
    const { files, functions } = await profile(chosen.command, join(build, "profile"));
    printShares(`Self time of ${chosen.name} by file`, files, 25);
    printShares(`Self time of ${chosen.name} by function`, functions, 30);
    return 0;
  }
  const figures: Figure[] = [];
  for (const program of all) {
    if (program.name.includes(values.only)) figures.push(await figureOf(program, counts.packets, runs, folder));
  }
  progress("");
  const result: BenchResult = { machine: machineName(), node: process.versions.node, runs, mix: counts, figures };
  console.log(textTable(result));
  console.log();
  if (values.only === "") for (const line of verdicts(result)) console.log(line);
  writeFileSync(join(build, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
  if (values.write) {
    const lines = [markdownTable(result)];
    for (const name of ["dissect", "assess"]) {
      const measured = figures.find((figure) => figure.name === name && figure.trouble === "");
      const program = all.find((one) => one.ours && one.name === name);
      if (measured === undefined || program === undefined) continue;
      progress(`profile of ${name}`);
      const { files, functions } = await profile(program.command, join(build, "profile"));
      lines.push("", sharesTable(name, "file", files, 20), "", sharesTable(name, "function", functions, 20));
    }
    lines.push("", costsTable(await costs(progress)));
    progress("");
    writePage(lines.join("\n"));
    console.log("Written: docs/performance.md");
  }
  return figures.some((figure) => figure.ours && figure.trouble !== "") ? 1 : 0;
}

process.exitCode = await main();
