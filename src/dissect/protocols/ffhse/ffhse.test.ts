import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO } from "../../dissector.ts";
import { bytesOf, dissectExchange, likenessOf, play } from "../../testing.ts";
import { message, SAMPLES } from "../samples/ffhse.ts";
import { ffhse } from "./ffhse.ts";

const [devices, session, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("devices announce themselves, are found and assigned", () => {
  const messages = dissectExchange(devices, [ffhse]);
  assert.deepEqual(
    messages.map(({ operation, act, answers }) => `${operation} ${act} ${answers}`),
    [
      "sm_device_annunciation identify 0",
      "sm_identify identify 0",
      "sm_identify identify 2",
      "sm_find_tag_query identify 0",
      "sm_find_tag_reply identify 0",
      "sm_set_assignment_info configure 0",
      "sm_clear_address configure 0",
      "fms_information_report read 0",
    ],
  );
  assert.deepEqual(
    messages[0]!.claims.map(({ attribute, value }) => `${attribute}: ${value}`),
    [
      "vendor: Rosemount",
      "serial: ROSEMOUNT-0042",
      "orderNumber: type 3051",
      "name: LD-7",
      "kind: linking device, HSE field device",
      "role: gateway",
    ],
  );
  assert.equal(messages[0]!.fields.operational_ip_address, "192.0.2.7");
  assert.deepEqual(messages[4]!.claims[0]?.about, { ip: "192.0.2.9" });
  assert.deepEqual(messages[5]!.objects, ["device 0011513051_ROSEMOUNT-0042", "tag LD-8"]);
  assert.deepEqual(
    messages[7]!.samples.map(({ index, value, quality }) => [index, value, quality]),
    [[500, 100, 0]],
  );
});

test("a session is read, answers are paired, and a refusal is told", () => {
  const messages = dissectExchange(session, [ffhse]);
  assert.deepEqual(
    messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "fda_open_session other 0",
      "fda_open_session other 1",
      "fms_identify identify 0",
      "fms_identify identify 3",
      "fms_read_with_subindex read 0",
      "fms_read_with_subindex read 5",
      "fms_write write 0",
      "fms_write write 7 access_3",
      "fms_stop control 0",
      "fda_idle other 0",
    ],
  );
  assert.deepEqual(
    messages[3]!.claims.map(({ attribute, value }) => `${attribute}: ${value}`),
    ["vendor: Example Controls", "model: LD 800", "firmware: R2.1"],
  );
  assert.deepEqual(messages[6]!.targets, [{ space: "object", first: 501, count: 1 }]);
  assert.deepEqual(
    messages[6]!.samples.map(({ value, quality }) => [value, quality]),
    [[20, 1]],
  );
});

test("defects are named, and a cut message waits", () => {
  assert.deepEqual(
    dissectExchange(faults, [ffhse]).map((one) => one.faults.map(({ name }) => name)),
    [["unknown service"], ["duplicate tag"], ["bad length", "short"], ["short"]],
  );
  const bytes = bytesOf(session.messages[0]!.hex).slice(0, 40);
  assert.equal(play(session, [{ from: "client", bytes }], [ffhse]).waiting, 40);
});

test("version, service and length tell a message", () => {
  assert.equal(likenessOf(ffhse, devices.messages[0]!.hex), LIKELY);
  assert.equal(likenessOf(ffhse, `${message(12, 0x82, "00000001")}00`), NO);
  assert.equal(likenessOf(ffhse, message(12, 0xf0, "")), NO);
  assert.equal(likenessOf(ffhse, "0200"), NO);
});
