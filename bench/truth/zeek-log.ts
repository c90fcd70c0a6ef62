import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DissectedMessage, Field } from "./field.ts";
import { ourValues } from "./field.ts";
import { emptyComparison, type FieldComparison, tally } from "./field-compare.ts";

/** One line of a log: its columns by name; unset columns are left out. */
export type LogRow = Readonly<Record<string, string>>;

/** How one type of log says what our messages say. */
export interface LogMap {
  /** Name of the log, e.g. "modbus_detailed"; of another tool's output its name. */
  log: string;
  /** Which file of another tool. */
  file?: RegExp;
  /** Name of the protocol in `bulkhead dissect`. */
  protocol: string;
  /** Reads the lines of a file that is no log of Zeek's. */
  read?: (text: string) => LogRow[];
  /** Whether the log tells the whole capture without addresses. */
  whole?: boolean;
  /** Columns, for logs that were cut out without their head. */
  columns?: readonly string[];
  /** Fields whose columns are those of the log. */
  fields: readonly LogField[];
}

/** A field of a log, perhaps only of some of its lines. */
export interface LogField extends Field {
  rows?: (row: LogRow) => boolean;
}

const UNSET = ["-", "(empty)", ""];

/** Reads a Zeek log in its own format; `columns` name the columns when the log has no head. */
export function readLog(text: string, columns: readonly string[] = []): LogRow[] {
  let names = columns;
  const rows: LogRow[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("#fields\t")) names = line.split("\t").slice(1);
    if (line.startsWith("#") || line === "") continue;
    const row: Record<string, string> = {};
    for (const [index, value] of line.split("\t").entries()) {
      const name = names[index];
      if (name !== undefined && !UNSET.includes(value)) row[name] = unescaped(value);
    }
    rows.push(row);
  }
  return rows;
}

/** Zeek writes octets that are no text as \xNN. */
const unescaped = (value: string) =>
  value.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/**
 * Logs beside a capture, by their names without a prefix of the test they come from (a later one of the same name wins),
 * and other files by their whole names.
 */
export function logsBeside(capture: string): Map<string, string> {
  const folder = capture.replace(/\.[^./]+$/, ".truth");
  const logs = new Map<string, string>();
  if (!existsSync(folder)) return logs;
  for (const file of readdirSync(folder).sort()) {
    logs.set(/^(?:.*__)?(\w+)\.log$/.exec(file)?.[1] ?? file, join(folder, file));
  }
  return logs;
}

/** Whether one of the logs lies beside the capture. */
export function hasLogs(capture: string, maps: readonly LogMap[]): boolean {
  const logs = logsBeside(capture);
  return maps.some((map) => fileOf(map, logs) !== undefined);
}

/** The file of a log among those beside the capture. */
function fileOf(map: LogMap, logs: ReadonlyMap<string, string>): string | undefined {
  if (map.file === undefined) return logs.get(map.log);
  for (const [name, path] of logs) if (map.file.test(name)) return path;
  return undefined;
}

/** The two ends of a conversation, in an order that does not depend on who speaks. */
export function conversationOf(a: string, aPort: unknown, b: string, bPort: unknown): string {
  return [`${a}:${Number(aPort) || 0}`, `${b}:${Number(bPort) || 0}`].sort().join(" ");
}

/** Gathers what our messages say in the words of the logs of one capture, conversation by conversation. */
export class LogComparer {
  private readonly maps: readonly { map: LogMap; rows: LogRow[] }[];
  private readonly ours: Map<string, string[]>[][];

  constructor(capture: string, maps: readonly LogMap[]) {
    const logs = logsBeside(capture);
    this.maps = maps
      .filter((map) => fileOf(map, logs) !== undefined)
      .map((map) => {
        const content = readFileSync(fileOf(map, logs) as string, "utf8");
        return { map, rows: map.read === undefined ? readLog(content, map.columns) : map.read(content) };
      });
    this.ours = this.maps.map(({ map }) => map.fields.map(() => new Map()));
  }

  add(message: DissectedMessage): void {
    for (const [index, { map }] of this.maps.entries()) {
      if (map.protocol !== message["protocol"]) continue;
      const { source, destination, source_port: from, destination_port: to } = message as Record<string, string>;
      const conversation = map.whole ? "" : conversationOf(source, from, destination, to);
      for (const [at, one] of map.fields.entries())
        append(this.ours[index][at], conversation, ourValues(one, one.path.split("."), message));
    }
  }

  compare(capture: string): FieldComparison[] {
    return this.maps.flatMap(({ map, rows }, index) =>
      map.fields.map((one, at) => {
        const theirs = new Map<string, string[]>();
        for (const row of rows) {
          if (one.rows !== undefined && !one.rows(row)) continue;
          append(theirs, map.whole ? "" : conversationOfRow(row), valuesOfRow(one, row));
        }
        const result = emptyComparison(capture, map.protocol, one.name, map.log);
        const ours = this.ours[index][at];
        for (const conversation of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
          const own = ours.get(conversation) ?? [];
          const other = theirs.get(conversation) ?? [];
          if (own.length === 0) result.onlyTheirs++;
          else if (other.length === 0) result.onlyOurs++;
          else tally(result, own, other, false, 0, conversation);
        }
        return result;
      }),
    );
  }
}

function append(values: Map<string, string[]>, key: string, more: readonly string[]): void {
  if (more.length === 0) return;
  const known = values.get(key);
  if (known === undefined) values.set(key, [...more]);
  else known.push(...more);
}

const conversationOfRow = (row: LogRow) =>
  conversationOf(row["id.orig_h"], row["id.orig_p"], row["id.resp_h"], row["id.resp_p"]);

function valuesOfRow(one: LogField, row: LogRow): string[] {
  return one.theirs.flatMap((name) => {
    const cell = row[name];
    if (cell === undefined) return [];
    const parts = one.as.separator === undefined ? cell.split(",") : cell.split(one.as.separator);
    return parts.flatMap((part) => one.as.theirs(part) ?? []);
  });
}
