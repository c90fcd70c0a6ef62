import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { SAMPLES } from "../samples/ieee20601.ts";
import { ieee20601 } from "./ieee20601.ts";
import { long, short } from "./reports.ts";

const [oximeter, standard, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("an agent associates, describes itself and is asked; answers are paired", () => {
  assert.deepEqual(
    dissectExchange(oximeter, [ieee20601]).map(({ operation, act, answers, outcome }) =>
      [operation, act, answers, outcome].join(" ").trim(),
    ),
    [
      "association_request other 0",
      "association_response other 1",
      "configuration_report identify 0",
      "configuration_report identify 3",
      "get identify 0",
      "get identify 5",
      "scan_report_fixed read 0",
      "scan_report_fixed read 7",
      "scan_report_var read 0",
      "unbuffered_scan_report_grouped read 0",
      "scan_report_mp_var read 0",
      "set_time time 0",
      "set_time time 12",
      "set configure 0",
      "set configure 14",
      "clear_segments write 0",
      "error other 16 not_allowed_by_object",
      "get identify 0",
      "reject other 18 unrecognized_operation",
      "association_release_request other 0",
      "association_release_response other 20",
    ],
  );
});

test("identity is told by system, model, production and specialization", () => {
  const messages = dissectExchange(oximeter, [ieee20601]);
  const told = (messages[5]?.claims ?? []).map(({ attribute, value }) => `${attribute} ${value}`);
  for (const claim of [
    "vendor Example Medical",
    "model Oxi 7",
    "serial SN-0007",
    "firmware 4.2.1",
    "hardware rev B",
    "kind pulse oximeter",
    "role medical device",
  ])
    assert.ok(told.includes(claim), claim);
  // The organization in the system identifier is the maker's.
  assert.ok(messages[0]?.claims.some(({ attribute, value }) => attribute === "vendor" && value === "Nonin"));
  const pump = dissectExchange(standard, [ieee20601])[5];
  assert.deepEqual(
    pump?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["kind", "insulin pump"],
      ["role", "infusion pump"],
    ],
  );
  assert.equal(pump?.fields.specialization, "IEEE 11073-10419");
});

test("measurements are points by what is measured; whom they are of is only noted", () => {
  const messages = dissectExchange(oximeter, [ieee20601]);
  assert.deepEqual(
    messages[8]?.samples.map(({ name, value, quality }) => [name, value, quality]),
    [
      ["MDC_PRESS_BLD_NONINV_SYS (mmHg)", 120, 0],
      ["MDC_PRESS_BLD_NONINV_DIA (mmHg)", 80, 0],
      ["MDC_PULS_OXIM_SAT_O2 (%)", 98, 1],
      ["MDC 2:39321", 32769, 0],
      ["MDC_PULS_OXIM_SAT_O2 (%)", 36.64, 0],
    ],
  );
  assert.deepEqual(
    messages[9]?.samples.map(({ value }) => value),
    [97, 73],
  );
  // Once that somebody was measured, and once that it is said who.
  const personal = messages.flatMap(({ notes }) => notes.map(({ remark }) => remark));
  assert.deepEqual(
    personal.filter(({ kind }) => kind === "personal"),
    [
      {
        ...{ kind: "personal", content: "health data", method: "IEEE 11073-20601 measurements" },
        ...{ exposure: "clear", unnamed: true },
      },
      {
        ...{ kind: "personal", content: "health data", method: "IEEE 11073-20601 person identifier" },
        exposure: "clear",
      },
    ],
  );
  // Agents with a standard configuration need not describe it.
  assert.deepEqual(
    dissectExchange(standard, [ieee20601])[2]?.samples.map(({ value }) => value),
    [120, 80, 93, 76],
  );
});

test("a value that is not there is no zero", () => {
  const empty = "e7000024 0022 0009 0101 001c 0000 00000000 0d1e 0012 f0000001 0001000a 0001 0001 0004 0a4c0000";
  const messages = [...oximeter.messages.slice(0, 3), { from: "client" as const, hex: empty.replaceAll(" ", "") }];
  const last = dissectExchange({ ...oximeter, messages }, [ieee20601]).at(-1);
  assert.deepEqual([last?.operation, last?.samples, last?.faults[0]?.name], ["scan_report_var", [], "short"]);
});

test("refusals and aborts are told", () => {
  assert.deepEqual(
    dissectExchange(standard, [ieee20601]).flatMap(({ outcome }) => outcome || []),
    ["abort_response_timeout", "rejected_unauthorized"],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [ieee20601]).flatMap((message) => message.faults.map(({ name }) => name)),
    ["unknown choice", "unknown event", "fewer objects than told", "short"],
  );
});

test("floating point numbers have a decimal exponent and values for none", () => {
  assert.deepEqual([0x0062, 0xf3cf, 0xff38, 0x1001].map(short), [98, 97.5, -20, 10]);
  assert.ok([0x07ff, 0x0800, 0x07fe, 0x0802].every((bits) => Number.isNaN(short(bits))));
  assert.deepEqual([0xff00016e, 0x02000003, 0xfffffffe].map(long), [36.6, 300, -0.2]);
  assert.ok(Number.isNaN(long(0x007fffff)));
});

test("associations and data are known by their bytes, short messages only by what is around them", () => {
  for (const { hex } of oximeter.messages.slice(0, 3)) assert.equal(likenessOf(ieee20601, hex), CERTAIN);
  assert.equal(likenessOf(ieee20601, "e40000020000"), POSSIBLE);
  assert.equal(likenessOf(ieee20601, "e700000a000800010999000200000000"), NO);
  assert.equal(likenessOf(ieee20601, "e2000032400000000001002a5079"), NO);
});
