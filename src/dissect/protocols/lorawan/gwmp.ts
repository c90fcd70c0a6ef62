// Semtech's gateway message protocol: PROTOCOL.TXT of the LoRa packet forwarder, versions 1 and 2.
// Not decoded: radio parameters of packets but frequency, data rate and signal; FSK settings; counters of the status.
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../../json.ts";
import { operationTable } from "../../operation.ts";
import { noRequests, type OpenRequests, pair } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

const PUSH_DATA = 0;
const PUSH_ACK = 1;
const PULL_DATA = 2;
const PULL_RESP = 3;
const PULL_ACK = 4;
const TX_ACK = 5;
const MESSAGES = operationTable("gwmp", [
  [PUSH_DATA, "push_data", "read"],
  [PUSH_ACK, "push_ack", "other"],
  [PULL_DATA, "pull_data", "other"],
  [PULL_RESP, "pull_resp", "control"],
  [PULL_ACK, "pull_ack", "other"],
  [TX_ACK, "tx_ack", "other"],
]);
const DIRECTIONS: readonly Direction[] = [REQUEST, RESPONSE, REQUEST, NOTICE, RESPONSE, UNDIRECTED];
const MOST_PACKETS = 32;
const BRACE = 0x7b;
const METHOD = "LoRa packet forwarder";

interface Memory extends OpenRequests {
  /** Whether the gateway was told of. */
  told: boolean;
}

/** LoRa gateways and their network server: received packets up, packets to be sent down. */
export const gwmp = dissector<Memory>({
  name: "gwmp",
  aliases: ["semtech_udp"],
  title: "LoRa packet forwarder (GWMP)",
  standard: "Semtech PROTOCOL.TXT",
  world: "iot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [1700] }],
  remember: () => ({ ...noRequests(), told: false }),
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    const version = reader.u8();
    const token = reader.u16();
    const type = reader.u8();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { protocol_version: version, random_token: token, identifier: type }
      : undefined;
    if (type === PUSH_DATA || type === PULL_DATA || type === TX_ACK) {
      const eui = reader.hex(8);
      if (fields !== undefined) fields["gateway_id"] = eui;
      if (reader.ok && !talk.memory.told) tellGateway(talk, eui);
    }
    readRest(reader, talk, fields, type, token);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const version = reader.peek(0);
  const type = reader.peek(3);
  const length = reader.left();
  if ((version !== 1 && version !== 2) || type < 0 || type > TX_ACK) return NO;
  switch (type) {
    case PUSH_ACK:
    case PULL_ACK:
      return length === 4 ? POSSIBLE : NO;
    case PULL_DATA:
      return length === 12 ? POSSIBLE : NO;
    case PUSH_DATA:
      return length < 14 && !reader.cutByCapture ? NO : startLikeness(reader, 12);
    case PULL_RESP:
      return startLikeness(reader, 4);
    default:
      return length === 12 ? POSSIBLE : startLikeness(reader, 12);
  }
}

/** JSON that begins with a member of the protocol is certain; any object is likely. */
function startLikeness(reader: Reader, at: number): Likeness {
  if (reader.peek(at) !== BRACE) return NO;
  let next = at + 1;
  while (reader.peek(next) === 0x20) next++;
  if (reader.peek(next) !== 0x22) return POSSIBLE;
  const first = reader.peek(next + 1);
  const second = reader.peek(next + 2);
  const isOurs =
    (first === 0x72 && second === 0x78) || (first === 0x74 && second === 0x78) || (first === 0x73 && second === 0x74);
  return isOurs ? CERTAIN : LIKELY;
}

function tellGateway(talk: Talk<Memory>, eui: string): void {
  talk.memory.told = true;
  talk.claim("sender", "kind", "LoRaWAN gateway", 0.9, METHOD);
  talk.claim("sender", "role", "gateway", 0.8, METHOD);
  talk.claim("sender", "serial", eui, 0.6, `${METHOD}, gateway EUI`);
  talk.claim("receiver", "kind", "LoRaWAN network server", 0.7, METHOD);
  // Whoever knows an EUI may speak for that gateway, and whoever answers may make it send.
  talk.note("sender", { kind: "session", protocol: "LoRa packet forwarder", anonymous: true, name: eui });
}

function readRest(
  reader: Reader,
  talk: Talk<Memory>,
  fields: Record<string, unknown> | undefined,
  type: number,
  token: number,
): void {
  if (type === PUSH_DATA || type === PULL_DATA) pair(talk, true, (type << 16) | token);
  else if (type === PUSH_ACK || type === PULL_ACK)
    pair(talk, false, ((type === PUSH_ACK ? PUSH_DATA : PULL_DATA) << 16) | token);
  else pair(talk, type === PULL_RESP, (PULL_RESP << 16) | token);
  const text = reader.left() > 0 ? reader.utf8(reader.left()) : "";
  const message = text === "" ? undefined : jsonObject(text);
  if (text !== "" && message === undefined && !reader.cutByCapture) talk.fault("no JSON", type === PULL_RESP ? 4 : 12);
  const packets: Uint8Array[] = [];
  if (message !== undefined) readMessage(talk, fields, message, packets);
  talk.emit(MESSAGES.of(type), DIRECTIONS[type] ?? UNDIRECTED, fields);
  for (const packet of packets) talk.hand("lora", packet, 0, packet.length);
}

function readMessage(
  talk: Talk<Memory>,
  fields: Record<string, unknown> | undefined,
  message: JsonObject,
  packets: Uint8Array[],
): void {
  const { rxpk } = message;
  const shown: object[] = [];
  if (Array.isArray(rxpk))
    for (const entry of rxpk.slice(0, MOST_PACKETS)) {
      const one = objectOf(entry);
      if (one !== undefined) shown.push(readPacket(one, packets));
    }
  const down = objectOf(message["txpk"]);
  if (down !== undefined) shown.push(readPacket(down, packets));
  const status = objectOf(message["stat"]);
  if (status !== undefined) {
    const latitude = status["lati"];
    const longitude = status["long"];
    if (typeof latitude === "number" && typeof longitude === "number" && (latitude !== 0 || longitude !== 0))
      talk.claim("sender", "location", `${latitude}, ${longitude}`, 0.7, `${METHOD}, status`);
    talk.claim("sender", "description", textMember(status, "desc"), 0.5, `${METHOD}, status`);
    talk.claim("sender", "contact", textMember(status, "mail"), 0.5, `${METHOD}, status`);
  }
  const acknowledged = objectOf(message["txpk_ack"]);
  const error = acknowledged === undefined ? "" : textMember(acknowledged, "error");
  if (error !== "" && error !== "NONE") talk.refused(error.toLowerCase().slice(0, 64));
  if (fields !== undefined) {
    if (shown.length > 0) fields["packets"] = shown;
    if (status !== undefined) fields["status_time"] = textMember(status, "time");
  }
}

function readPacket(entry: JsonObject, packets: Uint8Array[]): object {
  const data = bytesOfBase64(textMember(entry, "data"));
  // A check of the radio that failed leaves nothing to be believed.
  if (data.length > 0 && entry["stat"] !== -1) packets.push(data);
  return {
    frequency: numberOf(entry["freq"]),
    data_rate: textMember(entry, "datr"),
    signal: numberOf(entry["rssi"]),
    size: numberOf(entry["size"]),
    length: data.length,
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** The longest packet that LoRa carries has 255 bytes. */
const LONGEST_TEXT = 344;

/** The bytes of base64 text (RFC 4648 section 4), padded or not; empty for what is none. */
function bytesOfBase64(text: string): Uint8Array {
  if (text.length > LONGEST_TEXT) return new Uint8Array(0);
  const end = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  const bytes = new Uint8Array((end * 3) >> 2);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < end; index++) {
    const digit = DIGITS.indexOf(text[index] as string);
    if (digit < 0) return new Uint8Array(0);
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
