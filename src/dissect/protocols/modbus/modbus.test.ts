import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/modbus.ts";
import { SAMPLES as SERIAL } from "../samples/modbus_rtu.ts";
import type { Exchange } from "../samples/sample.ts";
import { umas } from "../umas/umas.ts";
import { modbus } from "./modbus.ts";
import { modbusRtu } from "./rtu.ts";

function sample(words: string, list: readonly Exchange[] = SAMPLES): SeenMessage[] {
  const exchange = list.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [exchange.port === 502 ? modbus : modbusRtu]);
}

function said(hexes: readonly (readonly ["client" | "server", string])[], port = 502): SeenMessage[] {
  const messages = hexes.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "", over: "tcp", port, messages }, [modbus]);
}

function likeness(dissector: typeof modbus, hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return dissector.probe(reader, { memory: dissector.remember?.() } as never);
}

test("answers know their request and show its address and the values read", () => {
  const [ask, answer, , inputs, , registers, , , , queue] = sample("reads");
  assert.equal(ask?.direction, REQUEST);
  assert.deepEqual(ask?.targets, [{ space: "coil", first: 0x13, count: 19 }]);
  assert.equal(answer?.direction, RESPONSE);
  assert.equal(answer?.answers, 1);
  assert.deepEqual(answer?.fields.values, [1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1]);
  assert.equal(inputs?.fields.values.length, 9);
  assert.deepEqual(registers?.fields, {
    transaction_id: 3,
    protocol_id: 0,
    length: 9,
    unit_id: 1,
    function_code: 3,
    address: 107,
    quantity: 3,
    byte_count: 6,
    values: [555, 0, 100],
  });
  assert.deepEqual(queue?.fields.values, [440, 4740]);
});

test("writes tell what they write and their echoes agree", () => {
  const messages = sample("writes");
  assert.ok(messages.every((message) => message.act === "write" && message.faults.length === 0));
  assert.equal(messages[0]?.fields.value, 1);
  assert.deepEqual(messages[4]?.fields.values, [1, 0, 1, 1, 0, 0, 1, 1, 1, 0]);
  assert.deepEqual(messages[6]?.fields.values, [10, 258]);
  assert.deepEqual(
    messages[10]?.targets.map((target) => [target.first, target.count]),
    [
      [14, 1],
      [3, 2],
    ],
  );
  assert.deepEqual(messages[11]?.fields.values, [254, 2765]);
});

test("diagnostics, counters and files are told by sub-function", () => {
  const messages = sample("diagnostics");
  const names = messages.map((message) => message.operation);
  assert.deepEqual(names.slice(0, 7), [
    "read_exception_status",
    "read_exception_status",
    "return_query_data",
    "return_query_data",
    "force_listen_only_mode",
    "restart_communications_option",
    "restart_communications_option",
  ]);
  assert.equal(messages[4]?.act, "control");
  assert.equal(messages[10]?.fields.message_count, 0x121);
  assert.deepEqual(messages[12]?.fields.sub_responses[1].values, [0x33cd, 0x40]);
  assert.deepEqual(messages[13]?.targets, [{ space: "file record", first: 7, count: 3 }]);
});

test("statistics of Modbus Plus are as long as they are", () => {
  const [ask, answer] = said([
    ["client", "0001 0000 0006 01 08 0015 0003"],
    ["server", `0001 0000 0074 01 08 0015 0003 006c ${"0000".repeat(54)}`],
  ]);
  assert.deepEqual([ask?.faults, answer?.faults, answer?.answers], [[], [], 1]);
});

test("identities become claims with the bytes that say so", () => {
  const claims = sample("identities").flatMap((message) => message.claims);
  assert.deepEqual(
    claims.map((claim) => [claim.attribute, claim.value, claim.about]),
    [
      ["vendor", "Example Works", "sender"],
      ["firmware", "v3.14", "sender"],
      ["orderNumber", "EW-200A", "sender"],
      ["model", "EW-200A", "sender"],
      ["model", "Mixer", "sender"],
      ["description", "Mixer 17", "sender"],
    ],
  );
  assert.ok(claims.every((claim) => claim.end > claim.start));
});

test("several answering units, or exception 11, make a gateway with parts", () => {
  const messages = sample("gateway");
  assert.deepEqual(
    messages.flatMap((message) => message.claims).map((claim) => [claim.attribute, claim.value, claim.about]),
    [
      ["role", "gateway", "sender"],
      ["kind", "Modbus unit", { part: "unit 6", of: "sender" }],
      ["description", "Pumps", { part: "unit 5", of: "sender" }],
    ],
  );
  assert.deepEqual(
    messages.map((message) => message.outcome).filter((outcome) => outcome !== ""),
    ["gateway_target_device_failed_to_respond", "illegal_data_address", "illegal_function"],
  );
  assert.equal(messages.filter((message) => message.answers > 0).length, 6);
});

test("a device that gives the same identity under every unit is no gateway", () => {
  const claims = said([
    ["client", "0001 0000 0002 01 11"],
    ["server", "0001 0000 000a 01 11 07 00 ff 50756d7073"],
    ["client", "0002 0000 0002 02 11"],
    ["server", "0002 0000 000a 02 11 07 00 ff 50756d7073"],
  ]).flatMap((message) => message.claims);
  assert.deepEqual(
    claims.map((claim) => claim.about),
    ["sender", "sender"],
  );
});

test("function 90 is a message of Modbus and, behind it, one of UMAS", () => {
  const exchange = SAMPLES.find((entry) => entry.name.includes("UMAS"));
  assert.ok(exchange);
  const messages = dissectExchange(exchange, [modbus, umas]);
  assert.deepEqual(
    messages.map((message) => [message.protocol, message.operation, message.answers > 0]),
    ["read_id", "take_plc_reservation", "download_block", "stop_plc"].flatMap((name) =>
      [false, true].flatMap((answers) => [
        ["modbus", "umas", answers],
        ["umas", name, answers],
      ]),
    ),
  );
  assert.ok(messages.every((message) => message.faults.length === 0));
  assert.equal(messages.at(-1)?.outcome, "umas_error");
});

test("every defect is named, and the messages around it are read", () => {
  const messages = sample("faults");
  assert.deepEqual(
    messages.map((message) => message.faults.map((fault) => fault.name).join()),
    [
      "illegal quantity",
      "byte count mismatch,leftover",
      "",
      "echo mismatch",
      "bad protocol id",
      "length out of range",
      "illegal address range",
      "short",
      "leftover",
      "illegal value",
      "",
      "byte count mismatch",
      "illegal exception code",
    ],
  );
});

test("an acknowledge exception refuses nothing", () => {
  const [, answer] = said([
    ["client", "0001 0000 0006 01 06 0001 0001"],
    ["server", "0001 0000 0003 01 86 05"],
  ]);
  assert.equal(answer?.outcome, "");
  assert.equal(answer?.fields.exception, "acknowledge");
});

test("without known ports the shape tells requests from answers when the roles are wrong", () => {
  // The side taken for the server asks: the capture began in the middle.
  const [ask, answer] = said(
    [
      ["server", "0001 0000 0006 01 03 0000 0001"],
      ["client", "0001 0000 0005 01 03 02 0001"],
    ],
    1502,
  );
  assert.equal(ask?.direction, REQUEST);
  assert.equal(answer?.direction, RESPONSE);
  assert.equal(answer?.answers, 1);
});

test("an echo whose request was not seen still tells its target", () => {
  const [answer] = said([["server", "0001 0000 0006 01 10 0001 0002"]]);
  assert.deepEqual(answer?.targets, [{ space: "holding register", first: 1, count: 2 }]);
  assert.equal(answer?.answers, 0);
});

test("probing accepts Modbus anywhere and refuses what only resembles it", () => {
  assert.equal(likeness(modbus, "0001 0000 0006 01 03 0000 0001"), LIKELY);
  assert.equal(likeness(modbus, "0001 0000 0005 01 03 02 0001 0002 0000 0006 01 03 0000 0001"), LIKELY);
  // A DICOM association rejection, zeros, and another protocol identifier.
  assert.ok(likeness(modbus, "0300 0000 0004 00 01 01 01") < LIKELY);
  assert.equal(likeness(modbus, "0000 0000 0000 0000 0000"), NO);
  assert.equal(likeness(modbus, "0001 0100 0006 01 03 0000 0001"), NO);
});

test("serial frames are cut apart by their check value and paired", () => {
  const messages = sample("both ways", SERIAL);
  assert.equal(messages.length, 14);
  assert.ok(messages.every((message, index) => (message.direction === REQUEST) === (index % 2 === 0)));
  assert.deepEqual(messages[1]?.fields.values, [0xae41, 0x5652, 0x4340]);
  assert.equal(messages[11]?.outcome, "illegal_data_address");
  assert.equal(messages[13]?.claims[0]?.value, "ACME");
  assert.equal(messages[0]?.protocol, "modbus_rtu");
});

test("a serial frame with a wrong check value is a fault once right ones were seen", () => {
  const messages = sample("bad checksum", SERIAL);
  assert.deepEqual(
    messages[2]?.faults.map((fault) => fault.name),
    ["bad checksum"],
  );
  assert.deepEqual(messages[2]?.samples, []);
});

test("a right check value alone is not believed where Emerson ROC has the same", () => {
  assert.equal(likeness(modbusRtu, SERIAL[0]?.messages[0]?.hex ?? ""), CERTAIN);
  // Unit 1 group 2, host 3 group 1, opcode 17, no bytes.
  assert.equal(likeness(modbusRtu, "01 02 03 01 11 00 f4d2"), NO);
});

function valuesOf(message: SeenMessage | undefined): (string | number)[][] {
  return (message?.samples ?? []).map((entry) => [entry.space.space, entry.unit, entry.index, entry.value]);
}

test("values read are told under the addresses that were asked for, values written under their own", () => {
  const reads = sample("reads");
  assert.deepEqual(valuesOf(reads[0]), []);
  assert.equal(reads[1]?.samples.length, 19);
  assert.deepEqual(valuesOf(reads[1]).slice(0, 3), [
    ["coil", 1, 19, 1],
    ["coil", 1, 20, 0],
    ["coil", 1, 21, 1],
  ]);
  assert.deepEqual(valuesOf(reads[3]).at(-1), ["discrete input", 1, 204, 1]);
  assert.deepEqual(valuesOf(reads[5]), [
    ["holding register", 1, 107, 555],
    ["holding register", 1, 108, 0],
    ["holding register", 1, 109, 100],
  ]);
  assert.deepEqual(valuesOf(reads[7]), [["input register", 1, 8, 10]]);
  const writes = sample("writes");
  assert.deepEqual(
    writes.map((message) => valuesOf(message).map(([, , index, value]) => [index, value])),
    [
      [[172, 1]],
      [],
      [[1, 3]],
      [],
      [1, 0, 1, 1, 0, 0, 1, 1, 1, 0].map((value, index) => [19 + index, value]),
      [],
      [
        [1, 10],
        [2, 258],
      ],
      [],
      [],
      [],
      [[14, 255]],
      [
        [3, 254],
        [4, 2765],
      ],
    ],
  );
  assert.equal(reads[5]?.samples[0]?.space.type, "uint16");
  assert.equal(sample("both ways", SERIAL)[1]?.samples[0]?.space.protocol, "modbus_rtu");
});

test("values are left out where their addresses cannot be known, or their number does not fit", () => {
  const [alone, , short] = said([
    ["server", "0001 0000 0007 01 03 04 0001 0002"],
    ["client", "0002 0000 0006 01 03 0000 0002"],
    ["server", "0002 0000 0005 01 03 02 0001"],
  ]);
  assert.deepEqual(alone?.samples, []);
  assert.deepEqual(short?.samples, []);
});

test("a mask that keeps nothing writes a known value", () => {
  const [written, masked] = said([
    ["client", "0001 0000 0008 01 16 0004 0000 0025"],
    ["client", "0002 0000 0008 01 16 0004 00f2 0025"],
  ]);
  assert.deepEqual(valuesOf(written), [["holding register", 1, 4, 0x25]]);
  assert.deepEqual(masked?.samples, []);
});
