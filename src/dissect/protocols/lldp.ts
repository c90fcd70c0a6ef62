// LLDP: IEEE 802.1AB-2016 clause 8; IEEE 802.1 and 802.3 organizational TLVs (annexes D, F), ANSI/TIA-1057 (LLDP-MED),
// PROFINET (IEC 61158-6-10, 00-0e-cf).
// Not decoded: contents of organizational TLVs other than these; they are told by organization and subtype.
import { macText, v4Text, v6TextOf } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { hexOf, textOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { UNDIRECTED } from "../talk.ts";

const ANNOUNCEMENT = operation("lldp", "announcement", "identify");
const SHUTDOWN = operation("lldp", "shutdown", "identify");

const MOST_TLVS = 128;
const CAPABILITIES = [
  "other",
  "repeater",
  "bridge",
  "wlan_access_point",
  "router",
  "telephone",
  "docsis_cable_device",
  "station_only",
  "c_vlan_component",
  "s_vlan_component",
  "two_port_mac_relay",
];
/** Inventory of LLDP-MED by subtype: what the field is called and which attribute it is. */
const INVENTORY = {
  5: ["hardware_revision", "hardware"],
  6: ["firmware_revision", "firmware"],
  7: ["software_revision", "software"],
  8: ["serial_number", "serial"],
  9: ["manufacturer_name", "vendor"],
  10: ["model_name", "model"],
  11: ["asset_id", "description"],
} as const;

interface Found {
  chassis_id_subtype?: number;
  chassis_id?: string;
  port_id_subtype?: number;
  port_id?: string;
  time_to_live?: number;
  port_description?: string;
  system_name?: string;
  system_description?: string;
  capabilities?: string[];
  enabled_capabilities?: string[];
  management_addresses: {
    subtype: number;
    address: string;
    interface_subtype: number;
    interface_number: number;
    oid: string;
  }[];
  organizational: Record<string, unknown>[];
  /** Whether the sender is a PROFINET station, and the hardware address of its interface, "" untold. */
  isProfinet: boolean;
  chassisMac: string;
}

/** Link layer discovery: what a neighbor says of itself. */
export const lldp = dissector({
  name: "lldp",
  title: "LLDP",
  standard: "IEEE 802.1AB-2016",
  world: "network",
  carriage: [{ over: "ethernet", types: [0x88cc] }],
  // The first TLV of every LLDPDU is the chassis id (type 1).
  probe: (reader) => (reader.peek16() >> 9 === 1 ? CERTAIN : reader.left() > 2 ? 1 : NO),
  read(reader, talk) {
    const found: Found = { management_addresses: [], organizational: [], isProfinet: false, chassisMac: "" };
    let count = 0;
    for (; count < MOST_TLVS && reader.left() >= 2; count++) {
      const head = reader.u16();
      const type = head >> 9;
      const length = head & 0x1ff;
      if (type === 0) {
        if (length !== 0) talk.fault("bad length");
        break;
      }
      if (length > reader.left()) {
        talk.fault("bad length");
        reader.skipRest();
        break;
      }
      const outer = reader.narrow(length);
      readTlv(reader, talk, type, found, count);
      reader.widen(outer);
    }
    if (found.chassis_id === undefined || found.port_id === undefined || found.time_to_live === undefined)
      talk.fault("missing TLV", 0);
    else
      talk.note("sender", {
        kind: "neighbor",
        method: "LLDP",
        port: found.port_id,
        remoteName: found.system_name ?? found.chassis_id,
      });
    if (found.isProfinet) tellStation(talk, found);
    const { isProfinet: _isProfinet, chassisMac: _chassisMac, ...fields } = found;
    talk.emit(found.time_to_live === 0 ? SHUTDOWN : ANNOUNCEMENT, UNDIRECTED, talk.detailed ? fields : undefined);
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

/**
 * A PROFINET station's chassis id is its name, unless it is an address; newer ones put the name behind the port's
 * (IEC 61158-6-10 section 4.11). The frame comes from a port's address, what else is known of it from its interface's.
 */
function tellStation(talk: Talk, found: Found): void {
  const { chassis_id: chassis = "", port_id: port = "", chassisMac } = found;
  const isName = found.chassis_id_subtype === 7 && !chassis.includes(" ");
  const behindPort = /^port-\d{3}(?:-\d{5})?\.(.+)$/.exec(port)?.[1] ?? "";
  const name = isName ? chassis : behindPort;
  if (name === "") return;
  const method = isName ? "LLDP chassis id" : "LLDP port id";
  talk.claim("sender", "name", name, 0.9, method);
  if (chassisMac !== "" && chassisMac !== talk.senderMac()) talk.claim({ mac: chassisMac }, "name", name, 0.9, method);
}

function readTlv(reader: Reader, talk: Talk, type: number, found: Found, count: number): void {
  const start = reader.position;
  switch (type) {
    case 1: {
      found.chassis_id_subtype = reader.u8();
      found.chassis_id = identifier(reader, found.chassis_id_subtype === 4, found.chassis_id_subtype === 5);
      if (count !== 0) talk.fault("TLV out of order", start);
      return;
    }
    case 2:
      found.port_id_subtype = reader.u8();
      found.port_id = identifier(reader, found.port_id_subtype === 3, found.port_id_subtype === 4);
      return;
    case 3:
      found.time_to_live = reader.u16();
      return;
    case 4:
      found.port_description = reader.utf8(reader.left());
      return;
    case 5:
      found.system_name = textOf(reader.bytes, start, reader.end);
      talk.claim("sender", "name", found.system_name, 0.95, "LLDP system name", start, reader.end);
      return;
    case 6:
      found.system_description = textOf(reader.bytes, start, reader.end);
      talk.claim("sender", "description", found.system_description, 0.9, "LLDP system description", start, reader.end);
      claimParts(talk, found.system_description, start, reader.end);
      return;
    case 7: {
      const supported = reader.u16();
      const enabled = reader.u16();
      found.capabilities = capabilityNames(supported);
      found.enabled_capabilities = capabilityNames(enabled);
      const kind = capabilityNames(enabled !== 0 ? enabled : supported).join(", ");
      talk.claim("sender", "kind", kind, 0.85, "LLDP capabilities", start, reader.end);
      return;
    }
    case 8:
      readManagementAddress(reader, talk, found);
      return;
    case 127:
      readOrganizational(reader, talk, found);
      return;
    default:
      if (type > 8) talk.fault("reserved TLV type", start);
  }
}

function identifier(reader: Reader, isMac: boolean, isNetworkAddress: boolean): string {
  const length = reader.left();
  if (isMac && length === 6) return macText(reader.hex(6));
  if (isNetworkAddress && length >= 5) return networkAddress(reader, reader.u8(), reader.left());
  const text = textOf(reader.bytes, reader.position, reader.end);
  return text === "" ? hexOf(reader.bytes, reader.position, reader.end) : text;
}

/** Address family numbers of IANA: 1 IPv4, 2 IPv6, 6 hardware addresses. */
function networkAddress(reader: Reader, family: number, length: number): string {
  if (family === 1 && length === 4) return v4Text(reader.i32());
  if (family === 6 && length === 6) return macText(reader.hex(6));
  if (family === 2 && length === 16 && reader.left() >= 16) {
    const text = v6TextOf(reader.bytes, reader.position);
    reader.skip(16);
    return text;
  }
  return reader.hex(length);
}

function readManagementAddress(reader: Reader, talk: Talk, found: Found): void {
  const start = reader.position;
  const length = reader.u8() - 1;
  const subtype = reader.u8();
  if (length < 1 || length > reader.left()) {
    talk.fault("bad length", start);
    return;
  }
  const address = networkAddress(reader, subtype, length);
  const interfaceSubtype = reader.u8();
  const interfaceNumber = reader.u32();
  const oid = reader.hex(reader.u8());
  found.management_addresses.push({
    subtype,
    address,
    interface_subtype: interfaceSubtype,
    interface_number: interfaceNumber,
    oid,
  });
  const mac = talk.senderMac();
  if (subtype === 1 && length === 4 && address !== "0.0.0.0" && mac !== "") {
    talk.note("sender", { kind: "binding", method: "LLDP management address", mac, ip: address });
  }
}

function readOrganizational(reader: Reader, talk: Talk, found: Found): void {
  const organization = reader.u24();
  const subtype = reader.u8();
  const start = reader.position;
  const entry: Record<string, unknown> = { oui: organization.toString(16).padStart(6, "0"), subtype };
  if (found.organizational.length < MOST_TLVS) found.organizational.push(entry);
  if (organization === 0x0080c2) {
    if (subtype === 1) entry["port_vlan_id"] = reader.u16();
    else if (subtype === 2) {
      entry["port_protocol_flags"] = reader.u8();
      entry["port_protocol_vlan_id"] = reader.u16();
    } else if (subtype === 3) {
      entry["vlan_id"] = reader.u16();
      entry["vlan_name"] = reader.text(reader.u8());
    } else if (subtype === 4) entry["protocol_identity"] = reader.hex(reader.u8());
    else if (subtype === 5) entry["vid_usage_digest"] = reader.u32();
    else if (subtype === 6) entry["management_vid"] = reader.u16();
    else if (subtype === 7) {
      entry["aggregation_status"] = reader.u8();
      entry["aggregated_port_id"] = reader.u32();
    } else entry["value"] = reader.hex(reader.left());
    return;
  }
  if (organization === 0x00120f) {
    if (subtype === 1) {
      entry["auto_negotiation"] = reader.u8();
      entry["advertised_capability"] = reader.u16();
      entry["operational_mau_type"] = reader.u16();
    } else if (subtype === 2) entry["power_via_mdi"] = reader.hex(reader.left());
    else if (subtype === 3) {
      entry["aggregation_status"] = reader.u8();
      entry["aggregated_port_id"] = reader.u32();
    } else if (subtype === 4) entry["maximum_frame_size"] = reader.u16();
    else if (subtype === 5) {
      entry["transmit_wake_time"] = reader.u16();
      entry["receive_wake_time"] = reader.u16();
      entry["fallback_receive_wake_time"] = reader.u16();
      entry["echo_transmit_wake_time"] = reader.u16();
      entry["echo_receive_wake_time"] = reader.u16();
    } else entry["value"] = reader.hex(reader.left());
    return;
  }
  if (organization === 0x0012bb) {
    const field = INVENTORY[subtype as keyof typeof INVENTORY];
    if (field !== undefined) {
      const text = textOf(reader.bytes, start, reader.end);
      entry[field[0]] = text;
      talk.claim("sender", field[1], text, 0.95, `LLDP-MED ${field[0].replaceAll("_", " ")}`, start, reader.end);
      return;
    }
    if (subtype === 1) {
      entry["med_capabilities"] = reader.u16();
      const kind = reader.u8();
      entry["med_device_type"] = kind;
      if (kind === 3) talk.claim("sender", "kind", "telephone", 0.8, "LLDP-MED class 3 endpoint", start, reader.end);
    } else if (subtype === 2) entry["network_policy"] = reader.u32();
    else entry["value"] = reader.hex(reader.left());
    return;
  }
  if (organization === 0x000ecf) {
    found.isProfinet = true;
    readProfinet(reader, subtype, entry, found);
    return;
  }
  entry["value"] = reader.hex(reader.left());
}

function capabilityNames(bits: number): string[] {
  return CAPABILITIES.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** Organizational TLVs of PROFINET (IEC 61158-6-10 section 4.11.2). */
function readProfinet(reader: Reader, subtype: number, entry: Record<string, unknown>, found: Found): void {
  switch (subtype) {
    case 1:
      entry["port_rx_delay_local"] = reader.u32();
      entry["port_rx_delay_remote"] = reader.u32();
      entry["port_tx_delay_local"] = reader.u32();
      entry["port_tx_delay_remote"] = reader.u32();
      entry["cable_delay_local"] = reader.u32();
      return;
    case 2:
      entry["rt_class2_status"] = reader.u16();
      entry["rt_class3_status"] = reader.u16();
      return;
    case 3:
      entry["alias_name"] = reader.text(reader.left());
      return;
    case 4:
      entry["mrp_domain_uuid"] = reader.hex(16);
      entry["mrrt_port_status"] = reader.u16();
      return;
    case 5: {
      const mac = reader.hex(6);
      if (mac.length === 12) found.chassisMac = mac;
      entry["chassis_mac"] = macText(mac);
      return;
    }
    case 6:
      entry["master_source_address"] = macText(reader.hex(6));
      entry["subdomain_uuid"] = reader.hex(16);
      entry["ir_data_uuid"] = reader.hex(16);
      entry["length_of_period"] = reader.u32();
      entry["red_period_begin"] = reader.u32();
      entry["orange_period_begin"] = reader.u32();
      entry["green_period_begin"] = reader.u32();
      return;
    case 7:
      entry["mau_type_extension"] = reader.u16();
      return;
    default:
      entry["value"] = reader.hex(reader.left());
  }
}

/**
 * Siemens writes maker, family, model, order number, hardware, firmware and serial number with commas between, for the
 * station's system identification (IEC 61158-6-10: DeviceType, OrderID, SerialNumber, revisions).
 */
function claimParts(talk: Talk, description: string, start: number, end: number): void {
  const parts = description.split(",").map((part) => part.trim());
  const order = parts.findIndex((part) => /^6[A-Z]{2}\d ?\d{3}-\w{5}-\w{4}$/.test(part));
  if (order < 1) return;
  const claim = (attribute: "vendor" | "model" | "orderNumber" | "hardware" | "firmware" | "serial", text: string) =>
    talk.claim("sender", attribute, text, 0.85, "LLDP system description", start, end);
  if (/^Siemens\b/.test(parts[0] as string)) claim("vendor", "Siemens");
  if (order > 1) claim("model", parts[order - 1] as string);
  claim("orderNumber", parts[order] as string);
  for (const part of parts.slice(order + 1)) {
    const revision = /^(HW|FW): *(.+)$/.exec(part);
    if (revision !== null) claim(revision[1] === "HW" ? "hardware" : "firmware", revision[2] as string);
    else if (/^(S +)?[A-Z][-A-Z0-9]{6,}$/.test(part)) claim("serial", part.replace(/^S +/, ""));
  }
}
