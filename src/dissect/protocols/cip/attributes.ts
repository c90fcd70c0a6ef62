// Attributes of CIP objects: Identity (volume 1, 5-2), TCP/IP Interface and Ethernet Link (volume 2, 5-4 and 5-5), Logix.
import { v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import {
  claimDeviceType,
  claimProduct,
  claimRevision,
  claimSerial,
  claimVendor,
  identityStatus,
  revisionText,
  serialText,
  stateName,
} from "./identity.ts";
import type { CipMemory } from "./memory.ts";
import { isNews } from "./memory.ts";
import { pathText } from "./path.ts";
import { profileName } from "./profiles.ts";
import { readValue } from "./values.ts";
import { vendorName } from "./vendors.ts";

/** Layouts beyond the elementary types of `values.ts`. */
const REVISION = 0x101;
const SIZED_PATH = 0x102;
const IP_CONFIGURATION = 0x104;
const MAC = 0x105;
const UINT_LIST = 0x106;
const MICROSECONDS = 0x107;
const SIX_BYTES = 0x108;
const MULTICAST = 0x109;
const COUNTERS = 0x10a;
const CONTROL = 0x10b;

type Row = readonly [number, string, number];

const UINT = 0xc7;
const USINT = 0xc6;
const UDINT = 0xc8;
const WORD = 0xd2;
const DWORD = 0xd3;
const BOOL = 0xc1;
const STRING = 0xd0;
const SHORT_STRING = 0xda;
const STRINGI = 0xde;

const ROWS: Readonly<Record<number, readonly Row[]>> = {
  1: [
    [1, "vendor_id", UINT],
    [2, "device_type", UINT],
    [3, "product_code", UINT],
    [4, "revision", REVISION],
    [5, "status", WORD],
    [6, "serial_number", UDINT],
    [7, "product_name", SHORT_STRING],
    [8, "state", USINT],
    [9, "configuration_consistency_value", UINT],
    [10, "heartbeat_interval", USINT],
    [13, "international_product_name", STRINGI],
    [15, "assigned_name", STRINGI],
    [16, "assigned_description", STRINGI],
    [17, "geographic_location", STRINGI],
    [19, "protection_mode", WORD],
  ],
  2: [
    [1, "object_list", UINT_LIST],
    [2, "maximum_connections", UINT],
  ],
  100: [[1, "project_name", STRING]],
  139: [
    [6, "time", MICROSECONDS],
    [11, "time", MICROSECONDS],
  ],
  244: [
    [1, "port_type", UINT],
    [2, "port_number", UINT],
    [3, "link_object", SIZED_PATH],
    [4, "port_name", SHORT_STRING],
  ],
  245: [
    [1, "status", DWORD],
    [2, "configuration_capability", DWORD],
    [3, "configuration_control", DWORD],
    [4, "physical_link_object", SIZED_PATH],
    [5, "interface_configuration", IP_CONFIGURATION],
    [6, "host_name", STRING],
    [7, "safety_network_number", SIX_BYTES],
    [8, "ttl_value", USINT],
    [9, "multicast_configuration", MULTICAST],
    [10, "select_address_conflict_detection", BOOL],
    [13, "encapsulation_inactivity_timeout", UINT],
  ],
  246: [
    [1, "interface_speed", UDINT],
    [2, "interface_flags", DWORD],
    [3, "physical_address", MAC],
    [4, "interface_counters", COUNTERS],
    [6, "interface_control", CONTROL],
    [7, "interface_type", USINT],
    [8, "interface_state", USINT],
    [9, "admin_state", USINT],
    [10, "interface_label", SHORT_STRING],
  ],
};

const BY_ATTRIBUTE = new Map<number, Row>();
for (const [classId, rows] of Object.entries(ROWS)) {
  for (const row of rows) BY_ATTRIBUTE.set(Number(classId) * 65536 + row[0], row);
}

/** Whether attributes of this class are read even when nobody wants fields, because they say who the device is. */
export function tellsIdentity(classId: number): boolean {
  return classId === 0x01 || classId === 0x64 || classId === 0xf5 || classId === 0xf6;
}

/** The standard's name of an attribute; "" when it has none here. */
export function attributeName(classId: number, attribute: number): string {
  return BY_ATTRIBUTE.get(classId * 65536 + attribute)?.[1] ?? "";
}

/** The layout of an attribute; 0 when it is not known, and then its length is not known either. */
function layoutOf(classId: number, attribute: number): number {
  return BY_ATTRIBUTE.get(classId * 65536 + attribute)?.[2] ?? 0;
}

/** Whether `readAttribute` can read this attribute. */
export function isReadable(classId: number, attribute: number): boolean {
  return layoutOf(classId, attribute) !== 0;
}

/**
 * Reads the value of one attribute for which `isReadable` holds, for people; claims are left to `claimAttribute`.
 */
export function readAttribute(reader: Reader, classId: number, attribute: number): unknown {
  const layout = layoutOf(classId, attribute);
  if (layout < 0x100) {
    const value = readValue(reader, layout);
    if (typeof value !== "number" || classId !== 0x01) return value;
    if (attribute === 1) return { id: value, name: vendorName(value) };
    if (attribute === 2) return { id: value, name: profileName(value) };
    if (attribute === 5) return { value, ...identityStatus(value) };
    if (attribute === 6) return serialText(value);
    if (attribute === 8) return stateName(value);
    return value;
  }
  switch (layout) {
    case REVISION: {
      const major = reader.u8();
      return revisionText(major & 0x7f, reader.u8());
    }
    case SIZED_PATH: {
      const start = reader.position + 2;
      reader.skip(reader.u16le() * 2);
      return reader.ok ? pathText(reader.bytes, start, reader.position) : "";
    }
    case IP_CONFIGURATION: {
      const addresses = {
        ip_address: v4Text(reader.i32le()),
        network_mask: v4Text(reader.i32le()),
        gateway_address: v4Text(reader.i32le()),
        name_server: v4Text(reader.i32le()),
        name_server_2: v4Text(reader.i32le()),
      };
      return { ...addresses, domain_name: readPaddedString(reader) };
    }
    case MAC:
    case SIX_BYTES:
      return reader.hex(6);
    case UINT_LIST: {
      const values: number[] = [];
      for (let left = reader.u16le(); left > 0 && reader.ok; left--) values.push(reader.u16le());
      return values;
    }
    case MICROSECONDS: {
      const microseconds = reader.u64le();
      // Dates beyond the calendar that people use stay numbers.
      return microseconds < 8.64e21 ? microseconds / 1e6 : String(microseconds);
    }
    case MULTICAST: {
      const control = reader.u8();
      reader.skip(1);
      const count = reader.u16le();
      return { allocation_control: control, count, first_address: v4Text(reader.i32le()) };
    }
    case COUNTERS: {
      const counters: number[] = [];
      for (let index = 0; index < 11 && reader.ok; index++) counters.push(reader.u32le());
      return counters;
    }
    default: {
      const bits = reader.u16le();
      return { control_bits: bits, forced_interface_speed: reader.u16le() };
    }
  }
}

/** A STRING whose odd length is padded to even. */
function readPaddedString(reader: Reader): string {
  const length = reader.u16le();
  const text = reader.text(length);
  if ((length & 1) !== 0 && reader.left() > 0) reader.skip(1);
  return text;
}

/** Claims what the attribute in `reader.bytes[start..end)` says about a device; the bytes were read before. */
export function claimAttribute(
  reader: Reader,
  talk: Talk<CipMemory>,
  about: About,
  route: string,
  classId: number,
  attribute: number,
  start: number,
  end: number,
): void {
  if (!reader.ok || end <= start || !claims(classId, attribute)) return;
  const bytes = reader.bytes;
  if (!isNews(talk.memory, route, classId * 256 + attribute, bytes, start, end)) return;
  const at = reader.position;
  reader.position = start;
  if (classId === 0x01) claimIdentity(reader, talk, about, attribute, end);
  else if (classId === 0x64)
    talk.claim(about, "name", reader.text(reader.u16le()), 0.8, "Logix project name", start, end);
  else if (classId === 0xf6) {
    // A MAC address read through a route belongs to a module whose IP address the bytes do not tell.
    if (route === "") {
      const mac = reader.hex(6);
      talk.note("sender", { kind: "binding", method: "CIP Ethernet Link", mac, ip: talk.senderAddress() });
    }
  } else if (attribute === 6) {
    talk.claim(about, "name", reader.text(reader.u16le()), 0.95, "CIP TCP/IP Interface host name", start, end);
  } else {
    reader.skip(20);
    talk.claim(about, "domainName", reader.text(reader.u16le()), 0.95, "CIP TCP/IP Interface domain name", start, end);
  }
  reader.position = at;
}

function claims(classId: number, attribute: number): boolean {
  switch (classId) {
    case 0x01:
      return attribute <= 7 ? attribute !== 3 && attribute !== 5 : attribute >= 15 && attribute <= 17;
    case 0x64:
      return attribute === 1;
    case 0xf5:
      return attribute === 5 || attribute === 6;
    default:
      return classId === 0xf6 && attribute === 3;
  }
}

const METHOD = "CIP Identity object";

function claimIdentity(reader: Reader, talk: Talk<CipMemory>, about: About, attribute: number, end: number): void {
  const start = reader.position;
  switch (attribute) {
    case 1:
      claimVendor(talk, about, reader.u16le(), METHOD, start, end);
      return;
    case 2:
      claimDeviceType(talk, about, reader.u16le(), METHOD, start, end);
      return;
    case 4: {
      const major = reader.u8();
      claimRevision(talk, about, major, reader.u8(), METHOD, start, end);
      return;
    }
    case 6:
      claimSerial(talk, about, reader.u32le(), METHOD, start, end);
      return;
    case 7:
      claimProduct(talk, about, reader.text(reader.u8()), METHOD, start, end);
      return;
    default: {
      const text = readValue(reader, STRINGI);
      const what = attribute === 15 ? "name" : attribute === 16 ? "description" : "location";
      talk.claim(about, what, String(text), 0.9, METHOD, start, end);
    }
  }
}

/** The attributes that Get_Attributes_All of a class answers with, in order; empty when not known. */
export function allAttributes(classId: number): readonly number[] {
  return ALL.get(classId) ?? [];
}

const ALL = new Map<number, readonly number[]>([
  [0x01, [1, 2, 3, 4, 5, 6, 7, 8]],
  [0x02, [1, 2]],
  [0x64, [1]],
  [0xf5, [1, 2, 3, 4, 5, 6]],
  [0xf6, [1, 2, 3]],
]);
