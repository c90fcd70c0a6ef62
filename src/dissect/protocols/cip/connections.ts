// CIP volume 1, 3-5.5 (Connection Manager): requests to open and to close a connection.
import type { Reader } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { instanceSpace } from "./classes.ts";
import { serialText } from "./identity.ts";
import type { CipMemory, Pending } from "./memory.ts";
import { isNews, routeOf } from "./memory.ts";
import type { Path } from "./path.ts";
import { pathText, readPath } from "./path.ts";
import { vendorName } from "./vendors.ts";

/** Two ways, one behind the other; either may be empty. */
export function joinedRoute(one: string, other: string): string {
  return one === "" ? other : other === "" ? one : `${one}, ${other}`;
}

/** Products that open connections from a computer: their vendor id names software, not the computer's maker. */
const SOFTWARE_VENDORS = new Set([77, 1109, 1285, 1307]);

/** Forward_Open and Large_Forward_Open: ids, rates and sizes of a connection, and the path to its target. */
export function readForwardOpen(
  reader: Reader,
  talk: Talk<CipMemory>,
  pending: Pending,
  isLarge: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const tick = reader.u8();
  const ticks = reader.u8();
  const originatorToTarget = reader.u32le();
  const targetToOriginator = reader.u32le();
  const serial = reader.u16le();
  const vendorAt = reader.position;
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  const multiplier = reader.u8();
  reader.skip(3);
  const rateOut = reader.u32le();
  const parametersOut = isLarge ? reader.u32le() : reader.u16le();
  const rateIn = reader.u32le();
  const parametersIn = isLarge ? reader.u32le() : reader.u16le();
  const trigger = reader.u8();
  const path = talk.memory.innerPath;
  readPath(reader, reader.u8(), path);
  if (!path.sound) talk.fault("bad path");
  if (!reader.ok) return;
  if (path.routed) pending.route = joinedRoute(pending.route, routeOf(talk.memory, reader.bytes, path.start, path.end));
  claimOriginator(reader, talk, vendor, originatorSerial, vendorAt);
  claimKey(reader, talk, path, pending.route);
  if (path.classId >= 0 && path.instance > 0) talk.target(instanceSpace(path.classId), path.instance, 1);
  if (fields === undefined) return;
  Object.assign(fields, {
    priority: (tick >> 4) & 1,
    tick_time: tick & 0x0f,
    time_out_ticks: ticks,
    o_t_connection_id: originatorToTarget,
    t_o_connection_id: targetToOriginator,
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
    connection_timeout_multiplier: multiplier < 8 ? 4 << multiplier : multiplier,
    o_t_rpi: rateOut / 1e6,
    o_t_parameters: networkParameters(parametersOut, isLarge),
    t_o_rpi: rateIn / 1e6,
    t_o_parameters: networkParameters(parametersIn, isLarge),
    transport_direction: (trigger & 0x80) !== 0 ? "server" : "client",
    transport_trigger: ["cyclic", "change_of_state", "application_object"][(trigger >> 4) & 7] ?? "reserved",
    transport_class: trigger & 0x0f,
    connection_path: pathText(reader.bytes, path.start, path.end),
    electronic_key:
      path.keyVendor < 0
        ? undefined
        : {
            vendor_id: path.keyVendor,
            device_type: path.keyDeviceType,
            product_code: path.keyProductCode,
            major_revision: path.keyMajor,
            minor_revision: path.keyMinor,
          },
  });
}

function networkParameters(word: number, isLarge: boolean): object {
  const high = isLarge ? word >>> 16 : word;
  return {
    size: isLarge ? word & 0xffff : word & 0x1ff,
    variable: (high & 0x0200) !== 0,
    priority: ["low", "high", "scheduled", "urgent"][(high >> 10) & 3],
    type: ["null", "multicast", "point_to_point", "reserved"][(high >> 13) & 3],
    redundant_owner: (high & 0x8000) !== 0,
  };
}

/** The originator of a connection tells its own vendor and serial number. */
function claimOriginator(reader: Reader, talk: Talk<CipMemory>, vendor: number, serial: number, at: number): void {
  const name = vendorName(vendor);
  if (name === "" || !isNews(talk.memory, "", 0x10000, reader.bytes, at, at + 6)) return;
  const method = "CIP Forward Open originator";
  if (SOFTWARE_VENDORS.has(vendor)) {
    talk.claim("sender", "software", `${name} communication software`, 0.6, method, at, at + 6);
    return;
  }
  talk.claim("sender", "vendor", name, 0.6, method, at, at + 2);
  if (serial !== 0) talk.claim("sender", "serial", serialText(serial), 0.5, method, at + 2, at + 6);
}

/** An electronic key says which device the originator was configured to meet; the target refuses when it differs. */
function claimKey(reader: Reader, talk: Talk<CipMemory>, path: Path, route: string): void {
  if (path.keyVendor <= 0 || !isNews(talk.memory, route, 0x10001, reader.bytes, path.start, path.end)) return;
  const about: About = route === "" ? "receiver" : { part: route, of: "receiver" };
  const method = "CIP electronic key";
  const name = vendorName(path.keyVendor);
  if (name !== "") talk.claim(about, "vendor", name, 0.6, method, path.start, path.end);
}

/** Forward_Close: which connection ends. */
export function readForwardClose(
  reader: Reader,
  talk: Talk<CipMemory>,
  fields: Record<string, unknown> | undefined,
): void {
  const tick = reader.u8();
  const ticks = reader.u8();
  const serial = reader.u16le();
  const vendor = reader.u16le();
  const originatorSerial = reader.u32le();
  const words = reader.u8();
  reader.skip(1);
  const path = talk.memory.innerPath;
  readPath(reader, words, path);
  if (!path.sound) talk.fault("bad path");
  if (fields === undefined) return;
  Object.assign(fields, {
    priority: (tick >> 4) & 1,
    tick_time: tick & 0x0f,
    time_out_ticks: ticks,
    connection_serial_number: serial,
    originator_vendor_id: vendor,
    originator_vendor: vendorName(vendor) || undefined,
    originator_serial_number: originatorSerial,
    connection_path: pathText(reader.bytes, path.start, path.end),
  });
}
