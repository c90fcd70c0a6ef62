// The auxiliary header of Zigbee's own security: Zigbee specification section 4.5.1.
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Fields, Memory } from "./frame.ts";
import { route, tellPair } from "./frame.ts";

/** Data key, network key, key-transport key, key-load key. */
export const NETWORK_KEY = 1;
export const KEY_TRANSPORT_KEY = 2;
const KEYS: readonly string[] = ["data key", "network key", "key-transport key", "key-load key"];
/** The message integrity code of the level that all profiles use; the level itself is blanked on the air. */
const INTEGRITY = 4;

/** Reads the header and leaves the integrity code out of the rest. Answers which key it names. */
export function readSecurity(reader: Reader, talk: Talk<Memory>, fields: Fields, layer: "nwk" | "aps"): number {
  const { bytes } = reader;
  const control = reader.u8();
  const key = (control >> 3) & 3;
  const counter = reader.u32le();
  if (fields !== undefined) {
    fields[`${layer}_key_id`] = key;
    fields[`${layer}_key_name`] = KEYS[key];
    fields[`${layer}_frame_counter`] = counter;
  }
  if ((control & 0x20) !== 0) {
    const at = reader.position;
    reader.skip(8);
    if (reader.ok) {
      if (fields !== undefined) fields[`${layer}_security_source`] = reversedText(bytes, at, 8);
      // At the network layer it is whoever sent this hop, which is the source only of packets not yet forwarded.
      if (layer === "aps") tellPair(talk, bytes, at, route.source);
    }
  }
  if (key === NETWORK_KEY) {
    const sequence = reader.u8();
    if (fields !== undefined) fields[`${layer}_key_sequence`] = sequence;
  }
  if (reader.left() < INTEGRITY) reader.skip(INTEGRITY);
  else if (fields !== undefined) fields[`${layer}_encrypted_length`] = reader.left() - INTEGRITY;
  return key;
}
