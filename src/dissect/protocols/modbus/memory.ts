// What a Modbus conversation remembers; Modbus Messaging on TCP/IP V1.0b section 4.2 pairs by transaction identifier.

const SLOTS = 16;

/** One outstanding request; the record is reused. */
export interface Request {
  key: number;
  /** Sending side; -1 when it was answered. */
  side: -1 | 0 | 1;
  frame: number;
  /** First address, or -1 where it has none. For MEI the type, for diagnostics the sub-function. */
  address: number;
  /** -1 where it has none. */
  quantity: number;
  /** What a write wrote (one register or coil, or both masks), or -1. */
  value: number;
}

/** Outstanding requests (16 at most, older ones give way) and which units answer behind this address. */
export interface Memory {
  /** At most SLOTS records, made on first use: most conversations of a scan need one. */
  readonly pending: (Request | undefined)[];
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
    pending: [],
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
  return mixed & (SLOTS - 1);
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
  const at = slotOf(key);
  const known = memory.pending[at];
  if (known === undefined) {
    while (memory.pending.length < at) memory.pending.push(undefined);
    memory.pending[at] = { key, side, frame, address, quantity, value };
    return;
  }
  known.key = key;
  known.side = side;
  known.frame = frame;
  known.address = address;
  known.quantity = quantity;
  known.value = value;
}

/** The other side's matching request that is outstanding, to be closed by setting its side to -1. */
export function findRequest(
  memory: Memory,
  transaction: number,
  unit: number,
  functionCode: number,
  side: 0 | 1,
): Request | undefined {
  const key = keyOf(transaction, unit, functionCode);
  const known = memory.pending[slotOf(key)];
  return known !== undefined && known.key === key && known.side === 1 - side ? known : undefined;
}
