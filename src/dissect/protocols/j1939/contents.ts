// Contents of groups that say what is done: trouble codes (SAE J1939-73 section 5.7), values of implements and keys of terminals (ISO 11783
// parts 6 and 10).
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { PROCESS, PROCESS_SETPOINT, PROCESS_VALUE, SOFT_KEY, VT, VT_INPUT } from "./groups.ts";
import { failureMode } from "./names.ts";

const TASK_CONTROLLER = 247;
const MOST_CODES = 64;

type Fields = Record<string, unknown> | undefined;

/** Trouble codes behind the lamps; answers whether there is one, or a lamp is lit. */
export function readCodes(reader: Reader, talk: Talk, source: number, fields: Fields): boolean {
  const lamps = reader.u8();
  reader.skip(1);
  let hasCodes = false;
  const shown: object[] = [];
  for (let index = 0; index < MOST_CODES && reader.left() >= 4; index++) {
    const low = reader.u16le();
    const third = reader.u8();
    const last = reader.u8();
    const parameter = low | ((third >> 5) << 16);
    const mode = third & 31;
    // No code is all zeros; octets that fill up the frame are all ones.
    if ((parameter === 0 && mode === 0) || (low === 0xffff && third === 0xff)) continue;
    hasCodes = true;
    talk.object(`node ${source} SPN ${parameter} FMI ${mode} (${failureMode(mode)})`);
    if (fields !== undefined) shown.push({ spn: parameter, fmi: mode, occurrence_count: last & 127 });
  }
  // Two bits for each lamp: 01 is on.
  const isLit = [0, 2, 4, 6].some((shift) => ((lamps >> shift) & 3) === 1);
  if (fields !== undefined) Object.assign(fields, { lamps, trouble_codes: shown });
  return hasCodes || isLit;
}

/** Values of implements; those that a task controller sends are what it wants. */
export function readProcess(reader: Reader, talk: Talk, source: number, fields: Fields): Operation {
  const command = reader.u8();
  const element = (command >> 4) | (reader.u8() << 4);
  const identifier = reader.u16le();
  const kind = command & 15;
  if (fields !== undefined) Object.assign(fields, { command: kind, element, ddi: identifier });
  if (kind < 2 || kind > 10) return PROCESS;
  talk.target("data dictionary identifier", identifier, 1);
  if (kind !== 3 && kind !== 10) return PROCESS;
  return source === TASK_CONTROLLER ? PROCESS_SETPOINT : PROCESS_VALUE;
}

/** What an operator does at a virtual terminal goes to the implement. */
export function terminalOperation(code: number): Operation {
  if (code === 0 || code === 1) return SOFT_KEY;
  return code === 5 || code === 8 ? VT_INPUT : VT;
}
