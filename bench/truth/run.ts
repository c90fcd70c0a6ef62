import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { applyExplanations, type Comparison, compareProtocol, type Explanation, type OracleAnswer } from "./compare.ts";
import { dissectDirectly } from "./direct.ts";
import { FieldRun, fieldResult } from "./field-run.ts";
import { FIELD_MAPS } from "./fields/list.ts";
import { type Held, heldIn, heldMarkdown, writeHeld } from "./held.ts";
import { askOracle, type OracleName, oracleVersion } from "./oracle.ts";
import { dissectCapture, inParallel } from "./product.ts";
import { COMPARED } from "./protocols.ts";
import { recognitionMarkdown, recognitionOf } from "./recognition.ts";
import { agreements, markdownReport, table, textReport, totals } from "./report.ts";
import { roleMarkdown, roleText } from "./role-report.ts";
import { addRoles, type RoleTotal, rolesOf } from "./roles.ts";
import { LOG_MAPS } from "./zeek/list.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const USAGE = `npm run truth -- [options]

Compares what Wireshark and \`bulkhead dissect\` see: in which frames each protocol stands, and what its fields say.
Logs of Zeek beside a capture are compared too, and who is client and server.

  --captures DIR      folder with CATALOG.tsv (default: ../shared/captures beside the repository)
  --only TEXT         only captures whose path contains TEXT
  --protocol NAME     only this protocol
  --oracle NAME       wiregasm (default; from npm) or tshark (installed)
  --cross-check       compare the two oracles with each other instead
  --direct            run the engine in this process instead of the command, for work on a dissector
  --fields            compare fields only, and only in captures in which the oracle shows the protocols
  --no-fields         compare frames only
  --recognition       compare only which flows nDPI names, from its results beside the captures
  --all               list captures without a difference too
  --jobs N            processes at a time (default: number of processors)
  --floor PERCENT     exit with 1 when the share of frames or values, without the explained, is below (default: none)
  --write             write docs/truth.md and held.json (needs every capture and protocol)`;

const { values } = parseArgs({
  options: {
    captures: { type: "string", default: join(ROOT, "../shared/captures") },
    only: { type: "string", default: "" },
    protocol: { type: "string", default: "" },
    oracle: { type: "string", default: "wiregasm" },
    "cross-check": { type: "boolean", default: false },
    direct: { type: "boolean", default: false },
    fields: { type: "boolean", default: false },
    "no-fields": { type: "boolean", default: false },
    recognition: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    jobs: { type: "string", default: `${availableParallelism()}` },
    floor: { type: "string", default: "" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const catalog = join(values.captures, "CATALOG.tsv");
  if (!existsSync(catalog)) {
    console.log(`truth: skipped, there is no ${catalog}`);
    return 0;
  }
  if (values.oracle !== "wiregasm" && values.oracle !== "tshark") {
    console.error(`truth: --oracle is "wiregasm" or "tshark", not "${values.oracle}"`);
    return 2;
  }
  const narrowed = ["only", "protocol", "direct", "cross-check", "fields", "no-fields", "recognition"] as const;
  if (values.write && narrowed.some((name) => values[name] !== "" && values[name] !== false)) {
    console.error(`truth: --write needs everything; leave out ${narrowed.map((name) => `--${name}`).join(", ")}`);
    return 2;
  }
  const protocols = COMPARED.filter((one) => values.protocol === "" || one.name === values.protocol);
  const mapped = [...FIELD_MAPS, ...LOG_MAPS].map((one) => one.protocol);
  const names = new Set([...COMPARED.map((one) => one.name), ...mapped]);
  if (values.protocol !== "" && !names.has(values.protocol)) {
    console.error(`truth: --protocol is one of ${[...names].join(", ")}`);
    return 2;
  }
  let captures = readFileSync(catalog, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split("\t")[1])
    .filter((path) => path.includes(values.only))
    .sort();
  if (values.recognition) {
    const sum = await recognitionOf(values.captures, captures, Math.max(1, Number(values.jobs) || 1));
    console.log(recognitionMarkdown(sum).join("\n").trim());
    return sum.missed.length + sum.differing.length === 0 ? 0 : 1;
  }
  const needed: OracleName[] = values["cross-check"] ? ["wiregasm", "tshark"] : [values.oracle];
  for (const name of needed) {
    if (oracleVersion(name) !== "") continue;
    console.log(`truth: skipped, ${name} is not installed`);
    return 0;
  }
  const build = join(ROOT, ".build/truth");
  mkdirSync(build, { recursive: true });
  let paths = captures.map((capture) => join(values.captures, capture));
  const answers: OracleAnswer[][] = [];
  for (const name of needed) {
    answers.push(
      await askOracle(name, paths, build, (done) => progress(`${name}: ${done} of ${captures.length} captures`)),
    );
  }
  let truth = answers[0];
  const oracle = truth.find((answer) => answer.frames >= 0)?.oracle ?? values.oracle;

  const withFields = !values["cross-check"] && !values["no-fields"];
  let fieldRun = new FieldRun(values.protocol, captures, truth);
  if (values.fields) {
    const kept = captures.map((_, index) => index).filter((index) => fieldRun.concerns(index, paths[index]));
    captures = kept.map((index) => captures[index]);
    paths = kept.map((index) => paths[index]);
    truth = kept.map((index) => truth[index]);
    fieldRun = new FieldRun(values.protocol, captures, truth);
  }
  if (withFields) {
    await fieldRun.ask(needed[0], paths, build, (done, of) =>
      progress(`${needed[0]}: fields of ${done} of ${of} captures`),
    );
  }

  const withRoles = withFields && values.protocol === "";
  const roles = new Map<string, RoleTotal>();
  const comparisons: Comparison[] = [];
  const troubles: string[] = [];
  const uncompared = new Map<string, number>();
  let held: Held = {};
  if (values["cross-check"]) {
    for (const [index, capture] of captures.entries()) {
      for (const protocol of protocols) {
        comparisons.push(
          compareProtocol(capture, protocol, truth[index], framesOf(answers[1][index], protocol.layers)),
        );
      }
    }
    console.log(`Wireshark ${oracleVersion("tshark")} stands in the columns of Bulkhead.\n`);
  } else {
    let done = 0;
    const jobs = values.direct ? 1 : Math.max(1, Number(values.jobs) || 1);
    const dissected = await inParallel(paths, jobs, async (path, index) => {
      const listener = withFields ? fieldRun.listener(index) : undefined;
      const result = await (values.direct ? dissectDirectly : dissectCapture)(path, listener?.hear);
      await listener?.end();
      if (withRoles) addRoles(roles, captures[index], path, await rolesOf(path));
      progress(`bulkhead dissect: ${++done} of ${captures.length} captures`);
      return result;
    });
    held = heldIn(dissected);
    for (const [index, capture] of captures.entries()) {
      for (const [name, frames] of dissected[index].frames) {
        if (COMPARED.some((one) => one.name === name)) continue;
        uncompared.set(name, (uncompared.get(name) ?? 0) + frames.size);
      }
      if (dissected[index].exitCode === 1 && truth[index].frames > 0) {
        dissected[index].trouble ||= `nothing was read, and ${oracle} reads ${truth[index].frames} frames`;
      }
      if (dissected[index].trouble !== "") troubles.push(`${capture}: ${dissected[index].trouble}`);
      if (truth[index].frames < 0) continue;
      for (const protocol of protocols) {
        const seen = dissected[index].frames.get(protocol.name) ?? new Set<number>();
        comparisons.push(compareProtocol(capture, protocol, truth[index], seen));
      }
    }
  }
  progress("");

  const complete = values.only === "" && values.protocol === "";
  const fields = fieldResult(fieldRun, values.all, complete);
  if (withFields) writeFileSync(join(build, "field-differences.jsonl"), fields.lines);
  const roleTotals = [...roles.values()].sort((a, b) =>
    `${a.witness}${a.protocol}` < `${b.witness}${b.protocol}` ? -1 : 1,
  );
  if (values.fields) {
    console.log(fields.text);
    if (withRoles) console.log(`\n${roleText(roleTotals)}`);
    for (const trouble of troubles) console.log(trouble);
    return values.floor !== "" && fields.floors.some(({ share }) => share < Number(values.floor)) ? 1 : 0;
  }

  const explanations = values["cross-check"]
    ? []
    : (JSON.parse(readFileSync(new URL("explained.json", import.meta.url), "utf8")) as Explanation[]);
  const { applied, explained } = applyExplanations(comparisons, explanations);
  // Every protocol has a row in the totals, also one that occurs nowhere.
  const sums = totals(comparisons, explained);
  console.log(textReport(comparisons, sums, values.all));
  if (withFields) console.log(`\n${fields.text}`);
  if (withRoles) console.log(`\n${roleText(roleTotals)}`);
  const unread = captures.filter((_, index) => truth[index].frames < 0);
  if (unread.length > 0) console.log(`\nNot opened by ${oracle}: ${unread.join(", ")}`);
  for (const one of applied) {
    if (one.stale) {
      const { capture, protocol, side, count } = one.explanation;
      console.log(
        `\nStale explanation: ${capture} ${protocol} only in ${side}: ${count} frames said, ${one.frames} found`,
      );
    } else if (one.frames === 0 && complete && !values["cross-check"]) {
      console.log(
        `\nUnused explanation: ${one.explanation.capture} ${one.explanation.protocol} ${one.explanation.side}`,
      );
    }
  }
  if (uncompared.size > 0) {
    const names = [...uncompared].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, frames]) => `${name} ${frames}`);
    console.log(`\nShown by Bulkhead and not compared, with frames: ${names.join(", ")}`);
  }
  if (troubles.length > 0) {
    console.log(`\n${troubles.length} captures in trouble with bulkhead dissect:`);
    for (const trouble of troubles.slice(0, 20)) console.log(`  ${trouble}`);
  }
  writeFileSync(
    join(build, values["cross-check"] ? "oracles.jsonl" : "differences.jsonl"),
    differenceLines(comparisons, explained),
  );
  if (values.write) {
    const text = markdownReport(
      oracle,
      captures.length,
      unread,
      comparisons,
      sums,
      applied,
      explained,
      heldMarkdown(held),
      fields.markdown,
      roleMarkdown(roleTotals),
      recognitionMarkdown(await recognitionOf(values.captures, captures, Math.max(1, Number(values.jobs) || 1))),
    );
    mkdirSync(join(ROOT, "docs"), { recursive: true });
    writeFileSync(join(ROOT, "docs/truth.md"), text);
    writeHeld(held);
    console.log("\nWritten: docs/truth.md, bench/truth/held.json");
  }
  if (values.floor === "") return 0;
  const shares = [
    ...sums.map((total) => ({ what: `${total.protocol}, frames`, share: Number(agreements(total).explained) })),
    ...fields.floors.map(({ protocol, share }) => ({ what: `${protocol}, fields`, share })),
  ];
  const below = shares.filter(({ share }) => share < Number(values.floor));
  if (below.length > 0) {
    console.log(`\nBelow ${values.floor} %:`);
    console.log(
      table(
        ["what", "%"],
        below.map(({ what, share }) => [what, `${share}`]),
        1,
      ),
    );
  }
  return below.length > 0 ? 1 : 0;
}

function framesOf(answer: OracleAnswer, layers: readonly string[]): Set<number> {
  const named = answer.stacks.map((stack) => stack.split(":").some((layer) => layers.includes(layer)));
  const frames = new Set<number>();
  for (const [index, stack] of answer.stackOf.entries()) if (named[stack]) frames.add(index + 1);
  return frames;
}

/** One line per capture, protocol, side, layers and cause: how many frames, and the first 100. */
function differenceLines(comparisons: readonly Comparison[], explained: ReadonlyMap<Comparison, Set<number>>): string {
  const lines: string[] = [];
  for (const comparison of comparisons) {
    const groups = new Map<string, { side: string; stack: string; cause: string; explained: boolean; all: number[] }>();
    for (const { frame, side, stack, cause } of comparison.differences) {
      const isExplained = explained.get(comparison)?.has(frame) ?? false;
      const key = `${side}|${stack}|${cause}|${isExplained}`;
      const group = groups.get(key) ?? { side, stack, cause, explained: isExplained, all: [] };
      group.all.push(frame);
      groups.set(key, group);
    }
    for (const { all, ...group } of groups.values()) {
      const { capture, protocol } = comparison;
      lines.push(JSON.stringify({ capture, protocol, ...group, count: all.length, frames: all.slice(0, 100) }));
    }
  }
  return `${lines.join("\n")}\n`;
}

process.exitCode = await main();
