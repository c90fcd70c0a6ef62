// The rarer messages: RFC 2894 (renumbering), 3971 (certification paths), 4620 (node information), 6275 (mobile nodes), 6550
// (RPL), 6775 (duplicate addresses).
// Not decoded: bodies of renumbering and of secured RPL, options of RPL, fast handovers, locator updates, MPL.
import { readV6, v4Text } from "../../addresses.ts";
import { readNames } from "../../labels.ts";
import { operationTable } from "../../operation.ts";
import type { OpenRequests } from "../../pairing.ts";
import { pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { readOptions } from "./options.ts";

/** Routing in meshes of sensors, by code; the upper half is the same with security. */
export const RPL = operationTable("icmpv6", [
  [0, "rpl_dodag_information_solicitation", "identify"],
  [1, "rpl_dodag_information_object", "configure"],
  [2, "rpl_destination_advertisement_object", "configure"],
  [3, "rpl_destination_advertisement_acknowledgment", "other"],
  [0x80, "rpl_secure_dodag_information_solicitation", "identify"],
  [0x81, "rpl_secure_dodag_information_object", "configure"],
  [0x82, "rpl_secure_destination_advertisement_object", "configure"],
  [0x83, "rpl_secure_destination_advertisement_acknowledgment", "other"],
  [0x8a, "rpl_consistency_check", "other"],
]);

const NODE_NAME = 2;
const QUERY_TYPES: Readonly<Record<number, string>> = {
  0: "noop",
  2: "node_name",
  3: "node_addresses",
  4: "ipv4_addresses",
};
const MOST_ADDRESSES = 64;

/** The body of the messages that have no file of their own. */
export function rarerBody(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object {
  switch (type) {
    case 138:
      return {
        sequence_number: reader.u32(),
        segment_number: reader.u8(),
        flags: reader.u8(),
        max_delay: reader.u16(),
      };
    case 139:
    case 140:
      return nodeInformation(reader, talk, type, code);
    case 144:
    case 146:
      return { identifier: identified(reader, talk, true) };
    case 145: {
      const identifier = identified(reader, talk, false);
      reader.skip(2);
      const agents: string[] = [];
      while (reader.left() >= 16 && agents.length < MOST_ADDRESSES) agents.push(readV6(reader));
      return { identifier, home_agents: agents };
    }
    case 147: {
      const identifier = identified(reader, talk, false);
      const flags = reader.u16();
      return {
        identifier,
        managed: (flags & 0x8000) !== 0,
        other_configuration: (flags & 0x4000) !== 0,
        options: readOptions(reader, talk).options,
      };
    }
    case 148: {
      const identifier = identified(reader, talk, true);
      return { identifier, component: reader.u16(), options: readOptions(reader, talk).options };
    }
    case 149: {
      const identifier = identified(reader, talk, false);
      const parts = { all_components: reader.u16(), component: reader.u16() };
      reader.skip(2);
      return { identifier, ...parts, options: readOptions(reader, talk).options };
    }
    case 155:
      return routing(reader, code);
    case 157:
    case 158: {
      const status = reader.u8();
      reader.skip(1);
      const lifetime = reader.u16();
      return { status, registration_lifetime: lifetime, eui64: reader.hex(8), registered_address: readV6(reader) };
    }
    default:
      return {};
  }
}

function identified(reader: Reader, talk: Talk<OpenRequests>, isRequest: boolean): number {
  const identifier = reader.u16();
  pair(talk, isRequest, identifier);
  return identifier;
}

/** RFC 4620 section 4: hosts are asked for their names and addresses. */
function nodeInformation(reader: Reader, talk: Talk<OpenRequests>, type: number, code: number): object {
  const queryType = reader.u16();
  const flags = reader.u16();
  reader.skip(4);
  pair(talk, type === 139, reader.i32());
  const head = { query_type: queryType, query_type_name: QUERY_TYPES[queryType] ?? "", flags };
  if (type === 139) {
    if (code === 0) return { ...head, subject_address: reader.left() >= 16 ? readV6(reader) : "" };
    if (code === 1) return { ...head, subject_name: readNames(reader)[0] ?? "" };
    return code === 2 && reader.left() >= 4 ? { ...head, subject_address: v4Text(reader.i32()) } : head;
  }
  if (code > 0) {
    talk.refused(code === 1 ? "refused" : "unknown_query_type");
    return head;
  }
  if (queryType === NODE_NAME && reader.left() > 4) {
    reader.skip(4);
    const start = reader.position;
    const names = readNames(reader);
    talk.claim("sender", "name", names[0] ?? "", 0.9, "ICMPv6 node information", start, reader.position);
    return { ...head, names };
  }
  const found: string[] = [];
  // Each address stands behind its time to live.
  if (queryType === 3) {
    while (reader.left() >= 20 && found.length < MOST_ADDRESSES) {
      reader.skip(4);
      found.push(readV6(reader));
    }
  } else if (queryType === 4) {
    while (reader.left() >= 8 && found.length < MOST_ADDRESSES) {
      reader.skip(4);
      found.push(v4Text(reader.i32()));
    }
  }
  return { ...head, addresses: found };
}

/** RFC 6550 section 6: base objects. */
function routing(reader: Reader, code: number): object {
  switch (code) {
    case 0:
      return { flags: reader.u8() };
    case 1: {
      const head = { rpl_instance: reader.u8(), version: reader.u8(), rank: reader.u16() };
      const flags = reader.u8();
      const sequence = reader.u8();
      reader.skip(2);
      return {
        ...head,
        grounded: (flags & 0x80) !== 0,
        mode_of_operation: (flags >> 3) & 7,
        preference: flags & 7,
        destination_sequence: sequence,
        dodag_id: readV6(reader),
      };
    }
    case 2:
    case 3: {
      const instance = reader.u8();
      const flags = reader.u8();
      const third = reader.u8();
      const fourth = reader.u8();
      const hasId = (flags & (code === 2 ? 0x40 : 0x80)) !== 0;
      return {
        rpl_instance: instance,
        ...(code === 2 ? { acknowledgment_wanted: (flags & 0x80) !== 0, sequence: fourth } : { sequence: third }),
        ...(code === 3 ? { status: fourth } : {}),
        ...(hasId ? { dodag_id: readV6(reader) } : {}),
      };
    }
    default:
      return {};
  }
}
