// S7 communication: programmer commands (test and commissioning): watching, modifying and forcing variables, jobs,
// holding and leaving it. Stacks and block status are told as octets.
import { hexOf, type Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { type Fields, readValues } from "./items.ts";
import type { Memory } from "./memory.ts";
import { nameOf, RETURN_CODES } from "./names.ts";

const VARIABLE_STATUS = 2;
const MODIFY_VARIABLE = 8;
const FORCE = 9;
const DISABLE_JOB = 13;
const DELETE_JOB = 15;
const READ_JOB_LIST = 16;
const READ_JOB = 17;
const INDICATION = 0;
const ASKS = 1;

/** Areas of watched variables by the upper four bits; the lower ones say the width. */
const AREAS: Readonly<Record<number, string>> = { 0: "M", 1: "I", 2: "Q", 3: "PI", 7: "DB" };
const WIDTHS: readonly number[] = [1, 1, 2, 4];
const TIMER = 0x54;
const COUNTER = 0x64;

/** Reads a programmer command: parameters and content, each with its length before both. */
export function readTestFunction(reader: Reader, talk: Talk<Memory>, subfunction: number, type: number): Fields {
  const parameterLength = reader.u16();
  const contentLength = reader.u16();
  const start = reader.position;
  reader.skip(parameterLength);
  if (!reader.ok) return {};
  const fields: Fields = {
    parameter_length: parameterLength,
    content_length: contentLength,
    parameters: hexOf(reader.bytes, start, start + parameterLength),
  };
  if (contentLength === 0) return fields;
  const outer = reader.narrow(contentLength);
  Object.assign(fields, readContent(reader, talk, subfunction, type));
  reader.widen(outer);
  return fields;
}

function readContent(reader: Reader, talk: Talk<Memory>, subfunction: number, type: number): Fields {
  const writes = subfunction === MODIFY_VARIABLE || subfunction === FORCE;
  if (subfunction === VARIABLE_STATUS || writes) {
    if (type === ASKS) {
      const count = reader.u16();
      const items = readVariables(reader, talk, count);
      if (!writes) return { items };
      return { items, values: readEvenValues(reader, talk, count) };
    }
    if (type === INDICATION) {
      const count = reader.u16();
      return writes ? { results: readResults(reader, talk, count) } : { values: readEvenValues(reader, talk, count) };
    }
  }
  if (type === ASKS && ((subfunction >= DISABLE_JOB && subfunction <= DELETE_JOB) || subfunction === READ_JOB)) {
    if (subfunction === DELETE_JOB) reader.skip(2);
    return { job_function: reader.u8(), job_sequence_number: reader.u8() };
  }
  if (subfunction === READ_JOB_LIST && type !== ASKS) {
    const jobs: Fields[] = [];
    while (reader.left() >= 4) {
      jobs.push({ job_function: reader.u8(), job_sequence_number: reader.u8(), job_status: reader.u16() });
    }
    return { jobs };
  }
  const at = reader.position;
  reader.skipRest();
  return { octets: hexOf(reader.bytes, at, reader.end) };
}

function readVariables(reader: Reader, talk: Talk<Memory>, count: number): Fields[] {
  const items: Fields[] = [];
  for (let index = 0; index < count; index++) {
    const kind = reader.u8();
    // How often the width repeats; for a bit, which one.
    const repeat = reader.u8();
    const block = reader.u16();
    const address = reader.u16();
    if (!reader.ok) break;
    const numbered = kind === TIMER ? "T" : kind === COUNTER ? "C" : undefined;
    const area = numbered ?? AREAS[kind >> 4] ?? "unknown area";
    const bit = numbered === undefined && (kind & 15) === 0;
    const width = WIDTHS[kind & 15] ?? 1;
    talk.target(area === "DB" ? `DB ${block}` : area, address, numbered !== undefined || bit ? 1 : width * repeat);
    items.push({
      area: kind,
      area_name: area,
      db_number: area === "DB" ? block : undefined,
      [numbered === undefined ? "byte_address" : "number"]: address,
      [bit ? "bit_address" : "repetition"]: repeat,
    });
  }
  return items;
}

/** Values, each at an even place, the last one too. */
function readEvenValues(reader: Reader, talk: Talk<Memory>, count: number): Fields[] {
  const values: Fields[] = [];
  for (let index = 0; index < count && reader.ok && reader.left() > 0; index++) {
    const start = reader.position;
    const found = readValues(reader, talk, 1, undefined, false);
    if (found !== undefined) values.push(...found);
    if ((reader.position - start) % 2 === 1 && reader.left() > 0) reader.skip(1);
  }
  return values;
}

function readResults(reader: Reader, talk: Talk<Memory>, count: number): Fields[] {
  const results: Fields[] = [];
  let refused = false;
  for (let index = 0; index < count; index++) {
    const code = reader.u8();
    if (!reader.ok) break;
    if (code !== 0xff && !refused) {
      refused = true;
      talk.refused(nameOf(RETURN_CODES, code));
    }
    results.push({ return_code: code, return_code_name: nameOf(RETURN_CODES, code) });
  }
  reader.skipRest();
  return results;
}
