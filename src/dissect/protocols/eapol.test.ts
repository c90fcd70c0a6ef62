import assert from "node:assert/strict";
import { test } from "node:test";
import { REQUEST, RESPONSE } from "../talk.ts";
import { dissectExchange } from "../testing.ts";
import { eapol } from "./eapol.ts";
import { SAMPLES } from "./samples/eapol.ts";

test("access is asked for, granted and refused", () => {
  const [start, ask, identity, , answer, success, key, failure, logoff] = dissectExchange(SAMPLES[0]!, [eapol]);
  assert.equal(start?.operation, "start");
  assert.equal(start?.direction, REQUEST);
  assert.equal(ask?.direction, RESPONSE);
  assert.deepEqual(
    identity?.claims.map((claim) => [claim.attribute, claim.value]),
    [["user", "cam-07"]],
  );
  assert.deepEqual(answer?.notes, [
    { about: "sender", remark: { kind: "credential", method: "EAP MD5 challenge", exposure: "challenge" } },
  ]);
  assert.ok(!JSON.stringify(answer?.fields).includes("a5a5"));
  assert.equal(success?.fields.code_name, "success");
  assert.equal(key?.fields.key_information, 0x8a);
  assert.equal(failure?.outcome, "failure");
  assert.equal(logoff?.operation, "logoff");
});

test("unknown types and wrong lengths are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x888e, messages: [{ from: "client", hex }] }, [
      eapol,
    ])[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("0120 0000"), ["unknown type"]);
  assert.deepEqual(read("0100 0005 02 01 0009 01"), ["bad EAP length"]);
  assert.deepEqual(read("0100 0004 09 01 0004"), ["unknown EAP code"]);
  assert.deepEqual(read("0100 0009 02 01"), ["short"]);
});
