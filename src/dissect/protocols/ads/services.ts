// What ADS commands carry: Beckhoff "TwinCAT ADS/AMS specification", ADS commands.
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { keepName, type Memory, remember, tellValue, type Variable } from "./memory.ts";
import * as names from "./names.ts";

/** Fields of a message while they are gathered. */
export type Fields = Record<string, unknown>;

/** What of the header matters here; `operation` may become that of a system service. */
export interface Header {
  readonly command: number;
  /** AMS port of the service, whichever side sends. */
  readonly port: number;
  operation: number;
}

/** What an answer needs of its request: index group and offset (or handle), and the place of a name, -1 without one. */
export interface Asks {
  group: number;
  offset: number;
  name: number;
}

const SERVICE_PORT = 10_000;
const MOST_STAMPS = 64;
const MOST_SAMPLES = 512;
/** Longest name of a symbol or path of a file that is looked at. */
const LONGEST_NAME = 255;
const asks: Asks = { group: 0, offset: 0, name: -1 };

/** Reads a request, and a notification, which nobody answers. */
export function readRequest(reader: Reader, talk: Talk<Memory>, header: Header, fields: Fields | undefined): Asks {
  asks.group = 0;
  asks.offset = 0;
  asks.name = -1;
  switch (header.command) {
    case names.READ:
    case names.WRITE:
    case names.READ_WRITE: {
      const group = reader.u32le();
      const offset = reader.u32le();
      const length = reader.u32le();
      const written = header.command === names.READ_WRITE ? reader.u32le() : length;
      if (!reader.ok) return asks;
      asks.group = group;
      asks.offset = offset;
      if (fields !== undefined) {
        Object.assign(fields, {
          index_group: group,
          index_group_name: names.groupName(group) || undefined,
          index_offset: offset,
        });
        if (header.command !== names.WRITE) fields["read_length"] = length;
        if (header.command !== names.READ) fields["write_length"] = written;
      }
      if (header.port === SERVICE_PORT) {
        readService(reader, talk, header, group, written);
        return asks;
      }
      tellPlace(talk, header, group, offset, header.command === names.READ ? length : written);
      if (header.command === names.READ_WRITE) readNamed(reader, talk, header, group, written, fields);
      if (header.command === names.WRITE)
        tellValue(reader, talk, symbolAt(talk.memory, header.port, group, offset), written);
      return asks;
    }
    case names.WRITE_CONTROL: {
      const state = reader.u16le();
      const deviceState = reader.u16le();
      const length = reader.u32le();
      const name = names.stateName(state);
      if (name !== undefined) talk.object(`state ${name}`);
      if (fields !== undefined)
        Object.assign(fields, { ads_state: state, ads_state_name: name, device_state: deviceState, length });
      return asks;
    }
    case names.ADD_NOTIFICATION: {
      const group = reader.u32le();
      const offset = reader.u32le();
      const length = reader.u32le();
      const mode = reader.u32le();
      const delay = reader.u32le();
      const cycle = reader.u32le();
      reader.skip(Math.min(16, reader.left()));
      asks.group = group;
      asks.offset = offset;
      tellPlace(talk, header, group, offset, length);
      if (fields !== undefined)
        Object.assign(fields, {
          index_group: group,
          index_offset: offset,
          length,
          transmission_mode: mode,
          maximum_delay: delay,
          cycle_time: cycle,
        });
      return asks;
    }
    case names.DELETE_NOTIFICATION: {
      const handle = reader.u32le();
      if (fields !== undefined) fields["notification_handle"] = handle;
      return asks;
    }
    case names.NOTIFICATION:
      readNotification(reader, talk, header, fields);
  }
  return asks;
}

/** Reads an answer without an error in its header; `request` is where its request's numbers begin, or -1. */
export function readResponse(
  reader: Reader,
  talk: Talk<Memory>,
  header: Header,
  request: number,
  fields: Fields | undefined,
): void {
  const { memory } = talk;
  const { numbers } = memory.asked;
  const group = request < 0 ? 0 : (numbers[request] as number);
  const offset = request < 0 ? 0 : (numbers[request + 1] as number);
  const name =
    request < 0 || (numbers[request + 2] as number) < 0 ? "" : (memory.names[numbers[request + 2] as number] ?? "");
  if (request >= 0) header.operation = numbers[request + 3] as number;
  const result = reader.u32le();
  if (fields !== undefined) fields["result"] = result;
  if (result !== 0) {
    talk.refused(names.errorName(result));
    return;
  }
  switch (header.command) {
    case names.READ_DEVICE_INFO: {
      const at = reader.position;
      const version = `${reader.u8()}.${reader.u8()}.${reader.u16le()}`;
      const device = reader.text(Math.min(16, reader.left()));
      if (!reader.ok) return;
      const software = `${device} ${version}`.trim();
      if (fields !== undefined) Object.assign(fields, { version, device_name: device });
      if (software === memory.told) return;
      memory.told = software;
      talk.claim("sender", "software", software, 0.9, "ADS device information", at, reader.position);
      // TwinCAT runs the same services on every maker's computer, but nearly all are Beckhoff's.
      talk.claim("sender", "vendor", "Beckhoff", 0.6, "ADS device information", at, reader.position);
      return;
    }
    case names.READ_STATE: {
      const state = reader.u16le();
      const deviceState = reader.u16le();
      if (fields !== undefined)
        Object.assign(fields, { ads_state: state, ads_state_name: names.stateName(state), device_state: deviceState });
      return;
    }
    case names.READ:
    case names.READ_WRITE: {
      const length = reader.u32le();
      if (fields !== undefined) fields["length"] = length;
      if (!reader.ok || request < 0) return;
      if (length > reader.left() && !reader.cut) talk.fault("bad length");
      if (header.port === SERVICE_PORT) {
        if (group === 700) readDescription(reader, talk, length);
        return;
      }
      if (group === names.SYMBOL_HANDLE_BY_NAME && name !== "" && length === 4) {
        const handle = reader.u32le();
        remember(memory.handles, keyOf(header.port, handle), {
          name,
          group,
          offset,
          type: memory.types.get(name) ?? 0,
        });
        if (fields !== undefined) fields["symbol_handle"] = handle;
      } else if (group === names.SYMBOL_VALUE_BY_NAME && name !== "")
        tellValue(reader, talk, { name, group, offset, type: memory.types.get(name) ?? 0 }, length);
      else if (group === names.SYMBOL_INFO_BY_NAME_EXTENDED && name !== "") readSymbol(reader, talk, name, fields);
      else if (header.command === names.READ)
        tellValue(reader, talk, symbolAt(memory, header.port, group, offset), length);
      return;
    }
    case names.ADD_NOTIFICATION: {
      const handle = reader.u32le();
      if (reader.ok && request >= 0)
        remember(memory.notifications, keyOf(header.port, handle), symbolAt(memory, header.port, group, offset));
      if (fields !== undefined) fields["notification_handle"] = handle;
    }
  }
}

function keyOf(port: number, handle: number): number {
  return port * 4294967296 + handle;
}

function symbolAt(memory: Memory, port: number, group: number, offset: number): Variable {
  const known = group === names.SYMBOL_VALUE_BY_HANDLE ? memory.handles.get(keyOf(port, offset)) : undefined;
  if (known === undefined) return { name: "", group, offset, type: 0 };
  // Its type may have come to be known later than its handle.
  if (known.type === 0) known.type = memory.types.get(known.name) ?? 0;
  return known;
}

function tellPlace(talk: Talk<Memory>, header: Header, group: number, offset: number, length: number): void {
  const symbol = symbolAt(talk.memory, header.port, group, offset);
  if (symbol.name !== "") talk.object(symbol.name);
  else if (group < names.SYMBOL_HANDLE_BY_NAME || group > names.SYMBOL_INFO_BY_NAME_EXTENDED)
    talk.target(
      names.groupName(group) || "index group",
      names.groupName(group) === "" ? group : offset,
      Math.max(1, length),
    );
}

/** A read that names what it wants, or a sum of commands that writes. */
function readNamed(
  reader: Reader,
  talk: Talk<Memory>,
  header: Header,
  group: number,
  written: number,
  fields: Fields | undefined,
): void {
  if (group === names.SUM_WRITE) header.operation = names.WRITE;
  if (group < names.SYMBOL_HANDLE_BY_NAME || group > names.SYMBOL_INFO_BY_NAME_EXTENDED) return;
  const name = reader.text(Math.min(written, reader.left(), LONGEST_NAME));
  if (name === "") return;
  asks.name = keepName(talk.memory, name);
  talk.object(name);
  if (fields !== undefined) fields["symbol_name"] = name;
}

/** The system service: files, registry, processes. */
function readService(reader: Reader, talk: Talk<Memory>, header: Header, group: number, written: number): void {
  const writesRegistry = group === 200 && header.command === names.WRITE;
  const operation = names.SYSTEM_SERVICE + (writesRegistry ? 201 : group);
  if (group >= 1000 || !names.COMMANDS.has(operation)) return;
  header.operation = operation;
  if (header.command === names.READ) return;
  const { bytes, position } = reader;
  const end = Math.min(position + written, reader.end, position + LONGEST_NAME);
  const path = textOf(bytes, position, end);
  // Handles stand in the place of the path once a file is open; a process has lengths before its path.
  if (/^[\x20-\x7e]{3,}$/.test(path) && (group === 120 || group === 131 || group === 133 || group === 200))
    talk.object(path);
}

/** The target's description: XML, of which the elements that identify are looked for. */
function readDescription(reader: Reader, talk: Talk<Memory>, length: number): void {
  const text = textOf(reader.bytes, reader.position, Math.min(reader.position + Math.min(length, 4096), reader.end));
  if (!text.startsWith("<TcTargetDesc")) return;
  const method = "TwinCAT target description";
  talk.claim("sender", "vendor", "Beckhoff", 0.7, method);
  talk.claim("sender", "model", element(text, "TargetType"), 0.9, method);
  talk.claim("sender", "serial", element(text, "SerialNo"), 0.9, method);
  const system = `${element(text, "OsName")} ${element(text, "OsVersion")}`.trim();
  talk.claim("sender", "operatingSystem", system, 0.9, method);
  const version = [element(text, "Version"), element(text, "Revision"), element(text, "Build")];
  if (version.every((part) => part !== ""))
    talk.claim("sender", "software", `TwinCAT ${version.join(".")}`, 0.9, method);
}

/** What stands in the first element of a name, which holds no others; "" without it. */
function element(text: string, name: string): string {
  const from = text.indexOf(`<${name}>`);
  const to = from < 0 ? -1 : text.indexOf("<", from + name.length + 2);
  return to < 0 ? "" : text.slice(from + name.length + 2, to).trim();
}

/** A symbol's entry: lengths and places first, then its name, type and comment. */
function readSymbol(reader: Reader, talk: Talk<Memory>, name: string, fields: Fields | undefined): void {
  reader.skip(4);
  const group = reader.u32le();
  const offset = reader.u32le();
  const size = reader.u32le();
  const type = reader.u32le();
  if (!reader.ok) return;
  remember(talk.memory.types, name, type);
  if (fields !== undefined) fields["symbol"] = { index_group: group, index_offset: offset, size, data_type: type };
}

/** Stamps, each with a time and samples of what was subscribed. */
function readNotification(reader: Reader, talk: Talk<Memory>, header: Header, fields: Fields | undefined): void {
  const length = reader.u32le();
  const stamps = reader.u32le();
  const told: object[] = [];
  let samples = 0;
  for (let stamp = 0; stamp < Math.min(stamps, MOST_STAMPS) && reader.left() >= 12; stamp++) {
    const time = reader.u64le();
    const count = reader.u32le();
    for (let index = 0; index < count && samples < MOST_SAMPLES && reader.left() >= 8; index++, samples++) {
      const handle = reader.u32le();
      const size = reader.u32le();
      if (size > reader.left()) {
        if (!reader.cutByCapture) talk.fault("bad length");
        reader.skipRest();
        break;
      }
      // Notifications come from the service to the client, whose port is the target.
      const symbol = notified(talk.memory, header, handle);
      if (symbol !== undefined) tellValue(reader, talk, symbol, size);
      if (fields !== undefined) told.push({ time, notification_handle: handle, sample_size: size, name: symbol?.name });
      reader.skip(size);
    }
  }
  if (fields !== undefined) Object.assign(fields, { length, stamps, samples: told });
}

function notified(memory: Memory, header: Header, handle: number): Variable | undefined {
  return memory.notifications.get(keyOf(header.port, handle));
}
