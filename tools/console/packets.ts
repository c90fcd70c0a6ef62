import { openCaptures } from "../../src/capture/open.ts";
import { makeFrame } from "../../src/capture/reader.ts";
import type { CapturedFrame } from "../../src/capture/source.ts";
import { Engine } from "../../src/dissect/engine.ts";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import { registryOf } from "../../src/dissect/registry.ts";
import type { ShownFrame, ShownLayer } from "../../src/serve/surroundings.ts";

/** Frames of the same conversation shown before and after. */
const AROUND = 3;

interface Noted {
  frame: number;
  time: number;
  flow: string;
  fromClient: boolean;
  summary: string;
  protocol: string;
  fields: [string, string][];
}

/** One frame of a file with its headers byte by byte and what its message says; undefined when it is not there. */
export async function showFrame(
  path: string | undefined,
  capture: number,
  wanted: number,
): Promise<ShownFrame | undefined> {
  if (path === undefined) return undefined;
  const { sources } = await openCaptures([path], { hashed: false });
  const source = sources[0];
  if (!source) return undefined;
  const noted: Noted[] = [];
  const engine: Engine = new Engine(
    registryOf(PROTOCOLS),
    {
      message(conversation, message) {
        const [one, other] = [engine.addressText(conversation.flow, 0), engine.addressText(conversation.flow, 1)];
        noted.push({
          frame: conversation.frame,
          time: conversation.time,
          flow: `${[one, other].sort().join(" ")} ${conversation.dissector.name}`,
          fromClient: message.direction !== 2,
          summary: message.operation.name.replace(/^[^:]*:/, "").replaceAll("_", " "),
          protocol: conversation.dissector.title,
          fields: Object.entries(message.fields ?? {}).map(([name, value]) => [
            name.replaceAll("_", " "),
            textOf(value),
          ]),
        });
      },
      flowEnded() {},
    },
    { detailed: true },
  );
  let found: { bytes: Uint8Array; time: number; linkType: number; originalLength: number } | undefined;
  const frame = makeFrame();
  do {
    while (source.next(frame)) {
      engine.frame(frame);
      if (frame.number === wanted) found = keep(frame);
    }
  } while (await source.fill());
  if (!found) return undefined;
  const own = noted.findIndex((one) => one.frame === wanted);
  const flow = noted.filter((one) => own >= 0 && one.flow === noted[own]?.flow);
  const place = flow.findIndex((one) => one.frame === wanted);
  const near = flow.slice(Math.max(0, place - AROUND), place + AROUND + 1);
  return {
    ...{ capture, frame: wanted, ...found, layers: layersOf(found.bytes, noted[own]) },
    around: near.map(({ frame: number, time, fromClient, summary }) => ({ frame: number, time, fromClient, summary })),
  };
}

function keep({ bytes, start, end, seconds, nanoseconds, linkType, originalLength }: CapturedFrame) {
  return { bytes: bytes.slice(start, end), time: seconds + nanoseconds / 1e9, linkType, originalLength };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Ethernet, IPv4, TCP or UDP by their fixed places, and what the message says behind them. */
function layersOf(bytes: Uint8Array, message: Noted | undefined): ShownLayer[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layers: ShownLayer[] = [];
  const mac = (at: number) =>
    Array.from(bytes.subarray(at, at + 6), (byte) => byte.toString(16).padStart(2, "0")).join(":");
  const ip = (at: number) => bytes.subarray(at, at + 4).join(".");
  let at = 14;
  if (bytes.length >= 14) {
    const isTagged = view.getUint16(12) === 0x8100 && bytes.length >= 18;
    const after = isTagged ? 18 : 14;
    const type = view.getUint16(after - 2);
    layers.push({
      ...{ protocol: "ethernet", title: isTagged ? "Ethernet, VLAN" : "Ethernet", start: 0, end: after },
      fields: [
        { name: "Destination", value: mac(0), start: 0, end: 6 },
        { name: "Source", value: mac(6), start: 6, end: 12 },
        { name: "Type", value: `0x${type.toString(16).padStart(4, "0")}`, start: after - 2, end: after },
      ],
    });
    if (type === 0x800 && bytes.length >= after + 20) {
      const size = ((bytes[after] as number) & 15) * 4;
      const protocol = bytes[after + 9];
      layers.push({
        ...{ protocol: "ipv4", title: "IPv4", start: after, end: after + size },
        fields: [
          { name: "Total length", value: String(view.getUint16(after + 2)), start: after + 2, end: after + 4 },
          { name: "Time to live", value: String(bytes[after + 8]), start: after + 8, end: after + 9 },
          { name: "Protocol", value: String(protocol), start: after + 9, end: after + 10 },
          { name: "Source", value: ip(after + 12), start: after + 12, end: after + 16 },
          { name: "Destination", value: ip(after + 16), start: after + 16, end: after + 20 },
        ],
      });
      at = after + size;
      if ((protocol === 6 || protocol === 17) && bytes.length >= at + 8) {
        const isTcp = protocol === 6;
        const length = isTcp ? ((bytes[at + 12] ?? 80) >> 4) * 4 : 8;
        layers.push({
          ...{ protocol: isTcp ? "tcp" : "udp", title: isTcp ? "TCP" : "UDP", start: at, end: at + length },
          fields: [
            { name: "Source port", value: String(view.getUint16(at)), start: at, end: at + 2 },
            { name: "Destination port", value: String(view.getUint16(at + 2)), start: at + 2, end: at + 4 },
          ],
        });
        at += length;
      }
    }
  }
  if (message && at < bytes.length) {
    layers.push({
      ...{ protocol: message.protocol, title: `${message.protocol}: ${message.summary}`, start: at, end: bytes.length },
      fields: message.fields.map(([name, value]) => ({ name, value, start: -1, end: -1 })),
    });
  }
  return layers;
}

/** Frames as a pcapng file: one section, one Ethernet interface in nanoseconds, one block per frame. */
export async function* writePackets(
  files: ReadonlyMap<number, string>,
  frames: readonly { capture: number; frame: number }[],
): AsyncGenerator<Uint8Array> {
  yield block(0x0a0d0d0a, [0x1a2b3c4d, 0x00000001, 0xffffffff, 0xffffffff]);
  yield block(1, [1, 0, 0x00010009, 9, 0]);
  for (const [capture, path] of files) {
    const wanted = new Set(frames.filter((one) => one.capture === capture).map(({ frame }) => frame));
    if (wanted.size === 0) continue;
    const { sources } = await openCaptures([path], { hashed: false });
    const source = sources[0];
    const frame = makeFrame();
    if (!source) continue;
    do {
      while (source.next(frame)) if (wanted.has(frame.number)) yield packetBlock(frame);
    } while (await source.fill());
  }
}

function block(type: number, words: readonly number[]): Uint8Array {
  const length = 12 + words.length * 4;
  const view = new DataView(new ArrayBuffer(length));
  [type, length, ...words, length].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  return new Uint8Array(view.buffer);
}

function packetBlock({ bytes, start, end, seconds, nanoseconds, originalLength }: CapturedFrame): Uint8Array {
  const size = end - start;
  const length = 32 + Math.ceil(size / 4) * 4;
  const view = new DataView(new ArrayBuffer(length));
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  const words = [6, length, 0, Number(time >> 32n), Number(time & 0xffffffffn), size, originalLength];
  words.forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  view.setUint32(length - 4, length, true);
  const whole = new Uint8Array(view.buffer);
  whole.set(bytes.subarray(start, end), 28);
  return whole;
}
