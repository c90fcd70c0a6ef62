import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/wsdiscovery.ts";
import { wsdiscovery } from "./wsdiscovery.ts";

const claimsOf = (message: SeenMessage | undefined): unknown[][] =>
  (message?.claims ?? []).map((claim) => [claim.about, claim.attribute, claim.value]);

function read(text: string): SeenMessage | undefined {
  const hex = Buffer.from(text, "utf8").toString("hex");
  return dissectExchange({ name: "one", over: "udp", port: 3702, messages: [{ from: "client", hex }] }, [
    wsdiscovery,
  ])[0];
}

test("a camera answers with what and where it is", () => {
  const [probe, matches] = dissectExchange(SAMPLES[0]!, [wsdiscovery]);
  assert.equal(probe?.operation, "probe");
  assert.deepEqual(probe?.objects, ["dn:NetworkVideoTransmitter"]);
  assert.equal(matches?.operation, "probe_matches");
  assert.equal(matches?.answers, 1);
  assert.deepEqual(claimsOf(matches), [
    ["sender", "kind", "network video transmitter (ONVIF)"],
    ["sender", "role", "camera"],
    ["sender", "name", "AXIS M0000"],
    ["sender", "vendor", "Axis"],
    ["sender", "model", "M0000"],
    ["sender", "location", "Hall 2"],
    [{ ip: "192.0.2.77" }, "kind", "printer"],
    [{ ip: "192.0.2.77" }, "role", "printer"],
    [{ ip: "192.0.2.77" }, "kind", "document scanner"],
  ]);
  assert.deepEqual(matches?.notes, [
    {
      about: { mac: "020000000002" },
      remark: { kind: "binding", method: "ONVIF scope", mac: "020000000002", ip: "192.0.2.2" },
    },
  ]);
  assert.equal(matches?.fields.instance_id, "17");
  assert.equal(matches?.fields.services[0].metadata_version, "10");
  assert.ok(!JSON.stringify(matches).includes("secret"));
});

test("both versions are read, and faults name their reason", () => {
  const [, , resolve, found, fault] = dissectExchange(SAMPLES[0]!, [wsdiscovery]);
  assert.equal(resolve?.fields.version, "2005/04");
  assert.deepEqual(resolve?.objects, ["urn:uuid:11111111-0000-4000-8000-000000000001"]);
  assert.equal(found?.answers, 3);
  assert.equal(fault?.operation, "fault");
  assert.equal(fault?.outcome, "MatchingRuleNotSupported");
});

test("medical devices and computers say what they are when they come", () => {
  const [monitor, computer, bye] = dissectExchange(SAMPLES[1]!, [wsdiscovery]);
  assert.equal(monitor?.direction, 3);
  assert.deepEqual(claimsOf(monitor), [
    ["sender", "kind", "medical device (IEEE 11073 SDC)"],
    ["sender", "role", "medical device"],
    ["sender", "location", "HOSP1 / ICU / 4"],
  ]);
  assert.deepEqual(claimsOf(computer)[2], ["sender", "operatingSystem", "Windows"]);
  assert.equal(bye?.operation, "bye");
  assert.deepEqual(bye?.claims, []);
});

test("an action that a sender left out is told by the body", () => {
  const message = read("<Envelope><Header/><Body><Probe/></Body></Envelope>");
  assert.equal(message?.operation, "probe");
  assert.deepEqual(message?.faults, []);
});

test("broken, foreign and hostile documents are faults", () => {
  const faults = (text: string): string[] | undefined => read(text)?.faults.map((fault) => fault.name);
  assert.deepEqual(faults("<Envelope><Header/><Body><Probe/></Body>"), ["unclosed element"]);
  assert.deepEqual(faults("<Envelope><Header/><Body><Order/></Body></Envelope>"), ["unknown action"]);
  assert.deepEqual(faults("<a/>"), ["missing part of the envelope", "unknown action"]);
  assert.deepEqual(faults('<!DOCTYPE x [<!ENTITY a "b">]><Envelope><Header/><Body><Probe/></Body></Envelope>'), [
    "document type declaration",
  ]);
  const deep = `<Envelope><Header/><Body><Probe>${"<a>".repeat(9000)}`;
  assert.deepEqual(faults(deep), ["too many elements"]);
});
