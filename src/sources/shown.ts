import { v4Text, v6TextOf } from "../dissect/addresses.ts";
import type { Conversation } from "../dissect/conversation.ts";
import { Engine, type Listener } from "../dissect/engine.ts";
import { CARRIES_FRAGMENT, CARRIES_TCP, Packet } from "../dissect/packet.ts";
import type { Registry } from "../dissect/registry.ts";
import { type Message, NOTICE, REQUEST, RESPONSE } from "../dissect/talk.ts";
import type { ShownField, ShownFrame, ShownLayer } from "../serve/surroundings.ts";
import type { KeptFrame } from "./kept-file.ts";
import { TCP_FLAGS } from "./layer-names.ts";
import { flagWords } from "./layer-writer.ts";
import { layersOf } from "./layers.ts";
import { QUOTED } from "./layers-network.ts";

/** Who speaks with whom in a frame. */
export interface Parties {
  /** The same for both ways of one conversation; fragments carry that of their addresses. */
  key: string;
  /** The key without ports, by which fragments find their conversation. */
  pair: string;
  sender: string;
  receiver: string;
  isFragment: boolean;
  /** Bits of the TCP header, 0 elsewhere. */
  tcpFlags: number;
  isTcp: boolean;
  payload: number;
}

const packet = new Packet();
const MOST_FIELDS = 400;
const LONGEST_VALUE = 512;
const MOST_MESSAGES = 64;
/** Neighbors shown before and after. */
const NEIGHBORS = 20;

/** The parties of a frame's innermost packet. */
export function partiesOf(frame: Pick<KeptFrame, "bytes" | "linkType">): Parties {
  packet.decode(frame.bytes, 0, frame.bytes.length, frame.linkType);
  let source = packet.macSource >= 0 ? hex(packet.linkBytes, packet.macSource) : "";
  let destination = packet.macDestination >= 0 ? hex(packet.linkBytes, packet.macDestination) : "";
  let kind = `link ${packet.type}`;
  if (packet.ipVersion === 4) {
    source = v4Text(packet.source);
    destination = v4Text(packet.destination);
    kind = `4 ${packet.protocol}`;
  } else if (packet.ipVersion === 6) {
    source = v6TextOf(packet.bytes, packet.addressesAt);
    destination = v6TextOf(packet.bytes, packet.addressesAt + 16);
    kind = `6 ${packet.protocol}`;
  }
  const pair = `${kind} ${[source, destination].sort().join(" ")}`;
  const isFragment = packet.carries === CARRIES_FRAGMENT;
  const sender = `${source} ${isFragment ? 0 : packet.sourcePort}`;
  const receiver = `${destination} ${isFragment ? 0 : packet.destinationPort}`;
  const isTcp = packet.carries === CARRIES_TCP;
  return {
    key: `${kind} ${[sender, receiver].sort().join(" ")}`,
    pair,
    sender,
    receiver,
    isFragment,
    tcpFlags: isTcp ? packet.tcpFlags : 0,
    isTcp,
    payload: packet.payloadEnd - packet.payloadStart,
  };
}

/** Whether a frame may belong to the conversation of another: the same parties, or fragments between the same addresses. */
export function isSameTalk(one: Parties, other: Parties): boolean {
  return one.key === other.key || ((one.isFragment || other.isFragment) && one.pair === other.pair);
}

/** Frames of a conversation around the one to be shown. */
export interface Surrounding {
  capture: number;
  target: number;
  /** In the order of the capture, with `target` among them. */
  frames: readonly KeptFrame[];
  /** Whether frames of the capture before these were not looked at. */
  begunLater: boolean;
}

/** The frame with its layers, its application messages (read together with the frames around it), and its neighbors. */
export function showFrame(registry: Registry, surrounding: Surrounding): ShownFrame | undefined {
  const { capture, target, frames } = surrounding;
  const shown = frames.find((frame) => frame.number === target);
  if (shown === undefined) return undefined;
  const parties = frames.map(partiesOf);
  const listener = new Messages(target);
  const engine = new Engine(registry, listener, { detailed: true, mostFlows: 1024 });
  listener.engine = engine;
  for (const frame of frames) {
    listener.bytes = frame.bytes;
    engine.frame({ ...frame, capture, start: 0, end: frame.bytes.length });
  }
  engine.finish();
  const hasStart = parties.some(({ tcpFlags }) => (tcpFlags & 0x02) !== 0);
  const isTorn = surrounding.begunLater && parties.some(({ isTcp }) => isTcp) && !hasStart;
  const layers = layersOf(shown.bytes, shown.linkType);
  if (listener.layers.length > 0) trimPayload(layers, listener.layers);
  for (const layer of listener.layers) {
    if (isTorn) layer.title += " (the beginning of the conversation is not among the frames read)";
    layers.push(layer);
  }
  const client = clientOf(frames, parties, listener);
  const at = frames.indexOf(shown);
  const around = frames.slice(Math.max(0, at - NEIGHBORS), at + NEIGHBORS + 1).map((frame) => {
    const who = parties[frames.indexOf(frame)] as Parties;
    return {
      frame: frame.number,
      time: timeOf(frame),
      fromClient: who.sender === client,
      summary: listener.summaries.get(frame.number)?.join("; ") ?? plainSummary(who, frame),
    };
  });
  return {
    capture,
    frame: target,
    time: timeOf(shown),
    linkType: shown.linkType,
    originalLength: shown.originalLength,
    bytes: shown.bytes,
    layers,
    around: around.filter(({ frame }) => frame !== target),
  };
}

function timeOf(frame: KeptFrame): number {
  return frame.seconds + frame.nanoseconds / 1e9;
}

/** Takes what dissectors say of the frames. */
class Messages implements Listener {
  engine: Engine | undefined;
  /** Bytes of the frame now read. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly layers: ShownLayer[] = [];
  readonly summaries = new Map<number, string[]>();
  /** By frame: whether its sender was taken for the client. */
  readonly fromClient = new Map<number, boolean>();
  private readonly target: number;

  constructor(target: number) {
    this.target = target;
  }

  message(conversation: Conversation, message: Message): void {
    const { frame } = conversation;
    this.fromClient.set(frame, conversation.fromClient);
    const summary = `${conversation.dissector.title}: ${wordsOf(message)}`;
    const known = this.summaries.get(frame);
    if (known === undefined) this.summaries.set(frame, [summary]);
    else if (known.length < 4) known.push(summary);
    else if (known.length === 4) known.push("...");
    if (frame === this.target && this.layers.length < MOST_MESSAGES)
      this.layers.push(this.layerOf(conversation, message));
  }

  flowEnded(): void {}

  private layerOf(conversation: Conversation, message: Message): ShownLayer {
    const direct = conversation.bytes === this.bytes && this.engine?.frameNumber === this.target;
    const place = (start: number, end: number) =>
      direct && end > start && end <= this.bytes.length ? { start, end } : { start: -1, end: -1 };
    const fields: ShownField[] = [];
    const add = (name: string, value: string, start = -1, end = -1) => {
      if (fields.length < MOST_FIELDS) fields.push({ name, value: shorten(value), start, end });
      else if (fields.length === MOST_FIELDS) fields.push({ name: "more", value: "not shown", start: -1, end: -1 });
    };
    add("operation", message.operation.name);
    add("act", message.operation.act);
    if (message.outcome !== "") add("outcome", message.outcome);
    if (message.answers > 0) add("answers_frame", String(message.answers));
    if (message.fields !== undefined) flatten("", message.fields, add, 0);
    for (const { attribute, value, method, start, end } of message.claims) {
      const bytes = start === 0 && end === 0 ? { start: -1, end: -1 } : place(start, end);
      add(`states ${attribute}`, `${value} (${method})`, bytes.start, bytes.end);
    }
    for (const { name, offset } of message.faults) {
      const at = conversation.start + offset;
      const bytes = place(at, at + 1);
      add("fault", name, bytes.start, bytes.end);
    }
    const { start, end } = place(conversation.start, conversation.messageEnd);
    const assembled = direct ? "" : ", put together from several frames";
    const title = `${conversation.dissector.title}: ${wordsOf(message)}${assembled}`;
    return { protocol: conversation.dissector.name, title, start, end, fields };
  }
}

function wordsOf(message: Message): string {
  const { direction, outcome } = message;
  let words = message.operation.name.replaceAll("_", " ");
  if (direction === REQUEST) words += ", request";
  else if (direction === RESPONSE) words += ", response";
  else if (direction === NOTICE) words += ", notice";
  return outcome === "" ? words : `${words}, refused: ${outcome.replaceAll("_", " ")}`;
}

/** Fields of fields, with dots between the names. */
function flatten(prefix: string, value: unknown, add: (name: string, value: string) => void, depth: number): void {
  if (value === undefined) return;
  if (value instanceof Uint8Array) {
    add(prefix, Array.from(value.subarray(0, 128), (byte) => byte.toString(16).padStart(2, "0")).join(" "));
  } else if (typeof value === "object" && value !== null && depth < 6) {
    const entries = Object.entries(value);
    const isPlain = Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null);
    if (isPlain) {
      const rest = entries.length > 64 ? ` ... (${entries.length} values)` : "";
      add(prefix, `${(value as unknown[]).slice(0, 64).map(String).join(", ")}${rest}`);
      return;
    }
    for (const [name, inner] of entries.slice(0, MOST_FIELDS + 1)) {
      flatten(prefix === "" ? name : `${prefix}.${name}`, inner, add, depth + 1);
    }
  } else if (typeof value === "object") add(prefix, value === null ? "none" : "nested further");
  else add(prefix, String(value as string | number | bigint | boolean));
}

function shorten(value: string): string {
  // What a device sent ends up on a page and in terminals.
  const tame = value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
  return tame.length > LONGEST_VALUE ? `${tame.slice(0, LONGEST_VALUE)}...` : tame;
}

/** A payload that application messages cover as a whole is not shown as bytes as well. */
function trimPayload(layers: ShownLayer[], messages: readonly ShownLayer[]): void {
  const last = layers.findLast(({ protocol }) => protocol === "payload");
  if (last === undefined) return;
  let at = last.start;
  for (const { start, end } of [...messages].sort((one, other) => one.start - other.start)) {
    if (start >= 0 && start <= at && end > at) at = end;
  }
  if (at >= last.end) layers.splice(layers.indexOf(last), 1);
}

/** The endpoint that is the client: by the messages, else by the handshake, else the first to speak. */
function clientOf(frames: readonly KeptFrame[], parties: readonly Parties[], messages: Messages): string {
  for (let index = frames.length - 1; index >= 0; index--) {
    const fromClient = messages.fromClient.get((frames[index] as KeptFrame).number);
    const who = parties[index] as Parties;
    if (fromClient !== undefined) return fromClient ? who.sender : who.receiver;
  }
  const opening = parties.find(({ tcpFlags }) => (tcpFlags & 0x02) !== 0);
  if (opening !== undefined) return (opening.tcpFlags & 0x10) === 0 ? opening.sender : opening.receiver;
  return parties[0]?.sender ?? "";
}

function plainSummary(who: Parties, frame: KeptFrame): string {
  if (who.isFragment) return "fragment";
  if (who.isTcp) {
    const payload = who.payload > 0 ? `, ${who.payload} bytes of payload` : "";
    return `TCP ${flagWords(who.tcpFlags, TCP_FLAGS)}${payload}`;
  }
  return (
    layersOf(frame.bytes, frame.linkType).findLast(
      ({ protocol, title }) => protocol !== "padding" && !title.startsWith(QUOTED),
    )?.title ?? ""
  );
}

function hex(bytes: Uint8Array, at: number): string {
  return Array.from(bytes.subarray(at, at + 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
