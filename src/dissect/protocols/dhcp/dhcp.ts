// DHCP: RFC 2131 section 2, BOOTP (RFC 951); options after RFC 2132 and its successors, see options.ts.
// Not decoded: vendor-specific information (43, 125) beyond its bytes, authentication digests, the domain search list
// (119). Options split over several entries (RFC 3396) are told entry by entry.
import { macText, v4Text } from "../../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { About, Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import type { RelayAgent } from "./options.ts";
import { optionName, optionValue } from "./options.ts";
import { vendorClassHints } from "./vendor-class.ts";

const ACK = 5;
const NAK = 6;
const FORCERENEW = 9;
const MESSAGES = operationTable("dhcp", [
  [1, "discover", "identify"],
  [2, "offer", "identify"],
  [3, "request", "identify"],
  [4, "decline", "alarm"],
  [ACK, "ack", "identify"],
  [NAK, "nak", "identify"],
  [7, "release", "identify"],
  [8, "inform", "identify"],
  [FORCERENEW, "forcerenew", "control"],
  [10, "leasequery", "identify"],
  [11, "leaseunassigned", "identify"],
  [12, "leaseunknown", "identify"],
  [13, "leaseactive", "identify"],
  [14, "bulkleasequery", "identify"],
  [15, "leasequerydone", "identify"],
  [16, "activeleasequery", "identify"],
  [17, "leasequerystatus", "identify"],
  [18, "tls", "identify"],
]);
const BOOT_REQUEST = operation("dhcp", "boot_request", "identify");
const BOOT_REPLY = operation("dhcp", "boot_reply", "identify");

const MAGIC_HIGH = 0x6382;
const MAGIC_LOW = 0x5363;
const FIXED_BYTES = 236;
const SERVER_NAME_AT = 44;
const FILE_AT = 108;
/** An option takes two bytes at least, so a datagram could hold thousands; real messages hold some dozens. */
const MOST_OPTIONS = 512;
const RING = 8;

/** Transactions that wait for their answer: a ring, so that a flood costs nothing. */
interface Memory {
  transactions: Int32Array;
  frames: Int32Array;
  next: number;
}

interface Option {
  code: number;
  name: string;
  value: unknown;
}

/** What the options say that the message is told by. */
interface Found {
  options: Option[];
  messageType: number;
  overload: number;
  /** Whom the client's options are about. */
  client: About;
  /** Whether the client itself speaks. */
  asks: boolean;
  /** The first router told (option 3) and the server (option 54), "" without. */
  router: string;
  server: string;
}

/** Dynamic host configuration, with BOOTP below it. */
export const dhcp = dissector<Memory>({
  name: "dhcp",
  aliases: ["bootp"],
  title: "DHCP",
  standard: "RFC 2131",
  world: "network",
  carriage: [
    { over: "udp", ports: [67, 68, 4011] },
    { over: "inside", carrier: "dhcpv6" },
  ],
  remember: () => ({ transactions: new Int32Array(RING), frames: new Int32Array(RING), next: 0 }),
  probe(reader) {
    const op = reader.peek();
    if (op > 2) return NO;
    if (reader.peek16(FIXED_BYTES) === MAGIC_HIGH && reader.peek16(FIXED_BYTES + 2) === MAGIC_LOW) return CERTAIN;
    return reader.peek(2) <= 16 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    const start = reader.position;
    const op = reader.u8();
    if (op !== 1 && op !== 2) talk.fault("bad op", 0);
    const hardwareType = reader.u8();
    const hardwareLength = reader.u8();
    if (hardwareLength > 16) talk.fault("bad length", 2);
    const hops = reader.u8();
    const transaction = reader.i32();
    const seconds = reader.u16();
    const flags = reader.u16();
    const clientAddress = v4Text(reader.i32());
    const yourAddress = v4Text(reader.i32());
    const serverAddress = v4Text(reader.i32());
    const relayAddress = v4Text(reader.i32());
    const hardwareAddress = reader.hex(16).slice(0, Math.min(hardwareLength, 16) * 2);
    const isMac = hardwareType === 1 && hardwareLength === 6 && !/^(0*|f*)$/.test(hardwareAddress);
    const found: Found = {
      options: [],
      messageType: 0,
      overload: 0,
      client: isMac ? { mac: hardwareAddress } : op === 1 ? "sender" : "receiver",
      asks: op === 1,
      router: "",
      server: "",
    };
    reader.skip(FILE_AT + 128 - SERVER_NAME_AT);
    if (reader.ok && reader.peek16() === MAGIC_HIGH && reader.peek16(2) === MAGIC_LOW) {
      reader.skip(4);
      readOptions(reader, talk, found, true);
      const end = reader.end;
      const behind = reader.position;
      if ((found.overload & 1) !== 0) readField(reader, talk, found, start + FILE_AT, 128);
      if ((found.overload & 2) !== 0) readField(reader, talk, found, start + SERVER_NAME_AT, 64);
      reader.position = behind;
      reader.end = end;
    }
    if (op === 2 && found.router !== "" && found.router === found.server) {
      talk.claim("sender", "role", "router", 0.6, "DHCP server that names itself the router");
    }
    pair(talk, op, transaction);
    const address = yourAddress !== "0.0.0.0" ? yourAddress : clientAddress;
    const assigns = found.messageType === ACK || (found.messageType === 0 && op === 2);
    if (assigns && isMac && address !== "0.0.0.0") {
      talk.note(found.client, { kind: "binding", method: "DHCP", mac: hardwareAddress, ip: address });
    }
    if (found.messageType === NAK) talk.refused("nak");
    if (found.messageType !== 0 && !MESSAGES.has(found.messageType)) talk.fault("unknown message type");
    const spoken = found.messageType !== 0 ? MESSAGES.of(found.messageType) : op === 2 ? BOOT_REPLY : BOOT_REQUEST;
    const complete = reader.end - start >= FIXED_BYTES;
    talk.emit(
      spoken,
      directionOf(op, found.messageType),
      talk.detailed
        ? {
            op,
            htype: hardwareType,
            hlen: hardwareLength,
            hops,
            xid: transaction >>> 0,
            secs: seconds,
            flags,
            broadcast: (flags & 0x8000) !== 0,
            ciaddr: clientAddress,
            yiaddr: yourAddress,
            siaddr: serverAddress,
            giaddr: relayAddress,
            chaddr: isMac ? macText(hardwareAddress) : hardwareAddress,
            sname: complete && (found.overload & 2) === 0 ? textAt(reader, start + SERVER_NAME_AT, 64) : "",
            file: complete && (found.overload & 1) === 0 ? textAt(reader, start + FILE_AT, 128) : "",
            message_type: found.messageType,
            options: found.options,
          }
        : undefined,
    );
    // Padding to the 300 bytes of BOOTP, or its vendor area without a magic cookie.
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function directionOf(op: number, messageType: number): Direction {
  if (messageType === FORCERENEW) return NOTICE;
  return op === 1 ? REQUEST : op === 2 ? RESPONSE : UNDIRECTED;
}

/** Options in the server name or file field (option 52); both lie before the options, so their bytes are there. */
function readField(reader: Reader, talk: Talk<Memory>, found: Found, at: number, length: number): void {
  reader.position = at;
  reader.end = at + length;
  readOptions(reader, talk, found, false);
}

function readOptions(reader: Reader, talk: Talk<Memory>, found: Found, isMain: boolean): void {
  while (reader.left() > 0 && found.options.length < MOST_OPTIONS) {
    const start = reader.position;
    const code = reader.u8();
    if (code === 0) continue;
    if (code === 255) return;
    const length = reader.left() > 0 ? reader.u8() : 1;
    if (length > reader.left()) {
      if (reader.cutByCapture) reader.skip(length);
      else {
        talk.fault("bad length", start - reader.start);
        reader.skipRest();
      }
      return;
    }
    const outer = reader.narrow(length);
    const valueStart = reader.position;
    let value = optionValue(reader, code);
    if (value === undefined) {
      talk.fault("bad option length", start - reader.start);
      reader.position = valueStart;
      value = reader.hex(length);
    } else {
      if (isMain && code === 53) found.messageType = value as number;
      if (isMain && code === 52) found.overload = value as number;
      tell(talk, found, code, value, valueStart, valueStart + length);
    }
    if (talk.detailed) found.options.push({ code, name: optionName(code), value });
    reader.widen(outer);
  }
  if (!isMain) return;
  if (reader.cutByCapture) reader.u8();
  else talk.fault("missing end option");
}

/** Claims and notes of one option. */
function tell(talk: Talk<Memory>, found: Found, code: number, value: unknown, start: number, end: number): void {
  const { client } = found;
  switch (code) {
    case 3:
      if (found.router === "") found.router = (value as string[])[0] ?? "";
      return;
    case 54:
      found.server = value as string;
      return;
    case 12:
      talk.claim(client, "name", value as string, found.asks ? 0.9 : 0.8, "DHCP host name", start, end);
      return;
    case 15:
      talk.claim(client, "domainName", value as string, 0.6, "DHCP domain name", start, end);
      return;
    case 55: {
      const list = (value as number[]).join(",");
      if (found.asks && list !== "") {
        talk.note(client, { kind: "fingerprint", method: "DHCP options", value: list });
      }
      return;
    }
    case 60:
      if (!found.asks) return;
      talk.claim(client, "description", value as string, 0.5, "DHCP vendor class", start, end);
      for (const hint of vendorClassHints(value as string)) {
        talk.claim(client, hint.attribute, hint.value, hint.confidence, "DHCP vendor class", start, end);
      }
      return;
    case 81: {
      const { name } = value as { name: string };
      if (found.asks) talk.claim(client, "name", name.split(".")[0] as string, 0.85, "DHCP client FQDN", start, end);
      const dot = name.indexOf(".");
      if (dot > 0) talk.claim(client, "domainName", name.slice(dot + 1), 0.8, "DHCP client FQDN", start, end);
      return;
    }
    case 82: {
      const agent = value as RelayAgent;
      if (agent.circuit_id === undefined && agent.remote_id === undefined) return;
      talk.note(client, {
        kind: "neighbor",
        method: "DHCP relay agent",
        port: agent.circuit_id ?? "",
        remoteName: agent.remote_id ?? "",
      });
      return;
    }
    case 90:
      if ((value as { protocol: number }).protocol === 0) {
        talk.note("sender", { kind: "credential", method: "DHCP configuration token", exposure: "clear" });
      }
      return;
    case 161:
      if (found.asks) talk.claim(client, "description", value as string, 0.6, "DHCP MUD URL", start, end);
  }
}

function pair(talk: Talk<Memory>, op: number, transaction: number): void {
  const { transactions, frames } = talk.memory;
  if (op === 1) {
    transactions[talk.memory.next] = transaction;
    frames[talk.memory.next] = talk.frame;
    talk.memory.next = (talk.memory.next + 1) % RING;
    return;
  }
  for (let index = 0; index < RING; index++) {
    if (transactions[index] !== transaction || frames[index] === 0) continue;
    talk.answersFrame(frames[index] as number);
    frames[index] = 0;
    return;
  }
}

function textAt(reader: Reader, at: number, length: number): string {
  const behind = reader.position;
  reader.position = at;
  const text = reader.text(length);
  reader.position = behind;
  return text;
}
