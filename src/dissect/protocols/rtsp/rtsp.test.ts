import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/rtsp.ts";
import type { Exchange } from "../samples/sample.ts";
import { rtsp } from "./rtsp.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [rtsp]);
const claimsOf = (message: SeenMessage | undefined): string[][] =>
  (message?.claims ?? []).map((claim) => [claim.attribute, claim.value]);

function read(text: string, over: "tcp" | "udp" = "tcp"): SeenMessage[] {
  const hex = Buffer.from(text, "latin1").toString("hex");
  return dissectExchange({ name: "one", over, port: 554, messages: [{ from: "client", hex }] }, [rtsp]);
}

test("a viewer's session is followed, answers paired by their sequence numbers", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.answers]),
    [
      ["options", 0],
      ["response", 1],
      ["describe", 0],
      ["response", 3],
      ["describe", 0],
      ["response", 5],
      ["setup", 0],
      ["response", 7],
      ["play", 0],
      ["response", 9],
      ["interleaved_data", 0],
      ["interleaved_data", 0],
      ["interleaved_data", 0],
      ["get_parameter", 0],
      ["response", 12],
      ["teardown", 0],
    ],
  );
  assert.equal(messages[3]?.outcome, "unauthorized");
  assert.equal(messages[14]?.outcome, "session_not_found");
  assert.equal(messages[14]?.fields.request_method, "GET_PARAMETER");
  assert.deepEqual(messages[10]?.fields, { channel: 0, length: 16 });
  assert.deepEqual(messages[0]?.objects, ["/live/1"]);
});

test("programs, makers and serial numbers are told, each once", () => {
  const messages = seen(0);
  assert.deepEqual(claimsOf(messages[0]), [["software", "LibVLC 3.0.16"]]);
  assert.deepEqual(claimsOf(messages[1]), [
    ["software", "Dahua Rtsp Server 3.0"],
    ["vendor", "Dahua"],
  ]);
  assert.deepEqual(claimsOf(messages[3]), [
    ["vendor", "Axis"],
    ["serial", "020000000002"],
  ]);
  assert.deepEqual(claimsOf(messages[5]), [
    ["description", "Hall 2 west"],
    ["software", "GStreamer 1.20"],
  ]);
});

test("a description tells its media, and never its keys", () => {
  const description = seen(0)[5]?.fields.session_description;
  assert.equal(description.origin_user, "camera");
  assert.deepEqual(description.media, [
    { media: "video", port: 0, protocol: "RTP/AVP", codecs: ["H264"], has_keys: false },
    { media: "audio", port: 0, protocol: "RTP/AVP", codecs: ["0", "MPEG4-GENERIC"], has_keys: true },
  ]);
  assert.ok(!JSON.stringify(seen(0)).includes("hidden"));
});

test("credentials are told by how they could be used, and so are sessions without any", () => {
  assert.deepEqual(seen(0)[4]?.notes, [
    { about: "sender", remark: { kind: "credential", method: "RTSP digest", user: "viewer", exposure: "challenge" } },
  ]);
  assert.deepEqual(seen(0)[9]?.notes, [
    { about: "receiver", remark: { kind: "session", protocol: "RTSP", anonymous: false } },
  ]);
  assert.deepEqual(seen(2)[1]?.notes, [
    { about: "receiver", remark: { kind: "session", protocol: "RTSP", anonymous: true } },
  ]);
  const messages = seen(1);
  assert.deepEqual(messages[1]?.notes, [
    { about: "receiver", remark: { kind: "session", protocol: "RTSP", anonymous: false } },
  ]);
  assert.deepEqual(messages[0]?.notes, [
    { about: "sender", remark: { kind: "credential", method: "RTSP query", exposure: "clear" } },
  ]);
  assert.deepEqual(messages[5]?.notes, [
    {
      about: "sender",
      remark: { kind: "credential", method: "RTSP basic", user: "admin", exposure: "clear", wellKnown: "admin:admin" },
    },
  ]);
  assert.ok(!JSON.stringify(messages).includes("geheim"));
  assert.deepEqual(claimsOf(messages[6]), [["kind", "IP Camera"]]);
});

test("what a server sends unasked does not make a client of it", () => {
  const [, , announce, answer, redirect] = seen(1);
  assert.deepEqual([announce?.operation, announce?.direction], ["announce", 3]);
  assert.deepEqual([answer?.answers, answer?.direction], [3, 0]);
  assert.deepEqual([redirect?.act, redirect?.direction], ["control", 3]);
});

test("broken messages are faults, and foreign bytes are refused", () => {
  const faults = (text: string): string[] | undefined => read(text)[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(faults("PLAY rtsp://a/ RTSP/1.0\r\n\r\n"), ["missing sequence number"]);
  assert.deepEqual(faults("PLAY rtsp://a/ RTSP/1.0\r\nCSeq: 1\r\nContent-Length: x\r\n\r\n"), ["bad content length"]);
  assert.deepEqual(faults("PLAY rtsp://a/ RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999999\r\n\r\n"), ["body too long"]);
  assert.deepEqual(faults("PLAY rtsp://a/\r\nCSeq: 1\r\n\r\n"), ["missing version"]);
  assert.deepEqual(faults("PLAY rtsp://a/ RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 9\r\n\r\nabc"), ["cut by capture"]);
  assert.deepEqual(read("\u0001\u0002\u0003"), []);
});
