// MQTT CONNECT and CONNACK: MQTT 3.1 and 3.1.1 (OASIS) sections 3.1 and 3.2, MQTT 5.0 (OASIS) sections 3.1 and 3.2.
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { closePacket, type Memory, openPacket } from "./memory.ts";
import { CONNACK, CONNECT, OPERATIONS, reasonCodeName, returnCodeName } from "./names.ts";
import { readProperties } from "./properties.ts";

const CLEAN = 0x02;
const WILL = 0x04;
const WILL_RETAIN = 0x20;
const PASSWORD = 0x40;
const USER_NAME = 0x80;

/** Credentials that brokers and tools ship with, as user/password. */
const SHIPPED: readonly string[] = ["admin/admin", "admin/password", "admin/public", "guest/guest", "mqtt/mqtt"];

/** Reads what follows the fixed header of a CONNECT and emits it. */
export function readConnect(reader: Reader, talk: Talk<Memory>, header: object | undefined): void {
  const { memory } = talk;
  const protocolName = readText(reader);
  const version = reader.u8();
  const connectFlags = reader.u8();
  const keepAlive = reader.u16();
  // Bridges set the top bit of the level; it is no part of the version.
  const level = version & 0x7f;
  memory.version = level;
  memory.client = talk.side;
  memory.aliases[0].clear();
  memory.aliases[1].clear();
  const isFive = level === 5;
  const properties = isFive ? readProperties(reader, talk.detailed) : undefined;
  const fields = properties?.fields;
  let hasAuthentication = properties?.hasAuthentication === true;
  if (properties?.unknown === true) talk.fault("unknown property");
  const clientId = readText(reader);
  const willQos = (connectFlags >> 3) & 3;
  let will: object | undefined;
  let willTopic = "";
  if ((connectFlags & WILL) !== 0) {
    const willProperties = isFive ? readProperties(reader, talk.detailed) : undefined;
    const willFields = willProperties?.fields;
    if (willProperties?.unknown === true) talk.fault("unknown property");
    willTopic = readText(reader);
    const length = reader.u16();
    reader.skip(length);
    will = { will_topic: willTopic, will_message_length: length, ...(isFive ? { will_properties: willFields } : {}) };
  }
  const hasUser = (connectFlags & USER_NAME) !== 0;
  const hasPassword = (connectFlags & PASSWORD) !== 0;
  const user = hasUser ? readText(reader) : "";
  const passwordLength = hasPassword ? reader.u16() : 0;
  const passwordAt = reader.position;
  reader.skip(passwordLength);
  checkConnect(talk, protocolName, level, connectFlags);
  hasAuthentication ||= hasUser || hasPassword;
  if (reader.ok) {
    noteVersion(talk, level);
    memory.asked = { side: talk.side, anonymous: !hasAuthentication, clientId };
    if (hasUser || hasPassword) {
      const pair = `${user}/${textOf(reader.bytes, passwordAt, passwordAt + passwordLength)}`;
      talk.note("sender", {
        kind: "credential",
        method: hasPassword ? "MQTT password" : "MQTT user name",
        // A user name alone is often a token: then it is the secret.
        ...(hasPassword && user !== "" ? { user } : {}),
        exposure: "clear",
        ...(hasPassword && SHIPPED.includes(pair) ? { wellKnown: pair } : {}),
      });
    }
    if (willTopic !== "") talk.object(willTopic);
  }
  openPacket(memory, CONNECT, 0, talk.side, talk.frame);
  talk.emit(
    OPERATIONS.of(CONNECT),
    REQUEST,
    header === undefined
      ? undefined
      : Object.assign(header, {
          protocol_name: protocolName,
          protocol_version: version,
          [isFive ? "clean_start" : "clean_session"]: (connectFlags & CLEAN) !== 0,
          will_flag: (connectFlags & WILL) !== 0,
          will_qos: willQos,
          will_retain: (connectFlags & WILL_RETAIN) !== 0,
          user_name_flag: hasUser,
          password_flag: hasPassword,
          keep_alive: keepAlive,
          ...(isFive ? { properties: fields } : {}),
          client_id: clientId,
          ...will,
          ...(hasUser && hasPassword ? { user_name: user } : {}),
          ...(hasPassword ? { password_length: passwordLength } : {}),
        }),
  );
}

function checkConnect(talk: Talk<Memory>, protocolName: string, level: number, connectFlags: number): void {
  const expected = level === 3 ? "MQIsdp" : "MQTT";
  if (protocolName !== expected || level < 3 || level > 5) talk.fault("illegal protocol name or level");
  if (((connectFlags >> 3) & 3) === 3) talk.fault("illegal quality of service");
  const withoutWill = (connectFlags & WILL) === 0 && (connectFlags & 0x38) !== 0;
  const passwordAlone = level < 5 && (connectFlags & PASSWORD) !== 0 && (connectFlags & USER_NAME) === 0;
  if ((connectFlags & 1) !== 0 || withoutWill || passwordAlone) talk.fault("bad flags");
}

/** Notes the session that was asked for, now that the client is known to be in. */
export function noteSession(talk: Talk<Memory>): void {
  const { asked } = talk.memory;
  talk.memory.asked = undefined;
  if (asked === undefined) return;
  talk.note(asked.side === talk.side ? "sender" : "receiver", {
    kind: "session",
    protocol: "MQTT",
    anonymous: asked.anonymous,
    ...(asked.clientId === "" ? {} : { name: asked.clientId }),
  });
}

function noteVersion(talk: Talk<Memory>, level: number): void {
  const version = level === 3 ? "3.1" : level === 4 ? "3.1.1" : level === 5 ? "5.0" : "";
  // Version 3.1 was replaced by an OASIS standard, never withdrawn for weakness.
  if (version !== "") talk.note("sender", { kind: "version", protocol: "MQTT", version, obsolete: false });
}

/** Reads what follows the fixed header of a CONNACK and emits it. */
export function readConnack(reader: Reader, talk: Talk<Memory>, header: object | undefined): void {
  const { memory } = talk;
  memory.client = talk.side === 0 ? 1 : 0;
  const flags = reader.u8();
  const code = reader.u8();
  const hasProperties = reader.left() > 0 && memory.version !== 3 && memory.version !== 4;
  const properties = hasProperties ? readProperties(reader, talk.detailed) : undefined;
  if (hasProperties && memory.version === 0) memory.version = 5;
  const isFive = memory.version === 5;
  const name = isFive ? reasonCodeName(code) : returnCodeName(code);
  if ((flags & 0xfe) !== 0) talk.fault("bad flags");
  if (properties?.unknown === true) talk.fault("unknown property");
  const frame = closePacket(memory, CONNECT, 0, talk.side);
  if (frame > 0) talk.answersFrame(frame);
  if (reader.ok) {
    if (code === 0) noteSession(talk);
    else talk.refused(name);
    memory.asked = undefined;
    talk.claim("sender", "role", "mqtt broker", 0.8, "answers MQTT connections", reader.start, reader.position);
  }
  talk.emit(
    OPERATIONS.of(CONNACK),
    RESPONSE,
    header === undefined
      ? undefined
      : Object.assign(header, {
          session_present: (flags & 1) !== 0,
          [isFive ? "reason_code" : "return_code"]: code,
          ...(hasProperties ? { properties: properties?.fields } : {}),
        }),
  );
}

/** A UTF-8 string with its length before it. */
export function readText(reader: Reader): string {
  return reader.utf8(reader.u16());
}
