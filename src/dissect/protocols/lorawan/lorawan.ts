// LoRaWAN: LoRaWAN L2 1.0.4 (TS001) sections 4 and 6, rejoin requests of 1.1 section 6.2.4.
// Not decoded: payloads and join accepts, which are encrypted; MAC commands; whether integrity codes fit.
import { DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Subject, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";

const JOIN_REQUEST = 0;
const JOIN_ACCEPT = 1;
const CONFIRMED_DOWN = 5;
const REJOIN_REQUEST = 6;
const PROPRIETARY = 7;
const MESSAGES = operationTable("lorawan", [
  [JOIN_REQUEST, "join_request", "authenticate"],
  [JOIN_ACCEPT, "join_accept", "authenticate"],
  [2, "unconfirmed_data_up", "read"],
  [3, "unconfirmed_data_down", "write"],
  [4, "confirmed_data_up", "read"],
  [CONFIRMED_DOWN, "confirmed_data_down", "write"],
  [REJOIN_REQUEST, "rejoin_request", "authenticate"],
  [PROPRIETARY, "proprietary", "other"],
]);
const DIRECTIONS: readonly Direction[] = [REQUEST, RESPONSE, NOTICE, REQUEST, NOTICE, REQUEST, REQUEST, NOTICE];
const JOIN_LENGTH = 23;
const INTEGRITY = 4;

/** Meters, sensors and trackers that reach their network by way of a LoRa gateway. */
export const lorawan = dissector({
  name: "lorawan",
  title: "LoRaWAN",
  standard: "LoRaWAN L2 1.0.4",
  world: "iot",
  authentication: "required",
  carriage: [{ over: "inside", carrier: "lora" }],
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    const header = reader.u8();
    const type = header >> 5;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { message_type: type, major_version: header & 3 }
      : undefined;
    if (type === JOIN_REQUEST) readJoin(reader, talk, fields);
    else if (type === JOIN_ACCEPT || type === PROPRIETARY) {
      if (fields !== undefined) fields["payload_length"] = reader.left();
      reader.skipRest();
    } else if (type === REJOIN_REQUEST) readRejoin(reader, talk, fields);
    else readData(reader, talk, fields, type);
    reader.skipRest();
    talk.emit(MESSAGES.of(type), DIRECTIONS[type] as Direction, fields);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const header = reader.peek();
  const length = reader.left();
  // Major version 0; the bits between are reserved.
  if (header < 0 || (header & 0x1f) !== 0) return header >> 5 === PROPRIETARY ? LIKELY : NO;
  switch (header >> 5) {
    case JOIN_REQUEST:
      return length === JOIN_LENGTH ? LIKELY : NO;
    case JOIN_ACCEPT:
      return length === 17 || length === 33 ? LIKELY : NO;
    case REJOIN_REQUEST:
      return length === 19 || length === 24 ? LIKELY : NO;
    case PROPRIETARY:
      return LIKELY;
    default:
      return length >= 12 + (reader.peek(5) & 15) ? LIKELY : NO;
  }
}

/** The device, as a part behind its gateway. */
function deviceOf(name: string, isDown: boolean): Subject {
  return { part: `LoRaWAN device ${name}`, of: isDown ? "receiver" : "sender" };
}

function readJoin(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  const { bytes, position } = reader;
  reader.skip(16);
  const nonce = reader.u16le();
  if (!reader.ok) return;
  const joinEui = reversedText(bytes, position, 8);
  const deviceEui = reversedText(bytes, position + 8, 8);
  if (fields !== undefined) Object.assign(fields, { join_eui: joinEui, dev_eui: deviceEui, dev_nonce: nonce });
  tellDevice(talk, deviceEui);
}

function tellDevice(talk: Talk, eui: string): void {
  const about = deviceOf(eui, false);
  talk.claim(about, "kind", "LoRaWAN device", 0.9, "LoRaWAN join request");
  talk.claim(about, "serial", eui, 0.7, "LoRaWAN join request, DevEUI");
  talk.object(`device ${eui}`);
}

function readRejoin(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  const { bytes } = reader;
  const kind = reader.u8();
  // Kinds 0 and 2 name the network by three bytes, kind 1 the join server by eight.
  reader.skip(kind === 1 ? 8 : 3);
  const at = reader.position;
  reader.skip(8);
  const counter = reader.u16le();
  if (!reader.ok) return;
  const eui = reversedText(bytes, at, 8);
  if (fields !== undefined) Object.assign(fields, { rejoin_type: kind, dev_eui: eui, rejoin_counter: counter });
  tellDevice(talk, eui);
}

function readData(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined, type: number): void {
  const isDown = type === 3 || type === CONFIRMED_DOWN;
  const address = reader.u32le().toString(16).padStart(8, "0");
  const control = reader.u8();
  const counter = reader.u16le();
  const options = control & 15;
  reader.skip(options);
  if (!reader.ok) return;
  const hasPort = reader.left() > INTEGRITY;
  const port = hasPort ? reader.u8() : -1;
  if (fields !== undefined) {
    fields["dev_addr"] = address;
    fields["adaptive_data_rate"] = (control & 0x80) !== 0;
    fields["acknowledgment"] = (control & 0x20) !== 0;
    fields["frame_counter"] = counter;
    fields["options_length"] = options;
    if (hasPort) fields["port"] = port;
    fields["payload_length"] = reader.left() - INTEGRITY;
  }
  if (reader.left() < INTEGRITY) reader.skip(INTEGRITY);
  talk.claim(deviceOf(address, isDown), "kind", "LoRaWAN device", 0.7, "LoRaWAN device address");
  if (port >= 0) talk.target("LoRaWAN port", port, 1);
}
