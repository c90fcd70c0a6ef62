/** A seeded source of numbers: the same seed gives the same numbers for ever, on every machine. */
export interface Random {
  /** Next 32-bit unsigned integer. */
  next(): number;
  /** A number in [0, 1). */
  fraction(): number;
  /** An integer in [low, high], both included. */
  between(low: number, high: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  /** `count` bytes. */
  bytes(count: number): Uint8Array;
  /** A new source whose numbers do not depend on how many this one hands out later. */
  fork(name: string): Random;
}

/** Makes a source from a seed; sfc32 (small fast counting), seeded by mixing the seed into four words. */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162 ^ Math.imul(seed, 0x85ebca6b);
  let counter = 1;
  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let round = 0; round < 12; round++) next();
  const fraction = () => next() / 4294967296;
  return {
    next,
    fraction,
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    chance: (probability) => fraction() < probability,
    bytes(count) {
      const out = new Uint8Array(count);
      for (let index = 0; index < count; index++) out[index] = next() >>> 24;
      return out;
    },
    fork(name) {
      let mixed = seed | 0;
      for (let index = 0; index < name.length; index++) {
        mixed = Math.imul(mixed ^ name.charCodeAt(index), 0x01000193) ^ (mixed >>> 15);
      }
      return createRandom(mixed);
    },
  };
}
