import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { SeenMessage } from "../../testing.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { readCertificate } from "../../x509.ts";
import { cotp } from "../cotp.ts";
import type { Exchange } from "../samples/sample.ts";
import { ISSUED_CERTIFICATE, OWN_CERTIFICATE, SAMPLES } from "../samples/tls.ts";
import { clientHello, extension, handshake, record, serverHello, sized } from "../samples/tls-bytes.ts";
import { ja4 } from "./fingerprint.ts";
import { readClientHello } from "./hello.ts";
import { newMemory } from "./memory.ts";
import { isWeakSuite, suiteName } from "./suites.ts";
import { tls } from "./tls.ts";

function sample(start: string): Exchange {
  return SAMPLES.find((one) => one.name.startsWith(start)) as Exchange;
}

function seen(start: string): SeenMessage[] {
  return dissectExchange(sample(start), [tls]);
}

function exchange(...messages: [from: "client" | "server", hex: string][]): SeenMessage[] {
  return dissectExchange(
    { name: "", over: "tcp", port: 443, messages: messages.map(([from, hex]) => ({ from, hex })) },
    [tls],
  );
}

function only(messages: readonly SeenMessage[], operation: string): SeenMessage {
  const found = messages.filter((message) => message.operation === operation);
  assert.ok(found.length > 0, `no ${operation}`);
  return found[0] as SeenMessage;
}

test("a client hello tells name, versions and fingerprints", () => {
  const hello = only(seen("a handshake"), "client_hello");
  assert.equal(hello.direction, REQUEST);
  assert.equal(hello.fields.server_name, "plc-7.example");
  assert.deepEqual(hello.fields.supported_versions, ["grease", "TLS 1.3", "TLS 1.2"]);
  assert.deepEqual(hello.fields.application_layer_protocols, ["h2", "http/1.1"]);
  assert.deepEqual(hello.fields.supported_groups, ["x25519", "secp256r1"]);
  assert.equal(hello.fields.extensions[0].name, "grease");
  assert.deepEqual(hello.objects, ["plc-7.example"]);
  assert.match(hello.fields.ja4, /^t13d0508h2_[0-9a-f]{12}_[0-9a-f]{12}$/);
  const claim = hello.claims[0];
  assert.deepEqual([claim?.about, claim?.attribute, claim?.value], ["receiver", "name", "plc-7.example"]);
  assert.equal((claim?.end ?? 0) - (claim?.start ?? 0), "plc-7.example".length);
});

test("a server hello tells the chosen version and suite, and answers the client", () => {
  const messages = seen("a handshake");
  const hello = only(messages, "server_hello");
  assert.equal(hello.direction, RESPONSE);
  assert.equal(hello.answers, 1);
  assert.equal(hello.fields.cipher_suite_name, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  assert.deepEqual(
    hello.notes.map((note) => note.remark.kind),
    ["version", "fingerprint", "cipher"],
  );
  assert.deepEqual(hello.notes[0]?.remark, { kind: "version", protocol: "TLS", version: "1.2", obsolete: false });
});

test("a chain that spans records is read when its last byte is here", () => {
  const messages = seen("a handshake");
  assert.equal(messages.filter((message) => message.operation === "handshake_fragment").length, 1);
  const chain = only(messages, "certificate");
  assert.equal(chain.fields.certificates.length, 2);
  const [own, issued] = chain.fields.certificates;
  assert.equal(own.subject, "C=CH, O=Example Controls, CN=Gateway 900, serialNumber=SN-0042");
  assert.equal(own.self_signed, true);
  assert.equal(own.public_key_bits, 1024);
  assert.deepEqual(own.subject_alternative_names, ["gateway.example", "192.0.2.7"]);
  assert.equal(own.not_before, "2020-01-02T03:04:05Z");
  assert.equal(own.not_after, "2099-12-31T23:59:59Z");
  assert.equal(issued.curve, "secp256r1");
  assert.equal(issued.self_signed, false);
  const remarks = chain.notes.filter((note) => note.remark.kind === "certificate");
  assert.equal(remarks.length, 1);
  const claims = new Map(chain.claims.map((claim) => [claim.attribute, claim.value]));
  assert.equal(claims.get("vendor"), "Example Controls");
  assert.equal(claims.get("serial"), "SN-0042");
  assert.equal(claims.get("model"), "Gateway 900");
  assert.equal(claims.get("name"), undefined);
});

test("the rest of the handshake is named, and encrypted from the change of cipher on", () => {
  const names = seen("a handshake").map((message) => message.operation);
  assert.deepEqual(names, [
    "client_hello",
    "server_hello",
    "handshake_fragment",
    "certificate",
    "server_key_exchange",
    "certificate_request",
    "server_hello_done",
    "certificate",
    "client_key_exchange",
    "change_cipher_spec",
    "encrypted_handshake_message",
    "new_session_ticket",
    "certificate_status",
    "change_cipher_spec",
    "encrypted_handshake_message",
    "application_data",
    "application_data",
    "application_data",
    "encrypted_heartbeat",
    "encrypted_alert",
  ]);
});

test("a retry is told from a hello, and the hello after it is read although a cipher change stood before it", () => {
  const messages = seen("TLS 1.3");
  assert.deepEqual(messages.map((message) => message.operation).slice(0, 6), [
    "client_hello",
    "hello_retry_request",
    "change_cipher_spec",
    "change_cipher_spec",
    "client_hello",
    "server_hello",
  ]);
  const remark = messages.flatMap((message) => message.notes).find((note) => note.remark.kind === "version")?.remark;
  assert.deepEqual(remark, { kind: "version", protocol: "TLS", version: "1.3", obsolete: false });
});

test("old versions, weak suites and small groups are remarked once", () => {
  const messages = seen("TLS 1.0");
  const notes = messages.flatMap((message) => message.notes.map((note) => ({ by: message.operation, ...note.remark })));
  assert.deepEqual(
    notes.filter((note) => note.kind === "version").map((note) => note.by),
    ["client_hello"],
  );
  assert.deepEqual(
    notes.filter((note) => note.kind === "cipher"),
    [
      {
        by: "server_hello",
        kind: "cipher",
        protocol: "TLS",
        cipher: "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
        weak: true,
      },
      {
        by: "server_key_exchange",
        kind: "cipher",
        protocol: "TLS",
        cipher: "Diffie-Hellman of 512 bits",
        weak: true,
      },
    ],
  );
  const alerts = messages.filter((message) => message.operation === "alert");
  assert.deepEqual(
    alerts.map((alert) => alert.outcome),
    ["handshake_failure", ""],
  );
  assert.equal(alerts[1]?.fields.description_name, "close_notify");
});

test("an old version is known from application data when the hello was missed", () => {
  const [message] = exchange(["server", record(23, "00".repeat(32), 0x0302)]);
  assert.deepEqual(message?.notes, [
    { about: "sender", remark: { kind: "version", protocol: "TLS", version: "1.1", obsolete: true } },
  ]);
});

test("the hello of SSL 2.0 is read, and its own protocol is called obsolete", () => {
  const messages = seen("a hello of SSL 2.0");
  assert.equal(messages[0]?.fields.version_name, "SSL 3.0");
  assert.ok(messages[0]?.fields.cipher_suites.includes("SSL2_DES_192_EDE3_CBC_WITH_MD5"));
  assert.equal(messages[3]?.operation, "ssl2_message");
  const versions = messages
    .flatMap((message) => message.notes)
    .flatMap(({ remark }) =>
      remark.kind === "version" ? [`${remark.protocol} ${remark.version} ${remark.obsolete}`] : [],
    );
  assert.deepEqual(versions, ["SSL 3.0 true", "SSL 2.0 true"]);
});

test("every defect is a named fault", () => {
  const faults = seen("records with faults").flatMap((message) => message.faults.map((fault) => fault.name));
  for (const name of [
    "short handshake message",
    "bad change cipher spec",
    "bad alert level",
    "unknown alert",
    "bad alert length",
    "bad heartbeat length",
    "unknown handshake type",
    "empty record",
    "handshake message too long",
  ]) {
    assert.ok(faults.includes(name), `${name} is not among ${faults.join(", ")}`);
  }
  const [long] = exchange(["client", record(23, "00".repeat(18_433))]);
  assert.deepEqual(
    long?.faults.map((fault) => fault.name),
    ["record overflow"],
  );
  const [bad] = exchange(["server", record(22, handshake(11, sized(3, sized(3, "0400"))))]);
  assert.deepEqual(
    bad?.faults.map((fault) => fault.name),
    ["bad certificate"],
  );
});

test("a record that never ends keeps nothing waiting", () => {
  const bytes = bytesOf(record(23, "00".repeat(16_000))).subarray(0, 9000);
  const played = play({ over: "tcp", port: 443 }, [{ from: "client", bytes }], [tls]);
  assert.equal(played.waiting, 0);
  assert.equal(played.messages.length, 0);
});

test("records that another protocol hands over keep their handshake together", () => {
  const chain = handshake(11, sized(3, sized(3, OWN_CERTIFICATE)));
  const messages = dissectExchange(
    {
      name: "",
      over: "inside",
      carrier: "starttls",
      port: 0,
      messages: [
        { from: "server", hex: record(22, chain.slice(0, 200)) },
        { from: "server", hex: record(22, chain.slice(200)) },
      ],
    },
    [tls],
  );
  assert.deepEqual(
    messages.map((message) => message.operation),
    ["handshake_fragment", "certificate"],
  );
});

test("records follow an agreement of remote desktop in the same connection", () => {
  const request = "030000130e e0 0000 0000 00 01 00 0800 03000000";
  const confirm = "030000130e d0 0000 1234 00 02 00 0800 02000000";
  const messages = dissectExchange(
    {
      name: "",
      over: "tcp",
      port: 3389,
      messages: [
        { from: "client", hex: request },
        { from: "server", hex: confirm },
        { from: "client", hex: record(22, clientHello(0x0303, "1301", "")) },
        {
          from: "server",
          hex: record(22, serverHello(0x0303, "1301", extension(43, "0304"))) + record(23, "77".repeat(90)),
        },
      ],
    },
    [cotp, tls],
  );
  assert.deepEqual(messages.map((message) => [message.protocol, message.operation, message.frame]).slice(2), [
    ["tls", "client_hello", 3],
    ["tls", "server_hello", 4],
    ["tls", "application_data", 4],
  ]);
});

test("recognition wants records, not numbers", () => {
  const memory = newMemory();
  const talk = { memory, stream: true, side: 0 } as unknown as Talk<unknown>;
  const like = (hex: string): number => {
    const reader = new Reader();
    const bytes = bytesOf(hex);
    reader.open(bytes, 0, bytes.length, false);
    return tls.probe(reader, talk);
  };
  assert.equal(like(record(22, clientHello(0x0303, "1301", ""))), CERTAIN);
  assert.equal(like(record(22, serverHello(0x0303, "1301", extension(43, "0304")))), CERTAIN);
  assert.equal(like("802e 01 0300 0015 0000 0010 00000a"), CERTAIN);
  assert.equal(like("802e 01 0300 0014 0000 0010 00000a"), NO);
  assert.equal(like(record(23, "00".repeat(40))), LIKELY);
  assert.equal(like(record(21, "0228")), LIKELY);
  assert.equal(like("170303004011"), POSSIBLE);
  assert.equal(like("170503004011"), NO);
  assert.equal(like("14030300020101"), NO);
  assert.equal(like("1603"), NO);
  assert.equal(like("0300000902f0803201"), NO);
});

test("certificates of any kind of key are read, and other bytes are none", () => {
  const bytes = bytesOf(ISSUED_CERTIFICATE);
  const certificate = readCertificate(bytes, 0, bytes.length);
  assert.equal(certificate?.keyType, "EC");
  assert.equal(certificate?.keyBits, 256);
  assert.equal(certificate?.signature, "sha1WithRSAEncryption");
  assert.equal(certificate?.issuer.commonName, "Root");
  assert.deepEqual(certificate?.keyUsage, ["digitalSignature", "keyEncipherment"]);
  assert.equal(certificate?.isAuthority, true);
  assert.equal(certificate?.serialNumber, "4d2a");
  assert.equal(readCertificate(bytes, 0, bytes.length - 1), undefined);
  assert.equal(readCertificate(bytesOf("30023000"), 0, 4), undefined);
});

test("JA4 agrees with the published example of its method", () => {
  const suites = [
    0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f,
    0x0035,
  ];
  const hello = {
    ...readClientHello(new Reader()),
    version: 0x0303,
    suites,
    extensions: [
      0x1b, 0x00, 0x33, 0x10, 0x4469, 0x17, 0x2d, 0x0d, 0x05, 0x23, 0x12, 0x2b, 0xff01, 0x0b, 0x0a, 0x15,
    ].map((type) => ({ type, length: 0 })),
    applicationProtocols: ["h2"],
    signatureSchemes: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
    versions: [0x0304, 0x0303],
  };
  assert.equal(ja4(hello), "t13d1516h2_8daaf6152771_e5627efa2ab1");
});

test("suites have their registered names and are called weak for a reason", () => {
  assert.equal(suiteName(0x1301), "TLS_AES_128_GCM_SHA256");
  assert.equal(suiteName(0xc0b4), "TLS_SHA256_SHA256");
  assert.equal(suiteName(0xabcd), "0xabcd");
  for (const weak of [0x0000, 0x0001, 0x0004, 0x0005, 0x0009, 0x000a, 0x0018, 0xc0b4]) assert.ok(isWeakSuite(weak));
  for (const fine of [0x002f, 0x00ff, 0x5600, 0x1301, 0xc02f, 0xcca8]) assert.ok(!isWeakSuite(fine));
});

test("the source names no suite twice", () => {
  const text = readFileSync(new URL("suites.ts", import.meta.url), "utf8");
  assert.ok(text.length > 0);
  const numbers = new Set<string>();
  let count = 0;
  for (let suite = 0; suite < 0x10000; suite++) {
    const name = suiteName(suite);
    if (name.startsWith("0x")) continue;
    count++;
    numbers.add(name);
  }
  // Three names of drafts were given new numbers when the cipher changed (RFC 7905).
  assert.equal(count - numbers.size, 3);
});
