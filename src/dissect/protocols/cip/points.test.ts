import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { handed, multiple, routed, symbol, unconnected } from "../samples/enip-bytes.ts";
import { cip } from "./cip.ts";

/** Requests and their answers in turn. */
function play(...said: readonly string[]): SeenMessage[] {
  const messages = said.map((hex, index) => ({
    from: index % 2 === 0 ? ("client" as const) : ("server" as const),
    hex: handed(unconnected(hex, `${(index >> 1).toString(16).padStart(2, "0")}00000000000000`)),
  }));
  return dissectExchange({ name: "made up", over: "inside", carrier: "enip", port: 0xb2, messages }, [cip]);
}

function told(messages: readonly SeenMessage[]): unknown[][] {
  return messages.map((message) =>
    message.samples.map(({ space, unit, name, index, value }) => [space.space, space.type, unit, name, index, value]),
  );
}

test("a tag that was read is told with its answer, by name and element", () => {
  assert.deepEqual(told(play(`4c 05 ${symbol("Pump1")} 2803 0200`, "cc 00 00 00 c400 2a000000 ffffffff")), [
    [],
    [
      ["", "DINT", -1, "Pump1", 3, 42],
      ["", "DINT", -1, "Pump1", 4, -1],
    ],
  ]);
  assert.deepEqual(told(play(`4c 04 ${symbol("LevelA")} 0100`, "cc 00 00 00 ca00 0000c03f"))[1], [
    ["", "REAL", -1, "LevelA", -1, 1.5],
  ]);
  assert.deepEqual(told(play(`4c 04 ${symbol("LevelA")} 0200`, "cc 00 00 00 c100 00ff"))[1], [
    ["", "BOOL", -1, "LevelA", 0, 0],
    ["", "BOOL", -1, "LevelA", 1, 1],
  ]);
  assert.deepEqual(told(play(`4c 06 ${symbol("LevelA")} 2803 2801 0100`, "cc 00 00 00 c300 0500"))[1], [
    ["", "INT", -1, "LevelA[3,1]", -1, 5],
  ]);
});

test("refused reads, structures, and answers without their request tell nothing", () => {
  assert.deepEqual(told(play(`4c 04 ${symbol("LevelA")} 0100`, "cc 00 05 01 0000"))[1], []);
  assert.deepEqual(told(play(`4c 04 ${symbol("LevelA")} 0100`, "cc 00 00 00 a002 1234 0102030405060708"))[1], []);
  assert.deepEqual(told(play("0e 03 2001 2401 3007", "cc 00 00 00 c400 2a000000"))[1], []);
});

test("what is written is told with the request; parts of a long tag know their elements", () => {
  assert.deepEqual(told(play(`4d 07 ${symbol("Line")} ${symbol("Speed")} ca00 0100 0000c03f`, "cd 00 00 00")), [
    [["", "REAL", -1, "Line.Speed", -1, 1.5]],
    [],
  ]);
  assert.deepEqual(told(play(`53 04 ${symbol("Recipe")} c300 6400 0a000000 0100 0200`, "d3 00 00 00"))[0], [
    ["", "INT", -1, "Recipe", 5, 1],
    ["", "INT", -1, "Recipe", 6, 2],
  ]);
  assert.deepEqual(told(play(`52 04 ${symbol("Recipe")} 6400 08000000`, "d2 00 06 00 c400 07000000"))[1], [
    ["", "DINT", -1, "Recipe", 2, 7],
  ]);
});

test("values of 64 bits keep their sign", () => {
  assert.deepEqual(told(play(`4c 04 ${symbol("LevelA")} 0100`, "cc 00 00 00 c500 feffffffffffffff"))[1], [
    ["", "LINT", -1, "LevelA", -1, -2],
  ]);
});

test("several services at once, modules behind the device and tags by instance are told apart", () => {
  const [, , , , read] = told(
    play(
      multiple("0a 02 2002 2401", [`4c 04 ${symbol("LevelA")} 0100`, `4c 04 ${symbol("LevelB")} 0100`]),
      multiple("8a 00 00 00", ["cc 00 00 00 c300 0102", "cc 00 00 00 c300 0302"]),
    ),
  );
  assert.deepEqual(read, [["", "INT", -1, "LevelA", -1, 0x0201]]);
  const behind = told(play(routed(`4c 04 ${symbol("LevelA")} 0100`, 3), "cc 00 00 00 c300 0102"));
  assert.deepEqual(behind.at(-1), [["", "INT", 3, "LevelA", -1, 0x0201]]);
  assert.deepEqual(told(play("4c 04 206b 2500 1700 2803 0100", "cc 00 00 00 c300 0102"))[1], [
    ["", "INT", -1, "symbol 23", 3, 0x0201],
  ]);
});

test("points that are objects are told by class and instance", () => {
  assert.deepEqual(told(play("0e 03 200a 2402 3003", "8e 00 00 00 feff"))[1], [
    ["analog input point value", "INT", -1, "", 2, -2],
  ]);
  assert.deepEqual(told(play("10 03 2009 2401 3003 01", "90 00 00 00"))[0], [
    ["discrete output point value", "BOOL", -1, "", 1, 1],
  ]);
  assert.deepEqual(told(play("0e 03 2001 2401 3005", "8e 00 00 00 6030"))[1], []);
});
