import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange } from "../../testing.ts";
import { attribute, message, SAMPLES } from "../samples/diameter.ts";
import type { Exchange } from "../samples/sample.ts";
import { diameter } from "./diameter.ts";

const seen = dissectExchange(SAMPLES[0] as Exchange, [diameter]);

test("commands are paired, and refusals told", () => {
  assert.deepEqual(
    seen.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "capabilities_exchange_request identify 0",
      "capabilities_exchange_answer other 1",
      "authentication_information_request authenticate 0",
      "authentication_information_answer other 3",
      "update_location_request other 0",
      "update_location_answer other 5 user_unknown",
      "device_watchdog_request other 0",
      "device_watchdog_answer other 7",
    ],
  );
});

test("nodes name themselves and their product where peers meet", () => {
  const claims = seen.slice(0, 1).flatMap((each) => each.claims);
  assert.deepEqual(
    claims.map(({ attribute: what, value, confidence }) => [what, value, confidence]),
    [
      ["name", "mme.plant.example", 0.8],
      ["software", "core-mme", 0.7],
      ["firmware", "12", 0.6],
    ],
  );
});

test("keys in clear are remarked, and of subscribers only that they are named is told", () => {
  const remarks = seen.flatMap(({ notes }) => notes.map(({ remark }) => remark));
  assert.deepEqual(remarks, [{ kind: "credential", method: "EPS authentication vector", exposure: "clear" }]);
  assert.equal(seen[2]?.fields.has_subscriber, true);
  assert.equal(seen[2]?.fields.visited_plmn, "001-01");
  assert.ok(!JSON.stringify(seen).includes("0010100000"));
});

test("a message is recognized without its port, others are not", () => {
  const likeness = (hex: string): number => {
    const bytes = bytesOf(hex);
    const reader = new Reader();
    reader.open(bytes, 0, bytes.length, true);
    return diameter.probe(reader, {} as never);
  };
  assert.equal(likeness(SAMPLES[0]?.messages[0]?.hex ?? ""), CERTAIN);
  assert.equal(likeness(message("80", 257, 77, 1)), NO, "an application nobody has");
  assert.equal(likeness(message("8f", 257, 0, 1)), NO, "reserved flags");
  assert.equal(likeness("01000014"), NO, "too short to tell");
});

test("attributes that do not fit are faults, and groups end where they must", () => {
  const play = (hex: string) =>
    dissectExchange({ name: "made up", over: "tcp", port: 3868, messages: [{ from: "client", hex }] }, [diameter]);
  const lying = attribute(264, "6162").replace(/^(.{10})......../, "$1ffffff61");
  assert.deepEqual(
    play(message("80", 280, 0, 1, lying.padEnd(24, "0"))).flatMap(({ faults }) => faults.map(({ name }) => name)),
    ["attribute does not fit"],
  );
  let deep = attribute(298, "00001389");
  for (let depth = 0; depth < 12; depth++) deep = attribute(297, deep);
  assert.equal(play(message("00", 280, 0, 1, deep)).length, 1);
});
