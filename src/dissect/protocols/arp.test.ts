import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { arp } from "./arp.ts";
import { SAMPLES } from "./samples/arp.ts";

const play = (hex: string): ReturnType<typeof dissectExchange> =>
  dissectExchange({ name: "one", over: "ethernet", port: 0x0806, messages: [{ from: "client", hex }] }, [arp]);

test("requests, replies and announcements bind the sender's addresses", () => {
  const messages = dissectExchange(SAMPLES[0]!, [arp]);
  assert.deepEqual(
    messages.map((message) => message.operation),
    ["request", "reply", "request"],
  );
  assert.deepEqual(messages[1]?.notes, [
    {
      about: { mac: "020000000002" },
      remark: { kind: "binding", method: "ARP", mac: "020000000002", ip: "192.0.2.2", to: "192.0.2.1" },
    },
  ]);
  assert.deepEqual(
    messages.map((message) => (message.notes[0]?.remark as { asks?: string } | undefined)?.asks),
    ["192.0.2.2", undefined, undefined],
  );
  assert.equal(messages[2]?.fields.announcement, true);
  assert.equal(messages[0]?.fields.target_protocol_address, "192.0.2.2");
});

test("a probe binds nothing", () => {
  const [probe] = play("0001 0800 06 04 0001 020000000001 00000000 000000000000 c0000209");
  assert.deepEqual(probe?.notes, []);
});

test("padding is no fault, a short frame is", () => {
  assert.deepEqual(play("0001 0800 06 04 0002 020000000001 c0000201 020000000002 c0000202 0000000000")[0]?.faults, []);
  const [short] = play("0001 0800 06 04 0002 020000000001 c0000201 0200");
  assert.deepEqual(short?.notes, []);
  assert.equal(short?.faults[0]?.name, "short");
});

test("unusual address lengths are shown with a fault and bind nothing", () => {
  const [message] = play("0001 0800 02 02 0001 aabb ccdd eeff 1122");
  assert.equal(message?.faults[0]?.name, "unusual address types");
  assert.equal(message?.fields.target_hardware_address, "eeff");
  assert.deepEqual(message?.notes, []);
});
