import assert from "node:assert/strict";
import { test } from "node:test";
import { BAD, GOOD, UNCERTAIN } from "../../points.ts";
import type { SeenMessage } from "../../testing.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { management, publication, SAMPLES } from "../samples/goose.ts";
import type { Exchange } from "../samples/sample.ts";
import { goose } from "./goose.ts";

function sample(words: string): SeenMessage[] {
  const found = SAMPLES.find((exchange) => exchange.name.includes(words));
  return dissectExchange(found as Exchange, [goose]);
}

function read(...frames: string[]): SeenMessage[] {
  const messages = frames.map((hex) => ({ from: "client", hex }) as const);
  return dissectExchange({ name: "one", over: "ethernet", port: 0x88b8, messages }, [goose]);
}

function faultsOf(message: SeenMessage | undefined): string[] {
  return (message?.faults ?? []).map((fault) => fault.name);
}

test("a publication is told with every element", () => {
  const [first] = sample("repeats");
  assert.equal(first?.operation, "goose_pdu");
  assert.equal(first?.act, "alarm");
  assert.equal(first?.direction, 3);
  assert.deepEqual(first?.fields.t, {
    seconds: 0x65000000,
    fraction: 0x800000,
    leap_second_known: false,
    clock_failure: false,
    clock_not_synchronized: true,
    accuracy: 10,
  });
  const { appid, gocbRef, timeAllowedtoLive, datSet, goID, stNum, sqNum, confRev, numDatSetEntries } = first.fields;
  assert.deepEqual(
    [appid, gocbRef, timeAllowedtoLive, datSet, goID, stNum, sqNum, confRev, numDatSetEntries],
    [0x1007, "BAY7LD0/LLN0$GO$gcbTrip", 4000, "BAY7LD0/LLN0$dsTrip", "trip7", 5, 0, 1, 5],
  );
  assert.deepEqual(first.fields.allData[3], { bit_string: "80", padding: 6, dbpos: "on" });
  assert.deepEqual(first.fields.allData[4], { bit_string: "4000", padding: 3, quality: ["invalid"] });
});

test("members of the data set are samples, and the quality behind a value is that value's", () => {
  const [first, , , changed] = sample("repeats");
  assert.deepEqual(
    first?.samples.map(({ space, name, index, value, quality }) => [space.type, name, index, value, quality]),
    [
      ["BOOLEAN", "BAY7LD0/LLN0$dsTrip", 0, 1, GOOD],
      ["Dbpos", "BAY7LD0/LLN0$dsTrip", 3, 2, BAD],
    ],
  );
  assert.equal(changed?.samples.length, 1);
  const [leading] = read(publication({ data: ["84030340 00".replace(" ", ""), "830101", "8403034000", "830100"] }));
  assert.deepEqual(
    leading?.samples.map(({ index, quality }) => [index, quality]),
    [
      [1, GOOD],
      [3, GOOD],
    ],
    "where qualities stand in front it is not clear whose they are",
  );
  const [simulated] = read(publication({ simulation: true }));
  assert.deepEqual(
    simulated?.samples.map(({ quality }) => quality),
    [UNCERTAIN, BAD],
  );
});

test("every type of data is read, also inside structures", () => {
  const all = sample("repeats")[6];
  assert.deepEqual(all?.fields.allData, [
    { boolean: false },
    { bit_string: "40", padding: 6, dbpos: "off" },
    { bit_string: "a0", padding: 5 },
    { integer: -2 },
    { unsigned: 4294967295 },
    { floating_point: 12.5 },
    { bit_string: "0000", padding: 3, quality: ["good"] },
    { floating_point: 12.5 },
    { octet_string: "0102ff" },
    { visible_string: "word" },
    { binary_time: { milliseconds: 4000 } },
    { binary_time: { milliseconds: 4000, days: 15000 } },
    { bcd: 18 },
    { boolean_array: "a0" },
    { object_identifier: "1.0.9506.2.3" },
    { mms_string: "ä" },
    { utc_time: all?.fields.t },
    {
      structure: [
        { structure: [{ floating_point: 1 }] },
        { bit_string: "0000", padding: 3, quality: ["good"] },
        { utc_time: all?.fields.t },
      ],
    },
    { array: [{ integer: 1 }, { integer: 2 }] },
  ]);
  assert.deepEqual(
    all?.samples.map(({ space, index, value }) => [space.type, index, value]),
    [
      ["BOOLEAN", 0, 0],
      ["Dbpos", 1, 1],
      ["INT", 3, -2],
      ["INTU", 4, 4294967295],
      ["FLOAT", 5, 12.5],
      ["FLOAT", 7, 12.5],
      ["FLOAT", 17, 1],
      ["INT", 20, 1],
      ["INT", 21, 2],
    ],
  );
});

test("a control block is told once, with its device", () => {
  const messages = sample("repeats");
  assert.deepEqual(
    messages.map((message) => message.objects),
    [["BAY7LD0/LLN0$GO$gcbTrip"], [], [], [], ["BAY7LD0/LLN0$GO$gcbB"], [], ["feeder/LLN0$GO$all"]],
  );
  assert.deepEqual(
    messages[0]?.claims.map(({ attribute, value, confidence }) => [attribute, value, confidence]),
    [
      ["role", "ied", 0.6],
      ["name", "BAY7", 0.7],
    ],
  );
  const free = messages[6]?.claims.find((claim) => claim.attribute === "name");
  assert.deepEqual([free?.value, free?.confidence], ["feeder", 0.5]);
});

test("numbers that go back or jump are faults, copies and restarts are none", () => {
  const numbers = (...pairs: [number, number][]): string[] =>
    read(...pairs.map(([state, sequence]) => publication({ state, sequence }))).flatMap(faultsOf);
  assert.deepEqual(numbers([5, 0], [5, 1], [5, 1], [6, 0], [6, 1]), []);
  assert.deepEqual(numbers([5, 7], [5, 8], [5, 7]), [], "a late copy from a redundant network");
  assert.deepEqual(numbers([5, 7], [1, 0]), []);
  assert.deepEqual(numbers([5, 0xffffffff], [5, 1]), []);
  assert.deepEqual(numbers([5, 7], [5, 9]), ["sqNum jumped"]);
  assert.deepEqual(numbers([5, 7], [5, 8], [5, 3]), ["sqNum went back"]);
  assert.deepEqual(numbers([5, 7], [6, 4]), ["sqNum jumped"]);
  assert.deepEqual(numbers([5, 7], [9, 0]), ["stNum jumped"]);
  assert.deepEqual(numbers([5, 7], [4, 0]), ["stNum went back"]);
});

test("a message behind the time allowed to live is late", () => {
  const one = publication({ timeToLive: 900 });
  assert.deepEqual(read(one, publication({ timeToLive: 900, sequence: 1 })).flatMap(faultsOf), [
    "later than time allowed to live",
  ]);
});

test("simulation, commissioning, counts and changed configuration are faults by name", () => {
  const faults = sample("with a fault").map(faultsOf);
  assert.deepEqual(faults, [
    ["simulated"],
    ["time allowed to live is 0", "stNum jumped"],
    ["sqNum jumped", "entry count mismatch"],
    ["needs commissioning", "sqNum went back"],
    ["datSet changed", "confRev changed", "stNum went back"],
  ]);
});

test("broken encodings and lengths are faults, and what is whole is still told", () => {
  const whole = publication().replace(/\s/g, "");
  assert.deepEqual(read(whole.slice(0, -12)).map(faultsOf), [["short"]]);
  assert.equal(read(whole.slice(0, -12))[0]?.fields.stNum, 5);
  assert.deepEqual(faultsOf(read(whole.replace("830101", "83ff01"))[0]), ["malformed BER"]);
  assert.deepEqual(faultsOf(read("1007 000c 0000 0000 30020500")[0]), ["unknown PDU"]);
  assert.deepEqual(faultsOf(read("1007 000a 0000 0000 6100")[0]), ["missing element"]);
  assert.deepEqual(faultsOf(read("1007 0003 0000 0000 6100")[0]), ["bad length", "missing element"]);
  const cut = play(
    { over: "ethernet", port: 0x88b8 },
    [{ from: "client", bytes: bytesOf(whole.slice(0, -12)) }],
    [goose],
    { cutByCapture: true },
  );
  assert.deepEqual(cut.messages.map(faultsOf), [["cut by capture"]]);
});

test("data nested deeper than any model ends the walk", () => {
  let data = "830101";
  for (let depth = 0; depth < 20; depth++) data = `a2${(data.length / 2).toString(16).padStart(2, "0")}${data}`;
  assert.deepEqual(faultsOf(read(publication({ data: [data] }))[0]), ["malformed BER"]);
});

test("GSE management is asked and answered", () => {
  const messages = sample("management");
  assert.deepEqual(
    messages.map(({ operation, direction, outcome }) => [operation, direction, outcome]),
    [
      ["get_goose_element_number", 1, ""],
      ["get_goose_element_number", 2, ""],
      ["get_go_reference", 1, ""],
      ["get_go_reference", 2, "unknown_control_block"],
      ["gse_management_not_supported", 2, "gse_management_not_supported"],
    ],
  );
  assert.deepEqual(messages[0]?.fields.items, ["A$ST$stVal"]);
  assert.deepEqual(messages[1]?.fields.result, [{ offset: 3 }, { reference: "A$q" }, { error: "not_found" }]);
  assert.deepEqual(messages[2]?.fields.items, [5]);
  assert.deepEqual(faultsOf(read(management("8001"))[0]), ["malformed BER"]);
});

test("a state sent again tells the same as when it is read in full, whatever comes between", () => {
  const [exchange] = SAMPLES;
  assert.ok(exchange !== undefined);
  const first = exchange.messages[0] as (typeof exchange.messages)[number];
  // The same message again and again, with other control blocks and broken copies between.
  const again = {
    ...exchange,
    messages: [first, first, ...exchange.messages, first, { ...first, hex: first.hex.slice(0, -6) }, first],
  };
  const facts = (detailed: boolean): unknown =>
    dissectExchange(again, [goose], { detailed }).map(({ operation, direction, faults, samples, claims, objects }) => ({
      operation,
      direction,
      faults,
      samples,
      claims,
      objects,
    }));
  assert.deepEqual(facts(false), facts(true));
});
