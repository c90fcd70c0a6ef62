// NetBIOS name service: RFC 1002 section 4.2.
// Not decoded: the statistics that follow the unit id in node status answers.
import { v4Text } from "../addresses.ts";
import { DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { isHostName, netbiosOf, paddedText, suffixName } from "../netbios.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { hexOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { REQUEST, RESPONSE } from "../talk.ts";
import { nameWasGood, readName } from "./dns/names.ts";

const REGISTRATION = 5;
const RELEASE = 6;
const WAIT = 7;
const REFRESH = 8;
const OTHER_REFRESH = 9;
const MULTIHOMED = 15;

const TYPE_ADDRESS = 1;
const TYPE_NAME_SERVER = 2;
const TYPE_NULL = 10;
const TYPE_NB = 32;
const TYPE_NBSTAT = 33;

/** Answers stand 16 above their questions; 32 is a question for the node's status. */
const OPERATIONS = operationTable("nbns", [
  [0, "name_query_request", "identify"],
  [REGISTRATION, "name_registration_request", "identify"],
  [RELEASE, "name_release_request", "identify"],
  [WAIT, "wait_for_acknowledgement_request", "other"],
  [REFRESH, "name_refresh_request", "identify"],
  [OTHER_REFRESH, "name_refresh_request_alternate", "identify"],
  [MULTIHOMED, "multihomed_name_registration_request", "identify"],
  [16, "name_query_response", "identify"],
  [16 + REGISTRATION, "name_registration_response", "identify"],
  [16 + RELEASE, "name_release_response", "identify"],
  [16 + WAIT, "wait_for_acknowledgement", "other"],
  [16 + REFRESH, "name_refresh_response", "identify"],
  [16 + OTHER_REFRESH, "name_refresh_response_alternate", "identify"],
  [16 + MULTIHOMED, "multihomed_name_registration_response", "identify"],
  [32, "node_status_request", "identify"],
  [48, "node_status_response", "identify"],
]);

const CODES: Readonly<Record<number, string>> = {
  0: "success",
  1: "format_error",
  2: "server_error",
  3: "name_error",
  4: "unsupported_request",
  5: "refused",
  6: "active_error",
  7: "name_in_conflict",
};

const TYPES: Readonly<Record<number, string>> = {
  [TYPE_ADDRESS]: "A",
  [TYPE_NAME_SERVER]: "NS",
  [TYPE_NULL]: "NULL",
  [TYPE_NB]: "NB",
  [TYPE_NBSTAT]: "NBSTAT",
};

const NODES = ["b_node", "p_node", "m_node", "h_node"];
const MOST_ENTRIES = 256;
const MOST_PENDING = 32;

/** Outstanding requests in a ring: transaction id and frame. */
interface Memory {
  ids: Int32Array;
  frames: Float64Array;
  next: number;
}

/** Names of Windows hosts, their groups and services. */
export const nbns = dissector<Memory>({
  name: "nbns",
  aliases: ["netbios-ns"],
  title: "NetBIOS name service",
  standard: "RFC 1002 section 4.2",
  world: "network",
  carriage: [{ over: "udp", ports: [137] }],
  remember: () => ({ ids: new Int32Array(MOST_PENDING).fill(-1), frames: new Float64Array(MOST_PENDING), next: 0 }),
  probe(reader) {
    return reader.left() >= 12 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    reader.fence(reader.end - reader.start);
    const base = reader.position;
    const id = reader.u16();
    const flags = reader.u16();
    const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
    const response = (flags & 0x8000) !== 0;
    const opcode = (flags >> 11) & 15;
    let code = opcode;
    const questions: object[] = [];
    for (let index = 0; index < (counts[0] as number) && index < MOST_ENTRIES; index++) {
      if (!reader.ok || reader.left() === 0) {
        reader.ok = false;
        break;
      }
      const name = readNetbios(reader, talk, base);
      const type = reader.u16();
      const recordClass = reader.u16();
      if (index === 0 && type === TYPE_NBSTAT && opcode === 0) code = 32;
      if (index < 64 && name.name !== "") talk.object(name.name);
      if (talk.detailed) {
        questions.push({ ...nameFields(name), type, type_name: TYPES[type] ?? "", class: recordClass });
      }
    }
    const sections: object[][] = [[], [], []];
    let listed = 0;
    for (let section = 1; section <= 3; section++) {
      for (let index = 0; index < (counts[section] as number) && reader.ok; index++) {
        if (reader.left() === 0) {
          reader.ok = false;
          break;
        }
        if (++listed > MOST_ENTRIES) {
          talk.fault("too many records");
          reader.skipRest();
          break;
        }
        const start = reader.position;
        const name = readNetbios(reader, talk, base);
        const type = reader.u16();
        const recordClass = reader.u16();
        const ttl = reader.u32();
        const length = reader.u16();
        if (!reader.ok) break;
        if (type === TYPE_NBSTAT) code = 32;
        const outer = reader.narrow(length);
        if (!reader.ok) break;
        const contents =
          type === TYPE_NB
            ? readAddresses(reader, talk, name.name, name.suffix, opcode, response, flags & 15, start)
            : type === TYPE_NBSTAT
              ? readStatus(reader, talk)
              : { rdata: hexOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 64)) };
        const overrun = !reader.ok;
        reader.widen(outer);
        reader.ok = true;
        if (overrun) talk.fault("bad record", start - reader.start);
        if (talk.detailed) {
          sections[section - 1]?.push({
            ...nameFields(name),
            type,
            type_name: TYPES[type] ?? "",
            class: recordClass,
            ttl,
            data_length: length,
            ...contents,
          });
        }
      }
    }
    // Windows tells a shorter length than its statistics have.
    if (code === 32 && reader.ok) reader.skipRest();
    const result = flags & 15;
    if (response && result !== 0) talk.refused(CODES[result] ?? "unassigned_rcode");
    const operation = OPERATIONS.of(response ? code + 16 : code);
    if (!OPERATIONS.has(code)) talk.fault("unknown opcode", 2);
    pair(talk, response, id);
    talk.emit(
      operation,
      response ? RESPONSE : REQUEST,
      talk.detailed
        ? {
            id,
            response,
            opcode,
            authoritative: (flags & 0x0400) !== 0,
            truncated: (flags & 0x0200) !== 0,
            recursion_desired: (flags & 0x0100) !== 0,
            recursion_available: (flags & 0x0080) !== 0,
            broadcast: (flags & 0x0010) !== 0,
            rcode: result,
            rcode_name: CODES[result] ?? "",
            question_count: counts[0],
            answer_count: counts[1],
            authority_count: counts[2],
            additional_count: counts[3],
            questions,
            answers: sections[0],
            authorities: sections[1],
            additionals: sections[2],
          }
        : undefined,
    );
    return DONE;
  },
});

interface WireName {
  name: string;
  suffix: number;
  scope: string;
}

function readNetbios(reader: Reader, talk: Talk<Memory>, base: number): WireName {
  const at = reader.position - reader.start;
  const text = readName(reader, base);
  const name = netbiosOf(text);
  if (!nameWasGood() || name.name === "") talk.fault("bad name", at);
  // A name that is not encoded is shown as it stands.
  return name.name === "" ? { name: text, suffix: 0, scope: "" } : name;
}

function nameFields({ name, suffix, scope }: WireName): object {
  return { name, suffix, suffix_name: suffixName(suffix), scope };
}

/** Flags and address of each owner (RFC 1002 section 4.2.2). */
function readAddresses(
  reader: Reader,
  talk: Talk<Memory>,
  name: string,
  suffix: number,
  opcode: number,
  response: boolean,
  result: number,
  start: number,
): object {
  const addresses: object[] = [];
  let sender = "";
  while (reader.left() >= 6 && addresses.length < MOST_ENTRIES) {
    const flags = reader.u16();
    const group = (flags & 0x8000) !== 0;
    const address = v4Text(reader.i32());
    addresses.push({ group, node_type: (flags >> 13) & 3, node_type_name: NODES[(flags >> 13) & 3], address });
    if (result !== 0 || addresses.length > 16 || opcode === RELEASE || (response && opcode !== 0)) continue;
    if (!isHostName(name)) continue;
    sender ||= talk.senderAddress();
    const method = response ? "NBNS answer" : "NBNS registration";
    const own = address === sender;
    if (!group && suffix !== 0x1b && suffix !== 0x1d && suffix !== 0x03 && suffix !== 0x01) {
      talk.note({ ip: address }, { kind: "name", method: "NBNS", name, ip: address });
      if (own) talk.claim("sender", "name", name, 0.95, method, start, reader.position);
    } else if (
      own &&
      (group ? suffix === 0 || suffix === 0x1c || suffix === 0x1e : suffix === 0x1b || suffix === 0x1d)
    ) {
      talk.claim("sender", "domainName", name, 0.8, method, start, reader.position);
    }
    if (own && suffix === 0x1c) talk.claim("sender", "role", "directory server", 0.7, method, start, reader.position);
  }
  return { addresses };
}

/** The names of a node with its unit id (RFC 1002 section 4.2.18). */
function readStatus(reader: Reader, talk: Talk<Memory>): object {
  const names: object[] = [];
  const count = reader.u8();
  const method = "NBNS node status";
  for (let index = 0; index < count && reader.left() >= 18; index++) {
    const at = reader.position;
    const name = paddedText(reader.bytes, at);
    const suffix = reader.peek(15);
    reader.skip(16);
    const flags = reader.u16();
    const group = (flags & 0x8000) !== 0;
    names.push({
      name,
      suffix,
      suffix_name: suffixName(suffix),
      group,
      node_type: (flags >> 13) & 3,
      deregistering: (flags & 0x1000) !== 0,
      conflict: (flags & 0x0800) !== 0,
      active: (flags & 0x0400) !== 0,
      permanent: (flags & 0x0200) !== 0,
    });
    if (!isHostName(name) || index > 32) continue;
    if (!group && (suffix === 0 || suffix === 0x20)) {
      talk.claim("sender", "name", name, 0.95, method, at, at + 16);
    } else if (group && (suffix === 0 || suffix === 0x1c)) {
      talk.claim("sender", "domainName", name, 0.9, method, at, at + 16);
    }
    if (group && suffix === 0x1c) talk.claim("sender", "role", "directory server", 0.8, method, at, at + 16);
  }
  const unit = reader.left() >= 6 ? hexOf(reader.bytes, reader.position, reader.position + 6) : "";
  if (unit === "") reader.ok = false;
  // Samba tells zeros.
  else if (unit !== "000000000000") {
    talk.note("sender", { kind: "binding", method: "NBNS node status", mac: unit, ip: talk.senderAddress() });
  }
  reader.skipRest();
  return { name_count: count, names, unit_id: unit };
}

function pair(talk: Talk<Memory>, response: boolean, id: number): void {
  const { ids, frames } = talk.memory;
  if (!response) {
    ids[talk.memory.next] = id;
    frames[talk.memory.next] = talk.frame;
    talk.memory.next = (talk.memory.next + 1) % MOST_PENDING;
    return;
  }
  for (let index = 0; index < MOST_PENDING; index++) {
    if (ids[index] !== id) continue;
    talk.answersFrame(frames[index] as number);
    ids[index] = -1;
    return;
  }
}
