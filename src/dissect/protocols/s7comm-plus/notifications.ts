// S7comm-plus: notifications, which a controller sends of its own accord to who subscribed.
import { type Point, referencesOf } from "./memory.ts";
import { unsigned32 } from "./numbers.ts";
import { readObjects } from "./objects.ts";
import { readValue } from "./values.ts";
import { type Fields, spend, type Walk } from "./walk.ts";

const WITH_VALUES = 0x0400;
/** Subscriptions of newer controllers have ids from here on, and count in another way. */
const NEWER = 0x70000000;
/** What stands before an entry of the list: which number follows, and whether a value does. */
const VALUE = 0x92;
const VALUE_BY_NUMBER = 0x9b;
const WORD_ALONE = 0x9c;
const FAILED = 0x03;
const FAILED_TOO = 0x13;
const OBJECT = 0x81;
const VALUE_ALONE = 0x83;

// Stands in for variables whose subscription was not seen.
const unknown: Point = { bytes: new Uint8Array(0), name: "item", index: 0, isReference: true };

/** Reads a notification of the given version behind its opcode. */
export function readNotification(walk: Walk, version: number, into: Fields | undefined): void {
  const { reader } = walk;
  const object = reader.u32();
  if (into !== undefined) into["subscription_object_id"] = object;
  if (version === 1) {
    reader.skip(4);
    if (reader.left() < 4 || reader.peek16() + reader.peek16(2) === 0) return;
    reader.skip(6);
    readEntries(walk, object, into, "values");
    return;
  }
  const kind = reader.u16();
  reader.skip(2);
  if (kind !== WITH_VALUES) return;
  reader.skip(2);
  const credit = object < NEWER ? undefined : reader.u8();
  const sequence = object < NEWER ? reader.u8() : unsigned32(reader);
  let time: number | undefined;
  // Newer firmware puts a time where the count of changes was: its first octet is zero for ever.
  if (object >= NEWER && reader.peek() === 0) time = reader.u64() / 1e6;
  const change = reader.u8();
  if (into !== undefined) {
    Object.assign(into, {
      credit_tick: credit,
      notification_sequence: sequence,
      change_counter: change,
      timestamp: time,
    });
  }
  readEntries(walk, object, into, "values");
  // Program alarms bring a second list under an object of their own.
  if (reader.peek() <= 0 || reader.left() < 6) return;
  const second = reader.u32();
  reader.skip(2);
  if (into !== undefined) into["second_object_id"] = second;
  readEntries(walk, second, into, "second_values");
}

function readEntries(walk: Walk, object: number, into: Fields | undefined, name: string): void {
  const { reader } = walk;
  const references = referencesOf(walk.talk.memory, object);
  const list: Fields[] | undefined = into === undefined ? undefined : [];
  while (spend(walk)) {
    const code = reader.u8();
    if (code === 0) break;
    let entry: Fields | undefined;
    switch (code) {
      case VALUE:
      case VALUE_BY_NUMBER: {
        const reference = code === VALUE ? reader.u32() : unsigned32(reader);
        unknown.index = reference;
        walk.point = references?.get(reference) ?? (references === undefined ? unknown : undefined);
        const value = readValue(walk, 0);
        walk.point = undefined;
        entry = walk.shown ? { reference, value } : undefined;
        break;
      }
      case WORD_ALONE:
        entry = { word: reader.u32() };
        break;
      case FAILED:
      case FAILED_TOO:
        entry = { reference: reader.u32(), access_error: code };
        break;
      case OBJECT: {
        const objects = readObjects(walk);
        entry = walk.shown ? { objects } : undefined;
        break;
      }
      case VALUE_ALONE: {
        const value = readValue(walk, 0);
        entry = walk.shown ? { value } : undefined;
        break;
      }
      default:
        // Nobody knows what follows such a code.
        reader.ok = false;
        reader.skipRest();
    }
    if (entry !== undefined) list?.push(entry);
  }
  if (into !== undefined) into[name] = list;
}
