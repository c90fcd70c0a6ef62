// AES with keys of 128 bits: FIPS 197. For what is encrypted with a published key only; nothing here is safe for secrets.

const ROUNDS = 10;
const BLOCK = 16;

const SUBSTITUTES = new Uint8Array(256);
const ORIGINALS = new Uint8Array(256);

/** Multiplies by x in the field of FIPS 197 section 4.2. */
function doubled(value: number): number {
  return ((value << 1) ^ ((value & 0x80) !== 0 ? 0x1b : 0)) & 0xff;
}

function product(one: number, other: number): number {
  let sum = 0;
  let factor = one;
  for (let bits = other; bits > 0; bits >>= 1) {
    if ((bits & 1) !== 0) sum ^= factor;
    factor = doubled(factor);
  }
  return sum;
}

/** The table of section 5.1.1, by walking through all inverses: 3 makes every element, and 0xf6 is its inverse. */
function fillTables(): void {
  let element = 1;
  let inverse = 1;
  do {
    element ^= doubled(element);
    inverse = product(inverse, 0xf6);
    let turned = inverse;
    let value = inverse;
    for (let turns = 0; turns < 4; turns++) {
      turned = ((turned << 1) | (turned >> 7)) & 0xff;
      value ^= turned;
    }
    SUBSTITUTES[element] = value ^ 0x63;
    ORIGINALS[value ^ 0x63] = element;
  } while (element !== 1);
  SUBSTITUTES[0] = 0x63;
  ORIGINALS[0x63] = 0;
}

fillTables();

/** The round keys of a key of 16 bytes. */
export function expandedKey(key: Uint8Array): Uint8Array {
  const keys = new Uint8Array(BLOCK * (ROUNDS + 1));
  keys.set(key);
  let constant = 1;
  for (let at = BLOCK; at < keys.length; at += 4) {
    for (let index = 0; index < 4; index++) {
      let before = keys[at - 4 + index] as number;
      if (at % BLOCK === 0) {
        before = SUBSTITUTES[keys[at - 4 + ((index + 1) & 3)] as number] as number;
        if (index === 0) before ^= constant;
      }
      keys[at + index] = (keys[at - BLOCK + index] as number) ^ before;
    }
    if (at % BLOCK === 0) constant = doubled(constant);
  }
  return keys;
}

function addRoundKey(state: Uint8Array, keys: Uint8Array, round: number): void {
  for (let at = 0; at < BLOCK; at++) state[at] = (state[at] as number) ^ (keys[round * BLOCK + at] as number);
}

const shifted = new Uint8Array(BLOCK);

/** Decrypts one block of `bytes` at `from` into `plain` at `to`. */
export function decryptBlock(keys: Uint8Array, bytes: Uint8Array, from: number, plain: Uint8Array, to: number): void {
  const state = plain.subarray(to, to + BLOCK);
  for (let at = 0; at < BLOCK; at++) state[at] = bytes[from + at] as number;
  addRoundKey(state, keys, ROUNDS);
  for (let round = ROUNDS - 1; round >= 0; round--) {
    // Rows go back to the right, bytes to their originals.
    for (let at = 0; at < BLOCK; at++) shifted[(at + 4 * (at & 3)) & 15] = ORIGINALS[state[at] as number] as number;
    state.set(shifted);
    addRoundKey(state, keys, round);
    if (round === 0) break;
    for (let column = 0; column < BLOCK; column += 4) {
      const [a, b, c, d] = [state[column], state[column + 1], state[column + 2], state[column + 3]] as [
        number,
        number,
        number,
        number,
      ];
      state[column] = product(a, 14) ^ product(b, 11) ^ product(c, 13) ^ product(d, 9);
      state[column + 1] = product(a, 9) ^ product(b, 14) ^ product(c, 11) ^ product(d, 13);
      state[column + 2] = product(a, 13) ^ product(b, 9) ^ product(c, 14) ^ product(d, 11);
      state[column + 3] = product(a, 11) ^ product(b, 13) ^ product(c, 9) ^ product(d, 14);
    }
  }
}
