import assert from "node:assert/strict";
import { test } from "node:test";
import type { Device } from "../../src/model/assessment.ts";
import { isSameCompany, judge } from "./compare.ts";
import type { Expectation, Judged } from "./labels.ts";
import { labelsOfTruth } from "./labels.ts";
import { missingOf, sumsOf, wholeDevices, wrongOf } from "./report.ts";

const EVIDENCE = { capture: 0, frame: 1, start: 0, end: 0, time: 0 };

function device(values: Partial<Record<"vendor" | "model" | "orderNumber" | "firmware" | "serial", string>>): Device {
  const candidate = (value: string) => ({
    value,
    confidence: 0.9,
    method: "test",
    evidence: EVIDENCE,
    times: 1,
    lost: "",
  });
  return {
    macs: ["00:1b:1b:00:00:01"],
    ips: ["10.0.0.1"],
    vendor: "",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    ...values,
    role: "plc",
    roleCandidates: [candidate("plc")],
    domain: "unknown",
    level: { level: "Not placed", needsReview: true, terms: [] },
    servicesOffered: [{ protocol: "tcp 4711" }, { protocol: "modbus" }],
    servicesUsed: [{ protocol: "tcp 4711" }],
    attributes: Object.entries(values).map(([attribute, value]) => ({ attribute, candidates: [candidate(value)] })),
  } as unknown as Device;
}

function outcome(found: Device, attribute: Judged, expectation: Expectation): string | undefined {
  const label = { capture: "a/b.pcap", device: "10.0.0.1", expected: { [attribute]: expectation }, where: "" };
  return judge(label, [found]).verdicts[0]?.outcome;
}

function said(...accepted: string[]): Expectation {
  return { kind: "said", accepted };
}

test("a company goes by all its names and forms, and no other", () => {
  assert.ok(isSameCompany("Belkin", "Belkin International Inc."));
  assert.ok(isSameCompany("Rockwell Automation", "Allen-Bradley"));
  assert.ok(isSameCompany("eQ-3 Entwicklung", "eQ-3"));
  assert.ok(!isSameCompany("Belkin", "Bell"));
  assert.ok(!isSameCompany("Siemens", "Schneider Electric"));
  assert.ok(!isSameCompany("", "Siemens"));
});

test("a model and a number are right when they hold the true one, versions without their leading zeros", () => {
  const found = device({ model: "1756-L61/B LOGIX5561", firmware: "16.020", serial: "S C-B1U393142011" });
  assert.equal(outcome(found, "model", said("1756-L61")), "right");
  assert.equal(outcome(found, "model", said("1756-L63")), "wrong");
  assert.equal(outcome(found, "firmware", said("16.20")), "right");
  assert.equal(outcome(found, "firmware", said("17.20")), "wrong");
  assert.equal(outcome(found, "serial", said("B1U393142011")), "right");
  assert.equal(outcome(device({ orderNumber: "6ES7 315-2EH14" }), "model", said("6ES7315-2EH14")), "right");
  assert.equal(outcome(device({}), "model", said("anything")), "missing");
});

test("the maker of a part does not pass for the maker, and is not held against the product", () => {
  const part = device({ vendor: "Espressif (network module)" });
  assert.equal(outcome(part, "vendor", said("Smarter")), "missing");
  assert.equal(outcome(part, "vendor", { kind: "module", accepted: [] }), "right");
  assert.equal(outcome(part, "vendor", { kind: "silent", accepted: [] }), "wrong");
  assert.equal(outcome(device({ vendor: "Espressif" }), "vendor", said("Smarter")), "wrong");
  assert.equal(outcome(device({ vendor: "Espressif" }), "vendor", { kind: "module", accepted: [] }), "wrong");
});

test("sums tell what the bytes say from what only the label knows", () => {
  const truth = {
    name: "plc-1",
    macs: [],
    ips: ["10.0.0.1"],
    vendor: "Siemens",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    role: "plc",
    domain: "ICS",
    level: "1",
    alsoLevels: [],
  };
  const speaking = labelsOfTruth("made.pcapng", [{ ...truth, speaks: true }]);
  const silent = labelsOfTruth("made.pcapng", [{ ...truth, speaks: false, role: "hmi" }]);
  const judged = [...speaking, ...silent].map((label) => judge(label, [device({ vendor: "Siemens" })]));
  const sums = sumsOf(judged);
  assert.deepEqual(sums.role, {
    said: { right: 1, wrong: 0, missing: 0 },
    label: { right: 0, wrong: 1, missing: 0 },
    silent: { right: 0, wrong: 0, missing: 0 },
  });
  assert.deepEqual(wholeDevices(judged), { right: 2, all: 2 });
  assert.deepEqual(
    wrongOf(judged).map(({ verdict }) => [verdict.attribute, verdict.found]),
    [["role", "plc"]],
  );
  assert.deepEqual(
    missingOf(judged).map(({ verdict }) => verdict.attribute),
    ["domain", "level"],
  );
});

test("a device that the inventory does not have misses everything", () => {
  const label = { capture: "a/b.pcap", device: "10.9.9.9", expected: { role: said("plc") }, where: "" };
  const judged = judge(label, [device({})]);
  assert.ok(!judged.isFound);
  assert.deepEqual(judged.unread, []);
  assert.deepEqual(judge({ ...label, device: "10.0.0.1" }, [device({})]).unread, ["tcp 4711"]);
  assert.equal(judged.verdicts[0]?.outcome, "missing");
});
