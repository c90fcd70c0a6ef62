import type { Assessment, Severity } from "../model/assessment.ts";
import { hidesTraffic } from "../model/fault.ts";
import { makeDirectory, worstByLevel } from "./order.ts";
import { headline, periodPhrase } from "./sentences.ts";
import { capitalized, formatCount, LEVEL_ORDER, levelBox, levelName, plural } from "./words.ts";

/** How the summary is to look. */
export interface SummaryOptions {
  /** Columns of the terminal; clamped to 48 to 120. */
  width: number;
  /** Whether escape sequences for color may be written: a terminal, and NO_COLOR unset. */
  color: boolean;
  /** Where the report and its companions lie, as a person would open them; the first is the report. */
  files: readonly string[];
}

const MOST_FINDINGS = 8;
const MOST_SPOTS = 5;
const BAR = 24;

const MARKS: Readonly<Record<Severity, string>> = { critical: "■", high: "▲", medium: "◇", low: "○" };
const COLORS: Readonly<Record<Severity, string>> = { critical: "31;1", high: "33", medium: "33", low: "2" };

/** The assessment as a screen of text, sentence first; without color it holds no escape sequence, whatever the traffic said. */
export function summaryText(assessment: Assessment, { width, color, files }: SummaryOptions): string {
  const columns = Math.max(48, Math.min(120, Math.floor(width) || 80));
  const paint = (text: string, code: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const directory = makeDirectory(assessment);
  const { findings } = directory;
  const worsts = worstByLevel(directory);
  const { heading, lead } = headline(assessment);
  const lines: string[] = [paint(heading, "1"), ...wrap(lead, columns, ""), periodPhrase(assessment), ""];

  const counts = new Map(assessment.summary.levels.map(({ level, devices: count }) => [level, count]));
  const most = Math.max(1, ...counts.values());
  for (const [index, level] of LEVEL_ORDER.entries()) {
    const count = counts.get(level) ?? 0;
    if (index >= 7 && count === 0) continue;
    const worst = worsts.get(level);
    const bar = "▪".repeat(count > 0 ? Math.max(1, Math.round((count / most) * BAR)) : 0);
    const mark = worst ? ` ${paint(MARKS[worst], COLORS[worst])} ${worst}` : "";
    const head = `  ${levelBox(level).padEnd(5)}${levelName(level).padEnd(18)}${(count > 0 ? formatCount(count) : "–").padStart(6)}`;
    lines.push(`${head}  ${paint(columns >= 72 ? bar.padEnd(BAR) : "", "2")}${mark}`.trimEnd());
  }

  if (findings.length > 0) {
    lines.push("", paint("Needs a person", "1"));
    for (const { number, finding } of findings.slice(0, MOST_FINDINGS)) {
      const { severity } = finding;
      const [first, ...rest] = wrap(`${number}. ${plain(finding.title)}`, columns - 13, "");
      lines.push(`  ${paint(`${MARKS[severity]} ${severity.padEnd(9)}`, COLORS[severity])}${first}`);
      for (const line of rest) lines.push(`${" ".repeat(13)}${line}`);
      const urgent = severity === "critical" || severity === "high";
      if (urgent && finding.check) lines.push(...wrap(`First check: ${plain(finding.check)}`, columns, " ".repeat(13)));
    }
    const rest = findings.length - MOST_FINDINGS;
    if (rest > 0) lines.push(`  ${plural(rest, "more finding")} in the report`);
  }

  const broken = assessment.captures
    .map(({ name, faults }) => ({ name, faults: faults.filter((fault) => hidesTraffic(fault.name)) }))
    .filter(({ faults }) => faults.length > 0);
  if (broken.length > 0) {
    lines.push("", paint("Not read in full", "1"));
    for (const { name, faults } of broken.slice(0, MOST_SPOTS)) {
      lines.push(...wrap(`${plain(name)}: ${plain(faults[0]?.detail || faults[0]?.name || "")}`, columns, "  "));
    }
    if (broken.length > MOST_SPOTS) lines.push(`  ${plural(broken.length - MOST_SPOTS, "more capture")}`);
  }

  if (assessment.blindSpots.length > 0) {
    lines.push("", paint("What you did not see", "1"));
    for (const { reason, amount } of assessment.blindSpots.slice(0, MOST_SPOTS)) {
      lines.push(...wrap(`${capitalized(plain(reason))}: ${plain(amount)}`, columns, "  "));
    }
    const rest = assessment.blindSpots.length - MOST_SPOTS;
    if (rest > 0) lines.push(`  ${plural(rest, "more blind spot")} in the report`);
  }

  if (files.length > 0) {
    lines.push("", paint(files.length === 1 ? "Report" : "Report and tables", "1"));
    for (const file of files) lines.push(`  ${plain(file)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Breaks at blanks; a word longer than the line is broken where the line ends. */
function wrap(text: string, columns: number, indent: string): string[] {
  const room = columns - indent.length;
  const lines: string[] = [];
  let line = "";
  for (let word of plain(text).split(/\s+/)) {
    if (line && line.length + 1 + word.length > room) {
      lines.push(indent + line);
      line = "";
    }
    while (word.length > room) {
      lines.push(indent + word.slice(0, room));
      word = word.slice(room);
    }
    line = line ? `${line} ${word}` : word;
  }
  if (line || lines.length === 0) lines.push(indent + line);
  return lines;
}

/** The text without what a terminal would obey: control characters and direction marks become U+FFFD. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
