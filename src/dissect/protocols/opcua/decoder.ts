// OPC 10000-6 section 5.2: binary encoding of built-in types and structures.
// Not decoded: what extension objects of makers hold (told by length), XML and JSON encodings.
import { formatTime } from "../../../model/time.ts";
import { Reader } from "../../reader.ts";
import { signedWide, wide } from "../cip/values.ts";
import { certificateFields } from "./certificates.ts";
import { fail, guidText, nodeIdText, skipNodeId, standardId } from "./node-ids.ts";
import type { Field, Structure } from "./schema.ts";
import * as schema from "./schema.ts";
import { statusName } from "./status-codes.ts";
import { structureEncodedAs } from "./structures.ts";

/** Variants, extension objects and diagnostics may hold each other: more levels than these are not read. */
const DEEPEST = 16;
/** Bytes of an unknown body or a ByteString that are told. */
const MOST_TOLD_BYTES = 256;
/** Structures of method calls: their ByteStrings are keys and certificates as a rule, so only lengths are told. */
const CALLS: readonly string[] = ["CallMethodRequest", "CallMethodResult"];
/** Methods whose arguments are secrets: AddUser, ModifyUser, ChangePassword, SetSecurityKeys, in types and instances. */
const SECRET_METHODS: readonly number[] = [24269, 24271, 24275, 24304, 24306, 24310, 17296, 17364];

const VALUE = 0x01;
const STATUS = 0x02;
const SOURCE_TIMESTAMP = 0x04;
const SERVER_TIMESTAMP = 0x08;
const SOURCE_PICOSECONDS = 0x10;
const SERVER_PICOSECONDS = 0x20;

const IS_ARRAY = 0x80;
const HAS_DIMENSIONS = 0x40;

const NOTHING = new Reader();

/**
 * Reads values by the schema. When `building`, each method answers what it read, for people; else it only passes over
 * the bytes, in the same way, and answers undefined. One decoder is reused for every message.
 */
export class Decoder {
  reader: Reader = NOTHING;
  building = false;
  /** Whether something was nested deeper than is read. */
  tooDeep = false;
  private depth = 0;
  private inCall = false;
  private secretMethod = false;

  open(reader: Reader, building: boolean): void {
    this.reader = reader;
    this.building = building;
    this.tooDeep = false;
    this.depth = 0;
    this.inCall = false;
    this.secretMethod = false;
  }

  /** Adds the fields of a structure to `told`, or passes over them when not building. */
  structure(structure: Structure, told: Record<string, unknown>): void {
    const { reader } = this;
    const wasInCall = this.inCall;
    if (this.building && CALLS.includes(structure.name)) this.inCall = true;
    this.secretMethod = false;
    for (const field of structure.fields) {
      const value = field.isArray ? this.array(field) : this.single(field);
      if (!reader.ok) break;
      if (this.building) told[field.name] = value;
    }
    this.inCall = wasInCall;
    this.secretMethod = false;
  }

  private single(field: Field): unknown {
    if (field.structure !== undefined) {
      const told = this.building ? {} : UNTOLD;
      this.structure(field.structure, told);
      return told;
    }
    if (field.type === schema.ENUMERATION) {
      const value = this.reader.i32le();
      return this.building ? schema.enumerationText(field.enumeration, value) : undefined;
    }
    const start = this.reader.position;
    const value = this.value(field.type);
    if (this.inCall && field.name === "method_id") {
      const id = standardId(this.reader.bytes, start, this.reader.position);
      this.secretMethod = SECRET_METHODS.includes(id);
    }
    return value;
  }

  private array(field: Field): unknown {
    const { reader } = this;
    const count = reader.i32le();
    if (count <= 0) return count === 0 ? [] : null;
    // Each element has at least one byte.
    if (count > reader.left()) fail(reader);
    const size = field.structure === undefined ? schema.fixedSize(field.type) : 0;
    if (size > 0 && !this.building) {
      reader.skip(size * count);
      return undefined;
    }
    if (!this.building) {
      for (let index = 0; index < count && reader.ok; index++) this.single(field);
      return undefined;
    }
    const list: unknown[] = [];
    for (let index = 0; index < count && reader.ok; index++) {
      const value = this.single(field);
      if (reader.ok) list.push(value);
    }
    return this.secretMethod ? list.length : list;
  }

  /** One value of a type that is neither structure nor enumeration. */
  value(type: number): unknown {
    const { reader, building } = this;
    switch (type) {
      case 0:
        return null;
      case schema.BOOLEAN:
        return reader.u8() !== 0;
      case schema.SBYTE:
        return reader.i8();
      case schema.BYTE:
        return reader.u8();
      case schema.INT16:
        return reader.i16le();
      case schema.UINT16:
        return reader.u16le();
      case schema.INT32:
        return reader.i32le();
      case schema.UINT32:
        return reader.u32le();
      case schema.INT64: {
        const low = reader.u32le();
        const high = reader.u32le();
        return building ? signedWide(high, low) : undefined;
      }
      case schema.UINT64: {
        const low = reader.u32le();
        const high = reader.u32le();
        return building ? wide(high, low) : undefined;
      }
      case schema.FLOAT:
        return finite(reader.f32le());
      case schema.DOUBLE:
        return finite(reader.f64le());
      case schema.STRING:
      case schema.XML_ELEMENT:
        return this.text();
      case schema.DATE_TIME: {
        const low = reader.u32le();
        const high = reader.u32le();
        return building ? dateTimeText(high, low) : undefined;
      }
      case schema.GUID: {
        const start = reader.position;
        reader.skip(16);
        return building && reader.ok ? guidText(reader.bytes, start, reader.position) : undefined;
      }
      case schema.BYTE_STRING:
        return this.byteString();
      case schema.NODE_ID:
      case schema.EXPANDED_NODE_ID: {
        const start = reader.position;
        skipNodeId(reader);
        return building && reader.ok ? nodeIdText(reader.bytes, start, reader.position) : undefined;
      }
      case schema.STATUS_CODE: {
        const code = reader.u32le();
        return building ? statusName(code) : undefined;
      }
      case schema.QUALIFIED_NAME: {
        const namespace = reader.u16le();
        const name = this.text();
        return building ? (namespace === 0 ? name : `${namespace}:${name ?? ""}`) : undefined;
      }
      case schema.LOCALIZED_TEXT:
        return this.localizedText();
      case schema.EXTENSION_OBJECT:
      case schema.DATA_VALUE:
      case schema.VARIANT:
      case schema.DIAGNOSTIC_INFO:
        return this.nested(type);
      case schema.TOKEN:
        return this.token();
      case schema.CONCEALED: {
        const length = reader.i32le();
        if (length > 0) reader.skip(length);
        return Math.max(0, length);
      }
      case schema.CERTIFICATE:
        return this.certificate();
      case schema.ATTRIBUTE_ID: {
        const id = reader.u32le();
        return building ? schema.attributeText(id) : undefined;
      }
      default:
        fail(reader);
        return undefined;
    }
  }

  private nested(type: number): unknown {
    if (this.depth >= DEEPEST) {
      this.tooDeep = true;
      fail(this.reader);
      return undefined;
    }
    this.depth++;
    let value: unknown;
    if (type === schema.VARIANT) value = this.variant(this.building ? {} : UNTOLD);
    else if (type === schema.DATA_VALUE) value = this.dataValue();
    else if (type === schema.EXTENSION_OBJECT) value = this.extensionObject();
    else value = this.diagnosticInfo();
    this.depth--;
    return value;
  }

  private text(): string | null | undefined {
    const { reader } = this;
    const length = reader.i32le();
    if (length < 0) return null;
    if (this.building) return reader.utf8(length);
    reader.skip(length);
    return undefined;
  }

  private byteString(): string | null | undefined {
    const { reader } = this;
    const length = reader.i32le();
    if (length < 0) return null;
    if (!this.building) {
      reader.skip(length);
      return undefined;
    }
    if (this.inCall || length > MOST_TOLD_BYTES) {
      reader.skip(length);
      return `${length} bytes`;
    }
    return reader.hex(length);
  }

  private certificate(): object | null | undefined {
    const { reader } = this;
    const length = reader.i32le();
    const start = reader.position;
    if (length > 0) reader.skip(length);
    if (!this.building) return undefined;
    if (length <= 0 || !reader.ok) return null;
    return certificateFields(reader.bytes, start, start + length);
  }

  /** Whether a token is there: a null NodeId has identifier 0 of namespace 0. */
  private token(): boolean {
    const { reader } = this;
    const start = reader.position;
    skipNodeId(reader);
    for (let at = start; at < reader.position; at++) if (reader.bytes[at] !== 0) return !isNullNumber(reader, start);
    return false;
  }

  private localizedText(): object | null | undefined {
    const mask = this.reader.u8();
    const locale = (mask & 1) !== 0 ? this.text() : null;
    const text = (mask & 2) !== 0 ? this.text() : null;
    if (!this.building) return undefined;
    if ((mask & 3) === 0) return null;
    return locale === null || locale === "" ? { text } : { text, locale };
  }

  private extensionObject(): object | null | undefined {
    const { reader } = this;
    const start = reader.position;
    skipNodeId(reader);
    const idEnd = reader.position;
    const encoding = reader.u8();
    if (encoding === 0) {
      if (!this.building || standardId(reader.bytes, start, idEnd) === 0) return null;
      return { type_id: nodeIdText(reader.bytes, start, idEnd) };
    }
    const length = reader.i32le();
    if (!this.building) {
      if (length > 0) reader.skip(length);
      return undefined;
    }
    const known = encoding === 1 ? structureEncodedAs(standardId(reader.bytes, start, idEnd)) : undefined;
    const told: Record<string, unknown> =
      known === undefined ? { type_id: nodeIdText(reader.bytes, start, idEnd) } : { type: known.name };
    if (length <= 0) return told;
    if (length > reader.left()) {
      fail(reader);
      return told;
    }
    const outer = reader.narrow(length);
    if (known !== undefined) this.structure(known, told);
    else if (encoding === 1)
      told["body"] = this.inCall || length > MOST_TOLD_BYTES ? `${length} bytes` : reader.hex(length);
    else told["body"] = reader.utf8(length);
    if (!reader.ok) {
      // The body has its own length, so a defect in it is not one of what follows.
      reader.ok = true;
      this.tooDeep = false;
      told["unreadable"] = true;
    }
    reader.widen(outer);
    return told;
  }

  private dataValue(): object {
    const { reader } = this;
    const mask = reader.u8();
    const told: Record<string, unknown> = this.building ? {} : UNTOLD;
    if ((mask & VALUE) !== 0) this.variant(told);
    const status = (mask & STATUS) !== 0 ? reader.u32le() : -1;
    if (this.building && status >= 0) told["status_code"] = statusName(status);
    if ((mask & SOURCE_TIMESTAMP) !== 0) this.tell(told, "source_timestamp", this.value(schema.DATE_TIME));
    if ((mask & SOURCE_PICOSECONDS) !== 0) this.tell(told, "source_picoseconds", reader.u16le());
    if ((mask & SERVER_TIMESTAMP) !== 0) this.tell(told, "server_timestamp", this.value(schema.DATE_TIME));
    if ((mask & SERVER_PICOSECONDS) !== 0) this.tell(told, "server_picoseconds", reader.u16le());
    return told;
  }

  private variant(told: Record<string, unknown>): object {
    const { reader } = this;
    const mask = reader.u8();
    // Numbers 26 to 31 are reserved and read as ByteString.
    const type = (mask & 0x3f) > schema.DIAGNOSTIC_INFO ? schema.BYTE_STRING : mask & 0x3f;
    if ((mask & 0x3f) > 31) fail(reader);
    if (this.building) told["type"] = schema.BUILT_IN_NAMES[type];
    if ((mask & IS_ARRAY) === 0) {
      this.tell(told, "value", this.value(type));
      return told;
    }
    this.tell(told, "value", this.array(ARRAYS[type] as Field));
    if ((mask & HAS_DIMENSIONS) !== 0) this.tell(told, "array_dimensions", this.array(ARRAYS[schema.INT32] as Field));
    return told;
  }

  private tell(told: Record<string, unknown>, name: string, value: unknown): void {
    if (this.building) told[name] = value;
  }

  private diagnosticInfo(): object | null {
    const { reader } = this;
    const mask = reader.u8();
    if (mask === 0) return null;
    const told: Record<string, unknown> = this.building ? {} : UNTOLD;
    if ((mask & 0x01) !== 0) this.tell(told, "symbolic_id", reader.i32le());
    if ((mask & 0x02) !== 0) this.tell(told, "namespace_uri", reader.i32le());
    if ((mask & 0x08) !== 0) this.tell(told, "locale", reader.i32le());
    if ((mask & 0x04) !== 0) this.tell(told, "localized_text", reader.i32le());
    if ((mask & 0x10) !== 0) this.tell(told, "additional_info", this.text());
    if ((mask & 0x20) !== 0) this.tell(told, "inner_status_code", this.value(schema.STATUS_CODE));
    if ((mask & 0x40) !== 0) this.tell(told, "inner_diagnostic_info", this.value(schema.DIAGNOSTIC_INFO));
    return told;
  }
}

/** Arrays in variants, by type. */
const ARRAYS: readonly Field[] = schema.BUILT_IN_NAMES.map((name, type) => ({
  name,
  type,
  isArray: true,
  structure: undefined,
  enumeration: "",
}));

/** Stands where nothing is told; nothing is ever put into it. */
const UNTOLD: Record<string, unknown> = {};

function isNullNumber(reader: Reader, start: number): boolean {
  const length = reader.position - start;
  for (let at = start + 1; at < reader.position; at++) if (reader.bytes[at] !== 0) return false;
  return length <= 7 && (reader.bytes[start] as number) <= 2;
}

/** Numbers that JSON cannot say are told in words. */
function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** Seconds from 1601-01-01 to 1970-01-01. */
const EPOCH = 11_644_473_600;
/** 2^32 ticks of 100 ns are 429 whole seconds and these ticks. */
const TICKS_BEYOND = 4_967_296;

/** A DateTime (section 5.2.2.5), whose two halves are given, by RFC 3339; null for "no time". */
function dateTimeText(high: number, low: number): string | null {
  if (high === 0 && low === 0) return null;
  const rest = high * TICKS_BEYOND + low;
  const seconds = high * 429 + Math.floor(rest / 1e7);
  const ticks = rest % 1e7;
  const text = formatTime(seconds - EPOCH);
  // The largest time stands for "no end"; the text has none for the epoch itself.
  if (text === "not seen" && seconds === EPOCH) return "1970-01-01T00:00:00Z";
  if (text === "not seen") return "9999-12-31T23:59:59Z";
  const fraction = ticks === 0 ? "" : `.${String(ticks).padStart(7, "0").replace(/0+$/, "")}`;
  return `${text.replace(" ", "T")}${fraction}Z`;
}
