// What answers of universal HART commands say: HCF_SPEC-127, with tables of SPEC-183.
import type { PointSpace, Quality } from "../../points.ts";
import { BAD, GOOD, pointSpace, UNCERTAIN } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { makerName } from "./commands.ts";
import type { Memory } from "./hartip.ts";

/** Fields of a message while they are gathered. */
export type Fields = Record<string, unknown>;

const VARIABLES: readonly PointSpace[] = [
  pointSpace("hartip", "primary variable", "float", "device"),
  pointSpace("hartip", "secondary variable", "float", "device"),
  pointSpace("hartip", "tertiary variable", "float", "device"),
  pointSpace("hartip", "quaternary variable", "float", "device"),
];
const LOOP_CURRENT = pointSpace("hartip", "loop current", "float", "device");
const PERCENT = pointSpace("hartip", "percent of range", "float", "device");
const DEVICE_VARIABLE = pointSpace("hartip", "device variable", "float", "device");
const SHORT_NAMES = ["pv", "sv", "tv", "qv"] as const;
const STATUS_QUALITY: readonly Quality[] = [BAD, UNCERTAIN, UNCERTAIN, GOOD];
/** Table 57: profiles of gateways, which answer for themselves. */
const GATEWAY_PROFILE = 0x84;

/** Reads the data of an answer; `unit` is the device's number behind the gateway, -1 for a polling address. */
export function readAnswer(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  about: About,
  unit: number,
  fields: Fields | undefined,
): void {
  switch (command) {
    case 0:
    case 11:
    case 21:
      readIdentity(reader, talk, about, fields);
      return;
    case 1:
      readVariable(reader, talk, 0, unit, fields);
      return;
    case 2: {
      const current = reader.f32();
      const percent = reader.f32();
      if (!reader.ok) return;
      talk.sample(LOOP_CURRENT, unit, "", -1, current);
      talk.sample(PERCENT, unit, "", -1, percent);
      if (fields !== undefined)
        Object.assign(fields, { pv_loop_current: shown(current), pv_percent_range: shown(percent) });
      return;
    }
    case 3: {
      const current = reader.f32();
      if (!reader.ok) return;
      talk.sample(LOOP_CURRENT, unit, "", -1, current);
      if (fields !== undefined) fields["pv_loop_current"] = shown(current);
      for (let variable = 0; variable < 4 && reader.left() >= 5; variable++)
        readVariable(reader, talk, variable, unit, fields);
      return;
    }
    case 9:
      readDeviceVariables(reader, talk, unit, fields);
      return;
    case 12: {
      const message = packedText(reader, 24);
      if (fields !== undefined) fields["message"] = message;
      return;
    }
    case 13: {
      const tag = packedText(reader, 6);
      const descriptor = packedText(reader, 12);
      if (!reader.ok) return;
      talk.claim(about, "name", meant(tag), 0.9, "HART tag");
      talk.claim(about, "description", meant(descriptor), 0.8, "HART descriptor");
      if (fields !== undefined)
        Object.assign(fields, { tag, descriptor, day: reader.u8(), month: reader.u8(), year: reader.u8() + 1900 });
      return;
    }
    case 20: {
      const at = reader.position;
      const tag = reader.text(Math.min(32, reader.left()));
      talk.claim(about, "name", tag, 0.95, "HART long tag", at, reader.position);
      if (fields !== undefined) fields["long_tag"] = tag;
      return;
    }
    case 48:
      if (fields === undefined || reader.left() < 6) return;
      fields["device_specific_status"] = reader.hex(6);
      if (reader.left() >= 2)
        Object.assign(fields, { extended_device_status: reader.u8(), device_operating_mode: reader.u8() });
  }
}

/** A float as a field: JSON has no word for "no value". */
function shown(value: number): number | null {
  return value - value === 0 ? value : null;
}

function readVariable(
  reader: Reader,
  talk: Talk<Memory>,
  variable: number,
  unit: number,
  fields: Fields | undefined,
): void {
  const units = reader.u8();
  const value = reader.f32();
  if (!reader.ok) return;
  talk.sample(VARIABLES[variable] as PointSpace, unit, "", -1, value);
  if (fields === undefined) return;
  fields[`${SHORT_NAMES[variable]}_units`] = units;
  fields[`${SHORT_NAMES[variable]}`] = shown(value);
}

/** Command 9: up to eight slots of code, classification, units, value and status behind an extended status. */
function readDeviceVariables(reader: Reader, talk: Talk<Memory>, unit: number, fields: Fields | undefined): void {
  const extended = reader.u8();
  const slots: object[] = [];
  for (let slot = 0; slot < 8 && reader.left() >= 8; slot++) {
    const code = reader.u8();
    const classification = reader.u8();
    const units = reader.u8();
    const value = reader.f32();
    const status = reader.u8();
    talk.sample(DEVICE_VARIABLE, unit, "", code, value, STATUS_QUALITY[status >> 6]);
    if (fields !== undefined) slots.push({ device_variable: code, classification, units, value: shown(value), status });
  }
  if (fields === undefined) return;
  Object.assign(fields, { extended_device_status: extended, slots });
  if (reader.left() >= 4) fields["time_stamp"] = reader.hex(4);
}

/** Command 0: who the device is; its profile says whether it is the gateway itself. */
function readIdentity(reader: Reader, talk: Talk<Memory>, about: About, fields: Fields | undefined): void {
  const at = reader.position;
  const expansion = reader.u8();
  const type = reader.u16();
  const preambles = reader.u8();
  const universal = reader.u8();
  const revision = reader.u8();
  const software = reader.u8();
  const hardware = reader.u8();
  const flags = reader.u8();
  const id = reader.u24();
  if (!reader.ok) return;
  const later = reader.left() >= 10;
  const responsePreambles = later ? reader.u8() : 0;
  const variables = later ? reader.u8() : 0;
  const changes = later ? reader.u16() : 0;
  const extended = later ? reader.u8() : 0;
  // Before revision 7 the maker is one octet of the device type.
  const maker = later ? reader.u16() : type >> 8;
  const label = later ? reader.u16() : 0;
  const profile = later ? reader.u8() : -1;
  const whom = profile === GATEWAY_PROFILE ? "sender" : about;
  const method = "HART unique identifier";
  talk.claim(whom, "vendor", makerName(maker), 0.9, method, at, reader.position);
  talk.claim(whom, "model", `HART device type 0x${type.toString(16).padStart(4, "0")}`, 0.4, method, at + 1, at + 3);
  talk.claim(whom, "firmware", `${software}`, 0.7, method, at + 6, at + 7);
  talk.claim(whom, "hardware", `${hardware >> 3}`, 0.7, method, at + 7, at + 8);
  talk.claim(whom, "serial", `${id}`, 0.6, method, at + 9, at + 12);
  if (profile === GATEWAY_PROFILE) {
    // The profile says more than the number of the device type.
    talk.claim("sender", "model", "WirelessHART gateway", 0.5, method);
    talk.claim("sender", "role", "gateway", 0.9, method);
  }
  if (fields === undefined) return;
  Object.assign(fields, {
    expansion_code: expansion,
    expanded_device_type: type,
    minimum_preambles: preambles,
    universal_revision: universal,
    device_revision: revision,
    software_revision: software,
    hardware_revision_and_physical_signaling: hardware,
    flags,
    device_id: id,
  });
  if (!later) return;
  Object.assign(fields, {
    response_preambles: responsePreambles,
    device_variables: variables,
    configuration_change_counter: changes,
    extended_device_status: extended,
    manufacturer_id: maker,
    manufacturer: makerName(maker) || undefined,
    private_label: label,
    device_profile: profile,
  });
}

/** SPEC-127: four characters of six bits in three octets. */
function packedText(reader: Reader, octets: number): string {
  let text = "";
  for (let at = 0; at < octets; at += 3) {
    const three = reader.u24();
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (three >> shift) & 0x3f;
      text += String.fromCharCode(six < 0x20 ? six + 0x40 : six);
    }
  }
  return text.trim();
}

/** Text that was never set is all "@" (zero octets) or "?" (all bits). */
function meant(text: string): string {
  return /^[@?\s]*$/.test(text) ? "" : text;
}
