// What a TLS conversation remembers: per side the record being skipped and the handshake message being gathered.
import type { About, Talk } from "../../talk.ts";

/** Longest handshake message that is gathered: chains of certificates stay far below. */
export const LONGEST_HANDSHAKE = 65_536;

/** One direction. */
export interface TlsSide {
  /** Bytes of the current application data record that are still to come. */
  rest: number;
  recordLength: number;
  recordVersion: number;
  /** Whether this side changed its cipher: handshake and alerts are encrypted from then on. */
  encrypted: boolean;
  /** Whether bytes are missing, among which the cipher may have been changed. */
  unsure: boolean;
  /** A handshake message that goes on in the next record; at most LONGEST_HANDSHAKE bytes. */
  held: Uint8Array;
  heldLength: number;
}

/** The whole conversation. */
export interface TlsMemory {
  readonly sides: readonly [TlsSide, TlsSide];
  /** Whether it began with SSL 2.0 records. */
  version2: boolean;
  /** The version noted last, so that each is told once. */
  notedVersion: number;
  /** The suite chosen by the server, or -1. */
  suite: number;
  /** Frame of the last ClientHello, or 0. */
  helloFrame: number;
}

/** A memory of nothing. */
export function newMemory(): TlsMemory {
  return { sides: [newSide(), newSide()], version2: false, notedVersion: -1, suite: -1, helloFrame: 0 };
}

function newSide(): TlsSide {
  return {
    rest: 0,
    recordLength: 0,
    recordVersion: 0,
    encrypted: false,
    unsure: false,
    held: new Uint8Array(0),
    heldLength: 0,
  };
}

/** Bytes are missing: neither record nor handshake message will be completed. */
export function forgetRecord(side: TlsSide): void {
  side.rest = 0;
  side.heldLength = 0;
  side.unsure = true;
}

/** Appends to the gathered handshake message; answers false, with nothing gathered, when it would grow too long. */
export function gather(side: TlsSide, bytes: Uint8Array, start: number, end: number): boolean {
  const wanted = side.heldLength + end - start;
  if (wanted > LONGEST_HANDSHAKE) {
    side.heldLength = 0;
    return false;
  }
  if (wanted > side.held.length) {
    const grown = new Uint8Array(Math.min(LONGEST_HANDSHAKE, Math.max(1024, wanted * 2)));
    for (let at = 0; at < side.heldLength; at++) grown[at] = side.held[at] as number;
    side.held = grown;
  }
  for (let at = start, to = side.heldLength; at < end; at++, to++) side.held[to] = bytes[at] as number;
  side.heldLength = wanted;
  return true;
}

/** Tells the version in use, once. TLS 1.1 and older are withdrawn by RFC 8996, SSL by RFC 6176 and 7568. */
export function noteVersion(talk: Talk<TlsMemory>, version: number, about: About): void {
  if (talk.memory.notedVersion === version) return;
  talk.memory.notedVersion = version;
  if (version === 0x0002 || version === 0x0300) {
    talk.note(about, {
      kind: "version",
      protocol: "SSL",
      version: version === 0x0002 ? "2.0" : "3.0",
      obsolete: true,
    });
  } else if (version >= 0x0301 && version <= 0x0304) {
    talk.note(about, {
      kind: "version",
      protocol: "TLS",
      version: `1.${version - 0x0301}`,
      obsolete: version < 0x0303,
    });
  }
}
