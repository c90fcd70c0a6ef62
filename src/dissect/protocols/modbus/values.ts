// Values of coils and registers as process points: Modbus Application Protocol V1.1b3 sections 4.3 and 6.
// The hottest loops of all: nothing is allocated, nothing is looked up per value.
import type { PointSpace } from "../../points.ts";
import type { Talk } from "../../talk.ts";
import type { Functions } from "./functions.ts";
import type { Memory } from "./memory.ts";

/** Tells what a whole request whose body begins at `at` writes, unless its byte count does not fit its quantity. */
export function tellWritten(
  talk: Talk<Memory>,
  functions: Functions,
  unit: number,
  functionCode: number,
  bytes: Uint8Array,
  at: number,
): void {
  const { coils, holdingRegisters } = functions;
  switch (functionCode) {
    case 5: {
      const value = u16(bytes, at + 2);
      if (value === 0 || value === 0xff00) talk.sample(coils, unit, "", u16(bytes, at), value === 0 ? 0 : 1);
      return;
    }
    case 6:
      talk.sample(holdingRegisters, unit, "", u16(bytes, at), u16(bytes, at + 2));
      return;
    case 15: {
      const quantity = u16(bytes, at + 2);
      if (bytes[at + 4] !== (quantity + 7) >> 3) return;
      tellBits(talk, coils, unit, u16(bytes, at), bytes, at + 5, quantity);
      return;
    }
    case 16: {
      const quantity = u16(bytes, at + 2);
      if (bytes[at + 4] !== quantity * 2) return;
      tellRegisters(talk, holdingRegisters, unit, u16(bytes, at), bytes, at + 5, quantity);
      return;
    }
    case 22:
      // With other masks the value depends on what stood there before.
      if (u16(bytes, at + 2) === 0) talk.sample(holdingRegisters, unit, "", u16(bytes, at), u16(bytes, at + 4));
      return;
    case 23: {
      const quantity = u16(bytes, at + 6);
      if (bytes[at + 8] !== quantity * 2) return;
      tellRegisters(talk, holdingRegisters, unit, u16(bytes, at + 4), bytes, at + 9, quantity);
    }
  }
}

/** Tells the values of a whole read answer, which stand behind their byte count, under the addresses that were asked for. */
export function tellAnswer(
  talk: Talk<Memory>,
  functions: Functions,
  unit: number,
  functionCode: number,
  bytes: Uint8Array,
  at: number,
  address: number,
  quantity: number,
): void {
  const octets = bytes[at] as number;
  switch (functionCode) {
    case 1:
    case 2: {
      if (octets !== (quantity + 7) >> 3) return;
      const space = functionCode === 1 ? functions.coils : functions.discreteInputs;
      tellBits(talk, space, unit, address, bytes, at + 1, quantity);
      return;
    }
    case 3:
    case 4:
    case 23: {
      if (octets !== quantity * 2) return;
      const space = functionCode === 4 ? functions.inputRegisters : functions.holdingRegisters;
      tellRegisters(talk, space, unit, address, bytes, at + 1, quantity);
    }
  }
}

/** Tells `count` bits that lie in `bytes` from `at` on, lowest bit first. */
function tellBits(
  talk: Talk<Memory>,
  space: PointSpace,
  unit: number,
  address: number,
  bytes: Uint8Array,
  at: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    talk.sample(space, unit, "", address + index, ((bytes[at + (index >> 3)] as number) >> (index & 7)) & 1);
  }
}

/** Tells `count` registers that lie in `bytes` from `at` on. */
function tellRegisters(
  talk: Talk<Memory>,
  space: PointSpace,
  unit: number,
  address: number,
  bytes: Uint8Array,
  at: number,
  count: number,
): void {
  let from = at;
  for (let index = 0; index < count; index++, from += 2) {
    talk.sample(space, unit, "", address + index, ((bytes[from] as number) << 8) | (bytes[from + 1] as number));
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
