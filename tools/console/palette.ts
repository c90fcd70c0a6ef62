import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const MOST_COLORS = 256;
const MOST_FREQUENT = 96;

/**
 * A PNG of 8-bit color made smaller: at most 256 colors, the most frequent ones, each other taken for the nearest of
 * them. Pictures of a console lose nothing that an eye would see.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, rows } = decode(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < rows.length; at += channels) {
    const color = (rows[at] << 16) | (rows[at + 1] << 8) | rows[at + 2];
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = paletteOf(counts);
  const index = new Map<number, number>();
  for (const color of counts.keys()) index.set(color, nearest(palette, color));
  const packed = Buffer.alloc((width + 1) * height);
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += channels) {
      packed[y * (width + 1) + 1 + x] = index.get((rows[from] << 16) | (rows[from + 1] << 8) | rows[from + 2]) ?? 0;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colors = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", colors),
    chunk("IDAT", deflateSync(packed, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most frequent colors, and then those that are farthest from what is there: a small mark keeps its color. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const palette = sorted.slice(0, MOST_FREQUENT).map(([color]) => color);
  const rest = sorted.slice(MOST_FREQUENT).map(([color, count]) => {
    return { color, weight: Math.sqrt(count), far: Math.min(...palette.map((other) => distance(color, other))) };
  });
  while (palette.length < MOST_COLORS && rest.length > 0) {
    let best = 0;
    for (let at = 1; at < rest.length; at++) {
      if (rest[at].far * rest[at].weight > rest[best].far * rest[best].weight) best = at;
    }
    const [{ color }] = rest.splice(best, 1);
    palette.push(color);
    for (const one of rest) one.far = Math.min(one.far, distance(one.color, color));
  }
  return palette;
}

function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

function nearest(palette: readonly number[], color: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const far = distance(color, other);
    if (far < least) [best, least] = [index, far];
    if (least === 0) break;
  }
  return best;
}

/** Pixels of a PNG of 8 bits per channel without interlacing (PNG, third edition, sections 5 and 9). */
function decode(png: Buffer) {
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < png.length; ) {
    const size = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + size);
    if (name === "IHDR") {
      [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
      channels = content[9] === 6 ? 4 : 3;
    } else if (name === "IDAT") parts.push(content);
    at += 12 + size;
  }
  const packed = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const rows = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const to = y * line + x;
      const left = x >= channels ? rows[to - channels] : 0;
      const up = y > 0 ? rows[to - line] : 0;
      const corner = x >= channels && y > 0 ? rows[to - line - channels] : 0;
      rows[to] = packed[y * (line + 1) + 1 + x] + predicted(filter, left, up, corner);
    }
  }
  return { width, height, channels, rows };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

function chunk(name: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(12 + content.length);
  whole.writeUInt32BE(content.length, 0);
  whole.write(name, 4, "latin1");
  content.copy(whole, 8);
  whole.writeUInt32BE(checksum(whole.subarray(4, 8 + content.length)), 8 + content.length);
  return whole;
}

function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
