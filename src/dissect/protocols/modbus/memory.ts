// What a Modbus conversation remembers; Modbus Messaging on TCP/IP V1.0b section 4.2 pairs by transaction identifier.

const SLOTS = 16;
const CELLS = 6;
const KEY = 0;
/** Sending side plus one; 0 when the slot is free. */
const SIDE = 1;
const FRAME = 2;
const ADDRESS = 3;
const QUANTITY = 4;
const VALUE = 5;

/** Outstanding requests (16 at most, older ones give way) and which units answer behind this address. */
export interface Memory {
  /** SLOTS records of CELLS integers. */
  readonly pending: Int32Array;
  /** Valid messages read so far, up to a ceiling. */
  messages: number;
  /** First unit (1 to 247) that answered with process values; 0 before. */
  firstUnit: number;
  /** Whether the sender of answers proved to stand before several units. */
  gateway: boolean;
  gatewayTold: boolean;
  /** Units already told, one bit each; made when the gateway is known. */
  told: Uint8Array | undefined;
  /** Identity answers by unit, at most 8, to tell a gateway from a device that answers to every unit. */
  identities: { unit: number; text: string }[];
}

/** An empty memory. */
export function newMemory(): Memory {
  return {
    pending: new Int32Array(SLOTS * CELLS),
    messages: 0,
    firstUnit: 0,
    gateway: false,
    gatewayTold: false,
    told: undefined,
    identities: [],
  };
}

function keyOf(transaction: number, unit: number, functionCode: number): number {
  return (transaction << 16) | (unit << 8) | functionCode;
}

function slotOf(key: number): number {
  const mixed = (key >>> 16) + (key >>> 8) + key;
  return (mixed & (SLOTS - 1)) * CELLS;
}

/** Remembers a request; `functionCode` below 128. */
export function openRequest(
  memory: Memory,
  transaction: number,
  unit: number,
  functionCode: number,
  side: 0 | 1,
  frame: number,
  address: number,
  quantity: number,
  value: number,
): void {
  const key = keyOf(transaction, unit, functionCode);
  const { pending } = memory;
  const at = slotOf(key);
  pending[at + KEY] = key;
  pending[at + SIDE] = side + 1;
  pending[at + FRAME] = frame;
  pending[at + ADDRESS] = address;
  pending[at + QUANTITY] = quantity;
  pending[at + VALUE] = value;
}

/** Where the other side's matching request lies, for the accessors below; -1 when none is outstanding. */
export function findRequest(
  memory: Memory,
  transaction: number,
  unit: number,
  functionCode: number,
  side: 0 | 1,
): number {
  const key = keyOf(transaction, unit, functionCode);
  const at = slotOf(key);
  const { pending } = memory;
  return pending[at + KEY] === key && pending[at + SIDE] === 2 - side ? at : -1;
}

/** Frees a request that was answered. */
export function closeRequest(memory: Memory, at: number): void {
  memory.pending[at + SIDE] = 0;
}

export function requestFrame(memory: Memory, at: number): number {
  return memory.pending[at + FRAME] as number;
}

/** First address of the request, or -1 where it has none. For UMAS the function, for MEI the type, for diagnostics the sub-function. */
export function requestAddress(memory: Memory, at: number): number {
  return memory.pending[at + ADDRESS] as number;
}

export function requestQuantity(memory: Memory, at: number): number {
  return memory.pending[at + QUANTITY] as number;
}

/** What a write wrote (one register or coil, or both masks), or -1. */
export function requestValue(memory: Memory, at: number): number {
  return memory.pending[at + VALUE] as number;
}
