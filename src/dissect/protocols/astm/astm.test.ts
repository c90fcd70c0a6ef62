import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { bytesOf, dissectExchange, likenessOf, play } from "../../testing.ts";
import { SAMPLES } from "../samples/astm.ts";
import { hexText } from "../samples/dns-bytes.ts";
import { astm } from "./astm.ts";

const [results, query, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("records are told one by one, and acknowledgments are paired with their frames", () => {
  assert.deepEqual(
    dissectExchange(results, [astm]).map(({ operation, answers, outcome }) => [operation, answers, outcome]),
    [
      ["establishment", 0, ""],
      ["acknowledgment", 1, ""],
      ["header_record", 0, ""],
      ["acknowledgment", 3, ""],
      ["patient_information_record", 0, ""],
      ["negative_acknowledgment", 5, "negative_acknowledgment"],
      ["patient_information_record", 0, ""],
      ["acknowledgment", 7, ""],
      ["test_order_record", 0, ""],
      ["acknowledgment", 9, ""],
      ["result_record", 0, ""],
      ["acknowledgment", 11, ""],
      ["continued_frame", 0, ""],
      ["comment_record", 0, ""],
      ["acknowledgment", 13, ""],
      ["message_terminator_record", 0, ""],
      ["acknowledgment", 15, ""],
      ["termination", 0, ""],
    ],
  );
});

test("who sends results is told as an analyzer by its header, and nothing tells a patient", () => {
  const messages = dissectExchange(results, [astm]);
  const told = messages.flatMap(({ claims }) => claims.map(({ about, attribute, value }) => [about, attribute, value]));
  assert.deepEqual(told, [
    ["sender", "software", "Chem 900"],
    ["receiver", "software", "LIS"],
    ["sender", "role", "medical device"],
    ["sender", "kind", "laboratory analyzer"],
    ["sender", "model", "Chem 900"],
    ["sender", "firmware", "V2.1.4"],
    ["sender", "serial", "SN-004711"],
  ]);
  assert.deepEqual(
    messages[2]!.notes.map(({ remark }) => remark.kind),
    ["credential", "version"],
  );
  assert.deepEqual(
    messages[4]!.notes.map(({ remark }) => remark.kind),
    ["personal"],
  );
  const all = JSON.stringify(messages);
  for (const secret of ["HIDDEN", "Hidden", "mmol", "checked"]) assert.ok(!all.includes(secret), secret);
});

test("several records of one frame and several answers of one segment are told", () => {
  assert.deepEqual(
    dissectExchange(query, [astm]).map(({ operation, act }) => `${operation} ${act}`),
    [
      "establishment other",
      "header_record identify",
      "request_information_record read",
      "message_terminator_record other",
      "acknowledgment other",
      "acknowledgment other",
      "termination other",
      "establishment other",
      "acknowledgment other",
      "header_record identify",
      "patient_information_record write",
      "test_order_record write",
      "manufacturer_information_record other",
      "scientific_record write",
      "message_terminator_record other",
    ],
  );
});

test("defects are named, and a cut frame waits", () => {
  assert.deepEqual(
    dissectExchange(faults, [astm]).map((message) => message.faults.map(({ name }) => name)),
    [[], ["bad checksum"], ["frame number jumped"], ["unknown record type"], []],
  );
  const bytes = bytesOf(results.messages[2]!.hex).slice(0, 30);
  assert.equal(play(results, [{ from: "client", bytes }], [astm]).waiting, 30);
});

test("a frame is certain by its checksum", () => {
  assert.equal(likenessOf(astm, results.messages[4]!.hex), CERTAIN);
  assert.equal(likenessOf(astm, `05${results.messages[2]!.hex}`), CERTAIN);
  assert.equal(likenessOf(astm, hexText("\x021H|\\^&|||cut")), LIKELY);
  assert.equal(likenessOf(astm, hexText("\x021H|\\^&\r\x0300\r\n")), NO);
  assert.equal(likenessOf(astm, "05"), NO);
  assert.equal(likenessOf(astm, "0231000000"), NO);
});
