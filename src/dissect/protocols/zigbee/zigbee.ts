// Zigbee: Zigbee specification (CSA 05-3474 revision 22) sections 3.3 and 3.4 (network layer), 2.2 and 4.4.10 (application support),
// 3.6.7 (beacons), 4.5.1 (security header).
// Not decoded: anything encrypted (no keys are known here), Green Power and inter-PAN frames but for their presence, contents
// of route and link status commands, fragments of the application support layer.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../../dissector.ts";
import { extendedHex, reversedText, shortHex } from "../../radio/addresses.ts";
import { WPAN_BEACON, WPAN_NONE, WpanHeader } from "../../radio/wpan-header.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, UNDIRECTED } from "../../talk.ts";
import { readSupport } from "./aps.ts";
import type { Fields, Memory } from "./frame.ts";
import { deviceAt, isFirst, newMemory, route, sourceDevice, tellPair } from "./frame.ts";
import {
  BEACON,
  EMPTY,
  GREEN_POWER,
  INTER_PAN,
  NETWORK_COMMANDS,
  SECURED_COMMAND,
  SECURED_DATA,
} from "./operations.ts";
import { readSecurity } from "./security.ts";

const NETWORK_DATA = 0;
const NETWORK_COMMAND = 1;
const INTER_PAN_FRAME = 3;
const PROTOCOL_VERSION = 2;
const GREEN_POWER_VERSION = 3;
const LEAVE = 4;
const REJOIN_REQUEST = 6;
const REJOIN_RESPONSE = 7;
const STACK_PROFILES: readonly string[] = ["network specific", "Zigbee 2006", "Zigbee PRO"];
const NOTED_CLEAR = 1;
const NOTED_COORDINATOR = 4;

const header = new WpanHeader();

/** The network of lights, locks, sensors and meters on IEEE 802.15.4. */
export const zigbee = dissector<Memory>({
  name: "zigbee",
  aliases: ["zbee"],
  title: "Zigbee",
  standard: "CSA 05-3474 (Zigbee)",
  world: "iot",
  authentication: "optional",
  // Its carrier hands the whole radio frame, for the network header's addresses count within the PAN.
  carriage: [{ over: "inside", carrier: "wpan payload" }],
  remember: newMemory,
  probe(reader) {
    const { bytes } = reader;
    if (!header.read(bytes, reader.position, reader.end)) return NO;
    const { bodyAt, bodyEnd } = header;
    if (header.type === WPAN_BEACON) return LIKELY;
    if (bodyAt + 2 > bodyEnd) return NO;
    const version = ((bytes[bodyAt] as number) >> 2) & 15;
    const type = (bytes[bodyAt] as number) & 3;
    if (version === GREEN_POWER_VERSION) return LIKELY;
    if (version !== PROTOCOL_VERSION || type === 2) return NO;
    if (type === INTER_PAN_FRAME) return LIKELY;
    return bodyAt + 8 <= bodyEnd && ((bytes[bodyAt + 1] as number) & 0xc0) === 0 ? CERTAIN : LIKELY;
  },
  read(reader, talk) {
    const { bytes } = reader;
    if (!header.read(bytes, reader.position, reader.end)) return REFUSE;
    reader.position = header.bodyAt;
    route.pan = Math.max(0, header.type === WPAN_BEACON ? header.sourcePan : header.destinationPan);
    const outer = reader.narrow(header.bodyEnd - header.bodyAt);
    const known = header.type === WPAN_BEACON ? readBeacon(reader, talk) : readNetwork(reader, talk);
    if (!known) return REFUSE;
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

function readNetwork(reader: Reader, talk: Talk<Memory>): boolean {
  const control = reader.u16le();
  const type = control & 3;
  const version = (control >> 2) & 15;
  if (!reader.ok) return false;
  if (version === GREEN_POWER_VERSION) {
    talk.emit(
      GREEN_POWER,
      UNDIRECTED,
      talk.detailed ? { nwk_frame_type: type, nwk_protocol_version: version } : undefined,
    );
    reader.skipRest();
    return true;
  }
  if (version !== PROTOCOL_VERSION || type === 2) return false;
  if (type === INTER_PAN_FRAME) {
    talk.emit(
      INTER_PAN,
      UNDIRECTED,
      talk.detailed ? { nwk_frame_type: type, nwk_protocol_version: version } : undefined,
    );
    reader.skipRest();
    return true;
  }
  route.destination = reader.u16le();
  route.source = reader.u16le();
  route.secured = (control & 0x0200) !== 0;
  const radius = reader.u8();
  const sequence = reader.u8();
  const fields: Fields = talk.detailed
    ? {
        nwk_frame_type: type,
        nwk_protocol_version: version,
        nwk_security: route.secured,
        nwk_destination: route.destination,
        nwk_source: route.source,
        nwk_radius: radius,
        nwk_sequence_number: sequence,
      }
    : undefined;
  readOptions(reader, talk, fields, control);
  if (reader.ok && route.source === 0 && isFirst(talk, NOTED_COORDINATOR)) {
    talk.claim(sourceDevice(), "kind", "Zigbee coordinator", 0.7, "Zigbee network address 0");
    talk.claim(sourceDevice(), "role", "iot hub", 0.6, "Zigbee network address 0");
  }
  if (route.secured) {
    readSecurity(reader, talk, fields, "nwk");
    reader.skipRest();
    talk.emit(type === NETWORK_DATA ? SECURED_DATA : SECURED_COMMAND, UNDIRECTED, fields);
  } else if (type === NETWORK_COMMAND) readCommand(reader, talk, fields);
  else if (reader.left() === 0) talk.emit(EMPTY, UNDIRECTED, fields);
  else {
    if (reader.ok && isFirst(talk, NOTED_CLEAR))
      talk.note(sourceDevice(), { kind: "cipher", protocol: "Zigbee network layer", cipher: "none", weak: true });
    readSupport(reader, talk, fields);
  }
  return true;
}

function readOptions(reader: Reader, talk: Talk<Memory>, fields: Fields, control: number): void {
  const { bytes } = reader;
  if ((control & 0x0800) !== 0) {
    const at = reader.position;
    reader.skip(8);
    if (reader.ok) {
      if (fields !== undefined) fields["nwk_extended_destination"] = reversedText(bytes, at, 8);
      tellPair(talk, bytes, at, route.destination);
    }
  }
  if ((control & 0x1000) !== 0) {
    const at = reader.position;
    reader.skip(8);
    if (reader.ok) {
      if (fields !== undefined) fields["nwk_extended_source"] = reversedText(bytes, at, 8);
      tellPair(talk, bytes, at, route.source);
    }
  }
  if ((control & 0x0100) !== 0) reader.skip(1);
  if ((control & 0x0400) !== 0) {
    const count = reader.u8();
    reader.skip(1 + 2 * count);
    if (fields !== undefined) fields["nwk_relay_count"] = count;
  }
}

function readCommand(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const command = reader.u8();
  const options = reader.left() > 0 ? reader.u8() : 0;
  if (fields !== undefined) {
    fields["nwk_command"] = command;
    fields["nwk_command_options"] = options;
  }
  if (command === LEAVE && fields !== undefined) {
    fields["rejoin"] = (options & 0x20) !== 0;
    fields["request"] = (options & 0x40) !== 0;
    fields["remove_children"] = (options & 0x80) !== 0;
  }
  if (command === REJOIN_REQUEST && reader.ok)
    talk.note(sourceDevice(), { kind: "session", protocol: "Zigbee rejoin", anonymous: true });
  if (command === REJOIN_RESPONSE) {
    // The first octet is the low one of the new address.
    const address = options | (reader.u8() << 8);
    const status = reader.u8();
    if (fields !== undefined) {
      fields["new_address"] = address;
      fields["status"] = status;
    }
    if (reader.ok && status !== 0) talk.refused(`status_${status}`);
  }
  reader.skipRest();
  talk.emit(NETWORK_COMMANDS.of(command), UNDIRECTED, fields);
}

function readBeacon(reader: Reader, talk: Talk<Memory>): boolean {
  const { bytes } = reader;
  // Behind the beacon's own fields: superframe, slots, pending addresses.
  reader.skip(2);
  const slots = reader.u8() & 7;
  if (slots > 0) reader.skip(1 + 3 * slots);
  const pending = reader.u8();
  reader.skip(2 * (pending & 7) + 8 * ((pending >> 4) & 7));
  const protocol = reader.u8();
  const first = reader.u8();
  const second = reader.u8();
  const networkAt = reader.position;
  reader.skip(8);
  const offset = reader.u24le();
  const update = reader.u8();
  if (!reader.ok || protocol !== 0) return false;
  if (header.sourceMode !== WPAN_NONE) {
    const address = header.sourceMode === 2 ? header.shortAt(bytes, header.sourceAt) : -1;
    const kind = address === 0 ? "Zigbee coordinator" : "Zigbee mesh device";
    const about = address >= 0 ? deviceAt(address) : { mac: extendedHex(bytes, header.sourceAt) };
    talk.claim(about, "kind", kind, 0.8, "Zigbee beacon");
  }
  talk.object(`${shortHex(route.pan, 0).slice(4, 8)} ${reversedText(bytes, networkAt, 8)}`);
  talk.emit(
    BEACON,
    NOTICE,
    talk.detailed
      ? {
          protocol_id: protocol,
          stack_profile: first & 15,
          stack_profile_name: STACK_PROFILES[first & 15] ?? "reserved",
          nwk_protocol_version: first >> 4,
          router_capacity: (second & 4) !== 0,
          device_depth: (second >> 3) & 15,
          end_device_capacity: (second & 0x80) !== 0,
          extended_pan_id: reversedText(bytes, networkAt, 8),
          tx_offset: offset,
          update_id: update,
        }
      : undefined,
  );
  reader.skipRest();
  return true;
}
