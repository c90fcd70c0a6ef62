// What the layers of one Zigbee frame share while it is read.
import { noRequests, type OpenRequests } from "../../pairing.ts";
import { shortHex } from "../../radio/addresses.ts";
import type { Subject, Talk } from "../../talk.ts";
import { tellAddresses } from "../wpan.ts";

const MOST_TOLD = 64;

/** What one conversation remembers. */
export interface Memory extends OpenRequests {
  /** Devices of which both addresses were told, by PAN and short address; the oldest gives way. */
  readonly told: Int32Array;
  nextTold: number;
  /** Which notes were made of each side, as bits. */
  noted: [number, number];
}

/** Nothing is known yet. */
export function newMemory(): Memory {
  return { ...noRequests(), told: new Int32Array(MOST_TOLD), nextTold: 0, noted: [0, 0] };
}

/** Where the frame now read comes from and goes to, by its network header. */
export interface Route {
  pan: number;
  source: number;
  destination: number;
  secured: boolean;
}

/** The route of the frame now read; one record, filled again. */
export const route: Route = { pan: 0, source: 0, destination: 0, secured: false };

/** The device that the network header names as the sender. */
export function sourceDevice(): Subject {
  return { mac: shortHex(route.pan, route.source) };
}

/** A device of the network by its short address. */
export function deviceAt(address: number): Subject {
  return { mac: shortHex(route.pan, address) };
}

/** Tells that a short address and an EUI-64 are of one device, once per conversation. */
export function tellPair(talk: Talk<Memory>, bytes: Uint8Array, extendedAt: number, short: number): void {
  if (short >= 0xfff8) return;
  const { memory } = talk;
  // Zero stands for an empty place.
  const key = ((route.pan << 16) | short) ^ 0x5a5a5a5a;
  if (memory.told.includes(key)) return;
  memory.told[memory.nextTold] = key;
  memory.nextTold = (memory.nextTold + 1) % MOST_TOLD;
  tellAddresses(talk, bytes, extendedAt, route.pan, short);
}

/** Whether a note is new for this side; says so once. */
export function isFirst(talk: Talk<Memory>, bit: number): boolean {
  const { noted } = talk.memory;
  if ((noted[talk.side] & bit) !== 0) return false;
  noted[talk.side] |= bit;
  return true;
}

/** Names of the fields of one layer, as they are filled. */
export type Fields = Record<string, unknown> | undefined;
