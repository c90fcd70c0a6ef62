import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { SeenMessage } from "../../testing.ts";
import { bytesOf, dissectExchange } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { packet, SAMPLES } from "../samples/ssh.ts";
import { ascii } from "../samples/tls-bytes.ts";
import { newMemory } from "./memory.ts";
import { ssh } from "./ssh.ts";

function seen(start: string): SeenMessage[] {
  return dissectExchange(SAMPLES.find((one) => one.name.startsWith(start)) as Exchange, [ssh]);
}

function exchange(...messages: [from: "client" | "server", hex: string][]): SeenMessage[] {
  return dissectExchange(
    { name: "", over: "tcp", port: 22, messages: messages.map(([from, hex]) => ({ from, hex })) },
    [ssh],
  );
}

test("identifications tell software and operating system", () => {
  const messages = seen("an exchange");
  assert.equal(messages[0]?.operation, "greeting");
  assert.equal(messages[0]?.fields.text, "Authorized use only");
  const claims = (messages[1]?.claims ?? []).map((claim) => [claim.about, claim.attribute, claim.value]);
  assert.deepEqual(claims, [
    ["sender", "software", "OpenSSH 8.2p1"],
    ["sender", "operatingSystem", "Ubuntu Linux"],
  ]);
  assert.equal(messages[1]?.fields.comments, "Ubuntu-4ubuntu0.5");
  assert.equal(messages[2]?.claims[0]?.value, "PuTTY 0.78");
});

test("kexinit tells what is offered, and the second one what it comes to", () => {
  const [client, server] = seen("an exchange").filter((message) => message.operation === "kexinit");
  assert.deepEqual(client?.fields.encryption_algorithms_client_to_server, ["aes128-ctr", "3des-cbc"]);
  assert.deepEqual(client?.fields.languages_client_to_server, []);
  assert.match(client?.fields.hassh, /^[0-9a-f]{32}$/);
  assert.match(server?.fields.hassh_server, /^[0-9a-f]{32}$/);
  const ciphers = (server?.notes ?? []).flatMap(({ about, remark }) =>
    remark.kind === "cipher" ? [`${about as string} ${remark.cipher} ${remark.weak}`] : [],
  );
  assert.deepEqual(ciphers, ["sender ssh-rsa true", "sender aes128-ctr false"]);
});

test("the reply shows the host key", () => {
  const reply = seen("an exchange").find((message) => message.operation === "kex_reply");
  assert.equal(reply?.direction, RESPONSE);
  assert.equal(reply?.fields.host_key_type, "ssh-rsa");
  assert.equal(reply?.fields.host_key_bits, 1024);
  assert.deepEqual(
    reply?.notes.map(({ remark }) => remark.kind),
    ["fingerprint", "cipher"],
  );
});

test("in a group exchange message 31 holds no host key, message 33 does", () => {
  const messages = seen("a group");
  const byName = (name: string): SeenMessage | undefined => messages.find((message) => message.operation === name);
  assert.equal(byName("kex_reply")?.fields.host_key_type, undefined);
  assert.equal(byName("kex_dh_gex_reply")?.fields.host_key_type, "ssh-rsa");
  assert.equal(byName("kex_dh_gex_request")?.direction, REQUEST);
  assert.equal(byName("service_request")?.fields.service_name, "ssh-userauth");
  assert.equal(byName("disconnect")?.outcome, "protocol_error");
  const weak = messages
    .flatMap((message) => message.notes)
    .flatMap(({ remark }) => (remark.kind === "cipher" && remark.weak ? [remark.cipher] : []));
  assert.deepEqual(weak, [
    "diffie-hellman-group-exchange-sha1",
    "ssh-dss",
    "aes128-cbc",
    "hmac-md5",
    "ssh-rsa host key of 1024 bits",
  ]);
});

test("version 1 is called obsolete, also when it is offered beside version 2", () => {
  const versions = seen("a group")
    .flatMap((message) => message.notes)
    .flatMap(({ remark }) => (remark.kind === "version" ? [`${remark.version} ${remark.obsolete}`] : []));
  assert.deepEqual(versions, ["2.0 false", "1.99 true"]);
  const old = exchange(
    ["server", ascii("SSH-1.5-1.2.27\n")],
    ["client", ascii("SSH-1.5-PuTTY_Release_0.50\n")],
    ["server", "0000010b0000000002"],
  );
  assert.deepEqual(
    old.map((message) => message.operation),
    ["identification", "identification", "ssh1_packet"],
  );
});

test("after newkeys each run of bytes is one encrypted message", () => {
  const messages = exchange(
    ["client", ascii("SSH-2.0-Go\r\n") + packet("15")],
    ["client", "9f".repeat(64)],
    ["client", "0a".repeat(32)],
  );
  assert.deepEqual(
    messages.map((message) => message.operation),
    ["identification", "newkeys", "encrypted_packet", "encrypted_packet"],
  );
  assert.equal(messages[2]?.fields.encrypted_length, 64);
});

test("a capture that begins later shows encrypted packets", () => {
  const messages = exchange(["client", "9f11".repeat(20)], ["server", "0000011c".repeat(9)]);
  const later = exchange(["server", packet("15") + "88".repeat(40)]);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.faults.length]),
    [
      ["encrypted_packet", 0],
      ["encrypted_packet", 0],
    ],
  );
  assert.deepEqual(
    later.map((message) => message.operation),
    ["newkeys", "encrypted_packet"],
  );
});

test("every defect is a named fault", () => {
  const faults = seen("packets with faults").flatMap((message) => message.faults.map((fault) => fault.name));
  for (const name of [
    "bad identification",
    "bad padding length",
    "unknown message",
    "bad host key",
    "bad packet length",
  ]) {
    assert.ok(faults.includes(name), `${name} is not among ${faults.join(", ")}`);
  }
});

test("recognition takes identifications anywhere, and other bytes only where they are no text and no TLS", () => {
  const talk = { memory: newMemory(), stream: true, side: 0 } as unknown as Talk<unknown>;
  const like = (hex: string): number => {
    const reader = new Reader();
    const bytes = bytesOf(hex);
    reader.open(bytes, 0, bytes.length, false);
    return ssh.probe(reader, talk);
  };
  assert.equal(like(ascii("SSH-2.0-x\r\n")), CERTAIN);
  assert.equal(like(ascii("GET / HTTP/1.1\r\n")), NO);
  assert.equal(like("160301002f010000"), NO);
  assert.equal(like("0000011c0914c0c0"), POSSIBLE);
});
