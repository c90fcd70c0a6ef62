import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../laws.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { mqtt } from "./mqtt.ts";

const TOPIC = "line/1";

function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

function publish(payload: string, flags = 0): string {
  const body = `${TOPIC.length.toString(16).padStart(4, "0")}${hexOf(TOPIC)}${hexOf(payload)}`;
  const length = body.length / 2;
  const counted = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
  return `3${flags.toString(16)}${counted.map((octet) => octet.toString(16).padStart(2, "0")).join("")}${body}`;
}

function play(...hex: string[]): SeenMessage[] {
  const connect = { from: "client" as const, hex: "10 0f 0004 4d515454 04 02 003c 0003 616263" };
  const messages = [connect, ...hex.map((one) => ({ from: "client" as const, hex: one }))];
  return dissectExchange({ name: "made up", over: "tcp", port: 1883, messages }, [mqtt]).slice(1);
}

/** What a payload tells: type, name and value. */
function told(payload: string): unknown[] {
  const [message] = play(publish(payload));
  return (message?.samples ?? []).map(({ space, name, value }) => [space.type, name, value]);
}

test("a payload that is one number or truth value is told under its topic", () => {
  const values: [string, string, number][] = [
    ["21.5", "number", 21.5],
    [" -3 ", "number", -3],
    ["+7", "number", 7],
    ["1.5e-3", "number", 0.0015],
    ["6.02214076E23", "number", 6.02214076e23],
    ["36893488147419103232", "number", 2 ** 65],
    ["0.1", "number", 0.1],
    ["true", "boolean", 1],
    ["FALSE", "boolean", 0],
    ["ON", "boolean", 1],
    ["off\u0000", "boolean", 0],
  ];
  for (const [payload, type, value] of values) assert.deepEqual(told(payload), [[type, TOPIC, value]], payload);
});

test("other text tells nothing", () => {
  for (const payload of [
    "",
    " ",
    "21.5 C",
    "1,5",
    "0x10",
    "1.",
    ".5",
    "1e",
    "NaN",
    "once",
    "truely",
    "-",
    "[1]",
    '"1"',
    "2026-11-23",
  ]) {
    assert.deepEqual(told(payload), [], payload);
  }
});

test("numbers are read as the language reads them", () => {
  const seed = 20261123;
  const random = seededRandom(seed);
  for (let round = 0; round < 500; round++) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    const text = random() < 0.5 ? String(value) : value.toPrecision(1 + Math.floor(random() * 17));
    assert.deepEqual(told(text), [["number", TOPIC, Number(text) + 0]], `seed ${seed}: ${text}`);
  }
});

test("numbers and truth values of a flat object are told as members; what is nested is passed over", () => {
  assert.deepEqual(
    told(
      '{ "temp" : 21.5 , "name":"a,\\"}{", "list":[1,{"x":2}], "inner":{"temp":9}, "on":true, "none":null, "count":-4}',
    ),
    [
      ["number", `${TOPIC}/temp`, 21.5],
      ["boolean", `${TOPIC}/on`, 1],
      ["number", `${TOPIC}/count`, -4],
    ],
  );
  assert.deepEqual(told("{}"), []);
  assert.deepEqual(told('{"a":1 2}'), []);
  assert.deepEqual(told('{"a":TRUE}'), []);
  assert.deepEqual(told('{"a":"1"}'), []);
  assert.deepEqual(told('{"a"'), []);
});

test("members and payloads beyond the ceilings are left out", () => {
  const many = `{${Array.from({ length: 40 }, (_, index) => `"m${index}":${index}`).join(",")}}`;
  assert.equal(told(many).length, 32);
  assert.equal(told(`{"a":1,"b":"${"x".repeat(5000)}"}`).length, 0);
});

test("members are told by their names, wherever they stand", () => {
  const [one, two] = play(publish('{"a":1,"b":2}'), publish('{"b":4,"a":3}'));
  assert.deepEqual(
    one?.samples.map(({ name }) => name),
    [`${TOPIC}/a`, `${TOPIC}/b`],
  );
  assert.deepEqual(
    two?.samples.map(({ name, value }) => [name, value]),
    [
      [`${TOPIC}/b`, 4],
      [`${TOPIC}/a`, 3],
    ],
  );
});

test("what a broker had stored is uncertain, what a client asks it to store is not", () => {
  assert.equal(play(publish("1", 1))[0]?.samples[0]?.quality, 0);
  const messages = [
    { from: "client" as const, hex: "10 0f 0004 4d515454 04 02 003c 0003 616263" },
    { from: "server" as const, hex: publish("1", 1) },
    { from: "server" as const, hex: publish("1", 0) },
  ];
  const seen = dissectExchange({ name: "made up", over: "tcp", port: 1883, messages }, [mqtt]);
  assert.deepEqual(
    seen.slice(1).map((message) => message.samples[0]?.quality),
    [1, 0],
  );
});
