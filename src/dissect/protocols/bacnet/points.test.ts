import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { link, unicast } from "../samples/bacnet.ts";
import { bacnet } from "./bacnet.ts";

/** Points of each message, as type of object, station, instance, value and quality. */
function told(...messages: ["client" | "server", string][]): unknown[][] {
  return dissectExchange(
    { name: "test", over: "udp", port: 47808, messages: messages.map(([from, hex]) => ({ from, hex })) },
    [bacnet],
  ).map((message) =>
    message.samples.map(({ space, unit, index, value, quality }) => [space.space, unit, index, value, quality]),
  );
}

const ask = (apdu: string): ["client", string] => ["client", unicast(apdu, "04")];
const answer = (apdu: string): ["server", string] => ["server", unicast(apdu)];

test("a present value is told with its answer, in every type that stands for a number", () => {
  assert.deepEqual(
    told(
      ask("00 05 01 0c 0c 00000007 19 55"),
      answer("30 01 0c 0c 00000007 19 55 3e 44 41b80000 3f"),
      answer("30 02 0c 0c 00c00007 19 55 3e 91 01 3f"),
      answer("30 03 0c 0c 03400009 19 55 3e 21 03 3f"),
      answer("30 04 0c 0c 0b400001 19 55 3e 32 fffe 3f"),
      answer("30 05 0c 0c 0b800001 19 55 3e 55 08 3ff8000000000000 3f"),
      answer("30 06 0c 0c 05400004 19 55 3e 91 02 3f"),
    ),
    [
      [],
      [["analog-input", -1, 7, 23, 0]],
      [["binary-input", -1, 7, 1, 0]],
      [["multi-state-input", -1, 9, 3, 0]],
      [["integer-value", -1, 1, -2, 0]],
      [["large-analog-value", -1, 1, 1.5, 0]],
      [["life-safety-point", -1, 4, 2, 0]],
    ],
  );
});

test("other properties, other objects and values that are no numbers tell nothing", () => {
  assert.deepEqual(
    told(
      answer("30 01 0c 0c 00000007 19 1c 3e 75 04 00 616263 3f"),
      answer("30 01 0c 0c 00000007 19 45 3e 44 41b80000 3f"),
      answer("30 01 0c 0c 020004d2 19 55 3e 44 41b80000 3f"),
      answer("30 01 0c 0c 00000007 19 55 3e 00 3f"),
    ),
    [[], [], [], []],
  );
});

test("status flags, reliability and out-of-service in the same message are the value's quality, before it or after", () => {
  const object = (instance: string, flags: string, value: string): string =>
    `0c 000000${instance} 1e 29 6f 4e 82 04 ${flags} 4f 29 55 4e 44 ${value} 4f 1f`;
  assert.deepEqual(
    told(
      answer(
        `30 01 0e ${object("01", "00", "41b80000")} ${object("02", "40", "41b80000")} ${object("03", "10", "41b80000")}`,
      ),
      answer("30 02 0e 0c 00000004 1e 29 55 4e 44 41b80000 4f 29 67 4e 91 07 4f 1f"),
      answer("30 02 0e 0c 00000004 1e 29 55 4e 44 41b80000 4f 29 51 4e 11 4f 1f"),
      answer("30 02 0e 0c 00000004 1e 29 55 4e 44 41b80000 4f 29 6f 4e 82 04 80 4f 1f"),
    ),
    [
      [
        ["analog-input", -1, 1, 23, 0],
        ["analog-input", -1, 2, 23, 2],
        ["analog-input", -1, 3, 23, 1],
      ],
      [["analog-input", -1, 4, 23, 2]],
      [["analog-input", -1, 4, 23, 1]],
      [["analog-input", -1, 4, 23, 0]],
    ],
  );
});

test("reports of changed values and writes are told; giving up a command is none", () => {
  const [report, write, several, release] = told(
    ["server", unicast("10 02 09 01 1c 020004d2 2c 00000007 39 00 4e 09 55 2e 44 41b80000 2f 09 6f 2e 82 04 20 2f 4f")],
    ask("00 05 02 0f 0c 00400003 19 55 3e 44 42480000 3f 49 08"),
    ask("00 05 03 10 0c 01000001 1e 09 55 2e 91 01 2f 1f 0c 01400002 1e 09 55 2e 91 00 2f 1f"),
    ask("00 05 04 0f 0c 00400003 19 55 3e 00 3f 49 08"),
  );
  assert.deepEqual(report, [["analog-input", -1, 7, 23, 1]]);
  assert.deepEqual(write, [["analog-output", -1, 3, 50, 0]]);
  assert.deepEqual(several, [
    ["binary-output", -1, 1, 1, 0],
    ["binary-value", -1, 2, 0, 0],
  ]);
  assert.deepEqual(release, []);
});

test("devices behind a router are stations, whether they are asked or answer", () => {
  assert.deepEqual(
    told(
      ["client", link(0x0a, "01 24 0064 01 0c ff 00 05 02 0f 0c 00400003 19 55 3e 44 42480000 3f")],
      ["server", link(0x0a, "01 08 0064 01 0c 30 02 0c 0c 00400003 19 55 3e 44 42480000 3f")],
      ["server", link(0x0a, "01 08 0065 06 c000020abac0 30 02 0c 0c 00400003 19 55 3e 44 42480000 3f")],
    ),
    [
      [["analog-output", 100_012, 3, 50, 0]],
      [["analog-output", 100_012, 3, 50, 0]],
      [["analog-output", 101 * 2 ** 32 + 0x020abac0, 3, 50, 0]],
    ],
  );
});
