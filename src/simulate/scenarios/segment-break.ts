import type { Scenario } from "../engine/scenario.ts";
import { segmentOf } from "../engine/segment.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** A cable within a segment of EtherCAT breaks. */
export const segmentBreak: Scenario = {
  name: "segment-break",
  title: "Devices of a segment lost",
  kind: "fault",
  technique: "",
  detail:
    "Working counters fall, since the devices behind the break no longer count; then the master brings them up again.",
  options: {
    position: "the first device that is lost, from 1; 4 unless told",
    seconds: "how long, 20 unless told",
  },
  targets: ["ethercat-master"],
  play(cast) {
    const { world } = cast;
    const segments = cast.targets.map((target) => segmentOf(world, target));
    for (const segment of segments) segment.lose(number(cast, "position", 4) - 1);
    world.queue.call(world.queue.now + number(cast, "seconds", 20) * SECOND, () => {
      for (const segment of segments) segment.restore();
      cast.touch();
    });
  },
};
