import { existsSync, readFileSync } from "node:fs";
import type { OracleAnswer } from "./compare.ts";
import type { DissectedMessage, FieldMap } from "./field.ts";
import { compareFields, type FieldComparison, Gathered } from "./field-compare.ts";
import { applyFieldExplanations, type FieldExplanation } from "./field-explain.ts";
import { type AnswerReader, askForFields } from "./field-oracle.ts";
import {
  type FieldTotal,
  fieldDifferenceLines,
  fieldMarkdown,
  fieldText,
  fieldTotals,
  protocolTotals,
  shares,
} from "./field-report.ts";
import { FIELD_MAPS, UNMAPPED } from "./fields/list.ts";
import { type OracleName, oracleVersion } from "./oracle.ts";
import { COMPARED } from "./protocols.ts";
import { LOG_MAPS } from "./zeek/list.ts";
import { hasLogs, LogComparer, type LogMap } from "./zeek-log.ts";

/** The comparison of fields over many captures: asks the oracle, listens to messages, compares capture by capture. */
export class FieldRun {
  readonly comparisons: FieldComparison[][];
  /** Paths of ours, by protocol, that no map compares or rules out, with how many messages have them. */
  readonly uncovered = new Map<string, Map<string, number>>();
  /** Columns that the oracle does not know. */
  readonly unknown = new Set<string>();
  private readonly maps: readonly FieldMap[];
  private readonly captures: readonly string[];
  private readonly truth: readonly OracleAnswer[];
  private readonly logMaps: readonly LogMap[];
  private paths: readonly string[] = [];
  private oracle: OracleName = "wiregasm";
  private cache = "";
  private answers: AnswerReader[] = [];

  constructor(protocol: string, captures: readonly string[], truth: readonly OracleAnswer[]) {
    this.logMaps = LOG_MAPS.filter((one) => protocol === "" || one.protocol === protocol);
    this.maps = FIELD_MAPS.filter((one) => protocol === "" || one.protocol === protocol);
    this.captures = captures;
    this.truth = truth;
    this.comparisons = captures.map(() => []);
  }

  /**
   * Whether the oracle shows a protocol with a field map in this capture, or a log that is compared lies beside it. Of
   * protocols in plugins that is not known before.
   */
  concerns(index: number, path: string): boolean {
    return this.mapsOf(index).length > 0 || this.maps.some((one) => one.plugin) || hasLogs(path, this.logMaps);
  }

  async ask(
    name: OracleName,
    paths: readonly string[],
    cache: string,
    progress: (done: number, of: number) => void,
  ): Promise<void> {
    this.paths = paths;
    this.oracle = name;
    this.cache = cache;
    const questions = paths.map((capture, index) => ({
      capture,
      questions: this.mapsOf(index).map(questionOf),
    }));
    this.answers = await askForFields(name, questions, cache, progress);
  }

  /** What hears the messages of one capture, and the end of it. */
  listener(index: number): { hear: (message: DissectedMessage) => void; end: () => Promise<void> } {
    const gathered = new Map(this.maps.map((map) => [map.protocol, new Gathered(map)]));
    const logs = new LogComparer(this.paths[index], this.logMaps);
    return {
      hear: (message) => {
        gathered.get(message["protocol"] as string)?.add(message);
        logs.add(message);
      },
      end: async () => {
        const told = logs.compare(this.captures[index]);
        for (const one of gathered.values()) this.note(one);
        const asked = this.mapsOf(index);
        this.comparisons[index].push(...told);
        await this.askPlugins(index, gathered);
        if (asked.length === 0) return;
        const answers = this.answers[index]();
        const { retransmitted, malformed } = this.truth[index];
        const again = new Set(retransmitted);
        const broken = new Set(malformed);
        const hint = (frame: number) => (broken.has(frame) ? "malformed" : again.has(frame) ? "retransmitted" : "");
        for (const map of asked) {
          const answer = answers.get(map.protocol);
          const own = gathered.get(map.protocol);
          if (answer === undefined || own === undefined) continue;
          for (const name of answer.unknown) this.unknown.add(name);
          const capture = this.captures[index];
          this.comparisons[index].push(...compareFields(capture, "wireshark", own, answer.columns, hint));
        }
      },
    };
  }

  /** Compares the protocols that the WebAssembly build cannot read, where they were seen and tshark is installed. */
  private async askPlugins(index: number, gathered: ReadonlyMap<string, Gathered>): Promise<void> {
    const missing = this.maps.filter(({ plugin, protocol }) => plugin && !gathered.get(protocol)?.isEmpty);
    if (this.oracle !== "wiregasm" || missing.length === 0 || oracleVersion("tshark") === "") return;
    const questions = missing.map(questionOf);
    const [read] = await askForFields("tshark", [{ capture: this.paths[index], questions }], this.cache, () => {});
    for (const [protocol, { columns, unknown }] of read()) {
      for (const name of unknown) this.unknown.add(name);
      const own = gathered.get(protocol) as Gathered;
      this.comparisons[index].push(...compareFields(this.captures[index], "tshark", own, columns, () => ""));
    }
  }

  private mapsOf(index: number): FieldMap[] {
    const { stacks, frames } = this.truth[index];
    if (frames < 0) return [];
    const layers = new Set(stacks.flatMap((stack) => stack.split(":")));
    return this.maps.filter(({ protocol }) =>
      COMPARED.find((one) => one.name === protocol)?.layers.some((layer) => layers.has(layer)),
    );
  }

  private note(gathered: Gathered): void {
    if (gathered.uncovered.size === 0) return;
    const known = this.uncovered.get(gathered.map.protocol) ?? new Map<string, number>();
    for (const [path, count] of gathered.uncovered) known.set(path, (known.get(path) ?? 0) + count);
    this.uncovered.set(gathered.map.protocol, known);
  }
}

function questionOf({ protocol, filter, fields }: FieldMap) {
  return { protocol, filter, columns: [...new Set(fields.flatMap((one) => one.theirs))] };
}

/** What the comparison of fields came to. */
export interface FieldResult {
  totals: FieldTotal[];
  /** For the terminal, docs/truth.md and the file of differences. */
  text: string;
  markdown: string[];
  lines: string;
  /** Share of equal values per protocol without the explained ones, in percent. */
  floors: { protocol: string; share: number }[];
}

/** Sums up; `complete` says that every capture and protocol was compared, so that unused explanations are wrong. */
export function fieldResult(run: FieldRun, all: boolean, complete: boolean): FieldResult {
  const file = new URL("explained-fields.json", import.meta.url);
  const explanations = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FieldExplanation[]) : [];
  const comparisons = run.comparisons.flat();
  const { applied, explained } = applyFieldExplanations(comparisons, explanations);
  const order = FIELD_MAPS.flatMap((map) => [...map.fields.map((one) => `${map.protocol}|${one.name}`), map.protocol]);
  const place = new Map(order.map((key, index) => [key, index]));
  // By protocol, Wireshark before the logs, then by field.
  const rank = ({ protocol, oracle: by, field: name }: FieldTotal): number => {
    const end = place.get(protocol) ?? order.length;
    return ["wireshark", "tshark"].includes(by) ? (place.get(`${protocol}|${name}`) ?? end) : end;
  };
  const totals = fieldTotals(comparisons, explained).sort(
    (a, b) => rank(a) - rank(b) || (a.oracle < b.oracle ? -1 : a.oracle > b.oracle ? 1 : 0),
  );
  const parts = [fieldText(totals, all)];
  for (const { explanation, stale, values } of applied) {
    const { capture, protocol, field, count } = explanation;
    if (stale && (complete || values > 0))
      parts.push(`Stale explanation: ${capture} ${protocol} ${field}: ${count} said, ${values} found`);
    else if (values === 0 && complete) parts.push(`Unused explanation: ${capture} ${protocol} ${field}`);
  }
  if (run.unknown.size > 0) parts.push(`Columns unknown to the oracle: ${[...run.unknown].sort().join(", ")}`);
  for (const [protocol, paths] of run.uncovered) {
    const told = [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, count]) => `${path} ${count}`);
    parts.push(`${protocol}: neither compared nor ruled out: ${told.join(", ")}`);
  }
  const incomparable = new Map(
    FIELD_MAPS.map((map) => [`${map.plugin ? "tshark" : "wireshark"}|${map.protocol}`, map.incomparable]),
  );
  return {
    totals,
    text: parts.join("\n\n"),
    markdown: fieldMarkdown(totals, applied, incomparable, UNMAPPED),
    lines: fieldDifferenceLines(comparisons, explained),
    floors: protocolTotals(totals).map((one) => {
      return { protocol: `${one.protocol} (${one.oracle})`, share: Number(shares(one).explained) };
    }),
  };
}
