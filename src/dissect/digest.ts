// Message digests for fingerprints: MD5 (RFC 1321) and SHA-256 (FIPS 180-4). Not for security; pure rooms have no crypto.

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const MD5_SINES = Int32Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 4294967296));
const SHA_PRIMES = firstPrimes(64);
const SHA_CONSTANTS = Int32Array.from(SHA_PRIMES, (prime) => fraction(Math.cbrt(prime)));
const SHA_START = Int32Array.from(SHA_PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

const words = new Int32Array(64);
const tail = new Uint8Array(2 * BLOCK);

/** MD5 of `bytes[start..end)` as 32 lower-case hexadecimal digits. */
export function md5(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  overBlocks(bytes, start, end, true, (block, at) => md5Block(state, block, at));
  let text = "";
  for (const word of state) {
    for (let byte = 0; byte < 4; byte++) text += ((word >>> (8 * byte)) & 0xff).toString(16).padStart(2, "0");
  }
  return text;
}

/** SHA-256 of `bytes[start..end)` as 64 lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const state = SHA_START.slice();
  overBlocks(bytes, start, end, false, (block, at) => sha256Block(state, block, at));
  let text = "";
  for (const word of state) text += (word >>> 0).toString(16).padStart(8, "0");
  return text;
}

/** The characters of a text of ASCII as bytes; others lose their upper bits. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Both digests pad alike: a one bit, zeros, and the length in bits in the last eight bytes. */
function overBlocks(
  bytes: Uint8Array,
  start: number,
  end: number,
  littleEndian: boolean,
  take: (block: Uint8Array, at: number) => void,
): void {
  let at = start;
  for (; at + BLOCK <= end; at += BLOCK) take(bytes, at);
  tail.fill(0);
  const rest = end - at;
  for (let index = 0; index < rest; index++) tail[index] = bytes[at + index] as number;
  tail[rest] = 0x80;
  const length = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
  let bits = (end - start) * 8;
  for (let index = 0; index < 8; index++) {
    tail[littleEndian ? length - 8 + index : length - 1 - index] = bits & 0xff;
    bits = Math.floor(bits / 256);
  }
  for (let block = 0; block < length; block += BLOCK) take(tail, block);
}

function md5Block(state: Int32Array, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < 16; index++) {
    const p = at + index * 4;
    words[index] =
      (bytes[p] as number) |
      ((bytes[p + 1] as number) << 8) |
      ((bytes[p + 2] as number) << 16) |
      ((bytes[p + 3] as number) << 24);
  }
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    let mixed: number;
    let word: number;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = step;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * step + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * step + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * step) & 15;
    }
    const sum = (a + mixed + (MD5_SINES[step] as number) + (words[word] as number)) | 0;
    const shift = MD5_SHIFTS[round * 4 + (step & 3)] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
}

function sha256Block(state: Int32Array, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < 16; index++) {
    const p = at + index * 4;
    words[index] =
      ((bytes[p] as number) << 24) |
      ((bytes[p + 1] as number) << 16) |
      ((bytes[p + 2] as number) << 8) |
      (bytes[p + 3] as number);
  }
  for (let index = 16; index < 64; index++) {
    const early = words[index - 15] as number;
    const late = words[index - 2] as number;
    const low = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const high = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[index] = ((words[index - 16] as number) + low + (words[index - 7] as number) + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const high = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + high + choice + (SHA_CONSTANTS[step] as number) + (words[step] as number)) | 0;
    const low = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + low + majority) | 0;
  }
  const ends = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index++) state[index] = (state[index] + (ends[index] as number)) | 0;
}

function rotated(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

/** The first 32 bits of the fraction. Doubles hold 53 bits, so a root below 8 leaves enough. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 4294967296) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
