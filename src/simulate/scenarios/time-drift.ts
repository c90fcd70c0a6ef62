import type { Scenario } from "../engine/scenario.ts";
import { MILLISECOND, SECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

/** A clock runs away from the others. */
export const timeDrift: Scenario = {
  name: "time-drift",
  title: "Clock that drifts",
  kind: "fault",
  technique: "",
  detail: "What a device says of the time moves away from the truth, a little more each second.",
  options: { milliseconds: "drift per second, 20 unless told", seconds: "how long, 120 unless told" },
  targets: [],
  play(cast) {
    const step = number(cast, "milliseconds", 20) * MILLISECOND;
    oneByOne(cast, number(cast, "seconds", 120), SECOND, () => {
      for (const target of cast.targets) target.clockError += step;
    });
  },
};
