import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { associated, framed, OPEN_ASSOCIATION, SAMPLES, SERIAL, VALVE, wrapped } from "../samples/dlms.ts";
import type { Exchange } from "../samples/sample.ts";
import { dlms } from "./dlms.ts";
import { actionOperation } from "./objects.ts";

const sample = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [dlms]);
function play(...said: ["client" | "server", string][]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "tcp", port: 4059, messages }, [dlms]);
}

describe("DLMS/COSEM", () => {
  test("requests and answers are paired, and told by what they do", () => {
    const messages = sample(0);
    assert.deepEqual(
      messages.map(({ operation, act, direction }) => [operation, act, direction]),
      [
        ["aarq", "authenticate", REQUEST],
        ["aare", "authenticate", RESPONSE],
        ["get_request", "read", REQUEST],
        ["get_request", "read", RESPONSE],
        ["get_request", "read", REQUEST],
        ["get_request", "read", RESPONSE],
        ["get_request", "read", REQUEST],
        ["get_request", "read", RESPONSE],
        ["get_request", "read", REQUEST],
        ["get_request", "read", RESPONSE],
        ["set_clock", "time", REQUEST],
        ["set_clock", "time", RESPONSE],
        ["remote_disconnect", "control", REQUEST],
        ["remote_disconnect", "control", RESPONSE],
        ["event_notification_request", "alarm", NOTICE],
        ["glo_get_request", "read", REQUEST],
        ["exception_response", "other", RESPONSE],
        ["rlrq", "other", REQUEST],
        ["rlre", "other", RESPONSE],
      ],
    );
    for (const place of [1, 3, 5, 7, 9, 11, 13]) assert.equal(messages[place]?.answers, messages[place - 1]?.frame);
    assert.equal(messages[11]?.outcome, "read_write_denied");
    assert.equal(messages[16]?.outcome, "service_not_supported");
    assert.deepEqual(messages[12]?.objects, ["disconnect_control 0-0:96.3.10*255"]);
  });

  test("a password in clear is noted without its text, and nobody's association as such", () => {
    const [request, answer] = sample(0);
    assert.deepEqual(
      request?.notes.map(({ remark }) => remark),
      [{ kind: "credential", method: "DLMS low level password", exposure: "clear" }],
    );
    assert.ok(!JSON.stringify(request).includes("12345678") && !JSON.stringify(request).includes("3132333435363738"));
    assert.deepEqual(
      answer?.notes.map(({ remark }) => remark),
      [{ kind: "session", protocol: "DLMS", anonymous: false }],
    );
    const [, open] = play(["client", wrapped(OPEN_ASSOCIATION)], ["server", wrapped(associated(), "server")]);
    assert.deepEqual(
      open?.notes.map(({ remark }) => remark),
      [{ kind: "session", protocol: "DLMS", anonymous: true }],
    );
    const [, refused] = play(["client", wrapped(OPEN_ASSOCIATION)], ["server", wrapped(associated(1), "server")]);
    assert.deepEqual([refused?.outcome, refused?.notes], ["rejected_permanent", []]);
  });

  test("registers are process points, and the serial number identifies the meter", () => {
    const messages = sample(0);
    assert.deepEqual(
      messages[5]?.samples.map(({ name, value }) => [name, value]),
      [["1-0:1.8.0*255", 100_000]],
    );
    assert.deepEqual(
      messages[3]?.claims.map(({ attribute, value }) => [attribute, value]),
      [["serial", "42000007"]],
    );
    assert.equal(messages[14]?.samples[0]?.value, 100_001);
    const [, failed] = play(["client", wrapped(`c00181 ${SERIAL} 00`)], ["server", wrapped("c40181 01 03", "server")]);
    assert.deepEqual([failed?.outcome, failed?.claims], ["read_write_denied", []]);
  });

  test("HDLC frames are read with their addresses of any length, also where they share a flag", () => {
    const messages = sample(1);
    assert.deepEqual(
      messages.map(({ operation }) => operation),
      [
        ...["set_normal_response_mode", "unnumbered_acknowledgment", "aarq", "aare", "get_request", "get_request"],
        ...["receive_ready", "receive_ready", "information_segment", "disconnect", "disconnected_mode"],
      ],
    );
    assert.deepEqual(
      messages.flatMap(({ faults }) => faults),
      [],
    );
    assert.equal(messages[5]?.fields.segmented, true);
  });

  test("methods are told by their class", () => {
    assert.equal(actionOperation(70, 2).name, "remote_reconnect");
    assert.equal(actionOperation(18, 1).act, "program");
    assert.equal(actionOperation(15, 1).act, "authenticate");
    assert.equal(actionOperation(64, 2).act, "configure");
    assert.equal(actionOperation(9, 1).name, "action_request");
  });

  test("wrong checks, cut messages and other traffic", () => {
    const frame = framed("0321", "93");
    const [bad] = play(["client", frame], ["client", frame.replace(/....7e$/, "00007e")]).slice(1);
    assert.deepEqual(
      bad?.faults.map(({ name }) => name),
      ["bad frame check"],
    );
    const [cut] = play(["client", wrapped(`c30181 ${VALVE} 01 0f00`).slice(0, -8)]);
    assert.equal(cut?.faults.length, 1);
    assert.deepEqual(play(["client", "7e4500002812340000"]), []);
    assert.deepEqual(play(["client", "000100000006 010300000001"]), []);
  });
});
