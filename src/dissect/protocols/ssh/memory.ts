// What an SSH conversation remembers: how far each side is, and what both offered.

/** Where a side stands: before its identification, in packets in the clear, or encrypted. */
export type SshState = 0 | 1 | 2;
export const START: SshState = 0;
export const PACKETS: SshState = 1;
export const ENCRYPTED_PACKETS: SshState = 2;

/** One direction. */
export interface SshSide {
  state: SshState;
  /** Version of its identification, "" before. */
  version: string;
  /** Whether its newkeys message was seen. */
  keysExchanged: boolean;
  /** Lists of its kexinit in the order of RFC 4253 section 7.1; empty before. At most ten lists of one packet. */
  offers: readonly string[];
}

/** The whole conversation. */
export interface SshMemory {
  readonly sides: readonly [SshSide, SshSide];
  /** Whether both settled on version 1. */
  version1: boolean;
  /** Whether the method agreed on is a group exchange, in which message 31 holds a group. */
  groupExchange: boolean;
}

/** A memory of nothing. */
export function newMemory(): SshMemory {
  return { sides: [newSide(), newSide()], version1: false, groupExchange: false };
}

function newSide(): SshSide {
  return { state: START, version: "", keysExchanged: false, offers: [] };
}
