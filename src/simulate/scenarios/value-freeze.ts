import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** Somebody lets operators see old values while the process goes elsewhere. */
export const valueFreeze: Scenario = {
  name: "value-freeze",
  title: "Frozen values before the operators' eyes",
  kind: "attack",
  technique: "T0856",
  detail:
    "All values of the process stand still on the wire while the process itself is driven to its highest set-point.",
  options: { seconds: "how long, 90 unless told" },
  targets: [],
  play(cast) {
    const { queue } = cast.world;
    for (const { process } of cast.targets) {
      if (process === undefined) continue;
      process.physics.points.forEach((point, index) => {
        process.stick(index, process.read(index, queue.now));
        if (point.settable === true && point.unit !== "") process.values[index] = point.high;
      });
    }
    queue.call(queue.now + number(cast, "seconds", 90) * SECOND, () => {
      for (const target of cast.targets) target.process?.unstick();
      cast.touch();
    });
  },
};
