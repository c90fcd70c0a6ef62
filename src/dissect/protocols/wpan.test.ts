import assert from "node:assert/strict";
import { test } from "node:test";
import { Packet } from "../packet.ts";
import { checkSequence } from "../radio/link.ts";
import { bytesOf, dissectExchange } from "../testing.ts";
import { SAMPLES } from "./samples/wpan.ts";
import { wpan } from "./wpan.ts";

test("a device joins: its two addresses are told as those of one radio", () => {
  const [asked, beacon, joins, , accepted, full] = dissectExchange(SAMPLES[0]!, [wpan]);
  assert.deepEqual([asked?.operation, beacon?.operation], ["beacon_request", "beacon"]);
  assert.equal(beacon?.fields.pan_coordinator, true);
  assert.deepEqual([joins?.act, joins?.fields.source_address], ["authenticate", "00:17:ff:ee:dd:cc:bb:aa"]);
  assert.deepEqual(
    accepted?.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [
      [{ mac: "02151a2b1234" }, "serial", "00:17:ff:ee:dd:cc:bb:aa"],
      [{ mac: "0017ffccbbaa" }, "serial", "00:17:ff:ee:dd:cc:bb:aa"],
    ],
  );
  assert.equal(full?.outcome, "pan_at_capacity");
});

test("headers of all versions are read; what is encrypted is not guessed at", () => {
  const [plain, secured, later, multipurpose, command] = dissectExchange(SAMPLES[1]!, [wpan]);
  assert.deepEqual([plain?.fields.destination_address, plain?.fields.source_address], [0, 0x1234]);
  assert.deepEqual([secured?.operation, secured?.fields.security_level], ["secured_data", "ENC-MIC-32"]);
  assert.equal(secured?.fields.frame_counter, 1);
  assert.deepEqual(
    [later?.fields.source_address, later?.fields.information_elements, later?.fields.payload_length],
    ["00:17:ff:ee:dd:cc:bb:aa", 2, 4],
  );
  assert.equal(multipurpose?.operation, "frame_of_another_type");
  assert.equal(command?.operation, "secured_command");
});

test("cut headers are faults", () => {
  assert.deepEqual(
    dissectExchange(SAMPLES[2]!, [wpan]).map((message) => message.faults[0]?.name),
    ["bad header", "bad header"],
  );
});

function withSum(hex: string): Uint8Array {
  const frame = bytesOf(`${hex}0000`);
  const sum = checkSequence(frame, 0, frame.length - 2);
  frame[frame.length - 2] = sum & 0xff;
  frame[frame.length - 1] = sum >> 8;
  return frame;
}

const FRAME = "6188132b1a00003412ffee0102";

test("link types with and without check sequence give the same frame; damaged ones are told", () => {
  const packet = new Packet();
  const checked = withSum(FRAME);
  packet.decode(checked, 0, checked.length, 195);
  assert.deepEqual([packet.type, packet.payloadStart, packet.payloadEnd], [0x809a, 0, checked.length - 2]);
  assert.deepEqual([...packet.linkBytes], [2, 0x15, 0x1a, 0x2b, 0, 0, 2, 0x15, 0x1a, 0x2b, 0x12, 0x34]);
  const damaged = withSum(FRAME);
  damaged[5] = 0x77;
  packet.decode(damaged, 0, damaged.length, 195);
  assert.equal(packet.flaw, 10);
  const bare = bytesOf(FRAME);
  packet.decode(bare, 0, bare.length, 230);
  assert.deepEqual([packet.flaw, packet.payloadEnd], [0, bare.length]);
  const tapped = bytesOf(`00000c00 000001000000 0000${FRAME}`);
  packet.decode(tapped, 0, tapped.length, 283);
  assert.deepEqual([packet.flaw, packet.payloadStart, packet.payloadEnd], [0, 12, tapped.length]);
});

test("an EUI-64 keeps its maker's block and its end; the capture's cut leaves no sum to check", () => {
  const packet = new Packet();
  const frame = bytesOf("41cc012b1a0102030405060702aabbccddeeff1700ffee");
  packet.decode(frame, 0, frame.length, 195, 4);
  assert.equal(packet.flaw, 0);
  assert.deepEqual([...packet.linkBytes], [2, 7, 6, 3, 2, 1, 0, 0x17, 0xff, 0xcc, 0xbb, 0xaa]);
});

const MAC = "61cc012b1a0102030405060702aabbccddeeff1700";

test("compressed IPv6 goes the way of all IPv6: UDP with short ports, addresses from the radio's", () => {
  const packet = new Packet();
  // IPHC with all but the hop limit (64) compressed, UDP with both ports in one byte, its checksum inline.
  const frame = bytesOf(`${MAC}7e33f3211234c0ffee`);
  packet.decode(frame, 0, frame.length, 230);
  assert.deepEqual([packet.ipVersion, packet.protocol, packet.ttl], [6, 17, 64]);
  assert.deepEqual([packet.sourcePort, packet.destinationPort], [0xf0b2, 0xf0b1]);
  assert.deepEqual([...packet.bytes.subarray(packet.payloadStart, packet.payloadEnd)], [0xc0, 0xff, 0xee]);
  assert.deepEqual(
    [...packet.bytes.subarray(8, 24)],
    [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x17, 0xff, 0xee, 0xdd, 0xcc, 0xbb, 0xaa],
  );
  assert.equal(packet.macSource, 6);
});

test("a multicast with inline next header and hop limit is unfolded", () => {
  const packet = new Packet();
  const frame = bytesOf(`${MAC}783b3aff1a9b0001 00`.replaceAll(" ", ""));
  packet.decode(frame, 0, frame.length, 230);
  assert.deepEqual([packet.protocol, packet.ttl], [58, 255]);
  assert.deepEqual([...packet.bytes.subarray(24, 40)], [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a]);
});

test("fragments wait for each other, in any order; hostile sizes change nothing", () => {
  const packet = new Packet();
  // 64 bytes: 40 of IPv6, 8 of UDP, 16 of payload; the first fragment unfolds to 56.
  const second = bytesOf(`${MAC}e0400077070102030405060708`);
  packet.decode(second, 0, second.length, 230);
  assert.equal(packet.carries, 0);
  const first = bytesOf(`${MAC}c04000777e33f32112341112131415161718`);
  packet.decode(first, 0, first.length, 230);
  assert.deepEqual([packet.ipVersion, packet.sourcePort], [6, 0xf0b2]);
  assert.deepEqual(
    [...packet.bytes.subarray(packet.payloadStart, packet.payloadEnd)],
    [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 1, 2, 3, 4, 5, 6, 7, 8],
  );
  const hostile = bytesOf(`${MAC}e0100077ff0102030405060708`);
  packet.decode(hostile, 0, hostile.length, 230);
  assert.equal(packet.carries, 1);
});
