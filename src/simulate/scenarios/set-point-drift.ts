import { encodeModbus, writeRegister } from "../encode/modbus.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { REGISTER_FACTOR } from "../talks/modbus.ts";
import { number, oneByOne, speakOnce } from "./ways.ts";

/** A set-point is moved in steps too small to be noticed one by one. */
export const setPointDrift: Scenario = {
  name: "set-point-drift",
  title: "Slow change of a set-point",
  kind: "attack",
  technique: "T0836",
  detail: "Single registers written from time to time over Modbus, each a little higher than the one before.",
  options: { steps: "how many steps, 10 unless told", gap: "seconds between steps, 8 unless told" },
  targets: ["modicon-m580", "modicon-m221", "drive"],
  play(cast) {
    const [target] = cast.targets;
    const points = target.process?.physics.points ?? [];
    const index = points.findIndex((point) => point.settable === true && point.unit !== "");
    if (target.process === undefined || index < 0) return;
    const { process } = target;
    const begin = process.values[index];
    oneByOne(cast, number(cast, "steps", 10), number(cast, "gap", 8) * SECOND, (step) => {
      const value = begin * (1 + 0.02 * (step + 1));
      process.values[index] = value;
      const message = encodeModbus(step + 1, 1, writeRegister(index, Math.round(value * REGISTER_FACTOR) & 0xffff));
      speakOnce(
        cast,
        target,
        "modbus",
        502,
        ["write"],
        [ask((out) => out.bytes(message)), answer((out) => out.bytes(message))],
      );
    });
  },
};
