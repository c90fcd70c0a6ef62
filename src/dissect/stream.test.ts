import assert from "node:assert/strict";
import { test } from "node:test";
import type { Surroundings } from "./conversation.ts";
import { Conversation } from "./conversation.ts";
import { CERTAIN, DONE, dissector, MORE, NO } from "./dissector.ts";
import { operation } from "./operation.ts";
import { registryOf } from "./registry.ts";
import { Stream } from "./stream.ts";
import { UNDIRECTED } from "./talk.ts";
import { bytesOf } from "./testing.ts";

// A toy protocol: 0x55, length of the text, text.
const SAY = operation("toy", "say", "other");
const toy = dissector({
  name: "toy",
  title: "Toy",
  standard: "this test",
  world: "it",
  carriage: [],
  probe: (reader) => (reader.u8() === 0x55 ? CERTAIN : NO),
  read(reader, talk) {
    if (reader.u8() !== 0x55) return 2;
    const length = reader.u8();
    if (!reader.ok || !reader.fence(2 + length)) return MORE;
    talk.emit(SAY, UNDIRECTED, { text: reader.text(reader.left()) });
    return DONE;
  },
});

function listen(): { stream: Stream; conversation: Conversation; said: string[]; resumed: number[] } {
  const said: string[] = [];
  const resumed: number[] = [];
  const around: Surroundings = {
    registry: registryOf([toy]),
    detailed: true,
    capture: 0,
    seconds: 0,
    nanoseconds: 0,
    frameBytes: new Uint8Array(0),
    frameStart: 0,
    deliver: (conversation, message) => {
      const faults = message.faults.map((fault) => ` !${fault.name}`).join("");
      if (conversation.resumed) resumed.push(conversation.frame);
      said.push(`${conversation.frame}:${(message.fields as { text: string }).text}${faults}`);
    },
    vote: () => {},
    senderAddress: () => "",
    receiverAddress: () => "",
    senderMac: () => "",
    bug: (_, error) => {
      throw error;
    },
  };
  const conversation = new Conversation(around, toy, 1, 0, true, undefined);
  return { stream: new Stream(conversation), conversation, said, resumed };
}

const HELLO = bytesOf("5505 68656c6c6f");
const WORLD = bytesOf("5505 776f726c64");

function send(heard: ReturnType<typeof listen>, frame: number, sequence: number, bytes: Uint8Array, missing = 0): void {
  heard.conversation.frame = frame;
  heard.conversation.time = frame / 100;
  heard.stream.segment(0, sequence | 0, bytes, 0, bytes.length, missing);
}

test("a message over several segments ends in the frame of its last byte", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO.subarray(0, 3));
  send(heard, 2, 103, HELLO.subarray(3));
  assert.deepEqual(heard.said, ["2:hello"]);
});

test("segments out of order are put in order, each under its own frame", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 114, HELLO);
  send(heard, 3, 107, WORLD);
  assert.deepEqual(heard.said, ["1:hello", "3:world", "2:hello"]);
});

test("retransmissions are counted and not read twice, overlaps only for their new part", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 100, HELLO);
  const both = new Uint8Array(14);
  both.set(HELLO);
  both.set(WORLD, 7);
  send(heard, 3, 100, both);
  assert.deepEqual(heard.said, ["1:hello", "3:world"]);
  assert.equal(heard.stream.counts.retransmitted, 2);
});

test("a hole that the other side acknowledged is told as a gap and reading goes on behind it", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 3, 114, WORLD);
  heard.stream.acknowledged(0, 121);
  assert.deepEqual(heard.said, ["1:hello", "3:world"]);
  assert.equal(heard.stream.counts.gaps, 1);
  assert.equal(heard.stream.counts.lostBytes, 7);
});

test("after a hole in the middle of messages the next message start is found anew", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 150, bytesOf("0102030405"));
  send(heard, 3, 155, WORLD);
  heard.stream.acknowledged(0, 162);
  assert.deepEqual(heard.said, ["1:hello", "3:world"]);
  assert.equal(heard.conversation.undissected, 5);
});

test("only the first message behind a hole is said to be, however it was cut", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 114, WORLD.subarray(0, 3));
  heard.stream.acknowledged(0, 117);
  send(heard, 3, 117, WORLD.subarray(3));
  send(heard, 4, 121, HELLO);
  assert.deepEqual(heard.said, ["1:hello", "3:world", "4:hello"]);
  assert.deepEqual(heard.resumed, [3]);
});

test("a hole is given up after a while even when nobody acknowledges", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 10, 114, WORLD);
  send(heard, 300, 121, HELLO);
  assert.deepEqual(heard.said, ["1:hello", "10:world", "300:hello"]);
});

test("a message cut by the snap length is read as far as it goes, with a fault", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO.subarray(0, 4), 3);
  send(heard, 2, 107, WORLD);
  assert.deepEqual(heard.said, ["1:he !cut by capture", "2:world"]);
});

test("what waits when its sender closes is read as a short message, at the frame of the FIN", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO.subarray(0, 5));
  heard.conversation.frame = 2;
  heard.stream.close(0, 104);
  assert.deepEqual(heard.said, []);
  heard.stream.close(0, 105);
  heard.stream.finish();
  assert.deepEqual(heard.said, ["2:hel !short"]);
});

test("what waits at the end is read as a cut message", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO.subarray(0, 5));
  heard.stream.finish();
  assert.deepEqual(heard.said, ["1:hel !cut by capture"]);
});

test("sequence numbers pass 2^32 without a gap", () => {
  const heard = listen();
  send(heard, 1, 0xfffffffd, HELLO);
  send(heard, 2, 4, WORLD);
  assert.deepEqual(heard.said, ["1:hello", "2:world"]);
  assert.equal(heard.stream.counts.gaps, 0);
});

test("waiting is bounded, however many segments come out of order", () => {
  const heard = listen();
  send(heard, 1, 0, HELLO);
  for (let index = 0; index < 5000; index++) {
    heard.conversation.frame = 2 + index;
    heard.conversation.time = 1;
    heard.stream.segment(0, 100 + index * 50, HELLO, 0, HELLO.length, 0);
    assert.ok(heard.stream.waiting() <= 300_000);
  }
});

test("a segment that comes after its hole was given up is read, and the hole is none any more", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 114, WORLD);
  heard.stream.acknowledged(0, 121);
  assert.deepEqual(
    [heard.said, heard.stream.counts.gaps, heard.stream.counts.lostBytes],
    [["1:hello", "2:world"], 1, 7],
  );
  send(heard, 3, 107, HELLO);
  assert.deepEqual(heard.said, ["1:hello", "2:world", "3:hello"]);
  assert.deepEqual(heard.stream.counts, { retransmitted: 0, gaps: 0, lostBytes: 0 });
  send(heard, 4, 107, HELLO);
  assert.equal(heard.said.length, 3, "sent again, it is a retransmission");
  assert.equal(heard.stream.counts.retransmitted, 1);
});

test("a hole that is filled in part stays a hole on both sides", () => {
  const heard = listen();
  send(heard, 1, 100, HELLO);
  send(heard, 2, 128, WORLD);
  heard.stream.acknowledged(0, 135);
  send(heard, 3, 114, HELLO);
  assert.deepEqual(heard.said, ["1:hello", "2:world", "3:hello"]);
  assert.deepEqual(heard.stream.counts, { retransmitted: 0, gaps: 2, lostBytes: 14 });
});

test("octets from before the first one seen are read when they come late, but no keep-alive", () => {
  const heard = listen();
  send(heard, 1, 107, WORLD);
  send(heard, 2, 100, HELLO);
  send(heard, 3, 99, HELLO.subarray(0, 1));
  assert.deepEqual(heard.said, ["1:world", "2:hello"]);
  assert.deepEqual(heard.stream.counts, { retransmitted: 1, gaps: 0, lostBytes: 0 });
});
