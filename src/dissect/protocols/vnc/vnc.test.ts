import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES } from "../samples/vnc.ts";
import { vnc } from "./vnc.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [vnc]);
const operationsOf = (messages: SeenMessage[]): string[] => messages.map((message) => message.operation);
const remarksOf = (messages: SeenMessage[]): unknown[] =>
  messages.flatMap((message) => message.notes.map((note) => [message.from, note.about, note.remark]));
const claimsOf = (messages: SeenMessage[]): string[][] =>
  messages.flatMap((message) => message.claims.map((claim) => [claim.attribute, claim.value]));

test("a session with a password is followed from the greeting to the last key", () => {
  const messages = seen(0);
  assert.deepEqual(operationsOf(messages), [
    "protocol_version",
    "protocol_version",
    "security_types",
    "security_choice",
    "authentication_challenge",
    "authentication_response",
    "security_result",
    "client_init",
    "server_init",
    "set_pixel_format",
    "set_encodings",
    "framebuffer_update_request",
    "framebuffer_data",
    "key_event",
    "pointer_event",
    "client_cut_text",
    "client_cut_text",
    "enable_continuous_updates",
    "client_fence",
    "xvp_client",
    "set_desktop_size",
    "qemu_client",
    "qemu_client",
    "qemu_client",
    "file_transfer",
    "text_chat",
    "text_chat",
    "set_scale",
    "set_server_input",
    "set_single_window",
    "keep_alive",
    "palm_set_scale",
    "set_desktop_size_ultra",
    "general_input",
    "vmware_client",
    "framebuffer_data",
  ]);
  assert.deepEqual(messages[2]?.fields.security_types, ["vnc_authentication", "tight"]);
  assert.equal(messages[6]?.answers, 6);
  assert.equal(messages[8]?.fields.width, 800);
  assert.equal(messages[8]?.fields.pixel_format.depth, 24);
  assert.deepEqual(messages[10]?.fields.encodings, [0, 16, -223]);
  assert.equal(messages[19]?.fields.code_name, "reboot");
  assert.equal(messages[13]?.act, "control");
  assert.deepEqual(claimsOf(messages), [
    ["description", "operator's X desktop (hmi-2:1)"],
    ["name", "hmi-2"],
    ["user", "operator"],
  ]);
  assert.deepEqual(remarksOf(messages), [
    ["client", "sender", { kind: "credential", method: "VNC password", exposure: "challenge" }],
    ["client", "sender", { kind: "cipher", protocol: "VNC", cipher: "DES challenge and response", weak: true }],
    ["server", "receiver", { kind: "session", protocol: "VNC", anonymous: false }],
  ]);
});

test("keys, clipboard and passwords are never told", () => {
  const text = JSON.stringify(SAMPLES.map((_, index) => seen(index)));
  assert.ok(!text.includes("geheim") && !text.includes("ff0d") && !text.includes("65293"));
});

test("a session without any question is anonymous in every version", () => {
  const anonymous = { kind: "session", protocol: "VNC", anonymous: true };
  assert.deepEqual(remarksOf(seen(1)), [["server", "receiver", anonymous]]);
  assert.deepEqual(remarksOf(seen(2)), [["server", "receiver", anonymous]]);
  assert.deepEqual(claimsOf(seen(1)), [
    ["description", "HMI-7 ( 192.0.2.2 ) - service mode"],
    ["name", "HMI-7"],
  ]);
  assert.deepEqual(claimsOf(seen(2)).slice(1), [
    ["software", "QEMU"],
    ["name", "plc-sim"],
  ]);
});

test("logins in clear are told with their account, and a refusal with its reason", () => {
  const clear = { kind: "credential", user: "admin", exposure: "clear" };
  assert.deepEqual(remarksOf(seen(3)), [
    ["client", "sender", { ...clear, method: "VNC Unix login" }],
    ["server", "receiver", { kind: "session", protocol: "VNC", anonymous: false }],
  ]);
  const refused = seen(4);
  assert.deepEqual(remarksOf(refused), [["client", "sender", { ...clear, method: "VNC plain login" }]]);
  assert.equal(refused.at(-1)?.outcome, "failed");
  assert.equal(refused.at(-1)?.fields.reason, "wrong password");
  assert.equal(seen(3).at(-2)?.fields.capabilities, 2);
  assert.deepEqual(refused[7]?.fields.subtypes, ["plain", "x509_none"]);
});

test("what TLS or a vendor's cipher hides is counted and nothing more", () => {
  assert.deepEqual(operationsOf(seen(5)).slice(-3), ["security_negotiation", "encrypted_data", "encrypted_data"]);
  assert.deepEqual(operationsOf(seen(9)).slice(-2), ["encrypted_data", "encrypted_data"]);
  assert.deepEqual(claimsOf(seen(9)), [["software", "RealVNC"]]);
});

test("Apple and UltraVNC are known by their versions and types", () => {
  assert.deepEqual(claimsOf(seen(6)).slice(0, 2), [
    ["vendor", "Apple"],
    ["operatingSystem", "macOS"],
  ]);
  assert.deepEqual(claimsOf(seen(6)).at(-1), ["name", "studio"]);
  assert.deepEqual(claimsOf(seen(7)), [
    ["software", "UltraVNC"],
    ["operatingSystem", "Windows"],
  ]);
  assert.equal(seen(7).at(-1)?.outcome, "too_many_attempts");
});

test("behind a repeater the greeting begins anew", () => {
  const messages = seen(8);
  assert.deepEqual(operationsOf(messages), [
    "protocol_version",
    "repeater_request",
    "protocol_version",
    "protocol_version",
    "security_types",
  ]);
  assert.equal(messages.at(-1)?.outcome, "connection_refused");
  assert.equal(messages.at(-1)?.fields.reason, "too many clients");
});

test("unknown messages, hostile lengths and foreign greetings end the reading", () => {
  const read = (from: "client" | "server", hex: string): SeenMessage[] => {
    const messages = (SAMPLES[1] as Exchange).messages.slice(0, from === "client" ? 5 : 4);
    return dissectExchange({ ...(SAMPLES[1] as Exchange), messages: [...messages, { from, hex }] }, [vnc]);
  };
  const unknown = read("client", "63 00 00 00");
  assert.deepEqual(
    unknown.at(-1)?.faults.map((fault) => fault.name),
    ["unknown client message"],
  );
  const long = read("client", "06 000000 7fffffff");
  assert.deepEqual(
    long.at(-1)?.faults.map((fault) => fault.name),
    ["unknown client message"],
  );
  const name = read("server", `0320 0258 ${"00".repeat(16)} 7fffffff`);
  assert.deepEqual(
    name.at(-1)?.faults.map((fault) => fault.name),
    ["bad name length"],
  );
  const other = dissectExchange(
    { name: "one", over: "tcp", port: 5900, messages: [{ from: "server", hex: "53534820" }] },
    [vnc],
  );
  assert.deepEqual(other, []);
});
