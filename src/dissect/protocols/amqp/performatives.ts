// AMQP 1.0 (OASIS): types of part 1 section 1.6, frames and performatives of part 2 sections 2.3 and 2.7, SASL of part 5 section 5.3.
import { hexOf, type Reader, textOf } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { linked, linkOf, type Memory } from "./memory.ts";
import {
  ATTACH,
  CLOSE,
  DELIVERY,
  DETACH,
  HEARTBEAT,
  OPEN,
  OUTCOMES,
  PERFORMATIVES,
  SASL_INIT,
  SASL_OUTCOME,
  TRANSFER,
} from "./names.ts";
import { tellPeer, tellSasl } from "./peer.ts";

const MOST_VALUES = 128;
const DEEPEST = 5;
const LONGEST_TEXT = 256;

/** Reads a frame's body to the fence and emits it; bytes behind the performative are the content of a transfer. */
export function readPerformative(reader: Reader, talk: Talk<Memory>, channel: number, size: number): void {
  if (reader.left() === 0) {
    talk.emit(HEARTBEAT, UNDIRECTED, talk.detailed ? { channel } : undefined);
    return;
  }
  const { memory } = talk;
  const code = descriptor(reader);
  if (code < 0 || !PERFORMATIVES.has(code)) talk.fault("unknown performative");
  const isClient = memory.client < 0 ? talk.fromClient : memory.client === talk.side;
  const fields: Record<string, unknown> | undefined = talk.detailed ? { channel, frame_size: size } : undefined;
  if (code === TRANSFER) {
    readTransfer(reader, talk, channel, isClient, fields);
    return;
  }
  const at = reader.position;
  const values = readValue(reader, 0);
  const list = Array.isArray(values) ? (values as unknown[]) : [];
  let direction: Direction = UNDIRECTED;
  if (code === OPEN) {
    const container = textValue(list[0]);
    direction = isClient ? REQUEST : RESPONSE;
    const properties = list[9];
    if (typeof properties === "object" && properties !== null && !Array.isArray(properties))
      tellPeer(talk, properties as Record<string, unknown>, !isClient);
    else if (!isClient) tellPeer(talk, {}, true);
    if (isClient) talk.claim("sender", "description", container, 0.4, "AMQP container");
    if (fields !== undefined) Object.assign(fields, { container_id: container, hostname: textValue(list[1]) });
  } else if (code === ATTACH) readAttach(talk, channel, list, fields);
  else if (code === SASL_INIT) {
    direction = REQUEST;
    tellInit(reader, talk, at, textValue(list[0]));
    if (fields !== undefined) fields["mechanism"] = textValue(list[0]);
  } else if (code === SASL_OUTCOME) {
    direction = RESPONSE;
    const outcome = Number(list[0]) | 0;
    if (outcome > 0) talk.refused(OUTCOMES[outcome] ?? `outcome_${outcome}`);
    if (fields !== undefined) fields["outcome"] = OUTCOMES[outcome] ?? outcome;
  } else if (code === 0x40) {
    direction = NOTICE;
    if (fields !== undefined) fields["mechanisms"] = list[0];
  } else if (code >= DETACH && code <= CLOSE) {
    const error = list[code === DETACH ? 2 : 0];
    if (Array.isArray(error) && typeof error[0] === "string") talk.refused(error[0].replace(/[:-]/g, "_"));
  }
  reader.skipRest();
  talk.emit(PERFORMATIVES.of(Math.max(0, code)), direction, fields);
}

/** Code of a described type: small or long number; -1 when it is none. */
function descriptor(reader: Reader): number {
  if (reader.u8() !== 0) return -1;
  const code = reader.u8();
  if (code === 0x53) return reader.u8();
  if (code !== 0x80) return -1;
  const value = reader.u64();
  return value < 256 ? value : -1;
}

function readTransfer(
  reader: Reader,
  talk: Talk<Memory>,
  channel: number,
  isClient: boolean,
  fields: Record<string, unknown> | undefined,
): void {
  const form = reader.u8();
  reader.skip(form === 0xd0 ? 8 : form === 0xc0 ? 2 : 0);
  const type = reader.u8();
  const handle = type === 0x52 ? reader.u8() : type === 0x70 ? reader.u32() : 0;
  const address = reader.ok ? linkOf(talk.memory, talk.side, channel, handle) : "";
  if (address !== "") talk.object(address);
  if (fields !== undefined) Object.assign(fields, { handle, ...(address === "" ? {} : { address }) });
  reader.skipRest();
  talk.emit(isClient ? PERFORMATIVES.of(TRANSFER) : DELIVERY, isClient ? REQUEST : NOTICE, fields);
}

/** A link: its sender's address is the target's, and the receiver's that of the source. */
function readAttach(
  talk: Talk<Memory>,
  channel: number,
  list: readonly unknown[],
  fields: Record<string, unknown> | undefined,
): void {
  const handle = Number(list[1]) | 0;
  const isReceiver = list[2] === true;
  const addressOf = (value: unknown): string => (Array.isArray(value) ? textValue(value[0]) : "");
  const source = addressOf(list[5]);
  const target = addressOf(list[6]);
  const address = isReceiver ? source : target;
  if (address !== "") {
    linked(talk.memory, talk.side, channel, handle, address);
    talk.object(address);
  }
  if (fields !== undefined)
    Object.assign(fields, {
      link_name: textValue(list[0]),
      handle,
      role: isReceiver ? "receiver" : "sender",
      source,
      target,
    });
}

/** The response lies behind the mechanism: it is found again in the bytes, for values of bytes are never kept. */
function tellInit(reader: Reader, talk: Talk<Memory>, at: number, mechanism: string): void {
  const { bytes, end } = reader;
  let from = at;
  while (from < end && !(bytes[from] === 0xa3 && bytes[from + 1] === mechanism.length)) from++;
  const start = Math.min(end, from + 2 + mechanism.length);
  const isShort = bytes[start] === 0xa0 && start < end;
  const length = isShort && start + 1 < end ? (bytes[start + 1] as number) : 0;
  tellSasl(talk, mechanism, bytes, Math.min(end, start + 2), Math.min(end, start + 2 + length), "");
}

function textValue(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** One value: texts, numbers, booleans, lists and maps; bytes by their length alone. */
function readValue(reader: Reader, depth: number): unknown {
  let code = reader.u8();
  if (code === 0) {
    if (depth >= DEEPEST) {
      reader.ok = false;
      return null;
    }
    readValue(reader, depth + 1);
    return readValue(reader, depth + 1);
  }
  const kind = code >> 4;
  if (kind === 4) return code === 0x45 ? [] : code === 0x41 ? true : code === 0x42 ? false : code === 0x40 ? null : 0;
  if (kind === 5) return code === 0x56 ? reader.u8() !== 0 : reader.u8();
  if (kind === 6) return reader.u16();
  if (kind === 7) return reader.u32();
  if (kind === 8) return reader.u64();
  if (kind === 9) {
    const start = reader.position;
    reader.skip(16);
    return reader.ok ? hexOf(reader.bytes, start, start + 16) : "";
  }
  const isLong = (kind & 1) === 1;
  const length = isLong ? reader.u32() : reader.u8();
  const start = reader.position;
  if (kind === 10 || kind === 11) {
    reader.skip(length);
    code &= 15;
    if (!reader.ok || code === 0) return null;
    return textOf(reader.bytes, start, Math.min(start + length, start + LONGEST_TEXT));
  }
  if ((kind !== 12 && kind !== 13) || depth >= DEEPEST) {
    reader.skip(length);
    return null;
  }
  const outer = reader.narrow(length);
  const count = Math.min(isLong ? reader.u32() : reader.u8(), MOST_VALUES);
  const values: unknown[] = [];
  for (let index = 0; index < count && reader.left() > 0 && reader.ok; index++)
    values.push(readValue(reader, depth + 1));
  reader.widen(outer);
  if ((code & 15) === 0) return values;
  const map: Record<string, unknown> = {};
  for (let index = 0; index + 1 < values.length; index += 2) {
    const key = values[index];
    if (typeof key === "string" && key !== "__proto__") map[key] = values[index + 1];
  }
  return map;
}
