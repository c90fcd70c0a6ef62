// What an IEC 60870-5-104 connection remembers. Ceilings: 16 open commands, 32 stations told, 64 space names.

const MOST_COMMANDS = 16;
const MOST_STATIONS = 32;
const MOST_SPACES = 64;
/** Common address of every station (IEC 60870-5-101:2003 section 7.2.4). */
const EVERY_STATION = 0xffff;

/** Octets of the fields whose size a system may choose (IEC 60870-5-101:2003 section 7.1). */
export interface Layout {
  readonly cause: number;
  readonly common: number;
  readonly address: number;
}

/** The sizes that IEC 60870-5-104:2006 section 7 fixes. */
export const STANDARD_LAYOUT: Layout = { cause: 2, common: 2, address: 3 };

/** A command or request whose end has not been seen. */
interface OpenCommand {
  /** Sending side; -1 when the slot is free. */
  side: -1 | 0 | 1;
  type: number;
  /** Cause that asked: activation, deactivation, request. */
  cause: number;
  station: number;
  address: number;
  frame: number;
}

/** One connection's memory. */
export interface Memory {
  /** Whether a message was read that only this protocol has. */
  known: boolean;
  /** Sequence number that each side sends next, and the last one it acknowledged; -1 before one was seen. */
  readonly next: [number, number];
  readonly acknowledged: [number, number];
  /** Whether data transfer was stopped and not started again. */
  stopped: boolean;
  layout: Layout;
  /** Whether an ASDU fitted the standard's sizes. */
  standardSeen: boolean;
  readonly commands: OpenCommand[];
  nextCommand: number;
  /** Frame of the last STARTDT, STOPDT and TESTFR activation by side; 0 when there is none to confirm. */
  readonly asked: Uint32Array;
  /** Common addresses that sent values, by side. */
  readonly stations: [number[], number[]];
  readonly spaces: Map<number, string>;
}

/** Empty memory. */
export function newMemory(): Memory {
  return {
    known: false,
    next: [-1, -1],
    acknowledged: [-1, -1],
    stopped: false,
    layout: STANDARD_LAYOUT,
    standardSeen: false,
    commands: [],
    nextCommand: 0,
    asked: new Uint32Array(6),
    stations: [[], []],
    spaces: new Map(),
  };
}

/** Remembers a command; the oldest gives way, and so does the same one sent before. */
export function openCommand(
  memory: Memory,
  side: 0 | 1,
  type: number,
  cause: number,
  station: number,
  address: number,
  frame: number,
): void {
  const { commands } = memory;
  let slot: OpenCommand | undefined;
  for (let at = 0; at < commands.length; at++) {
    const known = commands[at] as OpenCommand;
    const same = known.type === type && known.cause === cause && known.station === station && known.address === address;
    if (same && known.side === side) {
      known.frame = frame;
      return;
    }
    if (known.side < 0) slot = known;
  }
  if (slot === undefined && commands.length < MOST_COMMANDS) {
    commands.push({ side, type, cause, station, address, frame });
    return;
  }
  if (slot === undefined) {
    slot = commands[memory.nextCommand] as OpenCommand;
    memory.nextCommand = (memory.nextCommand + 1) % MOST_COMMANDS;
  }
  slot.side = side;
  slot.type = type;
  slot.cause = cause;
  slot.station = station;
  slot.address = address;
  slot.frame = frame;
}

/** Frame of the command of the other side that this answers, 0 when it was not seen; `ends` forgets it. */
export function findCommand(
  memory: Memory,
  side: 0 | 1,
  type: number,
  cause: number,
  station: number,
  address: number,
  ends: boolean,
): number {
  const { commands } = memory;
  for (let at = 0; at < commands.length; at++) {
    const known = commands[at] as OpenCommand;
    if (known.type !== type || known.cause !== cause || known.side !== 1 - side) continue;
    if (known.address !== address) continue;
    if (known.station !== station && known.station !== EVERY_STATION) continue;
    // What was sent to every station is answered by each.
    if (ends && known.station !== EVERY_STATION) known.side = -1;
    return known.frame;
  }
  return 0;
}

/**
 * Notes that a station sent values from this side. Answers how many are known there, or 0 when this one was known or
 * too many are.
 */
export function sawStation(memory: Memory, side: 0 | 1, station: number): number {
  const stations = memory.stations[side];
  if (stations.length >= MOST_STATIONS || stations.includes(station)) return 0;
  return stations.push(station);
}

/** The address space of a station's information objects, as a target names it. */
export function spaceOf(memory: Memory, station: number): string {
  const known = memory.spaces.get(station);
  if (known !== undefined) return known;
  const name = `station ${station} information object`;
  if (memory.spaces.size < MOST_SPACES) memory.spaces.set(station, name);
  return name;
}
