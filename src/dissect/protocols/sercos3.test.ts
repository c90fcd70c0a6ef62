import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { SAMPLES } from "./samples/sercos3.ts";
import { sercos3 } from "./sercos3.ts";

test("a ring starts: addresses, parameters and phases", () => {
  const messages = dissectExchange(SAMPLES[0]!, [sercos3]);
  assert.deepEqual(
    messages.map(({ operation, act, objects }) => [operation, act, ...objects]),
    [
      ["mdt", "write", "communication phase 0"],
      ["address_allocation", "identify"],
      ["phase_switch", "control", "communication phase 1"],
      ["service_channel_read", "read", "device 0 S-0-0047"],
      ["service_channel_write", "configure"],
      ["phase_switch", "control", "communication phase 2", "device 0 P-0-1050.2.1"],
      ["phase_switch", "control", "communication phase 4"],
      ["at", "read"],
    ],
  );
  assert.deepEqual(
    messages[1]?.claims.map(({ about, value }) => [about, value]),
    [
      [{ part: "sercos 1", of: "sender" }, "Sercos III device"],
      [{ part: "sercos 2", of: "sender" }, "Sercos III device"],
    ],
  );
  assert.equal(messages[7]?.fields.channel, "secondary");
});

test("cut telegrams and unknown phases are faults; strange frames are not taken", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ethernet", port: 0x88cd, messages: [{ from: "client", hex }] }, [
      sercos3,
    ])[0]?.faults.map(({ name }) => name);
  assert.deepEqual(read(`00 07 11223344 ${"00".repeat(40)}`), ["unknown phase"]);
  assert.deepEqual(read("00 00 1122"), ["short"]);
  const likeness = (hex: string): number => likenessOf(sercos3, hex);
  assert.equal(likeness(`00 04 11223344 ${"00".repeat(40)}`), LIKELY);
  assert.equal(likeness(`0c 04 11223344 ${"00".repeat(40)}`), NO);
  assert.equal(likeness(`00 07 11223344 ${"00".repeat(40)}`), NO);
});
