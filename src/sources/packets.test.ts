import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readAll } from "../capture/made-captures.ts";
import { makeFrame } from "../capture/reader.ts";
import { Engine } from "../dissect/engine.ts";
import { PROTOCOLS } from "../dissect/protocols/list.ts";
import { registryOf } from "../dissect/registry.ts";
import { ACK, SYN, tcp, udp } from "../observe/testing.ts";
import type { ShownFrame } from "../serve/surroundings.ts";
import type { KeptPlace } from "./kept-capture.ts";
import { KeptFile } from "./kept-file.ts";
import { KeptPackets, USUAL_REACH } from "./packets.ts";
import { PacketRing, segmentsIn } from "./ring.ts";

const sample = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "samples", "plant-cell.pcapng");
const registry = registryOf(PROTOCOLS);
const client = ["020000000001", "10.0.0.1", 50_000] as const;
const server = ["020000000002", "10.0.0.2", 502] as const;
/** Read ten holding registers of unit 1, and the answer. */
const request = [0, 7, 0, 0, 0, 6, 1, 3, 0, 100, 0, 10];
const answer = [0, 7, 0, 0, 0, 23, 1, 3, 20, ...Array.from({ length: 20 }, (_, index) => index)];

const CONVERSATION = [
  tcp(client, server, SYN, 1000),
  tcp(server, client, SYN | ACK, 5000),
  udp(["020000000003", "10.0.0.3", 40_000], ["020000000004", "10.0.0.4", 9]),
  tcp(client, server, ACK, 1001, request),
  tcp(server, client, ACK, 5001, answer.slice(0, 10)),
  tcp(server, client, ACK, 5011, answer.slice(10)),
  tcp(client, server, ACK, 1013, [...request, ...request.map((byte, index) => (index === 1 ? 8 : byte))]),
];

let directory: string;
let ringFolder: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-packets-"));
  ringFolder = join(directory, "ring");
  const ring = new PacketRing(ringFolder, { budget: 1e9, segment: 500 });
  CONVERSATION.forEach((bytes, index) => {
    const frame = { ...makeFrame(), bytes, end: bytes.length, originalLength: bytes.length, linkType: 1 };
    ring.append(4, { ...frame, seconds: 100 + index, nanoseconds: 5 }, index + 1, "mirror");
  });
  ring.closeAll();
});
after(() => rmSync(directory, { recursive: true }));

function locate(site: string, capture: number): KeptPlace | undefined {
  if (site !== "plant") return undefined;
  if (capture === 1) return { name: "sample", files: [{ path: sample, first: 1 }] };
  const files = segmentsIn(ringFolder).filter((segment) => segment.capture === capture);
  return files.length === 0 ? undefined : { name: "mirror of cell 1", files };
}

const packets = new KeptPackets(registry, locate);
const layerOf = (frame: ShownFrame | undefined, protocol: string) =>
  frame?.layers.filter((layer) => layer.protocol === protocol) ?? [];
const fieldOf = (frame: ShownFrame | undefined, protocol: string, name: string) =>
  layerOf(frame, protocol)[0]?.fields.find((field) => field.name === name)?.value;

test("a frame is shown with its headers and the message that it carries", async () => {
  const frame = await packets.frame("plant", 4, 4);
  assert.ok(frame);
  assert.equal(frame.time, 103.000000005);
  assert.deepEqual(frame.bytes, CONVERSATION[3]);
  assert.deepEqual(
    frame.layers.map(({ protocol, start, end }) => [protocol, start, end]),
    [
      ["ethernet", 0, 14],
      ["ipv4", 14, 34],
      ["tcp", 34, 54],
      ["modbus", 54, 66],
    ],
  );
  assert.equal(frame.layers[3]?.title, "Modbus/TCP: read holding registers, request");
  assert.equal(fieldOf(frame, "modbus", "unit_id"), "1");
});

test("a message put together from several frames says so and has no bytes", async () => {
  const frame = await packets.frame("plant", 4, 6);
  const [message] = layerOf(frame, "modbus");
  assert.ok(message);
  assert.match(message.title, /response, put together from several frames/);
  assert.deepEqual([message.start, message.end], [-1, -1]);
  assert.equal(fieldOf(frame, "modbus", "answers_frame"), "4");
  assert.equal(layerOf(await packets.frame("plant", 4, 5), "modbus").length, 0);
});

test("each of two messages in a frame has its own bytes", async () => {
  const messages = layerOf(await packets.frame("plant", 4, 7), "modbus");
  assert.deepEqual(
    messages.map(({ start, end }) => [start, end]),
    [
      [54, 66],
      [66, 78],
    ],
  );
});

test("neighbors are those of the same conversation, with a line each", async () => {
  const frame = await packets.frame("plant", 4, 4);
  assert.deepEqual(
    frame?.around.map(({ frame: number, fromClient, summary }) => [number, fromClient, summary]),
    [
      [1, true, "TCP SYN"],
      [2, false, "TCP SYN, ACK"],
      [5, false, "TCP ACK, 10 bytes of payload"],
      [6, false, "Modbus/TCP: read holding registers, response"],
      [7, true, "Modbus/TCP: read holding registers, request; Modbus/TCP: read holding registers, request"],
    ],
  );
});

test("a beginning out of reach is said in the title", async () => {
  const near = new KeptPackets(registry, locate, { ...USUAL_REACH, before: 1 });
  assert.match(layerOf(await near.frame("plant", 4, 7), "modbus")[0]?.title ?? "", /the beginning of the conversation/);
  assert.doesNotMatch(layerOf(await packets.frame("plant", 4, 7), "modbus")[0]?.title ?? "", /the beginning/);
});

test("what is not kept is undefined", async () => {
  for (const [site, capture, frame] of [
    ["other", 4, 1],
    ["plant", 9, 1],
    ["plant", 4, 8],
    ["plant", 4, 0],
    ["plant", 4, 1.5],
    ["plant", 1, 9232],
  ] as const) {
    assert.equal(await packets.frame(site, capture, frame), undefined);
  }
});

test("chosen frames come as one pcapng file, by time, with interface, link and source", async () => {
  const chosen = [
    { capture: 4, frame: 6 },
    { capture: 1, frame: 9000 },
    { capture: 4, frame: 1 },
    { capture: 1, frame: 2 },
    { capture: 4, frame: 1 },
    { capture: 4, frame: 77 },
    { capture: 9, frame: 1 },
  ];
  const parts: Uint8Array[] = [];
  for await (const part of packets.pcapng("plant", chosen)) parts.push(part);
  const { frames, summary } = await readAll(new Uint8Array(Buffer.concat(parts)));
  assert.deepEqual(summary.faults, []);
  assert.deepEqual(
    frames.map(({ comment }) => comment),
    [
      "capture 4 (mirror of cell 1), frame 1",
      "capture 4 (mirror of cell 1), frame 6",
      "capture 1 (sample), frame 2",
      "capture 1 (sample), frame 9000",
    ],
  );
  assert.deepEqual(
    frames.slice(0, 2).map(({ time, bytes }) => [time, bytes]),
    [
      ["100.000000005", Buffer.from(CONVERSATION[0] as Uint8Array).toString("hex")],
      ["105.000000005", Buffer.from(CONVERSATION[5] as Uint8Array).toString("hex")],
    ],
  );
  assert.deepEqual(
    summary.interfaces.map(({ name, description, linkType }) => [name, description, linkType]),
    [
      ["mirror", "capture 4: mirror of cell 1", 1],
      ["mirror-1/8", "capture 1: sample", 1],
    ],
  );
});

test("a frame of the sample shows the messages that a whole reading of the sample finds in it", async () => {
  const whole = new Map<number, string[]>();
  let at = 0;
  const engine = new Engine(
    registry,
    {
      message(conversation, { operation }) {
        const isDirect = conversation.bytes === engine.frameBytes;
        const range = isDirect ? `${conversation.start}..${conversation.messageEnd}` : "-1..-1";
        const known = whole.get(conversation.frame) ?? [];
        whole.set(conversation.frame, [...known, `${conversation.dissector.name} ${operation.name} ${range}`]);
      },
      flowEnded() {},
    },
    { detailed: true },
  );
  for await (const frame of new KeptFile(sample).frames(1)) {
    at = frame.number;
    engine.frame({ ...frame, capture: 1, start: 0, end: frame.bytes.length });
  }
  engine.finish();
  assert.equal(at, 9231);
  let messages = 0;
  for (let number = 4000; number < 4400; number += 29) {
    const shown = await packets.frame("plant", 1, number);
    const found = (shown?.layers ?? [])
      .filter(({ fields }) => fields[0]?.name === "operation")
      .map(({ protocol, start, end, fields }) => `${protocol} ${fields[0]?.value} ${start}..${end}`);
    assert.deepEqual(found, whole.get(number) ?? [], `frame ${number}`);
    messages += found.length;
  }
  assert.ok(messages >= 8, `${messages} messages`);
});

test("a hostile file in place of a capture shows nothing and throws nothing", async () => {
  const path = join(directory, "hostile");
  writeFileSync(path, "not a capture");
  const odd = new KeptPackets(registry, () => ({ name: "odd", files: [{ path, first: 1 }] }));
  assert.equal(await odd.frame("plant", 0, 1), undefined);
  const gone = new KeptPackets(registry, () => ({ name: "gone", files: [{ path: `${path}-gone`, first: 1 }] }));
  assert.equal(await gone.frame("plant", 0, 1), undefined);
});
