// Management of precision time: IEEE 1588-2019 section 15.5.
// Not decoded: tables of masters and faults, and profile's own ids; they are told as bytes.
import { macText, v4Text, v6TextOf } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { clockTypeNames, managementErrorName, managementName, timeSourceName } from "./names.ts";
import { clockIdentity, clockQuality, interval, portIdentity, ptpText, timestamp } from "./values.ts";

const METHOD = "PTP clock description";
const PORT_STATES = [
  "",
  "initializing",
  "faulty",
  "disabled",
  "listening",
  "pre_master",
  "master",
  "passive",
  "uncalibrated",
  "slave",
];

/** Reads what a management TLV holds behind its id; an empty one asks or commands. */
export function readManagement(reader: Reader, talk: Talk, id: number): object {
  const head = { management_id: id, management_name: managementName(id) };
  return reader.left() === 0 ? head : { ...head, ...managedValue(reader, talk, id) };
}

/** Reads a management error status; the error is the message's outcome. */
export function readManagementError(reader: Reader, talk: Talk): { id: number; fields: object } {
  const error = reader.u16();
  const id = reader.u16();
  reader.skip(4);
  const fields = {
    management_error: managementErrorName(error),
    management_id: id,
    management_name: managementName(id),
    display_data: reader.left() > 0 ? ptpText(reader) : "",
  };
  if (reader.ok) talk.refused(fields.management_error);
  return { id, fields };
}

function managedValue(reader: Reader, talk: Talk, id: number): object {
  switch (id) {
    case 0x0001:
      return clockDescription(reader, talk);
    case 0x0002: {
      const start = reader.position;
      const text = ptpText(reader);
      claimUser(talk, text, start, reader.position);
      return { user_description: text };
    }
    case 0x2000: {
      const flags = reader.u8();
      reader.skip(1);
      return {
        two_step: (flags & 1) !== 0,
        slave_only: (flags & 2) !== 0,
        number_ports: reader.u16(),
        priority1: reader.u8(),
        clock_quality: clockQuality(reader),
        priority2: reader.u8(),
        clock_identity: clockIdentity(reader),
        domain_number: reader.u8(),
      };
    }
    case 0x2001:
      return {
        steps_removed: reader.u16(),
        offset_from_master: interval(reader),
        mean_path_delay: interval(reader),
      };
    case 0x2002: {
      const parent = portIdentity(reader);
      const flags = reader.u8();
      reader.skip(1);
      return {
        parent_port_identity: parent,
        parent_stats: (flags & 1) !== 0,
        observed_parent_offset_scaled_log_variance: reader.u16(),
        observed_parent_clock_phase_change_rate: reader.i32(),
        grandmaster_priority1: reader.u8(),
        grandmaster_clock_quality: clockQuality(reader),
        grandmaster_priority2: reader.u8(),
        grandmaster_identity: clockIdentity(reader),
      };
    }
    case 0x2003:
      return { current_utc_offset: reader.i16(), flags: reader.u8(), time_source: timeSourceName(reader.u8()) };
    case 0x2004: {
      const port = portIdentity(reader);
      const state = reader.u8();
      return {
        port_identity: port,
        port_state: PORT_STATES[state] ?? state,
        log_min_delay_req_interval: reader.i8(),
        peer_mean_path_delay: interval(reader),
        log_announce_interval: reader.i8(),
        announce_receipt_timeout: reader.u8(),
        log_sync_interval: reader.i8(),
        delay_mechanism: reader.u8(),
        log_min_pdelay_req_interval: reader.i8(),
        version_number: reader.u8() & 0x0f,
      };
    }
    case 0x2005:
    case 0x2006:
    case 0x2007:
    case 0x2008:
    case 0x200a:
    case 0x200c:
    case 0x2010:
    case 0x2014:
    case 0x2016:
    case 0x6000:
      return { value: reader.u8() };
    case 0x2009:
    case 0x200b:
    case 0x6001:
      return { value: reader.i8() };
    case 0x200f:
      return { current_time: timestamp(reader) };
    case 0x2011:
      return { current_utc_offset: reader.i16(), flags: reader.u8() };
    default:
      return { value: reader.hex(reader.left()) };
  }
}

function clockDescription(reader: Reader, talk: Talk): object {
  const start = reader.position;
  const types = clockTypeNames(reader.u16());
  const physicalLayer = ptpText(reader);
  const physicalLength = reader.u16();
  const physical = reader.hex(physicalLength);
  const network = reader.u16();
  const addressLength = reader.u16();
  const address = protocolAddress(reader, network, addressLength);
  const manufacturer = reader.hex(3);
  reader.skip(1);
  const productStart = reader.position;
  const product = ptpText(reader);
  const revisionStart = reader.position;
  const revision = ptpText(reader);
  const userStart = reader.position;
  const user = ptpText(reader);
  const userEnd = reader.position;
  const profile = reader.hex(6);
  const fields = {
    clock_type: types,
    physical_layer_protocol: physicalLayer,
    physical_address: physicalLength === 6 ? macText(physical) : physical,
    network_protocol: network,
    protocol_address: address,
    manufacturer_identity: manufacturer,
    product_description: product,
    revision_data: revision,
    user_description: user,
    profile_identity: profile,
  };
  if (!reader.ok) return fields;
  talk.claim("sender", "kind", types.join(", "), 0.8, METHOD, start, start + 2);
  // Manufacturer, model and instance (a serial number); then revisions of hardware, firmware and software.
  const [vendor = "", model = "", serial = ""] = product.split(";", 3);
  talk.claim("sender", "vendor", vendor.trim(), 0.95, METHOD, productStart, revisionStart);
  talk.claim("sender", "model", model.trim(), 0.95, METHOD, productStart, revisionStart);
  talk.claim("sender", "serial", serial.trim(), 0.85, METHOD, productStart, revisionStart);
  const [hardware = "", firmware = "", software = ""] = revision.split(";", 3);
  talk.claim("sender", "hardware", hardware.trim(), 0.95, METHOD, revisionStart, userStart);
  talk.claim("sender", "firmware", firmware.trim(), 0.95, METHOD, revisionStart, userStart);
  talk.claim("sender", "software", software.trim(), 0.95, METHOD, revisionStart, userStart);
  claimUser(talk, user, userStart, userEnd);
  return fields;
}

/** The owner's name of the clock and where it stands. */
function claimUser(talk: Talk, text: string, start: number, end: number): void {
  const [name = "", location = ""] = text.split(";", 2);
  talk.claim("sender", "name", name.trim(), 0.8, "PTP user description", start, end);
  talk.claim("sender", "location", location.trim(), 0.8, "PTP user description", start, end);
}

/** Network protocols: 1 UDP over IPv4, 2 UDP over IPv6, 3 Ethernet. */
function protocolAddress(reader: Reader, network: number, length: number): string {
  if (network === 1 && length === 4) return v4Text(reader.i32());
  if (network === 3 && length === 6) return macText(reader.hex(6));
  if (network === 2 && length === 16 && reader.left() >= 16) {
    const text = v6TextOf(reader.bytes, reader.position);
    reader.skip(16);
    return text;
  }
  return reader.hex(length);
}
