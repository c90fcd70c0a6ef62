import assert from "node:assert/strict";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { ACTS } from "../model/act.ts";
import { ATTRIBUTES } from "../model/attribute.ts";
import { DOMAINS, LEVELS, ROLES } from "../model/role.ts";
import schema from "./assessment.schema.json" with { type: "json" };
import { inventAssessment } from "./fixture.ts";
import { assessmentJson } from "./json.ts";

const validate = new Ajv2020.default({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

test("what is written is what was given, and keeps to the published schema", () => {
  const assessment = inventAssessment();
  const read = JSON.parse([...assessmentJson(assessment)].join(""));
  assert.deepEqual(read, assessment);
  assert.ok(validate(read), JSON.stringify(validate.errors?.slice(0, 5)));
});

test("the schema refuses a missing, an unknown and a wrong value", () => {
  const { period, ...missing } = inventAssessment();
  assert.ok(period && !validate(missing));
  assert.ok(!validate({ ...inventAssessment(), surprise: 1 }));
  const wrong = inventAssessment();
  wrong.devices[0].attributes[0].candidates[0].confidence = 1.5;
  assert.ok(!validate(wrong));
});

test("the schema lists the same words as the model", () => {
  const { act, level, attributeValue, device } = schema.$defs;
  assert.deepEqual(act.enum, [...ACTS]);
  assert.deepEqual(level.enum, [...LEVELS]);
  assert.deepEqual(attributeValue.properties.attribute.enum, [...ATTRIBUTES]);
  assert.deepEqual(device.properties.role.enum, [...ROLES]);
  assert.deepEqual(device.properties.domain.enum, [...DOMAINS]);
});

test("top keys stand in the order of the schema, whatever order they were filled in", () => {
  const assessment = inventAssessment();
  const turned = Object.fromEntries(Object.entries(assessment).reverse()) as unknown as typeof assessment;
  assert.notEqual(JSON.stringify(turned), JSON.stringify(assessment));
  assert.equal([...assessmentJson(turned)].join(""), [...assessmentJson(assessment)].join(""));
});

test("the text comes in pieces no larger than one element", () => {
  const pieces = [...assessmentJson(inventAssessment())];
  assert.ok(pieces.length > 60);
  assert.ok(Math.max(...pieces.map((piece) => piece.length)) < 10_000);
});
