import assert from "node:assert/strict";
import { test } from "node:test";
import { REQUEST, UNDIRECTED } from "../talk.ts";
import { dissectExchange } from "../testing.ts";
import { eap } from "./eap/eap.ts";
import { eapol } from "./eapol.ts";
import { SAMPLES } from "./samples/eapol.ts";

test("access is asked for, granted and refused; what is asked is EAP", () => {
  const seen = dissectExchange(SAMPLES[0]!, [eapol, eap]);
  const [start, ask, , , , , key, , logoff] = seen.filter(({ protocol }) => protocol === "eapol");
  assert.equal(start?.operation, "start");
  assert.equal(start?.direction, REQUEST);
  assert.equal(ask?.direction, UNDIRECTED);
  assert.equal(key?.fields.key_information, 0x8a);
  assert.equal(logoff?.operation, "logoff");
  assert.deepEqual(
    seen.filter(({ protocol }) => protocol === "eap").map(({ operation, outcome }) => [operation, outcome]),
    [
      ["identity", ""],
      ["identity", ""],
      ["md5_challenge", ""],
      ["md5_challenge", ""],
      ["success", ""],
      ["failure", "failure"],
    ],
  );
  assert.ok(!/cam-07|a5a5/.test(JSON.stringify(seen)));
});

test("unknown types and wrong lengths are faults", () => {
  const read = (hex: string): string[] =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x888e, messages: [{ from: "client", hex }] }, [
      eapol,
      eap,
    ]).flatMap((message) => message.faults.map((fault) => fault.name));
  assert.deepEqual(read("0120 0000"), ["unknown type"]);
  assert.deepEqual(read("0100 0005 02 01 0009 01"), ["bad EAP length"]);
  assert.deepEqual(read("0100 0004 09 01 0004"), ["unknown EAP code"]);
  assert.deepEqual(read("0100 0000"), ["bad EAP length"]);
  assert.deepEqual(read("0100 0009 02 01"), ["short"]);
});
