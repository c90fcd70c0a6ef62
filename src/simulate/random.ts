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

/** Makes a source from a seed. */
export function createRandom(seed: number): Random {
  return new SmallFastCounting(seed);
}

/** sfc32 (small fast counting), seeded by mixing the seed into four words. A class, because a large site has many of them. */
class SmallFastCounting implements Random {
  private readonly seed: number;
  private a: number;
  private b = 0x243f6a88;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.seed = seed;
    this.a = 0x9e3779b9 ^ seed;
    this.c = 0xb7e15162 ^ Math.imul(seed, 0x85ebca6b);
    for (let round = 0; round < 12; round++) this.next();
  }

  next(): number {
    const { b, c } = this;
    const sum = (this.a + b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  fraction(): number {
    return this.next() / 4294967296;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  bytes(count: number): Uint8Array {
    const out = new Uint8Array(count);
    for (let index = 0; index < count; index++) out[index] = this.next() >>> 24;
    return out;
  }

  fork(name: string): Random {
    let mixed = this.seed | 0;
    for (let index = 0; index < name.length; index++) {
      mixed = Math.imul(mixed ^ name.charCodeAt(index), 0x01000193) ^ (mixed >>> 15);
    }
    return createRandom(mixed);
  }
}
