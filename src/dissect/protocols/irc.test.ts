import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { irc } from "./irc.ts";
import { lines, SAMPLES } from "./samples/irc.ts";
import type { Exchange } from "./samples/sample.ts";

const messages = dissectExchange(SAMPLES[0] as Exchange, [irc]);

test("commands, replies and refusals are told, and not what is said", () => {
  assert.deepEqual(
    messages.map(({ operation, direction, outcome }) => `${operation} ${direction} ${outcome}`.trim()),
    [
      ...["pass 1", "nick 1", "user 1", "reply 2", "reply 2", "join 1", "join 3", "privmsg 3", "ping 0", "pong 0"],
      ...["mode 1", "error_reply 2 numeric_482"],
    ],
  );
  const text = JSON.stringify(messages);
  assert.ok(!text.includes("secret") && !text.includes(".status"));
  assert.ok(messages[7]?.objects.includes("channel #hall"));
});

test("a password in clear is remarked, nickname and server are claimed", () => {
  assert.deepEqual(messages[0]?.notes[0]?.remark, { kind: "credential", method: "IRC PASS", exposure: "clear" });
  assert.deepEqual(
    messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["user", "cam-7"],
      ["software", "ircd-2.11"],
    ],
  );
});

test("it is recognized on any port, and other lines are not", () => {
  assert.equal(likenessOf(irc, lines("NICK bot", "USER b 0 * :b")), CERTAIN);
  assert.equal(likenessOf(irc, lines(":irc.example 001 bot :Welcome")), LIKELY);
  assert.ok(likenessOf(irc, lines("USER anonymous")) < LIKELY, "FTP");
  assert.equal(likenessOf(irc, lines("GET / HTTP/1.1")), NO);
  assert.equal(likenessOf(irc, "000102"), NO);
});

test("a line without an end is refused when it grows too long", () => {
  const hex = `${lines("NICK bot")}${"41".repeat(4000)}`;
  const seen = dissectExchange({ name: "made up", over: "tcp", port: 6667, messages: [{ from: "client", hex }] }, [
    irc,
  ]);
  assert.deepEqual(
    seen.map(({ operation }) => operation),
    ["nick"],
  );
});
