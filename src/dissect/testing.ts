// Drives dissectors over made-up exchanges, for tests and laws. Nothing of the product imports this file.

import type { Surroundings } from "./conversation.ts";
import { Conversation } from "./conversation.ts";
import type { Dissector, Likeness } from "./dissector.ts";
import type { Exchange } from "./protocols/samples/sample.ts";
import { Reader } from "./reader.ts";
import { registryOf } from "./registry.ts";
import { Stream } from "./stream.ts";
import type { Claim, Direction, Message, Noted, Sample, Talk, Target, ToldFlow } from "./talk.ts";

/** A message as it was when delivered, copied. */
export interface SeenMessage {
  protocol: string;
  operation: string;
  act: string;
  direction: Direction;
  outcome: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into protocol fields of every shape.
  fields: any;
  claims: Claim[];
  notes: Noted[];
  faults: { name: string; offset: number }[];
  targets: Target[];
  objects: string[];
  samples: Sample[];
  flows: ToldFlow[];
  answers: number;
  frame: number;
  from: "client" | "server";
}

/** How an exchange is played. */
export interface PlayOptions {
  /** Whether fields are wanted; true when left out. */
  detailed?: boolean;
  /** Cuts the bytes of each stream segment at these lengths; one piece per message when left out. */
  pieces?: (message: number, length: number) => number[];
  /** Bytes laid around each message, which must not matter. */
  poison?: number;
  /** Overwrites each segment once it was read, as a reused capture buffer would. */
  scribble?: boolean;
  /** Whether the capture cut the end of each datagram. */
  cutByCapture?: boolean;
  /** Whether both sides of a stream close it (FIN) where what they sent ends; else the capture ends there. */
  closed?: boolean;
}

/** What playing an exchange showed. */
export interface Played {
  messages: SeenMessage[];
  /** Faults of our own code. */
  bugs: string[];
  undissected: number;
  /** Bytes waiting in streams before the end. */
  waiting: number;
}

/** Bytes of hexadecimal digits; blanks are ignored. Throws on anything else: a wrong sample is a bug. */
export function bytesOf(hex: string): Uint8Array {
  const digits = hex.replace(/\s+/g, "");
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) throw new Error(`not hexadecimal: ${hex.slice(0, 60)}`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/** How much a datagram of these bytes looks like the start of a message of `dissector`. */
export function likenessOf(dissector: Dissector, hex: string): Likeness {
  const reader = new Reader();
  const bytes = bytesOf(hex);
  reader.open(bytes, 0, bytes.length, true);
  const talk = { memory: dissector.remember?.(), stream: false, side: 0, detailed: false };
  return dissector.probe(reader, talk as unknown as Talk);
}

/**
 * Plays an exchange to the first of `dissectors`; the others may ride inside it. With `over: "inside"` the bytes are
 * handed to it as its carrier would. Client is 192.0.2.1 (port 50000), server 192.0.2.2.
 */
export function dissectExchange(
  exchange: Exchange,
  dissectors: readonly Dissector[],
  options: PlayOptions = {},
): SeenMessage[] {
  return play(
    exchange,
    exchange.messages.map((message) => ({ from: message.from, bytes: bytesOf(message.hex) })),
    dissectors,
    options,
  ).messages;
}

/** Like `dissectExchange` over given bytes, telling also what went wrong. */
export function play(
  exchange: Pick<Exchange, "over" | "port">,
  sent: readonly { from: "client" | "server"; bytes: Uint8Array }[],
  dissectors: readonly Dissector[],
  options: PlayOptions = {},
): Played {
  const messages: SeenMessage[] = [];
  const bugs: string[] = [];
  const stream = exchange.over === "tcp";
  const around = surroundings(dissectors, options.detailed ?? true, bugs, (conversation, message) =>
    messages.push(copyOf(conversation, message)),
  );
  const conversation = new Conversation(around, dissectors[0] as Dissector, 1, 0, stream, undefined);
  const streamReader = new Stream(conversation);
  const next: [number, number] = [1, 1];
  let frame = 0;
  for (let index = 0; index < sent.length; index++) {
    const message = sent[index] as { from: "client" | "server"; bytes: Uint8Array };
    const side = message.from === "client" ? 0 : 1;
    const pieces = stream
      ? (options.pieces?.(index, message.bytes.length) ?? [message.bytes.length])
      : [message.bytes.length];
    let at = 0;
    for (const length of pieces) {
      frame++;
      const padded = new Uint8Array(length + 32).fill(options.poison ?? 0);
      padded.set(message.bytes.subarray(at, at + length), 16);
      at += length;
      around.frameBytes = padded;
      stand(conversation, message.from, exchange.port, frame);
      if (stream) {
        streamReader.segment(side, next[side], padded, 16, 16 + length, 0);
        next[side] += length;
      } else conversation.datagram(padded, 16, 16 + length, options.cutByCapture ?? false);
      if (options.scribble === true) padded.fill(0xa5);
    }
  }
  const waiting = streamReader.waiting();
  if (stream && options.closed === true) for (const side of [0, 1] as const) streamReader.close(side, next[side]);
  streamReader.finish();
  return { messages, bugs, undissected: conversation.undissected, waiting };
}

function copyOf(conversation: Conversation, message: Message): SeenMessage {
  return {
    protocol: message.operation.protocol,
    operation: message.operation.name,
    act: message.operation.act,
    direction: message.direction,
    outcome: message.outcome,
    fields: message.fields === undefined ? undefined : structuredCloneOf(message.fields),
    claims: message.claims.map((claim) => ({ ...claim })),
    notes: message.notes.map((note) => ({ ...note })),
    faults: message.faults.map((fault) => ({ ...fault })),
    targets: message.targets.slice(0, message.targetCount).map((target) => ({ ...target })),
    objects: [...message.objects],
    samples: samplesOf(message).map((sample) => ({ ...sample })),
    flows: message.flows.slice(0, message.flowCount).map((flow) => ({ ...flow })),
    answers: message.answers,
    frame: conversation.frame,
    from: conversation.side === 0 ? "client" : "server",
  };
}

/** The values that a message tells, those told again behind the new ones. */
function samplesOf(message: Message): readonly Sample[] {
  const fresh = message.samples.slice(0, message.sampleCount);
  return message.again === undefined ? fresh : [...fresh, ...message.again.samples];
}

/** A copy through JSON, so that fields prove to be printable too. */
function structuredCloneOf(fields: object): unknown {
  return JSON.parse(JSON.stringify(fields));
}

/** One conversation to be fed message by message; keeps only a running digest of what it delivered. */
export interface Listening {
  feed(from: "client" | "server", bytes: Uint8Array): void;
  /** Bytes that wait in the stream. */
  waiting(): number;
  /** A number that differs when anything delivered differs (but for chance). */
  digest(): number;
  readonly bugs: string[];
}

const FIELDS_EVERY = 8;

/** Opens a conversation of the first of `dissectors`; bytes around each message are `poison`. */
export function listenTo(
  exchange: Pick<Exchange, "over" | "port">,
  dissectors: readonly Dissector[],
  poison: number,
): Listening {
  const bugs: string[] = [];
  let digest = 0;
  let delivered = 0;
  const around = surroundings(dissectors, true, bugs, (_, message) => {
    digest = mix(digest, message.operation.index * 4 + message.direction);
    digest = mixText(digest, message.outcome);
    digest = mix(digest, message.targetCount);
    for (const claim of message.claims)
      digest = mixText(mix(digest, claim.confidence * 100), claim.attribute + claim.value);
    for (const fault of message.faults) digest = mixText(digest, fault.name);
    for (const object of message.objects) digest = mixText(digest, object);
    for (const { unit, index, value, quality } of samplesOf(message)) {
      digest = mix(mix(digest, unit * 31 + index), value * 4 + quality);
    }
    for (let at = 0; at < message.flowCount; at++) {
      const { source, destination, packets } = message.flows[at] as ToldFlow;
      digest = mix(mixText(digest, source + destination), packets);
    }
    if (message.notes.length > 0) digest = mixText(digest, JSON.stringify(message.notes));
    if (delivered++ % FIELDS_EVERY === 0) digest = mixText(digest, JSON.stringify(message.fields ?? null));
  });
  const stream = exchange.over === "tcp";
  const conversation = new Conversation(around, dissectors[0] as Dissector, 1, 0, stream, undefined);
  const streamReader = new Stream(conversation);
  const next: [number, number] = [1, 1];
  let buffer = new Uint8Array(4096);
  return {
    bugs,
    waiting: () => streamReader.waiting(),
    digest: () => digest,
    feed(from, bytes) {
      if (bytes.length + 32 > buffer.length) buffer = new Uint8Array(bytes.length * 2 + 32);
      buffer.fill(poison);
      buffer.set(bytes, 16);
      around.frameBytes = buffer;
      stand(conversation, from, exchange.port, conversation.frame + 1);
      const side = conversation.side;
      if (stream) {
        streamReader.segment(side, next[side] | 0, buffer, 16, 16 + bytes.length, 0);
        next[side] = (next[side] + bytes.length) | 0;
      } else conversation.datagram(buffer, 16, 16 + bytes.length, false);
    },
  };
}

/**
 * Readies an exchange to be played many times over, as the engine plays it when nobody wants details; each call plays it from its
 * beginning and answers how many messages it held.
 */
export function rehearsalOf(exchange: Exchange, dissectors: readonly Dissector[]): () => number {
  let delivered = 0;
  const around = surroundings(dissectors, false, [], () => delivered++);
  const stream = exchange.over === "tcp";
  const sent = exchange.messages.map(({ from, hex }) => ({ from, bytes: bytesOf(hex) }));
  return () => {
    delivered = 0;
    const conversation = new Conversation(around, dissectors[0] as Dissector, 1, 0, stream, undefined);
    const streamReader = new Stream(conversation);
    const next: [number, number] = [1, 1];
    for (const [index, { from, bytes }] of sent.entries()) {
      around.frameBytes = bytes;
      stand(conversation, from, exchange.port, index + 1);
      const { side } = conversation;
      if (stream) {
        streamReader.segment(side, next[side], bytes, 0, bytes.length, 0);
        next[side] += bytes.length;
      } else conversation.datagram(bytes, 0, bytes.length, false);
    }
    streamReader.finish();
    return delivered;
  };
}

function mix(digest: number, value: number): number {
  const mixed = Math.imul(digest ^ value, 0x01000193);
  return mixed ^ (mixed >>> 13);
}

function mixText(digest: number, text: string): number {
  let mixed = digest;
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  return mixed ^ (mixed >>> 15);
}

function surroundings(
  dissectors: readonly Dissector[],
  detailed: boolean,
  bugs: string[],
  deliver: (conversation: Conversation, message: Message) => void,
): Surroundings {
  return {
    registry: registryOf(dissectors),
    detailed,
    capture: 0,
    seconds: 0,
    nanoseconds: 0,
    frameBytes: new Uint8Array(0),
    frameStart: 0,
    deliver,
    vote: () => {},
    senderAddress: (conversation) => (conversation.side === 0 ? "192.0.2.1" : "192.0.2.2"),
    receiverAddress: (conversation) => (conversation.side === 0 ? "192.0.2.2" : "192.0.2.1"),
    senderMac: (conversation) => (conversation.side === 0 ? "020000000001" : "020000000002"),
    bug: (dissector, error) => bugs.push(`${dissector.name}: ${error instanceof Error ? error.stack : String(error)}`),
  };
}

function stand(conversation: Conversation, from: "client" | "server", port: number, frame: number): void {
  const side = from === "client" ? 0 : 1;
  conversation.side = side;
  conversation.fromClient = side === 0;
  conversation.sourcePort = side === 0 ? 50_000 : port;
  conversation.destinationPort = side === 0 ? port : 50_000;
  conversation.frame = frame;
  conversation.time = frame;
}
