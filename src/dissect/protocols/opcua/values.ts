// OPC 10000-6 section 5.2.2.16 and 5.2.2.17: Variants and DataValues as values of process points.
import type { PointSpace, Quality } from "../../points.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { isIdentity, tellIdentity } from "./identity.ts";
import type { Item } from "./memory.ts";
import type { Scene } from "./scene.ts";
import * as schema from "./schema.ts";
import { qualityOf } from "./status-codes.ts";

/** Types whose values are numbers, by their number. */
const SPACES: readonly (PointSpace | undefined)[] = schema.BUILT_IN_NAMES.map((name, type) =>
  type >= schema.BOOLEAN && type <= schema.DOUBLE ? pointSpace("opcua", "", name) : undefined,
);

const VALUE = 0x01;
const STATUS = 0x02;
const IS_ARRAY = 0x80;

/**
 * Reads a DataValue and tells it as the value of `item`, where that is a node's value; `fromServer` says that the server
 * tells it and not a client. Answers its status.
 */
export function readDataValue(scene: Scene, item: Item | undefined, fromServer: boolean): number {
  const { reader } = scene;
  const mask = reader.u8();
  const valueStart = reader.position;
  if ((mask & VALUE) !== 0) scene.decoder.value(schema.VARIANT);
  const valueEnd = reader.position;
  const status = (mask & STATUS) !== 0 ? reader.u32le() : 0;
  const times = ((mask >> 2) & 1) + ((mask >> 3) & 1);
  const picoseconds = ((mask >> 4) & 1) + ((mask >> 5) & 1);
  reader.skip(times * 8 + picoseconds * 2);
  if (!reader.ok || item === undefined || (mask & VALUE) === 0 || item.attribute !== schema.VALUE_ATTRIBUTE) {
    return status;
  }
  const after = reader.position;
  reader.position = valueStart;
  tellSamples(scene, item, qualityOf(status));
  if (fromServer && isIdentity(item.node.standard)) {
    reader.position = valueStart;
    tellIdentity(scene, item.node.standard, valueStart, valueEnd);
  }
  reader.position = after;
  return status;
}

/** Tells the numbers of the Variant at the reader, which was found whole. */
function tellSamples(scene: Scene, item: Item, quality: Quality): void {
  const { reader, talk } = scene;
  const mask = reader.u8();
  const type = mask & 0x3f;
  const space = SPACES[type];
  if (space === undefined) return;
  const name = item.node.text;
  if ((mask & IS_ARRAY) === 0) {
    talk.sample(space, -1, name, item.first > 0 ? item.first : -1, numberOf(reader, type), quality);
    return;
  }
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) {
    talk.sample(space, -1, name, item.first + index, numberOf(reader, type), quality);
  }
}

function numberOf(reader: Reader, type: number): number {
  switch (type) {
    case schema.BOOLEAN:
      return reader.u8() === 0 ? 0 : 1;
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
      return reader.i32le() * 4294967296 + low;
    }
    case schema.UINT64:
      return reader.u64le();
    case schema.FLOAT:
      return reader.f32le();
    default:
      return reader.f64le();
  }
}

/** First element of a NumericRange (OPC 10000-4 section 7.27) like "5" or "5:9"; 0 for the whole value or several dimensions. */
export function firstOfRange(reader: Reader): number {
  const length = reader.i32le();
  if (length <= 0) return 0;
  const end = reader.position + length;
  let first = 0;
  let at = reader.position;
  for (; at < end && at < reader.end; at++) {
    const digit = (reader.bytes[at] as number) - 48;
    if (digit < 0 || digit > 9 || first > 100_000_000) break;
    first = first * 10 + digit;
  }
  const next = at < end && at < reader.end ? reader.bytes[at] : 58;
  reader.skip(length);
  return next === 58 ? first : 0;
}
