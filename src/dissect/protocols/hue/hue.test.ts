import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { answered, asked } from "../samples/http-view.ts";
import { EVERYTHING, SAMPLES } from "../samples/hue.ts";
import type { Exchange } from "../samples/sample.ts";
import { hue } from "./hue.ts";

describe("Hue", () => {
  const seen = dissectExchange(SAMPLES[0] as Exchange, [hue]);

  test("requests are named by what they do, and answers find them", () => {
    assert.deepEqual(
      seen.map(({ operation, act, answers, outcome }) => [operation, act, answers, outcome].join(" ").trim()),
      [
        "get read 0",
        "answer other 1",
        "get read 0",
        "answer other 3",
        "set_state control 0",
        "answer other 5",
        "create_user authenticate 0",
        "answer other 7 link_button_not_pressed",
        "delete_user configure 0",
        "search_devices configure 0",
        "create_resource configure 0",
        "delete_resource configure 0",
        "change_resource configure 0",
      ],
    );
  });

  test("the bridge tells itself and its parts; keys and phones are not kept", () => {
    const claims = seen[3]?.claims.map(({ about, attribute, value }) => [
      typeof about === "string" ? about : about.part,
      attribute,
      value,
    ]);
    assert.deepEqual(claims, [
      ["sender", "vendor", "Signify"],
      ["sender", "serial", "001788FFFE000001"],
      ["sender", "model", "BSB002"],
      ["sender", "firmware", "01027237"],
      ["sender", "name", "Philips hue"],
      ["sender", "kind", "Hue bridge"],
      ["light 1", "vendor", "Philips"],
      ["light 1", "model", "LWB006"],
      ["light 1", "firmware", "66015095"],
      ["light 1", "serial", "00:17:88:01:00:00:00:01-0b"],
      ["light 1", "name", "hall"],
      ["light 1", "kind", "Dimmable light"],
      ["sensor 3", "serial", "00:00:00:00:00:00:00:03-f2"],
      ["sensor 3", "name", "tap"],
      ["sensor 3", "kind", "ZGPSwitch"],
    ]);
    assert.ok(!/geheim|Ada/.test(JSON.stringify(seen)));
    assert.equal(seen.flatMap(({ notes }) => notes).length, 1);
  });

  test("states are points, read and written", () => {
    assert.deepEqual(
      seen[3]?.samples.map(({ name, value }) => [name, value]),
      [
        ["lights/1/on", 1],
        ["lights/1/bri", 254],
        ["lights/1/reachable", 1],
        ["sensors/1/daylight", 1],
        ["sensors/3/buttonevent", 34],
      ],
    );
    assert.deepEqual(
      seen[4]?.samples.map(({ name, value }) => [name, value]),
      [
        ["lights/1/on", 1],
        ["lights/1/bri", 100],
      ],
    );
  });

  test("version 2", () => {
    const later = dissectExchange(SAMPLES[1] as Exchange, [hue]);
    assert.deepEqual(
      later.map(({ operation, outcome }) => [operation, outcome]),
      [
        ["get", ""],
        ["answer", ""],
        ["set_state", ""],
        ["answer", "forbidden"],
      ],
    );
    assert.equal(later[1]?.fields.parts, 2);
    assert.deepEqual(
      later[1]?.claims.filter(({ about }) => about === "sender").map(({ value }) => value),
      ["Signify Netherlands B.V.", "BSB002", "1.57.0", "Hue Bridge", "bridge"],
    );
  });

  test("other interfaces and broken bodies are let be", () => {
    const json = "application/json";
    assert.equal(likenessOf(hue, asked("GET", "/api/v1/devices", "", "")), NO);
    assert.equal(likenessOf(hue, asked("GET", "/api/***", "", "")), NO);
    assert.equal(likenessOf(hue, answered(200, "GET", "/api/***", '{"id":1}', json)), NO);
    const cut = answered(200, "GET", "/api/***", EVERYTHING.slice(0, 600), json);
    const messages = [{ from: "server" as const, hex: cut }];
    const [broken] = dissectExchange({ name: "cut", over: "inside", carrier: "http", port: 0, messages }, [hue]);
    assert.deepEqual([broken?.operation, broken?.claims, broken?.faults], ["answer", [], []]);
  });
});
