// Arguments of the few functions whose contents matter to an inventory or to security, in NDR (C706 chapter 14):
// the endpoint mapper (C706 appendices I and L), MS-DCOM section 3.1.2.5.1.6, MS-SCMR section 3.1.4, MS-RRP section 3.1.5,
// MS-TSCH section 3.2.5.4.2. Everything else stays unread.
import { v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Interface } from "./interfaces.ts";
import { interfaceOf, readUuid } from "./interfaces.ts";

const EPT_MAP = 3;
const SERVER_ALIVE2 = 5;
const MOST_TOWERS = 32;
const MOST_FLOORS = 16;
const MOST_BINDINGS = 32;
const LONGEST_TEXT = 260;

type Put = (name: string, value: unknown) => void;

/** Reads the stub at the reader where the function is one of those known; the reader is narrowed to the stub. */
export function readStub(
  talk: Talk,
  reader: Reader,
  little: boolean,
  known: Interface,
  opnum: number,
  isResponse: boolean,
  put: Put,
): void {
  // Big-endian senders are no Windows hosts, and the rest of this file is about those.
  if (!little) return;
  switch (known.name) {
    case "epmapper":
      if (opnum === EPT_MAP) readMap(talk, reader, isResponse, put);
      return;
    case "IOXIDResolver":
      if (opnum === SERVER_ALIVE2 && isResponse) readAlive(talk, reader, put);
      return;
    case "svcctl":
      if (!isResponse) readService(talk, reader, known.nameOf(opnum), put);
      return;
    case "winreg":
      if (!isResponse) readKey(talk, reader, known.nameOf(opnum), put);
      return;
    case "ITaskSchedulerService":
      if (!isResponse && opnum === 1) readTask(talk, reader, put);
      return;
    default:
  }
}

/** A conformant and varying string of 16-bit letters; "" when its counts do not fit. */
function wideString(reader: Reader): string {
  reader.skip(4);
  const offset = reader.u32le();
  const count = reader.u32le();
  if (!reader.ok || offset !== 0 || count > 65_536 || count * 2 > reader.left()) return "";
  const start = reader.position;
  const text = reader.utf16le(Math.min(count, LONGEST_TEXT) * 2);
  reader.position = Math.min(reader.end, start + count * 2);
  return printable(text);
}

function printable(text: string): string {
  let clean = "";
  for (const letter of text) clean += letter < " " ? " " : letter;
  return clean.trim();
}

/** Skips to the next multiple of four from the stub's start. */
function align(reader: Reader, start: number): void {
  const over = (reader.position - start) % 4;
  if (over > 0) reader.skip(Math.min(4 - over, reader.left()));
}

/** CreateService and OpenService: a handle, then the name; a service that is made also tells its program. */
function readService(talk: Talk, reader: Reader, name: string, put: Put): void {
  const isMade = name === "RCreateServiceW" || name === "RCreateServiceWOW64W";
  if (!isMade && name !== "ROpenServiceW") return;
  const start = reader.position;
  reader.skip(20);
  const service = wideString(reader);
  if (service === "") return;
  talk.object(service);
  put("service_name", service);
  if (!isMade) return;
  align(reader, start);
  if (reader.u32le() !== 0) {
    put("display_name", wideString(reader));
    align(reader, start);
  }
  reader.skip(4);
  put("service_type", reader.u32le());
  put("start_type", reader.u32le());
  reader.skip(4);
  const program = wideString(reader);
  if (reader.ok && program !== "") put("binary_path_name", program);
}

/** Keys and values: a handle, then an RPC_UNICODE_STRING. */
function readKey(talk: Talk, reader: Reader, name: string, put: Put): void {
  if (!/^BaseReg(Open|Create|Delete|Save)Key|^BaseReg(Set|Query|Delete)Value$/.test(name)) return;
  reader.skip(20);
  reader.skip(4);
  if (reader.u32le() === 0) return;
  const text = wideString(reader);
  if (text === "") return;
  talk.object(text);
  put(name.includes("Value") ? "value_name" : "sub_key", text);
}

/** A task's path, which may be left out, before its definition. */
function readTask(talk: Talk, reader: Reader, put: Put): void {
  if (reader.u32le() === 0) return;
  const path = wideString(reader);
  if (path === "") return;
  talk.object(path);
  put("path", path);
}

interface Tower {
  interface?: string;
  uuid?: string;
  protocol?: string;
  port?: number;
  pipe?: string;
  address?: string;
}

/** Which port an interface has: a tower asked for, towers answered. */
function readMap(talk: Talk, reader: Reader, isResponse: boolean, put: Put): void {
  if (!isResponse) {
    // A pointer to an object, which is a UUID where there is one, and a pointer to the tower.
    if (reader.u32le() !== 0) reader.skip(16);
    if (reader.u32le() === 0) return;
    reader.skip(4);
    const tower = readTower(reader, reader.u32le());
    if (tower.uuid !== undefined) talk.object(tower.interface ?? tower.uuid);
    put("map_tower", tower);
    return;
  }
  reader.skip(20);
  const count = reader.u32le();
  reader.skip(8);
  const actual = reader.u32le();
  if (!reader.ok || actual > count || actual > MOST_TOWERS) return;
  reader.skip(actual * 4);
  const towers: Tower[] = [];
  for (let index = 0; index < actual && reader.ok && reader.left() >= 8; index++) {
    reader.skip(4);
    const length = reader.u32le();
    const start = reader.position;
    if (length > reader.left()) break;
    const tower = readTower(reader, length);
    towers.push(tower);
    if (tower.uuid !== undefined) {
      const place = tower.port === undefined ? (tower.pipe ?? "") : `${tower.protocol} ${tower.port}`;
      talk.object(`${tower.interface ?? tower.uuid} ${place}`.trim());
    }
    reader.position = Math.min(reader.end, start + ((length + 3) & ~3));
  }
  put("towers", towers);
}

/** A protocol tower (C706 appendix L): floors of what is spoken and where. */
function readTower(reader: Reader, length: number): Tower {
  const tower: Tower = {};
  const outer = reader.narrow(Math.min(length, reader.left()));
  const floors = reader.u16le();
  for (let index = 0; index < floors && index < MOST_FLOORS && reader.ok && reader.left() > 0; index++) {
    const left = reader.narrow(reader.u16le());
    const kind = reader.u8();
    // The first floor names the interface, the second how its arguments are written.
    if (kind === 0x0d && index === 0) {
      const uuid = readUuid(reader, true);
      if (reader.ok) tower.uuid = uuid;
      const known = interfaceOf(uuid);
      if (known !== undefined) tower.interface = known.name;
    }
    reader.widen(left);
    const right = reader.narrow(reader.u16le());
    const size = reader.left();
    if (kind === 0x07 || kind === 0x08 || kind === 0x1f) {
      tower.protocol = kind === 0x07 ? "tcp" : kind === 0x08 ? "udp" : "http";
      if (size >= 2) tower.port = reader.u16();
    } else if (kind === 0x09 && size === 4) tower.address = v4Text(reader.i32());
    else if (kind === 0x0f) {
      tower.protocol = "pipe";
      tower.pipe = reader.text(size);
    } else if (kind === 0x10) {
      tower.protocol = "local";
      tower.pipe = reader.text(size);
    }
    reader.widen(right);
  }
  reader.widen(outer);
  return tower;
}

/** Under which names and addresses a host offers its objects. */
function readAlive(talk: Talk, reader: Reader, put: Put): void {
  const version = `${reader.u16le()}.${reader.u16le()}`;
  const pointer = reader.u32le();
  const start = reader.position;
  if (pointer === 0 || !reader.ok) return;
  reader.skip(4);
  reader.skip(2);
  const security = reader.u16le();
  const last = reader.position + security * 2;
  const bindings: string[] = [];
  while (reader.ok && reader.position + 2 <= Math.min(last, reader.end) && bindings.length < MOST_BINDINGS) {
    const tower = reader.u16le();
    if (tower === 0) break;
    let text = "";
    while (reader.left() >= 2) {
      const letter = reader.u16le();
      if (letter === 0) break;
      if (text.length < LONGEST_TEXT) text += letter < 32 ? " " : String.fromCharCode(letter);
    }
    // Bindings of TCP; the port in brackets is left out where it is the mapper's.
    if (tower === 7) bindings.push(text.replace(/\[.*$/, ""));
  }
  put("com_version", version);
  put("string_bindings", bindings);
  for (const binding of bindings) {
    const isName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(binding) && !/^[\d.]+$/.test(binding);
    if (isName) talk.claim("sender", "name", binding, 0.88, "DCOM bindings", start, reader.position);
  }
}
