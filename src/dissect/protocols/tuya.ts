// Tuya local protocol, versions 3.1 to 3.5: no public standard; the form of frames is as devices send it. Announcements are
// encrypted with a key that all devices share and that was published, so that they are read here.
// Not decoded: what is encrypted with a device's own key, which are commands and states from version 3.3 on; the
// announcements of version 3.5.
import { decryptBlock, expandedKey } from "../aes.ts";
import { type Answer, CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { type JsonObject, jsonObject, objectOf, textMember } from "../json.ts";
import { operationTable } from "../operation.ts";
import { noRequests, type OpenRequests, pair } from "../pairing.ts";
import { pointSpace } from "../points.ts";
import { type Reader, utf8Of } from "../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk } from "../talk.ts";

const PREFIX = 0x000055aa;
const SUFFIX = 0x0000aa55;
const LATER_PREFIX = 0x00006699;
const LATER_SUFFIX = 0x00009966;
const HEAD = 16;
const LATER_HEAD = 18;
const TRAILER = 8;
const LONGEST = 16_384;
const HEART_BEAT = 9;
const STATUS = 8;
const ANNOUNCEMENT = 0x13;
const MOST_POINTS = 64;
const POINT = pointSpace("tuya", "", "number");

/** By command type. */
const COMMANDS = operationTable("tuya", [
  [0, "udp", "identify"],
  [1, "ap_config", "configure"],
  [2, "active", "configure"],
  [3, "session_key_negotiation_start", "authenticate"],
  [4, "session_key_negotiation_response", "authenticate"],
  [5, "session_key_negotiation_finish", "authenticate"],
  [6, "unbind", "configure"],
  [7, "control", "control"],
  [STATUS, "status", "read"],
  [HEART_BEAT, "heart_beat", "other"],
  [10, "data_point_query", "read"],
  [11, "query_wifi", "read"],
  [12, "token_bind", "authenticate"],
  [13, "control_new", "control"],
  [14, "enable_wifi", "configure"],
  [16, "data_point_query_new", "read"],
  [17, "scene_execute", "control"],
  [18, "update_data_points", "read"],
  [ANNOUNCEMENT, "udp_new", "identify"],
  [20, "ap_config_new", "configure"],
  [32, "get_local_time", "time"],
  [35, "lan_announcement", "identify"],
  [37, "request_device_info", "identify"],
  [64, "lan_extended_stream", "other"],
]);

/** The published key of announcements: the MD5 sum of a text in the makers' own libraries. */
const SHARED_KEYS = expandedKey(
  new Uint8Array([0x6c, 0x1e, 0xc8, 0xe2, 0xbb, 0x9b, 0xb5, 0x9a, 0xb5, 0x0b, 0x0d, 0xaf, 0x64, 0x9b, 0x41, 0x0a]),
);

/** Lights, plugs and appliances with Tuya's modules, within one network. */
export const tuya = dissector<OpenRequests>({
  name: "tuya",
  aliases: ["tuya_lp"],
  title: "Tuya local",
  standard: "Tuya local protocol 3.1 to 3.5",
  world: "iot",
  authentication: "required",
  carriage: [
    { over: "tcp", ports: [6668] },
    { over: "udp", ports: [6666, 6667, 7000] },
  ],
  longest: LONGEST + LATER_HEAD,
  remember: noRequests,
  probe: likenessOf,
  read(reader, talk) {
    const prefix = reader.u32();
    if (prefix === LATER_PREFIX) return readLater(reader, talk);
    const sequence = reader.u32();
    const command = reader.u32();
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (prefix !== PREFIX || command > 255 || length < TRAILER || length > LONGEST) return REFUSE;
    if (!reader.fence(HEAD + length)) return MORE;
    const end = reader.end - TRAILER;
    const { bytes } = reader;
    const suffixAt = reader.end - 4;
    if (!reader.cut && word(bytes, suffixAt) !== SUFFIX) talk.fault("no suffix", suffixAt - reader.start);
    const isAnnouncement = !talk.stream && (command === 0 || command === ANNOUNCEMENT || command === 35);
    // Devices put a code of four bytes before what they answer; it is small.
    const hasCode = reader.position + 4 <= end && word(bytes, reader.position) < 256;
    const code = hasCode ? reader.u32() : 0;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { sequence, command, ...(hasCode ? { return_code: code } : {}) }
      : undefined;
    if (!COMMANDS.has(command)) talk.fault("unknown command", 8);
    readPayload(reader, talk, Math.max(reader.position, end), isAnnouncement, fields);
    emit(talk, command, sequence, hasCode, code, isAnnouncement, fields);
    reader.skipRest();
    return DONE;
  },
});

function emit(
  talk: Talk<OpenRequests>,
  command: number,
  sequence: number,
  hasCode: boolean,
  code: number,
  isAnnouncement: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  let direction: Direction = hasCode || command === 4 ? RESPONSE : REQUEST;
  if (isAnnouncement) direction = NOTICE;
  else if (command === STATUS) direction = NOTICE;
  else if (command === 4) pair(talk, false, (3 << 24) ^ sequence);
  else pair(talk, direction === REQUEST, (command << 24) ^ sequence);
  if (code !== 0) talk.refused(`return_code_${code}`);
  talk.emit(COMMANDS.of(command), direction, fields);
}

/** Version 3.5: only the head is in clear. */
function readLater(reader: Reader, talk: Talk<OpenRequests>): Answer {
  reader.skip(2);
  const sequence = reader.u32();
  const command = reader.u32();
  const length = reader.u32();
  if (!reader.ok) return reader.complete ? REFUSE : MORE;
  if (command > 255 || length < 28 || length > LONGEST) return REFUSE;
  if (!reader.fence(LATER_HEAD + length + 4)) return MORE;
  const suffixAt = reader.end - 4;
  if (!reader.cut && word(reader.bytes, suffixAt) !== LATER_SUFFIX) talk.fault("no suffix", suffixAt - reader.start);
  if (!COMMANDS.has(command)) talk.fault("unknown command", 10);
  reader.skipRest();
  const fields = talk.detailed ? { sequence, command, version: "3.5", payload_length: length - 28 } : undefined;
  emit(talk, command, sequence, false, 0, !talk.stream, fields);
  return DONE;
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

function readPayload(
  reader: Reader,
  talk: Talk<OpenRequests>,
  end: number,
  isAnnouncement: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const { bytes, position } = reader;
  if (fields !== undefined) fields["payload_length"] = end - position;
  if (end <= position) return;
  if (bytes[position] === 0x7b) {
    const message = jsonObject(utf8Of(bytes, position, end));
    if (message !== undefined) {
      if (isAnnouncement) tellAnnouncement(talk, message, fields);
      else tellPoints(talk, message, fields);
    }
    return;
  }
  // The version stands before what is encrypted with the device's own key.
  if (bytes[position] === 0x33 && bytes[position + 1] === 0x2e) {
    if (fields !== undefined) fields["version"] = utf8Of(bytes, position, position + 3);
    return;
  }
  if (!isAnnouncement || (end - position) % 16 !== 0) return;
  const plain = new Uint8Array(end - position);
  for (let at = 0; at < plain.length; at += 16) decryptBlock(SHARED_KEYS, bytes, position + at, plain, at);
  const padding = plain[plain.length - 1] as number;
  const message = jsonObject(utf8Of(plain, 0, plain.length - (padding <= 16 ? padding : 0)));
  if (message === undefined) talk.fault("announcement not readable", position - reader.start);
  else tellAnnouncement(talk, message, fields);
}

const TOLD: readonly string[] = ["ip", "gwId", "productKey", "version", "active", "encrypt", "ability", "mode"];

function tellAnnouncement(
  talk: Talk<OpenRequests>,
  message: JsonObject,
  fields: Record<string, unknown> | undefined,
): void {
  const method = "Tuya announcement";
  talk.claim("sender", "serial", textMember(message, "gwId"), 0.85, method);
  const product = textMember(message, "productKey");
  if (product !== "") talk.claim("sender", "model", `Tuya product ${product}`, 0.5, method);
  const version = textMember(message, "version");
  if (version !== "") {
    talk.claim("sender", "kind", "Tuya device", 0.8, method);
    talk.note("sender", { kind: "version", protocol: "Tuya local", version, obsolete: version === "3.1" });
  }
  if (fields === undefined) return;
  for (const name of TOLD) {
    const value = message[name];
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") fields[name] = value;
  }
}

/** Data points that version 3.1 sends in clear. */
function tellPoints(talk: Talk<OpenRequests>, message: JsonObject, fields: Record<string, unknown> | undefined): void {
  const points = objectOf(message["dps"]);
  const device = textMember(message, "devId") || textMember(message, "gwId");
  if (fields !== undefined && device !== "") fields["device"] = device;
  if (points === undefined) return;
  let told = 0;
  const shown: Record<string, number> = {};
  for (const [number, value] of Object.entries(points)) {
    if (told >= MOST_POINTS || !/^\d{1,5}$/.test(number)) break;
    const sample = typeof value === "boolean" ? Number(value) : value;
    if (typeof sample !== "number") continue;
    told++;
    shown[number] = sample;
    talk.sample(POINT, -1, `data point ${number}`, -1, sample);
  }
  if (fields !== undefined) fields["data_points"] = shown;
}

function likenessOf(reader: Reader): Likeness {
  const first = reader.peek16();
  const second = reader.peek16(2);
  if (second < 0) return first === 0 && !reader.complete ? POSSIBLE : NO;
  if (first !== 0 || (second !== 0x55aa && second !== 0x6699)) return NO;
  const isLater = second === 0x6699;
  const lengthAt = isLater ? 14 : 12;
  const length = reader.peek16(lengthAt) * 65536 + reader.peek16(lengthAt + 2);
  if (reader.left() < lengthAt + 4) return reader.complete ? NO : POSSIBLE;
  const fits = length >= TRAILER && length <= LONGEST && reader.peek16(lengthAt - 4) === 0;
  if (!fits) return NO;
  const whole = isLater ? LATER_HEAD + length + 4 : HEAD + length;
  return !reader.complete || whole <= reader.left() || reader.cutByCapture ? CERTAIN : NO;
}
