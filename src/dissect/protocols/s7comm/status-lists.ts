// S7 communication: system status lists (SZL), after the "System Software for S7-300/400, System and Standard
// Functions" reference, chapter on SSL: identity, modes, protection, memory, lamps and the diagnostic buffer. Other
// lists are told as octets, record by record.
import type { Attribute } from "../../../model/attribute.ts";
import { hexOf, type Reader, textOf } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { readDiagnosticEvent } from "./alarms.ts";
import { dateAndTime } from "./clock.ts";
import type { Fields } from "./items.ts";
import type { Memory } from "./memory.ts";
import { BLOCK_TYPES, MODES, nameOf } from "./names.ts";

/** Most records of a list that are told for people. */
const MOST_RECORDS = 512;
/** Manufacturer number of Siemens in identification data (PROFIBUS and PROFINET International). */
const SIEMENS = 42;

const LISTS: Readonly<Record<number, string>> = {
  0: "list of all lists",
  17: "module identification",
  18: "CPU characteristics",
  19: "user memory areas",
  20: "system areas",
  21: "block types",
  22: "priority classes",
  23: "permitted SDBs",
  24: "maximum I/O configuration",
  25: "status of the module LEDs",
  28: "component identification",
  33: "interrupt assignment",
  34: "interrupt status",
  35: "priority classes",
  36: "modes",
  37: "process image partitions",
  49: "communication capability",
  50: "communication status",
  51: "diagnostics: device logon list",
  55: "Ethernet details",
  113: "H CPU group",
  116: "status of the module LEDs",
  117: "switched DP slaves",
  129: "start information",
  130: "start events",
  144: "DP master systems",
  145: "module status",
  146: "rack and station status",
  148: "rack and station status",
  149: "extended DP master system",
  150: "module status, PROFINET IO and PROFIBUS DP",
  160: "diagnostic buffer",
  177: "module diagnostics, record 0",
  178: "module diagnostics, record 1, by place",
  179: "module diagnostics, record 1, by address",
  180: "diagnostics of a DP slave",
};
const MODULE_PARTS: Readonly<Record<number, string>> = {
  1: "module",
  6: "basic hardware",
  7: "basic firmware",
  129: "firmware extension",
};
const COMPONENTS: Readonly<Record<number, string>> = {
  1: "name of the automation system",
  2: "name of the module",
  3: "plant designation",
  4: "copyright",
  5: "serial number of the module",
  7: "module type name",
  8: "serial number of the memory card",
  9: "manufacturer and profile",
  10: "OEM",
  11: "location designation",
};
const SWITCH_POSITIONS: Readonly<Record<number, string>> = { 0: "unknown", 1: "RUN", 2: "RUN_P", 3: "STOP", 4: "MRES" };
const LAMPS: Readonly<Record<number, string>> = {
  1: "SF",
  2: "INTF",
  3: "EXTF",
  4: "RUN",
  5: "STOP",
  6: "FRCE",
  7: "CRST",
  8: "BAF",
  9: "USR",
  10: "USR1",
  11: "BUS1F",
  12: "BUS2F",
  13: "REDF",
  14: "MSTR",
  15: "RACK0",
  16: "RACK1",
  17: "RACK2",
  18: "IFM1F",
  19: "IFM2F",
  20: "BUS3F",
  21: "MAINT",
  22: "DC24V",
};

/** Reads what a request for a list asks. */
export function readListRequest(reader: Reader): Fields {
  const list = reader.u16();
  const index = reader.u16();
  return { szl_id: list, szl_name: nameOf(LISTS, list & 0xff), szl_index: index };
}

/**
 * Reads a list as a controller answers it, and claims what it says of the controller. `located` says that reader
 * positions are those of the message and may stand as evidence.
 */
export function readList(reader: Reader, talk: Talk<Memory>, located: boolean): Fields {
  const list = reader.u16();
  const index = reader.u16();
  const fields: Fields = { szl_id: list, szl_name: nameOf(LISTS, list & 0xff), szl_index: index };
  // Refused lists end here.
  if (reader.left() === 0) return fields;
  const width = reader.u16();
  const count = reader.u16();
  if (!reader.ok) return fields;
  const records: Fields[] = [];
  Object.assign(fields, { record_length: width, record_count: count, records });
  // Extract 0xF asks for the head alone.
  const told = (list & 0x0f00) === 0x0f00 ? 0 : count;
  for (let record = 0; record < told; record++) {
    if (width === 0 || width > reader.left()) {
      talk.fault("bad record count", located ? reader.position - reader.start : 0);
      break;
    }
    const outer = reader.narrow(width);
    const start = reader.position;
    const found = readRecord(reader, talk, list, located);
    reader.position = start;
    reader.widen(outer);
    if (records.length < MOST_RECORDS) records.push(found);
  }
  reader.skipRest();
  return fields;
}

/** Reads one record; a record narrower than the known layout is told as octets. */
function readRecord(reader: Reader, talk: Talk<Memory>, list: number, located: boolean): Fields {
  const width = reader.left();
  const at = reader.position;
  const { bytes } = reader;
  switch (list & 0xff) {
    case 0x00:
      if (width >= 2) return { szl_id: reader.u16() };
      break;
    case 0x11:
      if (width >= 28) return readModule(reader, talk, located);
      break;
    case 0x1c:
      if (width >= 34) return readComponent(reader, talk, located);
      break;
    case 0x13:
      if (width >= 36) return readMemoryArea(reader);
      break;
    case 0x14:
      if (width >= 8) {
        return { index: reader.u16(), code: reader.u16(), quantity: reader.u16(), retentive: reader.u16() };
      }
      break;
    case 0x15:
      if (width >= 10) {
        const type = nameOf(BLOCK_TYPES, reader.u16() >> 8);
        return {
          block_type: type,
          maximum_count: reader.u16(),
          maximum_kbytes: reader.u16(),
          maximum_work_memory: reader.u32(),
        };
      }
      break;
    case 0x19:
    case 0x74:
      if (width >= 4) {
        const lamp = reader.u16();
        return { led: nameOf(LAMPS, lamp & 0xff), on: reader.u8() !== 0, blinking: reader.u8() };
      }
      break;
    case 0x24:
      if (width >= 20) return readMode(reader);
      break;
    case 0x31:
    case 0x32:
      if (width >= 40) return readCommunication(reader, list & 0xff);
      break;
    case 0xa0:
      if (width >= 20) return readDiagnosticEvent(reader);
      break;
  }
  return { octets: hexOf(bytes, at, at + width) };
}

/** Tells a claim about the controller with the octets that say so. */
function claim(
  talk: Talk<Memory>,
  about: About,
  attribute: Attribute,
  value: string,
  list: string,
  confidence: number,
  start: number,
  end: number,
  located: boolean,
): void {
  talk.claim(about, attribute, value, confidence, `S7 status list ${list}`, located ? start : 0, located ? end : 0);
}

function readModule(reader: Reader, talk: Talk<Memory>, located: boolean): Fields {
  const { bytes } = reader;
  const part = reader.u16();
  const start = reader.position;
  const order = textOf(bytes, start, start + 20).replace(/ {2,}/g, " ");
  reader.skip(20);
  const type = reader.u16();
  const first = reader.u16();
  const second = reader.u16();
  // A version is "V" and three numbers, one octet each; a hardware state is a plain number.
  const letter = first >> 8;
  const lettered = letter >= 0x41 && letter <= 0x5a;
  const version = `${first & 255}.${second >> 8}.${second & 255}`;
  if (part === 1 && order !== "") {
    claim(talk, "sender", "orderNumber", order, "0x0011", 0.95, start, start + 20, located);
    const maker = makerOf(order);
    if (maker !== "") claim(talk, "sender", "vendor", maker, "0x0011", 0.85, start, start + 20, located);
  }
  if (part === 7 && letter === 0x56) {
    claim(talk, "sender", "firmware", version, "0x0011", 0.95, start + 22, start + 26, located);
  }
  if (part === 6 && !lettered && first > 0) {
    claim(talk, "sender", "hardware", String(first), "0x0011", 0.9, start + 22, start + 24, located);
  }
  return {
    index: part,
    part: nameOf(MODULE_PARTS, part),
    order_number: order,
    module_type: type,
    version: lettered ? `${String.fromCharCode(letter)}${version}` : undefined,
    release: lettered ? undefined : first,
    description_release: lettered ? undefined : second,
  };
}

/** The maker by the first letters of an order number; compatible controllers speak the same lists. */
function makerOf(order: string): string {
  if (/^6(ES|GK|AV|AG|SL|AU|FC|DD|BK|EP|AT|EA)/.test(order)) return "Siemens";
  return order.startsWith("VIPA") ? "VIPA" : "";
}

function readComponent(reader: Reader, talk: Talk<Memory>, located: boolean): Fields {
  const { bytes } = reader;
  // The upper octet counts the CPU in systems with several.
  const index = reader.u16() & 0xff;
  const start = reader.position;
  const name = nameOf(COMPONENTS, index);
  if (index === 9) {
    const manufacturer = reader.u16();
    if (manufacturer === SIEMENS) claim(talk, "sender", "vendor", "Siemens", "0x001C", 0.95, start, start + 2, located);
    return {
      index,
      component: name,
      manufacturer_id: manufacturer,
      profile_id: reader.u16(),
      profile_type: reader.u16(),
    };
  }
  const length = index === 10 ? 26 : index === 1 || index === 2 || index === 5 ? 24 : index === 4 ? 26 : 32;
  const end = start + length;
  const text = textOf(bytes, start, end);
  const tell = (about: About, attribute: Attribute, confidence: number): void => {
    claim(talk, about, attribute, text, "0x001C", confidence, start, end, located);
  };
  if (index === 1) tell("sender", "name", 0.95);
  else if (index === 2) tell("sender", "description", 0.8);
  else if (index === 3) tell("sender", "siteCode", 0.95);
  else if (index === 4 && text.includes("Siemens")) {
    claim(talk, "sender", "vendor", "Siemens", "0x001C", 0.9, start, end, located);
  } else if (index === 5) tell("sender", "serial", 0.95);
  else if (index === 7) tell("sender", "model", 0.95);
  else if (index === 8) tell({ part: "memory card", of: "sender" }, "serial", 0.95);
  else if (index === 11) tell("sender", "location", 0.95);
  return { index, component: name, text };
}

function readMemoryArea(reader: Reader): Fields {
  return {
    index: reader.u16(),
    code: reader.u16(),
    size: reader.u32(),
    mode: reader.u16(),
    granularity: reader.u16(),
    volatile_size: reader.u32(),
    volatile_used: reader.u32(),
    volatile_largest_free: reader.u32(),
    non_volatile_size: reader.u32(),
    non_volatile_used: reader.u32(),
    non_volatile_largest_free: reader.u32(),
  };
}

function readMode(reader: Reader): Fields {
  const at = reader.position;
  const event = reader.u16();
  reader.skip(1);
  const modes = reader.u8();
  return {
    event_id: event,
    requested_mode: nameOf(MODES, modes & 15),
    previous_mode: modes >> 4 === 0 ? "unknown" : nameOf(MODES, modes >> 4),
    timestamp: dateAndTime(reader.bytes, at + 12),
  };
}

function readCommunication(reader: Reader, list: number): Fields {
  const index = reader.u16();
  if (list === 0x31 && index === 1) {
    return {
      index,
      maximum_pdu_size: reader.u16(),
      maximum_connections: reader.u16(),
      mpi_bits_per_second: reader.u32(),
      bus_bits_per_second: reader.u32(),
    };
  }
  if (list === 0x32 && index === 4) {
    return {
      index,
      key_switch_protection_level: reader.u16(),
      assigned_protection_level: reader.u16(),
      valid_protection_level: reader.u16(),
      mode_switch: nameOf(SWITCH_POSITIONS, reader.u16()),
      start_switch: reader.u16(),
    };
  }
  const start = reader.position;
  return { index, octets: hexOf(reader.bytes, start, reader.end) };
}
