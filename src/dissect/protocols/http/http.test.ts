import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { SeenMessage } from "../../testing.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { lines, raw, SAMPLES } from "../samples/http.ts";
import type { Exchange } from "../samples/sample.ts";
import { http } from "./http.ts";
import { newMemory } from "./memory.ts";
import { readProduct } from "./products.ts";
import { fromBase64, withoutSecrets } from "./secrets.ts";

function seen(start: string): SeenMessage[] {
  return dissectExchange(SAMPLES.find((one) => one.name.startsWith(start)) as Exchange, [http]);
}

function exchange(...messages: [from: "client" | "server", hex: string][]): SeenMessage[] {
  return dissectExchange(
    { name: "", over: "tcp", port: 80, messages: messages.map(([from, hex]) => ({ from, hex })) },
    [http],
  );
}

function claimsOf(message: SeenMessage | undefined): string[] {
  return (message?.claims ?? []).map((claim) => `${claim.about as string} ${claim.attribute}: ${claim.value}`);
}

test("pipelined requests are paired with their answers in order", () => {
  const messages = seen("a page");
  assert.deepEqual(
    messages.map((message) => [message.operation, message.frame, message.answers, message.outcome]),
    [
      ["get", 1, 0, ""],
      ["response", 2, 1, "unauthorized"],
      ["get", 3, 0, ""],
      ["get", 3, 0, ""],
      ["response", 4, 3, ""],
      ["response", 4, 3, ""],
    ],
  );
  assert.deepEqual([messages[0]?.direction, messages[1]?.direction], [REQUEST, RESPONSE]);
  assert.deepEqual(messages[0]?.objects, ["/index.html"]);
  assert.equal(messages[4]?.fields.request_method, "GET");
});

test("header fields tell software, system, names and realm, each once", () => {
  const messages = seen("a page");
  assert.deepEqual(claimsOf(messages[0]), [
    "sender software: Firefox 45.0",
    "sender operatingSystem: Windows 7",
    "receiver name: pump.example",
  ]);
  assert.deepEqual(claimsOf(messages[1]), ["sender software: GoAhead-Webs", "sender model: PC-20 Controller"]);
  assert.deepEqual(claimsOf(messages[4]), ["sender description: Pump Controller PC-20"]);
});

test("header fields of one name are one list", () => {
  const head = "HTTP/1.1 204 No Content\nCache-Control: max-age=60\nX-Cache: MISS\ncache-control: no-cache\n\n";
  const [message] = exchange(["server", lines(head)]);
  assert.equal(message?.fields.cache_control, "max-age=60, no-cache");
});

test("credentials are told of, and no secret is told", () => {
  const messages = [...seen("a page"), ...seen("a device")];
  const notes = messages.flatMap((message) => message.notes.map((note) => note.remark));
  const told = notes.filter((remark) => remark.kind === "credential");
  assert.deepEqual(told, [
    { kind: "credential", method: "HTTP basic", user: "admin", exposure: "clear", wellKnown: "admin:admin" },
    { kind: "credential", method: "HTTP digest", user: "op", exposure: "challenge" },
    { kind: "credential", method: "HTTP form", user: "service", exposure: "clear" },
    { kind: "credential", method: "HTTP bearer token", exposure: "clear" },
    { kind: "credential", method: "HTTP JSON", user: "op", exposure: "clear" },
  ]);
  assert.ok(notes.some((remark) => remark.kind === "fingerprint" && remark.value === "GoAhead-Webs"));
  const text = JSON.stringify(messages);
  for (const secret of ["hunter", "YWRtaW46YWRtaW4", "99aa", "abc", "u:v", "sid=77"]) {
    assert.ok(!text.includes(secret), `${secret} is told`);
  }
  const [query] = exchange(["client", lines("GET /x?user=u&Password=letmein&a=1 HTTP/1.1\n\n")]);
  assert.equal(query?.fields.uri, "/x?user=u&Password=***&a=1");
  assert.deepEqual(query?.notes[0]?.remark, {
    kind: "credential",
    method: "HTTP query",
    user: "u",
    exposure: "clear",
  });
});

test("a device description in chunks identifies the device", () => {
  const messages = seen("a device");
  const answer = messages[3];
  assert.equal(answer?.fields.transfer_encoding, "chunked");
  assert.deepEqual(claimsOf(answer), [
    "sender software: Example Stack 1.0",
    "sender operatingSystem: Linux 2.6.21",
    "sender vendor: Example Lighting",
    "sender model: Lamp Bridge",
    "sender orderNumber: LB-2",
    "sender serial: 0012ab",
    "sender name: Hall & stairs",
    "sender firmware: 1.4.2",
    "sender kind: BinaryLight",
  ]);
});

test("cameras and medical devices say in SOAP what they are", () => {
  const [, camera, , monitor] = seen("a camera and a medical device");
  assert.deepEqual(claimsOf(camera), [
    "sender vendor: Example Optics & Co",
    "sender model: Dome 4",
    "sender firmware: 5.10.2 build 7",
    "sender serial: EX0042",
    "sender hardware: B",
  ]);
  assert.deepEqual(claimsOf(monitor), [
    "sender vendor: Example Medical",
    "sender model: Monitor 9",
    "sender orderNumber: M9-1",
    "sender name: Bed 12",
    "sender firmware: 3.1",
    "sender serial: 77-A",
  ]);
});

test("an answer to HEAD, an interim answer and 204 have no body", () => {
  const messages = seen("a device");
  assert.deepEqual(
    messages.map((message) => message.fields.status_code ?? message.fields.method),
    ["HEAD", 200, "GET", 200, "POST", 100, 303, "PUT", 204],
  );
  assert.equal(messages[1]?.fields.body_length, 0);
  // The interim answer leaves the request waiting for the final one.
  assert.deepEqual([messages[5]?.answers, messages[6]?.answers], [5, 5]);
});

test("a message is told in the frame of its last byte", () => {
  const messages = exchange(
    ["client", lines("POST /a HTTP/1.1\nContent-Length: 6\n\nab")],
    ["client", raw("cdef")],
    ["server", lines("HTTP/1.1 200 OK\nContent-Length: 4\n\n")],
    ["server", raw("12")],
    ["server", raw("34")],
  );
  assert.deepEqual(
    messages.map((message) => message.frame),
    [2, 5],
  );
  assert.equal(messages[1]?.answers, 2);
  assert.equal(messages[1]?.fields.body_length, 4);
});

test("a body without a length ends with the connection, one with a length is then short", () => {
  const [, answer] = seen("a body that ends");
  assert.deepEqual(answer?.faults, []);
  assert.equal(answer?.fields.body_length, 76);
  const [short] = exchange(["server", lines("HTTP/1.1 200 OK\nContent-Length: 400\n\nabc")]);
  assert.deepEqual(
    short?.faults.map((fault) => fault.name),
    ["cut by capture"],
  );
  assert.equal(short?.fields.body_length, 3);
  const [head] = exchange(["client", lines("GET / HTTP/1.1\nHost: exam")]);
  assert.deepEqual(
    head?.faults.map((fault) => fault.name),
    ["cut by capture"],
  );
  assert.equal(head?.fields.uri, "/");
});

test("a request without a version is answered by a body alone", () => {
  const messages = seen("a request without");
  assert.deepEqual(
    messages.map((message) => message.fields.version),
    ["", "0.9"],
  );
  assert.equal(messages[1]?.fields.body_length, 80);
  const [, modern] = exchange(
    ["client", lines("GET /old\n")],
    ["server", lines("HTTP/1.1 400 Bad Request\nContent-Length: 0\n\n")],
  );
  assert.equal(modern?.outcome, "bad_request");
});

test("after an upgrade or a tunnel nothing more is read", () => {
  const upgraded = exchange(
    ["client", lines("GET /ws HTTP/1.1\nUpgrade: websocket\n\n")],
    ["server", lines("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n")],
    ["server", "810568656c6c6f"],
    ["client", "8105aabbccdd68656c6c6f"],
  );
  assert.equal(upgraded.length, 2);
  const tunnel = exchange(
    ["client", lines("CONNECT plc.example:443 HTTP/1.1\n\n")],
    ["server", lines("HTTP/1.1 200 OK\n\n")],
    ["client", "16030100050100000100"],
  );
  assert.deepEqual(
    tunnel.map((message) => message.operation),
    ["connect", "response"],
  );
});

test("a body far longer than any buffer keeps one byte waiting", () => {
  const head = bytesOf(lines("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 900000\n\n"));
  const sent = [{ from: "server" as const, bytes: head }];
  for (let index = 0; index < 600; index++) sent.push({ from: "server", bytes: new Uint8Array(1400).fill(65) });
  const played = play({ over: "tcp", port: 80 }, sent, [http]);
  assert.equal(played.waiting, 1);
  assert.equal(played.messages.length, 1);
  assert.equal(played.messages[0]?.fields.body_length, 840_000);
});

test("a head in single bytes is searched once", () => {
  const bytes = bytesOf(lines(`GET / HTTP/1.1\nX: ${"a".repeat(60_000)}\n\n`));
  const sent = Array.from(bytes, (_, at) => ({ from: "client" as const, bytes: bytes.subarray(at, at + 1) }));
  const before = process.cpuUsage().user;
  const played = play({ over: "tcp", port: 80 }, sent, [http]);
  assert.equal(played.messages.length, 1);
  // Searching it anew for each byte takes several seconds.
  assert.ok(process.cpuUsage().user - before < 1_500_000);
});

test("every defect is a named fault", () => {
  const faults = seen("messages with faults").flatMap((message) => message.faults.map((fault) => fault.name));
  for (const name of [
    "bad request target",
    "bad header field",
    "bad content length",
    "bad status line",
    "conflicting length",
    "missing version",
    "bad chunk size",
  ]) {
    assert.ok(faults.includes(name), `${name} is not among ${faults.join(", ")}`);
  }
  assert.equal(faults.filter((name) => name === "bad header field").length, 1);
});

test("recognition wants a start line", () => {
  const talk = { memory: newMemory(), stream: true, side: 0 } as unknown as Talk<unknown>;
  const like = (hex: string): number => {
    const reader = new Reader();
    const bytes = bytesOf(hex);
    reader.open(bytes, 0, bytes.length, false);
    return http.probe(reader, talk);
  };
  assert.equal(like(lines("GET / HTTP/1.1\n")), CERTAIN);
  assert.equal(like(lines("\nBREW /pot HTTP/1.0\n")), CERTAIN);
  assert.equal(like(lines("HTTP/1.1 200 OK\n")), CERTAIN);
  assert.equal(like(raw("POST /a/very/long/path")), LIKELY);
  assert.equal(like(lines("GET /old\n")), POSSIBLE);
  assert.equal(like(lines("PRI * HTTP/2.0\n\nSM\n\n")), NO);
  assert.equal(like(lines("DESCRIBE rtsp://a RTSP/1.0\n")), NO);
  assert.equal(like(lines("OPTIONS sip:a SIP/2.0\n")), NO);
  assert.equal(like("1603010200010001fc0303"), NO);
  assert.equal(like(lines("220 ready\n")), NO);
});

test("product texts of any form are taken apart", () => {
  const product = (text: string): string => {
    const { software, operatingSystem, vendor } = readProduct(text);
    return `${software} | ${operatingSystem} | ${vendor}`;
  };
  assert.equal(product("Microsoft-IIS/7.5"), "Microsoft-IIS 7.5 | Windows Server 2008 R2 | ");
  assert.equal(product("Apache/2.4.18 (Ubuntu)"), "Apache 2.4.18 | Ubuntu Linux | ");
  assert.equal(product("Schneider-WEB/V2.1.4"), "Schneider-WEB V2.1.4 |  | Schneider Electric");
  assert.equal(
    product("Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) Version/13.0 Safari/604.1"),
    "Safari 13.0 | iOS 13.3 | ",
  );
  const phone = readProduct("Dalvik/2.1.0 (Linux; U; Android 5.1.1; XT-7505 Build/LMY47X)");
  assert.deepEqual(phone, {
    software: "Dalvik 2.1.0",
    operatingSystem: "Android 5.1.1",
    vendor: "",
    model: "XT-7505",
  });
  assert.equal(readProduct("$" + "{jndi:x}").software, "");
  assert.equal(readProduct("HP HTTP Server; HP LaserJet 400 (CF288A)").software, "HP HTTP Server; HP LaserJet 400");
  assert.equal(product("Linux/3.14.0 UPnP/1.0 IpBridge/1.16.0"), "IpBridge 1.16.0 | Linux 3.14.0 | ");
});

test("secrets in targets are hidden and base64 is bounded", () => {
  assert.equal(withoutSecrets("ftp://a:b@h/x"), "ftp://***@h/x");
  assert.equal(withoutSecrets("/p;jsessionid=12?a=b"), "/p;jsessionid=***?a=b");
  assert.equal(withoutSecrets(`/api/${"4f".repeat(16)}/lights/1`), "/api/***/lights/1");
  assert.equal(withoutSecrets("/api/lights/1"), "/api/lights/1");
  assert.equal(fromBase64("dXNlcjpwYXNz"), "user:pass");
  assert.equal(fromBase64("A".repeat(4000)).length, 384);
});

test("a body that the client held back until it was let is not missing", () => {
  const request = (expect: string): SeenMessage[] => {
    const put = lines(`PUT /recipe HTTP/1.1\nHost: plc\nContent-Length: 9\n${expect}\n`);
    const sent = [
      { from: "client" as const, bytes: bytesOf(put) },
      { from: "server" as const, bytes: bytesOf(lines("HTTP/1.1 417 No\nContent-Length: 0\n\n")) },
    ];
    return play({ over: "tcp", port: 80 }, sent, [http], { closed: true }).messages;
  };
  const faults = (messages: SeenMessage[]): string[] => messages.flatMap((one) => one.faults.map(({ name }) => name));
  assert.deepEqual(faults(request("Expect: 100-continue\n")), []);
  assert.deepEqual(faults(request("")), ["short"]);
});
