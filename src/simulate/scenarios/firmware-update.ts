import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** Planned: devices get new firmware, are silent while they start again, and say its version afterwards. */
export const firmwareUpdate: Scenario = {
  name: "firmware-update",
  title: "Firmware update",
  kind: "work",
  technique: "",
  detail:
    "The device is silent, comes back, is connected to anew, and tells another firmware version where it is asked.",
  options: { version: "the new version", seconds: "how long it is silent, 40 unless told" },
  targets: [],
  play(cast) {
    const { queue } = cast.world;
    const { version } = cast.options;
    for (const target of cast.targets) target.stopped = true;
    queue.call(queue.now + number(cast, "seconds", 40) * SECOND, () => {
      for (const target of cast.targets) {
        target.stopped = false;
        target.restarts++;
        if (typeof version === "string") target.firmware = version;
      }
      cast.touch();
    });
  },
};
