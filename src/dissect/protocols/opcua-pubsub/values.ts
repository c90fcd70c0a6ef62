// Variants and data set fields of OPC UA PubSub: OPC 10000-6 section 5.2.2.16 (Variant), OPC 10000-14 section 7.2.4.5 (DataSetMessage).
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

const FIELD = pointSpace("opcua_pubsub", "data set field", "variant", "data set writer");
const BOOLEAN = 1;
const STRING = 12;
const BYTES = 15;
/** Octets of the built-in types that have one length, by their number. */
const LENGTHS: readonly number[] = [0, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 8, 16];
const STATUS = 19;
const MOST_FIELDS = 256;

/** What a field says; `undefined` where it cannot be read. */
export interface Field {
  type: number;
  value: number | string | undefined;
}

/** Reads fields as Variants (0) or with quality and time (2); answers those read. */
export function readFields(
  reader: Reader,
  talk: Talk,
  writer: number,
  count: number,
  encoding: number,
  delta: boolean,
): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < count && at < MOST_FIELDS && reader.left() > 0; at++) {
    const index = delta ? reader.u16le() : at;
    // A data value tells in its first octet what it holds: value, status and times.
    const mask = encoding === 2 ? reader.u8() : 1;
    const field: Field = { type: 0, value: undefined };
    if ((mask & 1) !== 0 && !readVariant(reader, field)) break;
    if ((mask & 2) !== 0) reader.skip(4);
    if ((mask & 4) !== 0) reader.skip(8);
    if ((mask & 16) !== 0) reader.skip(2);
    if ((mask & 8) !== 0) reader.skip(8);
    if ((mask & 32) !== 0) reader.skip(2);
    if (!reader.ok) break;
    if (typeof field.value === "number") talk.sample(FIELD, writer, "", index, field.value);
    if (talk.detailed) fields.push(field);
  }
  return fields;
}

/** Reads a scalar Variant; answers false for arrays and structures, behind which nothing can be found. */
function readVariant(reader: Reader, field: Field): boolean {
  const mask = reader.u8();
  const type = mask & 0x3f;
  field.type = type;
  if ((mask & 0xc0) !== 0) return false;
  if (type === 0) return true;
  if (type === STRING || type === BYTES || type === 16) {
    const length = reader.i32le();
    if (length > reader.left()) return false;
    if (length <= 0) return true;
    if (type === STRING) field.value = reader.utf8(length);
    else reader.skip(length);
    return reader.ok;
  }
  if (type === STATUS) {
    field.value = reader.u32le();
    return reader.ok;
  }
  const length = LENGTHS[type];
  if (length === undefined || length === 0) return false;
  switch (type) {
    case BOOLEAN:
      field.value = reader.u8() === 0 ? 0 : 1;
      break;
    case 2:
      field.value = reader.i8();
      break;
    case 3:
      field.value = reader.u8();
      break;
    case 4:
      field.value = reader.i16le();
      break;
    case 5:
      field.value = reader.u16le();
      break;
    case 6:
      field.value = reader.i32le();
      break;
    case 7:
      field.value = reader.u32le();
      break;
    case 8: {
      const low = reader.u32le();
      field.value = reader.i32le() * 4294967296 + low;
      break;
    }
    case 9:
      field.value = reader.u64le();
      break;
    case 10:
      field.value = reader.f32le();
      break;
    case 11:
      field.value = reader.f64le();
      break;
    default:
      reader.skip(length);
  }
  return reader.ok;
}
