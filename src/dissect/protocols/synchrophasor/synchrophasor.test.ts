import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import type { Exchange } from "../samples/sample.ts";
import { configuration, FLOAT_BLOCK, frame, SAMPLES, unit } from "../samples/synchrophasor.ts";
import { synchrophasor } from "./synchrophasor.ts";

const sample = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [synchrophasor]);
const told = (message: SeenMessage | undefined): unknown[] =>
  (message?.samples ?? []).map(({ space, name, value, quality }) => [
    space.space,
    name,
    Math.round(value * 1000) / 1000,
    quality,
  ]);

function play(...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "server" as const, hex }));
  return dissectExchange({ name: "made up", over: "tcp", port: 4712, messages }, [synchrophasor]);
}

describe("synchrophasors", () => {
  test("commands are told by what they ask for, and answers belong to them", () => {
    const messages = sample(0);
    assert.deepEqual(
      messages.map(({ operation, direction }) => [operation, direction]),
      [
        ["turn_off_transmission", REQUEST],
        ["send_header", REQUEST],
        ["header_frame", RESPONSE],
        ["send_configuration_2", REQUEST],
        ["configuration_frame_2", RESPONSE],
        ["turn_on_transmission", REQUEST],
        ["data_frame", NOTICE],
        ["data_frame", NOTICE],
        ["extended_frame", REQUEST],
      ],
    );
    assert.equal(messages[4]?.answers, messages[3]?.frame);
    assert.deepEqual(
      messages[4]?.claims.map(({ attribute, value }) => [attribute, value]),
      [
        ["kind", "phasor measurement unit"],
        ["name", "BUS 1"],
      ],
    );
    assert.equal(messages[2]?.claims[0]?.value, "Example PMU, bay 7");
  });

  test("floating point and integers, polar and rectangular, are values with their channel's name", () => {
    assert.deepEqual(told(sample(0)[6]), [
      ["phasor magnitude", "BUS 1/VA", 230, 0],
      ["phasor angle", "BUS 1/VA angle", 0.5, 0],
      ["frequency", "BUS 1/frequency", 50.02, 0],
      ["rate of change of frequency", "BUS 1/rate of change of frequency", 0.1, 0],
      ["analog", "BUS 1/TEMP", 21.5, 0],
      ["digital status word", "BUS 1/BIT 0", 3, 0],
    ]);
    assert.deepEqual(told(sample(1)[1]).slice(6), [
      ["phasor magnitude", "BUS 2/VA", 5, 1],
      ["phasor angle", "BUS 2/VA angle", 0.927, 1],
      ["frequency", "BUS 2/frequency", -20, 1],
      ["rate of change of frequency", "BUS 2/rate of change of frequency", 1, 1],
      ["analog", "BUS 2/TEMP", 21, 1],
      ["digital status word", "BUS 2/BIT 0", 32_768, 1],
    ]);
  });

  test("several units are a concentrator, and configuration 3 has names of any length", () => {
    const messages = sample(1);
    assert.deepEqual(
      messages[0]?.claims.map(({ value }) => value),
      ["phasor data concentrator"],
    );
    assert.deepEqual(messages[0]?.objects, ["BUS 1", "BUS 2"]);
    assert.equal(messages[2]?.claims[1]?.value, "BUS 3");
    assert.deepEqual(told(messages[3])[0], ["phasor magnitude", "BUS 3/VA", 230, 0]);
  });

  test("data without a configuration, or beside it, tell no values", () => {
    assert.deepEqual(play(frame(0, FLOAT_BLOCK))[0]?.samples, []);
    const [, data] = play(configuration(unit("BUS 1", 15)), frame(0, `${FLOAT_BLOCK} 0000`));
    assert.deepEqual(data?.samples, []);
    assert.deepEqual(
      data?.faults.map(({ name }) => name),
      ["data do not fit the configuration"],
    );
  });

  test("a wrong checksum, a configuration that promises too much, and other traffic", () => {
    const good = frame(4, "0002");
    const bad = `${good.slice(0, -4)}0000`;
    assert.deepEqual(
      play(good, bad)[1]?.faults.map(({ name }) => name),
      ["bad checksum"],
    );
    const [short] = play(frame(3, "000f4240 ffff 0032"));
    assert.deepEqual(
      short?.faults.map(({ name }) => name),
      ["configuration does not fit"],
    );
    assert.deepEqual(play("aa7100100007"), []);
    assert.deepEqual(
      play(good.slice(0, 20)).map(({ faults }) => faults[0]?.name),
      ["cut by capture"],
    );
  });
});
