import assert from "node:assert/strict";
import { test } from "node:test";
import {
  block,
  describedInterface,
  join,
  options,
  packet,
  readAll,
  section,
  someBytes,
  text,
  Writer,
} from "./made-captures.ts";

const one = someBytes(60, 1);
const none = new Uint8Array(0);

function faultNames(seen: Awaited<ReturnType<typeof readAll>>): [string, number, number, number][] {
  return seen.summary.faults.map((fault) => [fault.name, fault.frame, fault.offset, fault.count]);
}

for (const little of [true, false]) {
  const order = little ? "little-endian" : "big-endian";
  test(`a ${order} section, its interfaces and packets are read with all that they say`, async () => {
    const flags = new Writer(little).u32(2).bytes();
    const drops = new Writer(little).u64(7n).bytes();
    const seen = await readAll(
      join(
        section(
          little,
          options(
            [
              [1, text("a note")],
              [2, text("laptop")],
              [3, text("Linux")],
              [4, text("dumpcap")],
            ],
            little,
          ),
        ),
        describedInterface(
          1,
          96,
          options(
            [
              [2, text("eth0")],
              [3, text("plant side")],
              [9, Uint8Array.of(9)],
              [11, text("\0tcp port 502")],
              [12, text("Linux 6")],
              [14, new Writer(little).u64(-5n).bytes()],
              [15, text("i210")],
            ],
            little,
          ),
          little,
        ),
        packet(1_700_000_000_123_456_789n, one, {
          little,
          original: 400,
          more: options(
            [
              [1, text("odd")],
              [1, text("indeed")],
              [2, flags],
              [4, drops],
            ],
            little,
          ),
        }),
      ),
    );
    assert.deepEqual(seen.summary.faults, []);
    assert.deepEqual(seen.frames, [
      {
        number: 1,
        time: "1699999995.123456789",
        bytes: Buffer.from(one).toString("hex"),
        originalLength: 400,
        linkType: 1,
        interfaceIndex: 0,
        direction: 2,
        comment: "odd\nindeed",
      },
    ]);
    assert.deepEqual(seen.summary.interfaces, [
      {
        name: "eth0",
        description: "plant side",
        linkType: 1,
        snapLength: 96,
        filter: "tcp port 502",
        operatingSystem: "Linux 6",
        hardware: "i210",
        resolution: 1,
        frames: 1,
        dropped: 7,
      },
    ]);
    const { hardware, operatingSystem, application, comments } = seen.summary;
    assert.deepEqual(
      { hardware, operatingSystem, application, comments },
      {
        hardware: "laptop",
        operatingSystem: "Linux",
        application: "dumpcap",
        comments: ["a note"],
      },
    );
  });
}

test("a new section may turn the byte order and starts its interfaces anew", async () => {
  const seen = await readAll(
    join(
      section(true),
      describedInterface(1),
      describedInterface(101),
      packet(1n, one, { interfaceId: 1 }),
      section(false),
      describedInterface(113, 0, none, false),
      packet(2n, one, { little: false }),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => [frame.linkType, frame.interfaceIndex, frame.time]),
    [
      [101, 1, "0.000001000"],
      [113, 2, "0.000002000"],
    ],
  );
});

test("simple packets are cut by the snap length and take the time of the frame before", async () => {
  const seen = await readAll(
    join(
      section(),
      describedInterface(1, 20),
      packet(5_000_000n, one.slice(0, 20), { original: 60 }),
      block(3, new Writer(true).u32(60).padded(one.slice(0, 20)).bytes()),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => [frame.time, frame.bytes.length / 2, frame.originalLength]),
    [
      ["5.000000000", 20, 60],
      ["5.000000000", 20, 60],
    ],
  );
  assert.deepEqual(faultNames(seen), [["frame without time", 2, 100, 1]]);
});

test("obsolete packet blocks are read with their drops", async () => {
  const body = new Writer(true).u16(0).u16(3).u32(0).u32(1_000_000).u32(60).u32(60).padded(one).bytes();
  const seen = await readAll(join(section(), describedInterface(), block(2, body)));
  assert.equal(seen.frames[0].time, "1.000000000");
  assert.equal(seen.summary.interfaces[0].dropped, 3);
});

test("interface statistics give the drops, the last block counting", async () => {
  const statistics = (drops: bigint): Uint8Array => {
    const counts = options([
      [4, new Writer(true).u64(100n).bytes()],
      [5, new Writer(true).u64(drops).bytes()],
    ]);
    return block(5, new Writer(true).u32(0).u64(0n).add(counts).bytes());
  };
  const seen = await readAll(join(section(), describedInterface(), statistics(2n), packet(1n, one), statistics(9n)));
  assert.equal(seen.summary.interfaces[0].dropped, 9);
});

test("resolved names are kept for IPv4, IPv6 and MAC addresses", async () => {
  const ipv6 = Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  const records = new Writer(true);
  records
    .u16(1)
    .u16(15)
    .padded(Uint8Array.of(10, 0, 0, 1, ...text("plc1\0plc-a\0")));
  records
    .u16(2)
    .u16(20)
    .padded(Uint8Array.of(...ipv6, ...text("hmi\0")));
  records
    .u16(3)
    .u16(9)
    .padded(Uint8Array.of(0, 0x1d, 0x9c, 1, 2, 3, ...text("io\0")));
  const seen = await readAll(join(section(), block(4, records.u32(0).bytes())));
  assert.deepEqual(seen.summary.names, [
    { address: "10.0.0.1", name: "plc1" },
    { address: "10.0.0.1", name: "plc-a" },
    { address: "2001:db8::1", name: "hmi" },
    { address: "00:1d:9c:01:02:03", name: "io" },
  ]);
});

test("records that are no packets are counted as frames, as Wireshark counts them", async () => {
  const seen = await readAll(
    join(
      section(),
      describedInterface(),
      packet(1n, one),
      block(9, text("__REALTIME_TIMESTAMP=1\n")),
      block(0xbad, new Writer(true).u32(12_345).u32(1).bytes()),
      block(0x40000bad, new Writer(true).u32(12_345).u32(1).bytes()),
      block(0x101, someBytes(16)),
      packet(2n, one),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => frame.linkType),
    [1, -1, -1, -1, 1],
  );
  assert.deepEqual(faultNames(seen), [["not a packet", 2, 140, 3]]);
});

test("decryption secrets are told of and not kept", async () => {
  const secret = text("CLIENT_RANDOM 00 11");
  const seen = await readAll(
    join(section(), block(10, new Writer(true).u32(0x544c534b).u32(19).padded(secret).bytes())),
  );
  assert.deepEqual(
    seen.summary.faults.map((fault) => fault.name),
    ["decryption secrets"],
  );
  assert.equal(JSON.stringify(seen.summary).includes("CLIENT_RANDOM"), false);
});

test("a packet of an unknown interface, or one longer than its block, is counted and the next one read", async () => {
  const seen = await readAll(
    join(
      section(),
      describedInterface(),
      packet(1n, one, { interfaceId: 7 }),
      packet(2n, one, { captured: 100 }),
      packet(3n, one),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => frame.linkType),
    [-1, -1, 1],
  );
  assert.deepEqual(faultNames(seen), [["broken packet", 1, 48, 2]]);
});

test("broken framing ends the file and keeps what came before", async () => {
  const start = join(section(), describedInterface(), packet(1n, one));
  const broken = {
    "zero length": block(6, none, { length: 0, trailing: 0 }),
    "length below a block's": block(0x999, none, { length: 8, trailing: 8 }),
    "absurd length": block(0x999, none, { length: 0xfffffff0 }),
    "wrong trailing length": packet(2n, one, { trailing: 50 }),
    garbage: someBytes(40, 9),
    "no byte order": block(0x0a0d0d0a, new Uint8Array(16)),
  };
  for (const [name, bytes] of Object.entries(broken)) {
    const seen = await readAll(join(start, bytes, packet(3n, one)));
    assert.equal(seen.frames.length, 1, name);
    assert.deepEqual(faultNames(seen), [["broken block", 2, 140, 1]], name);
  }
});

test("a block cut by the end of the file is reported", async () => {
  const whole = join(section(), describedInterface(), packet(1n, one), packet(2n, one));
  for (const cut of [1, 10, 80, 90]) {
    const seen = await readAll(whole.slice(0, whole.length - cut));
    assert.equal(seen.frames.length, 1);
    assert.deepEqual(faultNames(seen), [["cut record", 2, 140, 1]]);
  }
});

test("a section of an unknown version is skipped, not the next one", async () => {
  const seen = await readAll(
    join(
      section(true, none, 2),
      describedInterface(),
      packet(1n, one),
      section(),
      describedInterface(),
      packet(2n, one),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => frame.time),
    ["0.000002000"],
  );
  assert.deepEqual(
    seen.summary.faults.map((fault) => fault.name),
    ["unsupported version"],
  );
});

test("a broken option costs the options after it, not the packet", async () => {
  const more = new Writer(true).u16(1).u16(400).u32(0).bytes();
  const seen = await readAll(join(section(), describedInterface(), packet(1n, one, { more }), packet(2n, one)));
  assert.equal(seen.frames.length, 2);
  assert.deepEqual(
    seen.summary.faults.map((fault) => [fault.name, fault.frame]),
    [["broken option", 1]],
  );
});

test("a frame check sequence told by interface or packet is taken off Ethernet frames", async () => {
  const flags = new Writer(true).u32(4 << 5).bytes();
  const seen = await readAll(
    join(
      section(),
      describedInterface(1, 0, options([[13, Uint8Array.of(4)]])),
      describedInterface(1),
      packet(1n, one),
      packet(2n, one, { interfaceId: 1, more: options([[2, flags]]) }),
      packet(3n, one, { interfaceId: 1 }),
    ),
  );
  assert.deepEqual(
    seen.frames.map((frame) => frame.bytes.length / 2),
    [56, 56, 60],
  );
});

test("control characters of comments do not reach a terminal", async () => {
  const seen = await readAll(join(section(true, options([[1, text("a\u001b[31mb")]])), describedInterface()));
  assert.deepEqual(seen.summary.comments, ["a\ufffd[31mb"]);
});
