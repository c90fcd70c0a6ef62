import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { ftp } from "./ftp.ts";
import { SAMPLES } from "./samples/ftp.ts";

test("a login in clear is noted with its user and never with its password", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ftp]);
  const password = messages.find((message) => message.operation === "password");
  assert.deepEqual(password?.notes[0]?.remark, {
    kind: "credential",
    method: "FTP password",
    user: "maintenance",
    exposure: "clear",
  });
  assert.ok(!JSON.stringify(messages).includes("not-shown"));
});

test("greeting and system claim software and operating system", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ftp]);
  const claims = messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`));
  assert.ok(claims.includes("software ExampleFTPd 2.4.1"));
  assert.ok(claims.includes("operatingSystem UNIX"));
  assert.ok(claims.includes("software ExampleClient 5.1"));
});

test("files are objects and refusals have names", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ftp]);
  const store = messages.find((message) => message.operation === "store");
  assert.deepEqual(store?.objects, ["/cf/program.bin"]);
  assert.equal(store?.act, "file");
  const refused = messages.find((message) => message.outcome !== "");
  assert.equal(refused?.outcome, "file_unavailable");
  assert.equal(refused?.fields.command, "RETR");
});

test("each line of a long reply is told, the last one as its end", () => {
  const messages = dissectExchange(SAMPLES[0]!, [ftp]).filter((message) => message.fields.reply_code === 211);
  assert.deepEqual(
    messages.map((message) => message.fields.continued),
    [true, true, true, false],
  );
});

test("an anonymous session is noted, and what follows an accepted AUTH is left alone", () => {
  const messages = dissectExchange(SAMPLES[1]!, [ftp]);
  const session = messages.flatMap(({ notes }) => notes).find(({ remark }) => remark.kind === "session");
  assert.deepEqual(session?.remark, { kind: "session", protocol: "FTP", anonymous: true, name: "anonymous" });
  assert.equal(messages.at(-1)?.fields.reply_code, 234);
});

test("what a client alone says behind AUTH is left alone as well", () => {
  const lines = ["AUTH TLS\r\n", "\x16\x03\x01\x00\x04ab\ncd\n"];
  const messages = lines.map((line) => ({
    from: "client" as const,
    hex: Array.from(line, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join(""),
  }));
  const seen = dissectExchange({ name: "one way", over: "tcp", port: 21, messages }, [ftp]);
  assert.deepEqual(
    seen.map(({ operation, faults }) => [operation, faults.length]),
    [["authentication_mechanism", 0]],
  );
});

test("unknown commands and lines without end are faults, and their text is not shown", () => {
  const messages = dissectExchange(SAMPLES[2]!, [ftp], { closed: true });
  assert.equal(messages[0]?.faults[0]?.name, "unknown command");
  assert.equal(messages[1]?.outcome, "not_implemented");
  assert.equal(messages[2]?.faults[0]?.name, "unterminated line");
  assert.ok(!JSON.stringify(messages).includes("/tmp"));
});
