// Application support layer and device profile of Zigbee: Zigbee specification sections 2.2.5, 2.4 and 4.4.10.
import { pair } from "../../pairing.ts";
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Fields, Memory } from "./frame.ts";
import { deviceAt, isFirst, route, sourceDevice, tellPair } from "./frame.ts";
import { deviceOf, makerOf } from "./makers.ts";
import {
  FRAGMENT,
  INTER_PAN,
  PROFILE_OPERATIONS,
  SUPPORT_ACK,
  SUPPORT_COMMANDS,
  SUPPORT_DATA,
  SUPPORT_SECURED_COMMAND,
  SUPPORT_SECURED_DATA,
} from "./operations.ts";
import { KEY_TRANSPORT_KEY, readSecurity } from "./security.ts";
import { readCluster } from "./zcl.ts";

const DATA = 0;
const COMMAND = 1;
const ACKNOWLEDGMENT = 2;
const GROUP = 3;
const DEVICE_PROFILE = 0;
const HOME_AUTOMATION = 0x0104;
const TRANSPORT_KEY = 5;
const NOTED_KEY = 2;
const METHOD = "Zigbee device profile";
const KEY_TYPES: readonly string[] = [
  "Zigbee trust center master key",
  "Zigbee network key",
  "Zigbee application master key",
  "Zigbee application link key",
  "Zigbee trust center link key",
  "Zigbee network key",
];
const LOGICAL_TYPES: readonly string[] = ["Zigbee coordinator", "Zigbee mesh device", "Zigbee end device"];

/** Reads a frame of the application support layer that came without encryption of the network layer. */
export function readSupport(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const control = reader.u8();
  const type = control & 3;
  const delivery = (control >> 2) & 3;
  const isSecured = (control & 0x20) !== 0;
  let endpoint = -1;
  let cluster = -1;
  let profile = -1;
  let sourceEndpoint = -1;
  if (type === DATA || (type === ACKNOWLEDGMENT && (control & 0x10) === 0)) {
    if (type === DATA && delivery === GROUP) {
      const group = reader.u16le();
      if (fields !== undefined) fields["aps_group"] = group;
    } else endpoint = reader.u8();
    cluster = reader.u16le();
    profile = reader.u16le();
    sourceEndpoint = reader.u8();
  }
  const counter = type === 3 ? 0 : reader.u8();
  if (fields !== undefined) {
    fields["aps_frame_type"] = type;
    fields["aps_delivery_mode"] = delivery;
    fields["aps_security"] = isSecured;
    if (endpoint >= 0) fields["aps_destination_endpoint"] = endpoint;
    if (cluster >= 0) {
      fields["aps_cluster"] = cluster;
      fields["aps_profile"] = profile;
      fields["aps_source_endpoint"] = sourceEndpoint;
    }
    if (type !== 3) fields["aps_counter"] = counter;
  }
  let isFragment = false;
  if ((control & 0x80) !== 0 && type !== 3) {
    isFragment = (reader.u8() & 3) !== 0;
    if (isFragment) reader.skip(type === ACKNOWLEDGMENT ? 2 : 1);
  }
  if (type === ACKNOWLEDGMENT) {
    reader.skipRest();
    talk.emit(SUPPORT_ACK, UNDIRECTED, fields);
  } else if (type === COMMAND) readCommand(reader, talk, fields, isSecured);
  else if (type !== DATA) {
    reader.skipRest();
    talk.emit(INTER_PAN, UNDIRECTED, fields);
  } else if (isSecured) {
    readSecurity(reader, talk, fields, "aps");
    reader.skipRest();
    talk.emit(SUPPORT_SECURED_DATA, UNDIRECTED, fields);
  } else if (isFragment) {
    reader.skipRest();
    talk.emit(FRAGMENT, UNDIRECTED, fields);
  } else if (profile === DEVICE_PROFILE && (endpoint === 0 || sourceEndpoint === 0))
    readProfile(reader, talk, fields, cluster);
  else if (reader.left() < 3) {
    reader.skipRest();
    talk.emit(SUPPORT_DATA, UNDIRECTED, fields);
  } else readCluster(reader, talk, fields, cluster, sourceEndpoint, endpoint);
}

function readCommand(reader: Reader, talk: Talk<Memory>, fields: Fields, isSecured: boolean): void {
  if (isSecured) {
    const key = readSecurity(reader, talk, fields, "aps");
    // The key that hands over other keys is the same in every network whose installer did not set one.
    if (key === KEY_TRANSPORT_KEY && reader.ok && isFirst(talk, NOTED_KEY))
      talk.note(sourceDevice(), { kind: "credential", method: "Zigbee key transport", exposure: "encrypted" });
    reader.skipRest();
    talk.emit(SUPPORT_SECURED_COMMAND, UNDIRECTED, fields);
    return;
  }
  const { bytes } = reader;
  const command = reader.u8();
  if (fields !== undefined) fields["aps_command"] = command;
  if (command === TRANSPORT_KEY) {
    const type = reader.u8();
    reader.skip(16);
    if (fields !== undefined) {
      fields["key_type"] = type;
      fields["key"] = "not kept";
    }
    if (reader.ok)
      talk.note(sourceDevice(), {
        kind: "credential",
        method: KEY_TYPES[type] ?? "Zigbee key",
        exposure: "clear",
      });
    // The network key has a sequence number in front of whom it is for.
    if (type === 1 || type === 5) reader.skip(1);
    const at = reader.position;
    reader.skip(8);
    if (reader.ok) {
      if (fields !== undefined) fields["key_destination"] = reversedText(bytes, at, 8);
      tellPair(talk, bytes, at, route.destination);
    }
  }
  reader.skipRest();
  talk.emit(SUPPORT_COMMANDS.of(command), UNDIRECTED, fields);
}

function readProfile(reader: Reader, talk: Talk<Memory>, fields: Fields, cluster: number): void {
  const { bytes } = reader;
  const sequence = reader.u8();
  const isAnswer = (cluster & 0x8000) !== 0;
  if (fields !== undefined) fields["zdp_sequence_number"] = sequence;
  pair(talk, !isAnswer, ((cluster & 0x7fff) << 9) | (sequence << 1) | 1);
  if (isAnswer) {
    const status = reader.u8();
    if (fields !== undefined) fields["zdp_status"] = status;
    if (reader.ok && status !== 0) talk.refused(PROFILE_STATUS[status] ?? `status_${status}`);
  }
  switch (cluster) {
    case 0x0013: {
      const address = reader.u16le();
      const at = reader.position;
      reader.skip(8);
      const capability = reader.u8();
      if (!reader.ok) break;
      if (fields !== undefined) {
        fields["address"] = address;
        fields["extended_address"] = reversedText(bytes, at, 8);
        fields["capability"] = capability;
      }
      tellPair(talk, bytes, at, address);
      talk.claim(
        deviceAt(address),
        "kind",
        (capability & 2) !== 0 ? "Zigbee mesh device" : "Zigbee end device",
        0.7,
        "Zigbee device announcement",
      );
      break;
    }
    case 0x8000:
    case 0x8001: {
      const at = reader.position;
      reader.skip(8);
      const address = reader.u16le();
      if (!reader.ok) break;
      if (fields !== undefined) {
        fields["address"] = address;
        fields["extended_address"] = reversedText(bytes, at, 8);
      }
      tellPair(talk, bytes, at, address);
      break;
    }
    case 0x8002:
      readNodeDescriptor(reader, talk, fields);
      break;
    case 0x8004:
      readSimpleDescriptor(reader, talk, fields);
      break;
    case 0x0036: {
      const seconds = reader.u8();
      if (fields !== undefined) fields["permit_duration"] = seconds;
      break;
    }
  }
  reader.skipRest();
  const direction = cluster === 0x0013 || cluster === 0x001f ? NOTICE : isAnswer ? RESPONSE : REQUEST;
  talk.emit(PROFILE_OPERATIONS.of(cluster), direction, fields);
}

const PROFILE_STATUS: Readonly<Record<number, string>> = {
  128: "inv_requesttype",
  129: "device_not_found",
  130: "invalid_ep",
  131: "not_active",
  132: "not_supported",
  133: "timeout",
  134: "no_match",
  136: "no_entry",
  137: "no_descriptor",
  138: "insufficient_space",
  139: "not_permitted",
  140: "table_full",
  141: "not_authorized",
};

function readNodeDescriptor(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  if (reader.left() < 15) return;
  const address = reader.u16le();
  const logical = reader.u8() & 7;
  reader.skip(1);
  const capability = reader.u8();
  const maker = reader.u16le();
  if (!reader.ok) return;
  if (fields !== undefined)
    Object.assign(fields, { address, logical_type: logical, capability, manufacturer_code: maker });
  const about = deviceAt(address);
  const kind = LOGICAL_TYPES[logical];
  if (kind !== undefined) talk.claim(about, "kind", kind, 0.8, METHOD);
  talk.claim(about, "vendor", makerOf(maker), 0.7, METHOD);
}

function readSimpleDescriptor(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  if (reader.left() < 9) return;
  const address = reader.u16le();
  reader.skip(1);
  const endpoint = reader.u8();
  const profile = reader.u16le();
  const device = reader.u16le();
  const version = reader.u8() & 15;
  if (!reader.ok) return;
  if (fields !== undefined)
    Object.assign(fields, { address, endpoint, profile, device_identifier: device, device_version: version });
  const known = profile === HOME_AUTOMATION ? deviceOf(device) : undefined;
  if (known === undefined) return;
  const about = deviceAt(address);
  talk.claim(about, "kind", `Zigbee ${known[0]}`, 0.85, METHOD);
  talk.claim(about, "role", known[1], 0.8, METHOD);
}
