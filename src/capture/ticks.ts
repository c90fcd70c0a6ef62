// draft-ietf-opsawg-pcapng, section 4.2: if_tsresol and if_tsoffset, and the 64-bit timestamps that they explain.

/** How one interface counts time. */
export interface Clock {
  /** Ticks per second where numbers divide exactly, else 0: then `wideTicksPerSecond` serves. */
  ticksPerSecond: number;
  /** Nanoseconds are `remainder * multiplier / divisor`, rounded down. */
  multiplier: number;
  divisor: number;
  wideTicksPerSecond: bigint;
  /** Seconds to add. */
  offset: number;
  /** Nanoseconds per tick; less than 1 for finer clocks. */
  resolution: number;
}

/** A time as a capture counts it. */
export interface Instant {
  seconds: number;
  nanoseconds: number;
}

/** The clock of an if_tsresol byte: a negative power of ten, or of two with the top bit set. */
export function clockOf(resolution: number, offset: number): Clock {
  const exponent = resolution & 0x7f;
  const base = (resolution & 0x80) === 0 ? 10 : 2;
  const perSecond = base ** exponent;
  const clock: Clock = {
    ticksPerSecond: perSecond,
    multiplier: 1,
    divisor: 1,
    wideTicksPerSecond: 0n,
    offset,
    resolution: 1e9 / perSecond,
  };
  // Remainders stay below 2^37 so that times 2^16 they are exact; binary ones times 10^9 must stay below 2^53 too.
  if (base === 10 && exponent <= 11) {
    clock.multiplier = 10 ** Math.max(0, 9 - exponent);
    clock.divisor = 10 ** Math.max(0, exponent - 9);
  } else if (base === 2 && exponent <= 23) {
    clock.multiplier = 1_000_000_000;
    clock.divisor = perSecond;
  } else {
    clock.ticksPerSecond = 0;
    clock.wideTicksPerSecond = BigInt(base) ** BigInt(exponent);
  }
  return clock;
}

/** Writes the time of a 64-bit tick count into `instant`, exactly, parts of a nanosecond cut off. */
export function readTicks(clock: Clock, high: number, low: number, instant: Instant): void {
  const perSecond = clock.ticksPerSecond;
  if (perSecond === 0) {
    readWideTicks(clock, high, low, instant);
    return;
  }
  // Long division in digits of 16 bits.
  let whole = 0;
  let rest = high;
  if (high >= perSecond) {
    whole = Math.floor(high / perSecond);
    rest = high - whole * perSecond;
  }
  const middle = rest * 65_536 + (low >>> 16);
  const upper = Math.floor(middle / perSecond);
  const last = (middle - upper * perSecond) * 65_536 + (low & 0xffff);
  const lower = Math.floor(last / perSecond);
  const remainder = last - lower * perSecond;
  instant.seconds = whole * 4_294_967_296 + upper * 65_536 + lower + clock.offset;
  const scaled = remainder * clock.multiplier;
  instant.nanoseconds = clock.divisor === 1 ? scaled : Math.floor(scaled / clock.divisor);
}

function readWideTicks(clock: Clock, high: number, low: number, instant: Instant): void {
  const ticks = (BigInt(high) << 32n) | BigInt(low);
  const seconds = ticks / clock.wideTicksPerSecond;
  instant.seconds = Number(seconds) + clock.offset;
  const remainder = ticks - seconds * clock.wideTicksPerSecond;
  instant.nanoseconds = Number((remainder * 1_000_000_000n) / clock.wideTicksPerSecond);
}
