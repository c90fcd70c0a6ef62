// The laws that every dissector keeps, whatever the bytes. Nothing of the product imports this file.
import type { Dissector } from "./dissector.ts";
import type { Exchange } from "./protocols/samples/sample.ts";
import type { Played, PlayOptions, SeenMessage } from "./testing.ts";
import { bytesOf, listenTo, play } from "./testing.ts";

const DEFAULT_LONGEST = 65_536;

/** A source of numbers in [0, 1) that gives the same series for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Sent {
  from: "client" | "server";
  bytes: Uint8Array;
}

/**
 * Holds one well-formed exchange against the laws; answers the broken ones in words, none when all hold. `all` are the
 * dissectors that may ride inside.
 */
export function brokenLaws(
  dissector: Dissector,
  exchange: Exchange,
  all: readonly Dissector[],
  random: () => number,
): string[] {
  const broken: string[] = [];
  const list = [dissector, ...all.filter((other) => other !== dissector)];
  const sent = exchange.messages.map((message) => ({ from: message.from, bytes: bytesOf(message.hex) }));
  const plain = play(exchange, sent, list);
  for (const bug of plain.bugs) broken.push(`throws: ${bug}`);
  if (plain.messages.length === 0) broken.push("reads nothing of its own sample");
  if (plain.undissected > 0) broken.push(`leaves ${plain.undissected} bytes of its own sample`);
  for (const message of plain.messages) {
    if (message.faults.length > 0 && !exchange.name.includes("fault")) {
      broken.push(`finds fault with its own sample: ${message.operation} ${message.faults[0]?.name}`);
    }
  }
  const expected = essence(plain.messages);
  const same = (name: string, options: PlayOptions): void => {
    const { messages } = play(exchange, sent, list, options);
    const fits =
      dissector.unframed === true && options.pieces !== undefined
        ? learned(messages) === learned(plain.messages)
        : essence(messages) === expected;
    if (!fits) broken.push(name);
  };
  same("the output depends on bytes outside the message", { poison: 0xff });
  same("something lent is kept without a copy", { scribble: true });
  if (exchange.over === "tcp") {
    same("the output depends on how the stream was cut (single bytes)", {
      pieces: (_, length) => Array<number>(length).fill(1),
    });
    for (let round = 0; round < 4; round++) {
      same("the output depends on how the stream was cut", { pieces: (_, length) => randomPieces(length, random) });
    }
  }
  if (exchange.over !== "tcp" && plain.messages.every(({ faults }) => faults.length === 0)) {
    for (const { from, bytes } of sent) {
      const cut = { from, bytes: bytes.subarray(0, 1 + Math.floor(random() * (bytes.length - 1))) };
      const faults = play(exchange, [cut], list, { cutByCapture: true }).messages.flatMap((message) => message.faults);
      const blamed = faults.find(({ name }) => name !== "cut by capture");
      if (blamed !== undefined) broken.push(`blames a sender for what the capture cut: ${blamed.name}`);
    }
  }
  if (essence(play(exchange, sent, list, { detailed: false }).messages, false) !== essence(plain.messages, false)) {
    broken.push("more than the fields depends on `detailed`");
  }
  return broken;
}

/** Holds one mutated exchange against the laws that hold for any bytes; answers the broken ones with the bytes. */
export function brokenLawsUnderMutation(
  dissector: Dissector,
  exchange: Exchange,
  all: readonly Dissector[],
  random: () => number,
): string[] {
  const broken: string[] = [];
  const list = [dissector, ...all.filter((other) => other !== dissector)];
  const sent = mutated(exchange, random);
  const first = play(exchange, sent, list, { poison: 0 });
  const longest = dissector.longest ?? DEFAULT_LONGEST;
  const shown = (): string => sent.map((one) => `${one.from}:${hex(one.bytes)}`).join(" ");
  for (const bug of first.bugs) broken.push(`throws: ${bug}\n${shown()}`);
  if (first.waiting > longest * 2) broken.push(`waits for ${first.waiting} bytes\n${shown()}`);
  const second: Played = play(exchange, sent, list, { poison: 0xff, scribble: true });
  if (essence(first.messages) !== essence(second.messages)) {
    broken.push(`the output depends on bytes outside the message, or on something lent\n${shown()}`);
  }
  return broken;
}

/** What must not change: all but frame numbers and buffer positions. */
function essence(messages: readonly SeenMessage[], withFields = true): string {
  return JSON.stringify(
    messages.map((message) => ({
      ...message,
      fields: withFields ? message.fields : undefined,
      frame: undefined,
      answers: message.answers > 0,
      claims: message.claims.map(({ start: _start, end: _end, ...rest }) => rest),
    })),
  );
}

/** What unframed protocols must tell however their octets were cut. */
function learned(messages: readonly SeenMessage[]): string {
  return JSON.stringify({
    claims: messages.flatMap(({ claims }) => claims.map(({ start: _start, end: _end, ...rest }) => rest)),
    notes: messages.flatMap(({ notes }) => notes),
    objects: messages.flatMap(({ objects }) => objects),
    faults: messages.flatMap(({ faults }) => faults.map(({ name }) => name)),
  });
}

function randomPieces(length: number, random: () => number): number[] {
  const pieces: number[] = [];
  let left = length;
  while (left > 0) {
    const piece = Math.min(left, 1 + Math.floor(random() * random() * 40));
    pieces.push(piece);
    left -= piece;
  }
  return pieces;
}

function mutated(exchange: Exchange, random: () => number): Sent[] {
  const sent: Sent[] = exchange.messages.map((message) => ({ from: message.from, bytes: bytesOf(message.hex) }));
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change++) {
    const index = Math.floor(random() * sent.length);
    const one = sent[index];
    if (one === undefined) continue;
    const bytes = one.bytes;
    const at = Math.floor(random() * bytes.length);
    switch (Math.floor(random() * 8)) {
      case 0:
        bytes[at] = Math.floor(random() * 256);
        break;
      case 1:
        bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
        break;
      case 2:
        bytes[at] = random() < 0.5 ? 0xff : 0;
        break;
      case 3:
        one.bytes = bytes.slice(0, at);
        break;
      case 4: {
        const grown = new Uint8Array(bytes.length + 1 + Math.floor(random() * 24));
        grown.set(bytes);
        for (let more = bytes.length; more < grown.length; more++) grown[more] = Math.floor(random() * 256);
        one.bytes = grown;
        break;
      }
      case 5: {
        // A piece of another message in the middle of this one.
        const other = (sent[Math.floor(random() * sent.length)] as Sent).bytes;
        const from = Math.floor(random() * other.length);
        one.bytes = joined(bytes.slice(0, at), other.slice(from));
        break;
      }
      case 6:
        for (let byte = at; byte < Math.min(bytes.length, at + 4); byte++) bytes[byte] = Math.floor(random() * 256);
        break;
      default:
        sent.splice(index, 1);
        break;
    }
  }
  return sent;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (value) => value.toString(16).padStart(2, "0")).join("");
}

/** What a series of mutated inputs came to. */
export interface Series {
  inputs: number;
  broken: string[];
}

const BATCH = 200;

/**
 * Feeds `inputs` mutated messages to a dissector, one conversation per batch, twice side by side with other bytes
 * around: nothing may throw, wait without bound, or depend on what lies outside the message. Cheap enough for millions.
 */
export function fuzzSeries(
  dissector: Dissector,
  exchanges: readonly Exchange[],
  all: readonly Dissector[],
  random: () => number,
  inputs: number,
): Series {
  const list = [dissector, ...all.filter((other) => other !== dissector)];
  const longest = dissector.longest ?? DEFAULT_LONGEST;
  const series: Series = { inputs: 0, broken: [] };
  while (series.inputs < inputs && series.broken.length < 5) {
    const exchange = exchanges[Math.floor(random() * exchanges.length)] as Exchange;
    const clean = exchange.messages.map((message) => ({ from: message.from, bytes: bytesOf(message.hex) }));
    const pair = [listenTo(exchange, list, 0), listenTo(exchange, list, 0xff)] as const;
    const fed: string[] = [];
    for (let index = 0; index < BATCH && series.inputs < inputs; index++, series.inputs++) {
      const message = clean[index % clean.length] as Sent;
      const bytes = random() < 0.1 ? message.bytes : mutatedBytes(message.bytes, random);
      fed.push(`${message.from}:${hex(bytes)}`);
      for (const one of pair) one.feed(message.from, bytes);
      const bugs = [...pair[0].bugs, ...pair[1].bugs];
      const problem =
        bugs.length > 0
          ? `throws: ${bugs[0]}`
          : pair[0].waiting() > longest * 2
            ? `waits for ${pair[0].waiting()} bytes`
            : pair[0].digest() !== pair[1].digest()
              ? "the output depends on bytes outside the message"
              : "";
      if (problem === "") continue;
      series.broken.push(`${dissector.name}, ${exchange.name}: ${problem}\n${fed.slice(-4).join(" ")}`);
      break;
    }
  }
  return series;
}

function mutatedBytes(bytes: Uint8Array, random: () => number): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    if (changed.length === 0) return changed;
    const at = Math.floor(random() * changed.length);
    switch (Math.floor(random() * 6)) {
      case 0:
        changed[at] = Math.floor(random() * 256);
        break;
      case 1:
        changed[at] = (changed[at] as number) ^ (1 << Math.floor(random() * 8));
        break;
      case 2:
        changed.fill(random() < 0.5 ? 0xff : 0, at, at + 1 + Math.floor(random() * 4));
        break;
      case 3:
        changed = changed.slice(0, at);
        break;
      case 4:
        changed.copyWithin(at, Math.floor(random() * changed.length));
        break;
      default: {
        const more = new Uint8Array(1 + Math.floor(random() * 16));
        for (let index = 0; index < more.length; index++) more[index] = Math.floor(random() * 256);
        changed = joined(changed, more);
      }
    }
  }
  return changed;
}
