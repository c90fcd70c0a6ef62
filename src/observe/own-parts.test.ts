import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeValue, Part } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import { addFromController } from "./own-parts.ts";

const EVIDENCE = { capture: 0, frame: 1, start: 0, end: 0, time: 0 };

function value(attribute: Attribute, text: string, confidence = 0.95): AttributeValue {
  return {
    attribute,
    candidates: [{ value: text, confidence, method: "a test", evidence: EVIDENCE, times: 1, lost: "" }],
  };
}

function best(attributes: readonly AttributeValue[], attribute: Attribute): string | undefined {
  return attributes.find((entry) => entry.attribute === attribute)?.candidates[0]?.value;
}

const CONTROLLER: Part = {
  part: "slot 0",
  attributes: [value("vendor", "Maker"), value("model", "CPU 9"), value("serial", "4711"), value("role", "plc")],
};
const CARD: Part = { part: "slot 1", attributes: [value("model", "IO 16"), value("role", "remote io")] };

test("a rack that says nothing of itself is known by its only controller", () => {
  const rack = [value("vendor", "Block maker", 0.45)];
  addFromController(rack, [CONTROLLER, CARD]);
  assert.equal(best(rack, "model"), "CPU 9");
  assert.equal(best(rack, "serial"), "4711");
  assert.equal(best(rack, "vendor"), "Maker");
  assert.equal(best(rack, "role"), undefined, "what it is for is decided by the rules");
  assert.match(rack.find(({ attribute }) => attribute === "vendor")?.candidates[1]?.lost ?? "", /slot 0/);
});

test("what a device says of itself stands, and two controllers speak for none", () => {
  const rack = [value("model", "Network card 3")];
  addFromController(rack, [CONTROLLER]);
  assert.equal(best(rack, "model"), "Network card 3");
  assert.equal(best(rack, "serial"), undefined);
  const double: AttributeValue[] = [];
  addFromController(double, [CONTROLLER, { ...CONTROLLER, part: "slot 5" }]);
  assert.deepEqual(double, []);
});

test("the only unit of a Modbus server is the server, one of several or a far one is not", () => {
  const unit = (name: string): Part => ({ part: name, attributes: [value("model", "Meter 2")] });
  const alone: AttributeValue[] = [];
  addFromController(alone, [unit("unit 255")]);
  assert.equal(best(alone, "model"), "Meter 2");
  const far: AttributeValue[] = [];
  addFromController(far, [unit("unit 17")]);
  const several: AttributeValue[] = [];
  addFromController(several, [unit("unit 1"), unit("unit 2")]);
  assert.deepEqual([...far, ...several], []);
});
