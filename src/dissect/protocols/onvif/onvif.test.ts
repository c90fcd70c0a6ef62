import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { http } from "../http/http.ts";
import { raw } from "../samples/http.ts";
import { answered, asked, envelope } from "../samples/http-view.ts";
import { SAMPLES } from "../samples/onvif.ts";
import { onvif } from "./onvif.ts";

const [session, faults] = SAMPLES as [(typeof SAMPLES)[0], (typeof SAMPLES)[0]];

test("operations are told with their acts, and answers are paired", () => {
  assert.deepEqual(
    dissectExchange(session, [onvif]).map(({ operation, act, direction, answers, outcome }) =>
      [operation, act, direction, answers, outcome].join(" ").trim(),
    ),
    [
      "get_device_information identify 1 0",
      "get_device_information identify 2 1",
      "continuous_move control 1 0",
      "continuous_move control 2 3",
      "get_status read 1 0",
      "get_status read 2 5",
      "set_user configure 1 0",
      "set_user configure 2 7",
      "set_relay_output_state control 1 0",
      "set_relay_output_state control 2 9",
      "system_reboot control 1 0",
      "system_reboot control 2 11 not_authorized",
      "get_users read 1 0",
      "get_users read 2 13",
      "upgrade_system_firmware program 1 0",
      "unnamed_get read 1 0",
      "unnamed_set configure 1 0",
      "unnamed_operation other 1 0",
      "notify alarm 3 0",
    ],
  );
});

test("credentials, positions and switched relays are told, and no password", () => {
  const messages = dissectExchange(session, [onvif]);
  const notes = messages.map(({ notes: all }) => all.map(({ remark }) => remark));
  assert.deepEqual(notes[1], [{ kind: "session", protocol: "ONVIF", anonymous: true }]);
  assert.deepEqual(notes[2], [
    { kind: "credential", method: "WS-Security digest", user: "operator", exposure: "challenge" },
  ]);
  assert.deepEqual(
    notes[6]!.map((remark) => (remark.kind === "credential" ? [remark.method, remark.user, remark.exposure] : [])),
    [
      ["WS-Security password", "admin", "clear"],
      ["ONVIF new password", "admin", "clear"],
    ],
  );
  assert.deepEqual(
    messages[5]!.samples.map(({ name, value }) => [name, value]),
    [
      ["pan", 0.25],
      ["tilt", -1],
      ["zoom", 0.1],
    ],
  );
  assert.deepEqual(
    messages[8]!.samples.map(({ name, value }) => [name, value]),
    [["relay R1", 1]],
  );
  assert.deepEqual(messages[2]!.objects, ["profile main"]);
  assert.ok(!JSON.stringify(messages).includes("HIDDEN"));
});

test("an operation is read out of a real request", () => {
  const body = envelope('xmlns:tds="http://www.onvif.org/ver10/device/wsdl"', "<tds:SystemReboot/>");
  const hex = raw(
    `POST /onvif/device_service HTTP/1.1\r\nHost: cam\r\nContent-Type: application/soap+xml\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const messages = dissectExchange({ name: "", over: "tcp", port: 80, messages: [{ from: "client", hex }] }, [
    http,
    onvif,
  ]);
  assert.deepEqual(
    messages.map(({ protocol, operation, act }) => `${protocol} ${operation} ${act}`),
    ["http post other", "onvif system_reboot control"],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    dissectExchange(faults, [onvif]).map((message) => message.faults.map(({ name }) => name)),
    [["missing part of the envelope"], ["unclosed element"]],
  );
});

test("only envelopes with the namespaces of ONVIF are taken", () => {
  assert.equal(
    likenessOf(onvif, asked("POST", "/x", envelope('xmlns:t="http://www.onvif.org/ver10/device/wsdl"', "<t:X/>"))),
    CERTAIN,
  );
  assert.equal(likenessOf(onvif, answered(200, "POST", "/x", envelope('xmlns:t="urn:other"', "<t:X/>"))), NO);
});
