import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** A sensor stands still at its last value. */
export const sensorFailure: Scenario = {
  name: "sensor-failure",
  title: "Frozen sensor",
  kind: "fault",
  technique: "",
  detail: "The first value of the process no longer changes on the wire, whatever the process does.",
  options: { seconds: "how long, 120 unless told" },
  targets: [],
  play(cast) {
    const { queue } = cast.world;
    for (const target of cast.targets) target.process?.stick(0, target.process.read(0, queue.now));
    queue.call(queue.now + number(cast, "seconds", 120) * SECOND, () => {
      for (const target of cast.targets) target.process?.unstick();
      cast.touch();
    });
  },
};
