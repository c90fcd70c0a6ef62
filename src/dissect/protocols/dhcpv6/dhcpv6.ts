// DHCPv6: RFC 8415 sections 8 and 9; lease queries RFC 5007, 5460 (over TCP), 7653; DHCPv4 inside RFC 7341; RFC 9686.
// Not decoded: what authentication protects, failover between servers over TCP (RFC 8156) beyond the names of its
// messages, and the bytes of the rarer options, see names.ts.
import { readV6 } from "../../addresses.ts";
import type { Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { Found } from "./found.ts";
import { newFound } from "./found.ts";
import { isMac, macOf } from "./identifier.ts";
import {
  ANSWERS,
  DHCPV4_QUERY,
  DHCPV4_RESPONSE,
  LEASEQUERY_DATA,
  LEASEQUERY_REPLY,
  MESSAGES,
  RECONFIGURE,
  REGISTRATION,
  RELAY_FORWARD,
  RELAY_REPLY,
  REPLY,
  REQUESTS,
} from "./names.ts";
import { readOptions } from "./options.ts";

/** RFC 8415 section 7.6: a relay hands no message on that so many relays handed on before. */
const MOST_RELAYS = 9;
const RELAY_HEAD = 34;
const RELAY_MESSAGE = 9;
const RING = 16;
const HIGHEST_TYPE = 37;

/** Transactions that may get answers: a ring, so that a flood costs nothing. */
interface Memory {
  transactions: Int32Array;
  frames: Float64Array;
  /** The client's hardware address where the request told it, else "". */
  macs: string[];
  next: number;
}

/** What the relay nearest to the client says of it. */
interface Relay {
  peer: string;
  found: Found;
}

/** Configuration of IPv6 hosts. */
export const dhcpv6 = dissector<Memory>({
  name: "dhcpv6",
  title: "DHCPv6",
  standard: "RFC 8415",
  world: "network",
  carriage: [
    { over: "udp", ports: [546, 547] },
    { over: "tcp", ports: [547] },
  ],
  longest: 65_540,
  remember: () => ({
    transactions: new Int32Array(RING).fill(-1),
    frames: new Float64Array(RING),
    macs: Array<string>(RING).fill(""),
    next: 0,
  }),
  probe(reader, talk) {
    if (!talk.stream) return likeness(reader.bytes, reader.position, reader.end);
    const type = reader.peek(2);
    return type > 0 && type <= HIGHEST_TYPE && reader.peek16() >= 4 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    if (talk.stream) {
      const length = reader.u16();
      if (!reader.fence(2 + length)) return MORE;
    } else reader.fence(reader.left());
    readMessage(reader, talk, undefined, 0);
    return DONE;
  },
});

function readMessage(reader: Reader, talk: Talk<Memory>, relay: Relay | undefined, depth: number): void {
  const type = reader.u8();
  if (type === RELAY_FORWARD || type === RELAY_REPLY) {
    readRelayed(reader, talk, type, depth);
    return;
  }
  if (!MESSAGES.has(type)) talk.fault("unknown message type", reader.position - 1 - reader.start);
  const asks = REQUESTS.has(type);
  const isForeign = type === DHCPV4_QUERY || type === DHCPV4_RESPONSE;
  const transaction = reader.u24();
  const found = newFound();
  const options = readOptions(reader, talk, found, asks);
  const known = isForeign ? -1 : transactionIndex(talk.memory, transaction);
  const mac = hardwareAddress(talk, found, relay, asks, known);
  if (asks && !isForeign) remember(talk, transaction, mac);
  else if (known >= 0) talk.answersFrame(talk.memory.frames[known] as number);
  tell(talk, type, found, relay, asks, mac);
  if (!asks && found.status !== "") talk.refused(found.status);
  if (found.bootFile !== "") talk.object(found.bootFile);
  const fields = talk.detailed
    ? { msg_type: type, ...(isForeign ? { flags: transaction } : { transaction_id: transaction }), options }
    : undefined;
  talk.emit(MESSAGES.of(type), directionOf(type), fields);
  if (found.dhcp4Start >= 0) talk.hand("dhcpv6", reader.bytes, found.dhcp4Start, found.dhcp4End);
}

function readRelayed(reader: Reader, talk: Talk<Memory>, type: number, depth: number): void {
  const hops = reader.u8();
  const link = readV6(reader);
  const peer = readV6(reader);
  const found = newFound();
  const options = readOptions(reader, talk, found, type === RELAY_FORWARD);
  if (found.relayStart < 0 && reader.ok) talk.fault("missing relay message");
  if (type === RELAY_REPLY) {
    const transaction = transactionInside(reader.bytes, found.relayStart, found.relayEnd);
    const known = transactionIndex(talk.memory, transaction);
    if (known >= 0) talk.answersFrame(talk.memory.frames[known] as number);
  }
  const isTooDeep = depth + 1 >= MOST_RELAYS;
  if (isTooDeep) talk.fault("relays nested too deep");
  const fields = talk.detailed
    ? { msg_type: type, hop_count: hops, link_address: link, peer_address: peer, options }
    : undefined;
  talk.emit(MESSAGES.of(type), directionOf(type), fields);
  if (found.relayStart < 0 || found.relayEnd === found.relayStart || isTooDeep) return;
  const { position, end } = reader;
  reader.position = found.relayStart;
  reader.end = found.relayEnd;
  readMessage(reader, talk, { peer, found }, depth + 1);
  reader.position = position;
  reader.end = end;
}

function directionOf(type: number): Direction {
  if (type === RECONFIGURE) return NOTICE;
  return REQUESTS.has(type) ? REQUEST : ANSWERS.has(type) ? RESPONSE : UNDIRECTED;
}

/** The client's hardware address by the best witness: its relay, its own frame, its request, its identifier. */
function hardwareAddress(
  talk: Talk<Memory>,
  found: Found,
  relay: Relay | undefined,
  asks: boolean,
  known: number,
): string {
  if (relay !== undefined && relay.found.linkLayer !== "") return relay.found.linkLayer;
  // Only what comes from the link itself came from the client's own card.
  if (asks && relay === undefined && talk.senderAddress().startsWith("fe80:")) {
    const mac = talk.senderMac();
    if (isMac(mac)) return mac;
  }
  const remembered = !asks && known >= 0 ? (talk.memory.macs[known] as string) : "";
  return remembered !== "" ? remembered : macOf(found.client);
}

/** Claims and notes of one message of client or server. */
function tell(
  talk: Talk<Memory>,
  type: number,
  found: Found,
  relay: Relay | undefined,
  asks: boolean,
  mac: string,
): void {
  const client = clientOf(relay, asks, mac);
  if (client !== undefined) {
    for (const one of found.told) {
      talk.claim(client, one.attribute, one.value, one.confidence, one.method, one.start, one.end);
    }
    if (asks && found.requested.length > 0) {
      talk.note(client, { kind: "fingerprint", method: "DHCPv6 options", value: found.requested.join(",") });
    }
    const hangs = relay !== undefined && (relay.found.interfaceId !== "" || relay.found.remoteId !== "");
    if (asks && hangs) {
      talk.note(client, {
        kind: "neighbor",
        method: "DHCPv6 relay agent",
        port: relay.found.interfaceId,
        remoteName: relay.found.remoteId,
      });
    }
  }
  if ((type === REPLY || type === REGISTRATION) && mac !== "") {
    for (const ip of found.addresses) talk.note({ mac }, { kind: "binding", method: "DHCPv6", mac, ip });
  }
  if (type === LEASEQUERY_REPLY || type === LEASEQUERY_DATA) {
    for (const lease of found.leases) {
      talk.note({ mac: lease.mac }, { kind: "binding", method: "DHCPv6", mac: lease.mac, ip: lease.ip });
    }
  }
}

/** Whom the options of a client are about; undefined behind a relay that does not tell. */
function clientOf(relay: Relay | undefined, asks: boolean, mac: string): About | undefined {
  if (relay === undefined) return asks ? "sender" : "receiver";
  if (mac !== "") return { mac };
  // Link-local addresses of another link name nobody here.
  const { peer } = relay;
  return peer === "" || peer === "::" || peer.startsWith("fe80:") ? undefined : { ip: peer };
}

function remember(talk: Talk<Memory>, transaction: number, mac: string): void {
  const { memory } = talk;
  memory.transactions[memory.next] = transaction;
  memory.frames[memory.next] = talk.frame;
  memory.macs[memory.next] = mac;
  memory.next = (memory.next + 1) % RING;
}

/** Where the newest request of that transaction stands; -1 without one. Several servers may answer the same. */
function transactionIndex(memory: Memory, transaction: number): number {
  for (let back = 1; back <= RING; back++) {
    const index = (memory.next - back + RING) % RING;
    if (memory.transactions[index] === transaction) return index;
  }
  return -1;
}

/** The transaction of the message that relays wrapped; -1 where it is not to be found. */
function transactionInside(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  for (let depth = 0; depth < MOST_RELAYS && start >= 0 && end - start >= 4; depth++) {
    const type = bytes[start] as number;
    if (type !== RELAY_FORWARD && type !== RELAY_REPLY) {
      return ((bytes[start + 1] as number) << 16) | wordAt(bytes, start + 2);
    }
    let at = start + RELAY_HEAD;
    while (at + 4 <= end && wordAt(bytes, at) !== RELAY_MESSAGE) at += 4 + wordAt(bytes, at + 2);
    if (at + 4 > end) return -1;
    start = at + 4;
    end = Math.min(end, start + wordAt(bytes, at + 2));
  }
  return -1;
}

/** A known type whose options end with the message, one of them the identifier of a client or server. */
function likeness(bytes: Uint8Array, start: number, end: number): Likeness {
  const type = end - start >= 4 ? (bytes[start] as number) : 0;
  if (type === 0 || type > HIGHEST_TYPE) return NO;
  const isRelay = type === RELAY_FORWARD || type === RELAY_REPLY;
  let at = start + (isRelay ? RELAY_HEAD : 4);
  let isIdentified = false;
  while (at + 4 <= end) {
    const code = wordAt(bytes, at);
    const length = wordAt(bytes, at + 2);
    const isIdentifier = (code === 1 || code === 2) && length >= 3 && length <= 130 && at + 6 <= end;
    if (isIdentifier && wordAt(bytes, at + 4) >= 1 && wordAt(bytes, at + 4) <= 4) isIdentified = true;
    if (isRelay && code === RELAY_MESSAGE && length >= 4) isIdentified = true;
    if (code === 0 || code > 160) return POSSIBLE;
    at += 4 + length;
  }
  return at === end && isIdentified ? LIKELY : POSSIBLE;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
