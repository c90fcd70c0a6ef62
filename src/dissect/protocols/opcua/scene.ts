// What the readers of services share while one message is read.
import type { Operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import type { Decoder } from "./decoder.ts";
import type { Memory, Node, Request } from "./memory.ts";
import { nodeOf } from "./memory.ts";
import { skipNodeId } from "./node-ids.ts";
import type { Structure } from "./schema.ts";

/** One message; the record is reused. */
export interface Scene {
  /** Over the body of the message. */
  reader: Reader;
  talk: Talk<Memory>;
  /** Passes over what is not needed. */
  decoder: Decoder;
  /** The request itself, or the one that is answered. */
  request: Request | undefined;
  operation: Operation;
  isResponse: boolean;
  /** Whether positions in the body are those of the message, which is in one chunk. */
  placed: boolean;
}

/** Passes over a structure. */
export function skipStructure(scene: Scene, structure: Structure): void {
  scene.decoder.structure(structure, NOTHING);
}

const NOTHING: Record<string, unknown> = {};

/** Passes over an array of structures. */
export function skipArray(scene: Scene, structure: Structure): void {
  const { reader } = scene;
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) skipStructure(scene, structure);
}

/** Passes over an array of strings. */
export function skipStrings(reader: Reader): void {
  const count = reader.i32le();
  for (let index = 0; index < count && reader.ok; index++) skipText(reader);
}

/** Passes over a String or ByteString. */
export function skipText(reader: Reader): void {
  const length = reader.i32le();
  if (length > 0) reader.skip(length);
}

/** A String of at most `limit` bytes; "" when it is null or longer. */
export function shortText(reader: Reader, limit = 1024): string {
  const length = reader.i32le();
  if (length <= 0) return "";
  if (length <= limit) return reader.utf8(length);
  reader.skip(length);
  return "";
}

/** A node's id, remembered; undefined when the message is too short. */
export function readNode(scene: Scene): Node | undefined {
  const { reader } = scene;
  const start = reader.position;
  skipNodeId(reader);
  return reader.ok ? nodeOf(scene.talk.memory, reader.bytes, start, reader.position) : undefined;
}
