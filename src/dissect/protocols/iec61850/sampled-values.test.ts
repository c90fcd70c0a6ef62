import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { frame, SAMPLES, type Unit, unit } from "../samples/sv.ts";
import { sampledValues } from "./sampled-values.ts";

function play(...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client" as const, hex }));
  return dissectExchange({ name: "made up", over: "ethernet", port: 0x88ba, messages }, [sampledValues]);
}
const faults = (...units: Unit[]): string[] =>
  play(...units.map((each) => frame([unit(each)]))).flatMap((message) => message.faults.map(({ name }) => name));

describe("sampled values", () => {
  test("a stream is told once, and each of its frames with all units", () => {
    const messages = dissectExchange(SAMPLES[0] as Exchange, [sampledValues]);
    assert.deepEqual(
      messages.map(({ objects }) => objects),
      [["MU7"], [], [], [], []],
    );
    assert.deepEqual(
      messages[0]?.claims.map(({ attribute, value }) => [attribute, value]),
      [
        ["kind", "merging unit"],
        ["name", "MU7"],
      ],
    );
    const [first, second] = messages[3]?.fields.asdu ?? [];
    assert.deepEqual([first.smp_cnt, first.smp_rate, first.smp_mod, second.smp_cnt], [1, 4000, 1, 2]);
    assert.equal(first.smp_synch_name, "global clock");
    assert.equal(first.seq_data.length, 128);
  });

  test("a counter that begins again each second is no fault, one that leaves samples out is", () => {
    assert.deepEqual(faults({ count: 3998 }, { count: 3999 }, { count: 0 }, { count: 1 }), []);
    assert.deepEqual(faults({ count: 1 }, { count: 3 }), ["smpCnt jumped"]);
    assert.deepEqual(faults({ count: 5 }, { count: 5 }), ["smpCnt repeated"]);
    assert.deepEqual(faults({ count: 5 }, { count: 3 }), ["smpCnt went back"]);
    assert.deepEqual(faults({ count: 3999 }, { count: 0 }, { count: 1 }, { count: 0 }), ["smpCnt jumped"]);
    assert.deepEqual(faults({ count: 1 }, { count: 9, id: "MU8" }, { count: 2 }), []);
  });

  test("simulation, lost synchronization and a changed configuration are faults", () => {
    const [, last] = play(frame([unit({ count: 2 })]), frame([unit({ count: 9, synchronized: 0 })], "8000"));
    assert.deepEqual(
      last?.faults.map(({ name }) => name),
      ["simulated", "smpCnt jumped", "synchronization lost"],
    );
    assert.deepEqual(faults({ count: 1 }, { count: 2, revision: 2 }), ["confRev changed"]);
  });

  test("what is broken is told, and other frames are refused", () => {
    const [wrong] = play(frame([unit()]).replace("800101", "800103"));
    assert.deepEqual(
      wrong?.faults.map(({ name }) => name),
      ["entry count mismatch"],
    );
    const [short] = play("4000 0010 0000 0000 6006 800101 a201 30");
    assert.deepEqual(
      short?.faults.map(({ name }) => name),
      ["malformed BER"],
    );
    const [none] = play("4000 0011 0000 0000 6007 800101 a202 3000");
    assert.deepEqual(
      none?.faults.map(({ name }) => name),
      ["missing element"],
    );
  });
});
