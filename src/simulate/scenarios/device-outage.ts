import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** A device is silent for a while. */
export const deviceOutage: Scenario = {
  name: "device-outage",
  title: "Device out of order",
  kind: "fault",
  technique: "",
  detail: "Nothing is asked of the device and it says nothing, until it is back.",
  options: { seconds: "how long, 60 unless told" },
  targets: [],
  play(cast) {
    const { queue } = cast.world;
    for (const target of cast.targets) target.stopped = true;
    queue.call(queue.now + number(cast, "seconds", 60) * SECOND, () => {
      for (const target of cast.targets) {
        target.stopped = false;
        target.restarts++;
      }
      cast.touch();
    });
  },
};
