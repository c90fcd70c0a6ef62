// What peers grant each other: RFC 9113 section 6.5.
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { SETTING_NAMES } from "./names.ts";

const ENTRY = 6;
const MOST = 32;

/** Reads the entries of a SETTINGS frame into the fields, each by its name. */
export function readSettings(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): void {
  if (reader.left() % ENTRY !== 0) talk.fault("bad length");
  if (fields === undefined) return;
  for (let count = 0; count < MOST && reader.left() >= ENTRY; count++) {
    const id = reader.u16();
    fields[SETTING_NAMES[id] ?? `setting_${id}`] = reader.u32();
  }
}
