// RDP connection sequence: MS-RDPBCGR section 2.2.1, over T.125 (MCS) section 7 and T.124 (GCC) section 8.7.
// Decoded: negotiation, client and server data, MCS domain PDUs, security headers, client information sent in clear.
// Not decoded: licensing, capabilities, graphics and input; fast-path PDUs; what TLS hides once it took over.
import { CERTAIN, DONE, dissector, LIKELY, NO, REFUSE } from "../dissector.ts";
import { type Operation, operation, operationTable } from "../operation.ts";
import { latinOf, Reader } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../talk.ts";

const CONNECT_APPLICATION = 0x7f;
const CONNECT_INITIAL = 0x65;
const CONNECT_RESPONSE = 0x66;
const NEGOTIATION_LENGTH = 8;
const SEND_DATA_REQUEST = 25;
const SEND_DATA_INDICATION = 26;

const NEGOTIATION_REQUEST = operation("rdp", "negotiation_request", "other");
const NEGOTIATION_RESPONSE = operation("rdp", "negotiation_response", "other");
const NEGOTIATION_FAILURE = operation("rdp", "negotiation_failure", "other");
const INITIAL = operation("rdp", "connect_initial", "other");
const CONFIRM = operation("rdp", "connect_response", "other");
const SECURITY_EXCHANGE = operation("rdp", "security_exchange", "other");
const CLIENT_INFO = operation("rdp", "client_info", "authenticate");
const LICENSE = operation("rdp", "license", "other");

/** MCS domain PDUs by their choice in the upper six bits. */
const DOMAIN_PDUS = operationTable("rdp", [
  [1, "erect_domain_request", "other"],
  [8, "disconnect_provider_ultimatum", "other"],
  [10, "attach_user_request", "other"],
  [11, "attach_user_confirm", "other"],
  [14, "channel_join_request", "other"],
  [15, "channel_join_confirm", "other"],
  [SEND_DATA_REQUEST, "send_data_request", "control"],
  [SEND_DATA_INDICATION, "send_data_indication", "control"],
]);
const DIRECTIONS: Readonly<Record<number, Direction>> = {
  1: REQUEST,
  10: REQUEST,
  11: RESPONSE,
  14: REQUEST,
  15: RESPONSE,
  25: REQUEST,
  26: NOTICE,
};

const PROTOCOLS: readonly (readonly [number, string])[] = [
  [1, "TLS"],
  [2, "CredSSP"],
  [4, "RDSTLS"],
  [8, "CredSSP with early user authorization"],
  [16, "RDS-AAD-Auth"],
];
const FAILURES: Readonly<Record<number, string>> = {
  1: "ssl_required_by_server",
  2: "ssl_not_allowed_by_server",
  3: "ssl_cert_not_on_server",
  4: "inconsistent_flags",
  5: "hybrid_required_by_server",
  6: "ssl_with_user_auth_required_by_server",
};
const METHODS: Readonly<Record<number, string>> = {
  0: "none",
  1: "RC4 40-bit",
  2: "RC4 128-bit",
  8: "RC4 56-bit",
  16: "3DES (FIPS 140-1)",
};

interface Memory {
  requestFrame: number;
  /** Whether the end of the MCS connection sequence was seen: after it security headers are not told from data. */
  licensed: boolean;
}

// Reads the user data of a PDU, which has lengths of its own.
const innerReader = new Reader();

/** RDP's way into a session, inside COTP. */
export const rdp = dissector<Memory>({
  name: "rdp",
  title: "RDP",
  standard: "MS-RDPBCGR",
  world: "it",
  carriage: [
    { over: "inside", carrier: "cotp-connect" },
    { over: "inside", carrier: "cotp", keys: [0x04, 0x21, 0x28, 0x2c, 0x2e, 0x38, 0x3c, 0x3e, 0x64, 0x68, 0x7f] },
  ],
  remember: () => ({ requestFrame: 0, licensed: false }),
  probe(reader) {
    const first = reader.peek();
    if (first === CONNECT_APPLICATION) {
      const second = reader.peek(1);
      return second === CONNECT_INITIAL || second === CONNECT_RESPONSE ? CERTAIN : NO;
    }
    if (first >= 1 && first <= 3 && reader.peek(2) === NEGOTIATION_LENGTH && reader.peek(3) === 0) {
      return reader.left() >= NEGOTIATION_LENGTH ? LIKELY : NO;
    }
    if (first === 0x43 || first === 0x6d) return isCookie(reader) ? CERTAIN : NO;
    return DOMAIN_PDUS.has(first >> 2) && domainFits(reader) ? LIKELY : NO;
  },
  read(reader, talk) {
    reader.fence(reader.left());
    const first = reader.peek();
    if (first === CONNECT_APPLICATION) return readConnect(reader, talk) ? DONE : REFUSE;
    if ((first >= 1 && first <= 3) || first === 0x43 || first === 0x6d) {
      readNegotiation(reader, talk);
      return DONE;
    }
    if (!DOMAIN_PDUS.has(first >> 2)) return REFUSE;
    readDomainPdu(reader, talk);
    return DONE;
  },
});

/** "Cookie: " or a load balancer's "mst". */
function isCookie(reader: Reader): boolean {
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 8));
  return text === "Cookie: " || text.startsWith("msts=") || text.startsWith("mstshash");
}

/** Whether the length of a domain PDU fits its kind. */
function domainFits(reader: Reader): boolean {
  const left = reader.left();
  const choice = reader.peek() >> 2;
  switch (choice) {
    case 1:
      return left === 5;
    case 8:
      return left === 2;
    case 10:
      return left === 1;
    case 11:
      return left === 2 || left === 4;
    case 14:
      return left === 5;
    case 15:
      return left === 6 || left === 8;
    default: {
      if (left < 8) return false;
      const length = reader.peek(6);
      return length < 0x80 ? length === left - 7 : (((length & 0x7f) << 8) | reader.peek(7)) === left - 8;
    }
  }
}

/** The cookie or routing token, the negotiation, and after a request the correlation. */
function readNegotiation(reader: Reader, talk: Talk<Memory>): void {
  const fields: Record<string, unknown> = {};
  const first = reader.peek();
  if (first === 0x43 || first === 0x6d) readCookie(reader, talk, fields);
  if (reader.left() === 0) {
    // Clients before negotiation know nothing but RDP's own security.
    talk.memory.requestFrame = talk.frame;
    talk.emit(NEGOTIATION_REQUEST, REQUEST, talk.detailed ? fields : undefined);
    return;
  }
  const type = reader.u8();
  const flags = reader.u8();
  const length = reader.u16le();
  const value = reader.u32le();
  fields["type"] = type;
  fields["flags"] = flags;
  fields["length"] = length;
  if (reader.ok && length !== NEGOTIATION_LENGTH) talk.fault("bad length", reader.position - 6 - reader.start);
  let found: Operation = NEGOTIATION_REQUEST;
  let direction: Direction = REQUEST;
  if (type === 1) {
    fields["requested_protocols"] = value;
    fields["requested_protocol_names"] = protocolNames(value);
    talk.memory.requestFrame = talk.frame;
    if ((flags & 8) !== 0 && reader.left() > 0) reader.skip(36);
  } else {
    direction = RESPONSE;
    if (talk.memory.requestFrame > 0) talk.answersFrame(talk.memory.requestFrame);
    if (type === 2) {
      found = NEGOTIATION_RESPONSE;
      fields["selected_protocol"] = value;
      fields["selected_protocol_names"] = protocolNames(value);
      if (reader.ok && value === 0) noteStandardSecurity(talk);
    } else if (type === 3) {
      found = NEGOTIATION_FAILURE;
      fields["failure_code"] = value;
      talk.refused(FAILURES[value] ?? `failure_${value}`);
    } else {
      direction = UNDIRECTED;
      talk.fault("unknown negotiation type", 0);
    }
  }
  talk.emit(found, direction, talk.detailed ? fields : undefined);
}

function readCookie(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const start = reader.position;
  let line = reader.line();
  if (line === undefined) {
    line = latinOf(reader.bytes, start, reader.end);
    reader.skipRest();
    talk.fault("cookie without end", 0);
  }
  fields["cookie"] = line;
  const user = /mstshash=(.*)$/.exec(line)?.[1]?.trim() ?? "";
  if (user === "") return;
  talk.claim("sender", "user", user, 0.6, "RDP cookie", start, start + line.length);
  talk.note("sender", { kind: "session", protocol: "RDP", anonymous: false, name: user });
}

function protocolNames(value: number): string[] {
  if (value === 0) return ["standard RDP security"];
  return PROTOCOLS.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name);
}

/** RDP's own security authenticates no server and encrypts with RC4 at best. */
function noteStandardSecurity(talk: Talk<Memory>): void {
  talk.note("sender", { kind: "version", protocol: "RDP", version: "standard security", obsolete: true });
}

/** MCS Connect-Initial and Connect-Response: BER around GCC, and in it the blocks of RDP. Answers whether it is one. */
function readConnect(reader: Reader, talk: Talk<Memory>): boolean {
  reader.u8();
  const kind = reader.u8();
  if (kind !== CONNECT_INITIAL && kind !== CONNECT_RESPONSE) return false;
  const initial = kind === CONNECT_INITIAL;
  const length = readBerLength(reader);
  if (!reader.ok) return false;
  if (length !== reader.left()) talk.fault("bad length", 2);
  const fields: Record<string, unknown> = {};
  if (!initial && talk.memory.requestFrame > 0) talk.answersFrame(talk.memory.requestFrame);
  const blocks = findBlocks(reader, initial ? 0x44756361 : 0x4d63446e);
  if (blocks < 0) talk.fault("no conference data", reader.position - reader.start);
  else {
    innerReader.open(reader.bytes, blocks, reader.end, true);
    readBlocks(innerReader, talk, fields);
  }
  reader.skipRest();
  if (initial) talk.memory.requestFrame = talk.frame;
  talk.emit(initial ? INITIAL : CONFIRM, initial ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
  return true;
}

function readBerLength(reader: Reader): number {
  const first = reader.u8();
  if (first < 0x80) return first;
  if (first === 0x81) return reader.u8();
  return first === 0x82 ? reader.u16() : -1;
}

/** Where the blocks begin: behind the four letters of the H.221 key and a length in one or two octets; -1 without. */
function findBlocks(reader: Reader, key: number): number {
  const { bytes, end } = reader;
  const last = Math.min(end - 6, reader.position + 512);
  for (let at = reader.position; at < last; at++) {
    if (bytes[at] !== key >> 24) continue;
    const word =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
    if (word === key) return at + ((bytes[at + 4] as number) < 0x80 ? 5 : 6);
  }
  return -1;
}

/** Client and server data blocks: type and length, both little-endian, then the content. */
function readBlocks(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  while (reader.left() >= 4) {
    const type = reader.u16le();
    const length = reader.u16le();
    if (length < 4 || length - 4 > reader.left()) {
      talk.fault("bad block length", 0);
      return;
    }
    const outer = reader.narrow(length - 4);
    if (type === 0xc001) readClientCore(reader, talk, fields);
    else if (type === 0xc002) fields["encryption_methods"] = reader.u32le();
    else if (type === 0xc003) fields["channels"] = readChannels(reader);
    else if (type === 0x0c01) fields["server_version"] = reader.u32le();
    else if (type === 0x0c02) readServerSecurity(reader, talk, fields);
    reader.widen(outer);
  }
}

function readClientCore(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  fields["client_version"] = reader.u32le();
  fields["desktop_width"] = reader.u16le();
  fields["desktop_height"] = reader.u16le();
  reader.skip(4);
  fields["keyboard_layout"] = reader.u32le();
  const build = reader.u32le();
  const nameAt = reader.position;
  const name = reader.utf16le(32);
  fields["keyboard_type"] = reader.u32le();
  if (!reader.ok) return;
  fields["client_build"] = build;
  fields["client_name"] = name;
  // Positions are those of the message: the inner reader runs over the same octets.
  talk.claim("sender", "name", name, 0.9, "RDP client data", nameAt, nameAt + 32);
  talk.claim("sender", "operatingSystem", systemOf(build), 0.4, "RDP client build", nameAt - 4, nameAt);
  // Behind the input method's name stand the fields of later versions, up to what the server chose.
  if (reader.left() < 8 + 64 + 14 + 64 + 2 + 4) return;
  reader.skip(8 + 64 + 14 + 64 + 2);
  fields["server_selected_protocol"] = reader.u32le();
}

/** The Windows of a client build; other makers' clients often tell 2600. */
function systemOf(build: number): string {
  if (build >= 22000) return "Windows 11";
  if (build >= 10240) return "Windows 10";
  if (build >= 9600) return "Windows 8.1";
  if (build >= 9200) return "Windows 8";
  if (build >= 7600) return "Windows 7";
  if (build >= 6000) return "Windows Vista";
  return build === 3790 ? "Windows Server 2003" : "";
}

function readChannels(reader: Reader): string[] {
  const count = reader.u32le();
  const names: string[] = [];
  // MS-RDPBCGR allows 31 static channels.
  for (let index = 0; index < count && index < 31 && reader.left() >= 12; index++) {
    names.push(reader.text(8));
    reader.skip(4);
  }
  return names;
}

function readServerSecurity(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  const method = reader.u32le();
  const level = reader.u32le();
  if (!reader.ok) return;
  fields["encryption_method"] = method;
  fields["encryption_method_name"] = METHODS[method] ?? String(method);
  fields["encryption_level"] = level;
  // In clear this PDU is seen only where TLS did not take over.
  noteStandardSecurity(talk);
  const name = METHODS[method];
  if (name !== undefined) talk.note("sender", { kind: "cipher", protocol: "RDP", cipher: name, weak: true });
}

function readDomainPdu(reader: Reader, talk: Talk<Memory>): void {
  const choice = reader.u8() >> 2;
  let found = DOMAIN_PDUS.of(choice);
  const fields: Record<string, unknown> = { choice };
  if (choice === SEND_DATA_REQUEST || choice === SEND_DATA_INDICATION) {
    fields["initiator"] = reader.u16() + 1001;
    fields["channel_id"] = reader.u16();
    reader.u8();
    const first = reader.u8();
    const length = first < 0x80 ? first : ((first & 0x7f) << 8) | reader.u8();
    if (reader.ok && length !== reader.left()) talk.fault("bad length", 6);
    fields["user_data_length"] = length;
    const secured = readSecurity(reader, talk, fields);
    if (secured !== undefined) found = secured;
  } else if (choice === 14 || choice === 15) {
    if (choice === 15) fields["result"] = reader.u8() >> 4;
    fields["initiator"] = reader.u16() + 1001;
    fields["channel_id"] = reader.u16();
  }
  reader.skipRest();
  talk.emit(found, DIRECTIONS[choice] ?? UNDIRECTED, talk.detailed ? fields : undefined);
}

/** The basic security header of the first PDUs; later ones do not say whether they have one. */
function readSecurity(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): Operation | undefined {
  if (talk.memory.licensed || reader.left() < 4) return undefined;
  const flags = reader.peek() | (reader.peek(1) << 8);
  const encrypted = (flags & 0x0008) !== 0;
  const kind = flags & 0x00c1;
  if (kind !== 1 && kind !== 0x40 && kind !== 0x80) return undefined;
  reader.skip(4);
  fields["security_flags"] = flags;
  fields["encrypted"] = encrypted;
  if (kind === 1) return SECURITY_EXCHANGE;
  if (kind === 0x80) {
    talk.memory.licensed = true;
    return LICENSE;
  }
  if (!encrypted) readClientInfo(reader, talk, fields);
  return CLIENT_INFO;
}

/** Who logs on, told in clear when the server asks for no encryption. */
function readClientInfo(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>): void {
  reader.skip(4);
  const wide = (reader.u32le() & 0x10) !== 0;
  const domainLength = reader.u16le();
  const userLength = reader.u16le();
  const passwordLength = reader.u16le();
  reader.skip(4);
  // Lengths leave out the ending zero.
  const end = wide ? 2 : 1;
  const domain = wide ? reader.utf16le(domainLength) : reader.text(domainLength);
  reader.skip(end);
  const user = wide ? reader.utf16le(userLength) : reader.text(userLength);
  if (!reader.ok) return;
  fields["domain"] = domain;
  fields["user_name"] = user;
  talk.claim("sender", "user", user, 0.9, "RDP client information");
  if (passwordLength > 0) {
    talk.note("sender", { kind: "credential", method: "RDP password", user, exposure: "clear" });
  }
}
