// Texts and blocks of SMB 1: MS-CIFS sections 2.2.1.1 and 2.2.3.
import type { Pipes } from "../../pipes.ts";
import type { Reader } from "../../reader.ts";

/** What one conversation remembers: outstanding requests in a ring, and the dialects last offered. */
export interface SmbMemory {
  marks: Int32Array;
  frames: Float64Array;
  /** Marks of the files that outstanding requests are about. */
  files: Int32Array;
  next: number;
  pipes: Pipes;
  dialects: string[];
}

/** One command's parameters and bytes, as positions in the reader's buffer. */
export interface Block {
  /** Count of 16-bit words. */
  words: number;
  wordsAt: number;
  bytesAt: number;
  end: number;
  /** Where the message begins; wide texts are aligned to it. */
  message: number;
  unicode: boolean;
}

const LONGEST = 1024;

/** The text at the reader up to its NUL or the end of the bytes; wide texts begin at even distances from the message. */
export function textHere(reader: Reader, block: Block, unicode: boolean): string {
  if (unicode && (reader.position - block.message) % 2 === 1) reader.skip(Math.min(1, reader.left()));
  let text = "";
  while (reader.left() >= (unicode ? 2 : 1)) {
    const code = unicode ? reader.u16le() : reader.u8();
    if (code === 0) break;
    if (text.length < LONGEST) text += code < 32 ? " " : String.fromCharCode(code);
  }
  return text.trim();
}
