import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LIKELY, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf } from "../../testing.ts";
import { hexText } from "../samples/dns-bytes.ts";
import { SAMPLES } from "../samples/helvarnet.ts";
import type { Exchange } from "../samples/sample.ts";
import { helvarnet } from "./helvarnet.ts";

describe("HelvarNet", () => {
  const seen = dissectExchange(SAMPLES[0] as Exchange, [helvarnet]);

  test("commands are named, and replies and errors find them", () => {
    assert.deepEqual(
      seen.map(({ operation, act, answers, outcome }) => [operation, act, answers, outcome].join(" ").trim()),
      [
        "recall_scene_group control 0",
        "direct_level_device control 0",
        "query_last_scene_in_group read 0",
        "query_last_scene_in_group read 2",
        "query_software_version identify 0",
        "query_software_version identify 4",
        "query_description_device identify 0",
        "query_description_device identify 6",
        "query_description_device identify 0",
        "query_load_level read 0",
        "query_load_level read 8",
        "query_device_type identify 0",
        "query_device_type identify 10 device_does_not_exist",
      ],
    );
    assert.deepEqual(seen[0]?.fields, {
      ...{ version: 1, command: 11, group: 1, scene: 3, block: 1, fade_time: 100 },
    });
    assert.deepEqual([seen[7]?.fields.partial, seen[8]?.fields.partial], [true, undefined]);
  });

  test("routers and devices are told, and levels are points", () => {
    const claims = (index: number) => seen[index]?.claims.map(({ attribute, value }) => [attribute, value]);
    const router = [
      ["vendor", "Helvar"],
      ["kind", "lighting router"],
    ];
    assert.deepEqual(claims(5), [...router, ["firmware", "5.4.2"]]);
    assert.deepEqual(seen[7]?.claims[2]?.about, { part: "device 1.2.1.5", of: "sender" });
    const points = seen.flatMap(({ samples }) => samples.map(({ name, value }) => [name, value]));
    assert.deepEqual(points, [
      ["group 1 scene", 3],
      ["device 1.2.1.5 level", 75],
      ["device 1.2.1.5 level", 75],
    ]);
  });

  test("other texts are refused, and long ones without an end", () => {
    assert.equal(likenessOf(helvarnet, hexText("<iq type='get'/>")), NO);
    assert.equal(likenessOf(helvarnet, hexText(">V:1,G:4#")), NO);
    assert.equal(likenessOf(helvarnet, hexText(">V:1,C:999#")), LIKELY);
    const read = (text: string) =>
      dissectExchange(
        { name: "made up", over: "tcp", port: 50000, messages: [{ from: "client", hex: hexText(text) }] },
        [helvarnet],
      );
    assert.deepEqual(read(`>V:1,C:11,${"G:1,".repeat(500)}`), []);
    assert.deepEqual(read(">G:1,S:1#"), []);
    assert.deepEqual(read(">V:1,C:11,G:1"), []);
  });
});
