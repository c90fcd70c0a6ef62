import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { http } from "../http/http.ts";
import { SAMPLES } from "../samples/fhir.ts";
import { raw } from "../samples/http.ts";
import { answered, asked } from "../samples/http-view.ts";
import { fhir } from "./fhir.ts";

const session = SAMPLES[0] as (typeof SAMPLES)[0];

test("interactions are told with their acts, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(session, [fhir]).map(({ operation, act, direction, answers, outcome }) =>
      [operation, act, direction, answers, outcome].join(" ").trim(),
    ),
    [
      "capabilities identify 1 0",
      "capabilities identify 2 1",
      "read read 1 0",
      "read read 2 3",
      "read read 1 0",
      "read read 2 5",
      "search read 1 0",
      "search read 2 7",
      "update write 1 0",
      "update write 2 9 business_rule",
      "create write 1 0",
      "search read 1 0",
      "batch_transaction write 1 0",
      "patch write 1 0",
      "delete write 1 0",
      "history read 1 0",
      "vread read 1 0",
      "operation other 1 0",
      "operation other 2 18 status_404",
      "create write 1 0",
      "search read 2 0",
    ],
  );
});

test("devices and the server are told, that patients are read is remarked, and nothing tells who they are", () => {
  const messages = dissectExchange(session, [fhir]);
  assert.deepEqual(
    messages[1]!.claims.map(({ attribute, value }) => `${attribute}: ${value}`),
    ["software: Example FHIR 2.3", "description: Ward server"],
  );
  assert.deepEqual(
    messages[3]!.claims.map(({ attribute, value }) => `${attribute}: ${value}`),
    [
      "vendor: Example Medical",
      "serial: SN-0007",
      "model: Infuser 7",
      "name: ICU pump",
      "kind: Infusion pump",
      "role: medical device",
      "firmware: 4.2",
      "software: 9",
    ],
  );
  assert.deepEqual(messages[3]!.claims[0]?.about, { part: "device SN-0007", of: "sender" });
  assert.deepEqual(
    messages[5]!.notes.map(({ remark }) => remark.kind),
    ["session", "personal"],
  );
  assert.deepEqual(messages[7]!.objects, ["Observation", "Bundle", "Device"]);
  assert.equal(messages[7]!.claims.length, 8);
  assert.deepEqual(messages[20]!.objects, ["Condition", "Bundle"]);
  const all = JSON.stringify(messages);
  for (const secret of ["HIDDEN", "Hidden", "77"]) assert.ok(!all.includes(secret), secret);
});

test("an interaction is read out of a real request", () => {
  const hex = raw(
    "GET /fhir/Patient/7?_format=json HTTP/1.1\r\nHost: records\r\nAccept: application/fhir+json\r\n\r\n",
  );
  const messages = dissectExchange({ name: "", over: "tcp", port: 80, messages: [{ from: "client", hex }] }, [
    http,
    fhir,
  ]);
  assert.deepEqual(
    messages.map(({ protocol, operation }) => `${protocol} ${operation}`),
    ["http get", "fhir read"],
  );
  // Who is asked for stands in the target, which HTTP does not tell then.
  assert.deepEqual(messages[0]!.objects, ["/fhir/Patient/*"]);
  assert.equal(messages[0]!.fields.uri, "/fhir/Patient/*?*");
});

test("types, resources and paths are recognized, other JSON is left", () => {
  assert.equal(likenessOf(fhir, asked("GET", "/x", "", "application/fhir+json")), CERTAIN);
  assert.equal(likenessOf(fhir, answered(200, "GET", "/x", '{"resourceType":"Patient"}', "application/json")), CERTAIN);
  assert.equal(likenessOf(fhir, asked("GET", "/fhir/Patient/1", "", "")), LIKELY);
  assert.equal(likenessOf(fhir, asked("GET", "/fhir/index.html", "", "")), NO);
  assert.equal(likenessOf(fhir, answered(200, "GET", "/api", '{"type":"Patient"}', "application/json")), NO);
});
