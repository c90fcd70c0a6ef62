import type { Act } from "../model/act.ts";

/** One function of a protocol: its name in the standard and what it does. The same entry is parser table, document, label and rule word. */
export interface Operation {
  /** Protocol name, e.g. "modbus". */
  readonly protocol: string;
  /** Name in the standard, snake_case, e.g. "read_holding_registers". */
  readonly name: string;
  readonly act: Act;
  /** Dense number given at creation; an index for counters, not stable between versions. */
  readonly index: number;
}

const everyOperation: Operation[] = [];

/** Registers one operation; call it at module level only, never per message. */
export function operation(protocol: string, name: string, act: Act): Operation {
  const entry: Operation = { protocol, name, act, index: everyOperation.length };
  everyOperation.push(entry);
  return entry;
}

/** The operation with a dense index; for turning counters back into names. */
export function operationAt(index: number): Operation {
  return everyOperation[index] as Operation;
}

/** How many operations are registered. */
export function operationCount(): number {
  return everyOperation.length;
}

/** A protocol's functions by code, with one shared entry for every code that the standard does not name. */
export interface OperationTable {
  readonly protocol: string;
  /** The entry for a code; `unnamed` when the standard has none. */
  of(code: number): Operation;
  /** Whether the standard names the code. */
  has(code: number): boolean;
  readonly entries: ReadonlyMap<number, Operation>;
  readonly unnamed: Operation;
}

/** Codes below this are looked up in an array, higher ones (rare in every protocol) in a map. */
const DENSE_CODES = 512;

/**
 * Makes a table from rows of code, standard name and act. Codes are non-negative integers below 65,536.
 * The table is read on every message: arrays of the same kind for all protocols keep that fast.
 */
export function operationTable(protocol: string, rows: readonly (readonly [number, string, Act])[]): OperationTable {
  const byCode = new Array<Operation | undefined>(DENSE_CODES).fill(undefined);
  const entries = new Map<number, Operation>();
  for (const [code, name, act] of rows) {
    const entry = operation(protocol, name, act);
    if (code < DENSE_CODES) byCode[code] = entry;
    entries.set(code, entry);
  }
  const unnamed = operation(protocol, "unnamed_function", "other");
  const find = (code: number): Operation | undefined =>
    code >= 0 && code < DENSE_CODES ? byCode[code] : entries.get(code);
  return {
    protocol,
    entries,
    unnamed,
    of: (code) => find(code) ?? unnamed,
    has: (code) => find(code) !== undefined,
  };
}
