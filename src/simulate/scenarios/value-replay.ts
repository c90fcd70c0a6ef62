import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** Somebody records how the process looks when all is well, and plays that to the operators. */
export const valueReplay: Scenario = {
  name: "value-replay",
  title: "Replayed values before the operators' eyes",
  kind: "attack",
  technique: "T0856",
  detail:
    "Values are recorded for a while, then the recording is told again and again while the process itself is driven to its highest set-point.",
  options: { record: "seconds of recording, 30 unless told", rounds: "how often it is played, 3 unless told" },
  targets: [],
  play(cast) {
    const { queue } = cast.world;
    const length = Math.max(1, number(cast, "record", 30));
    const rounds = number(cast, "rounds", 3);
    const processes = cast.targets.flatMap(({ process }) => (process === undefined ? [] : [process]));
    const tapes = processes.map(() => [] as number[][]);
    const tick = (second: number): void => {
      cast.touch();
      const isPlaying = second >= length;
      processes.forEach((process, index) => {
        const { points } = process.physics;
        if (!isPlaying) tapes[index].push(points.map((_, point) => process.read(point, queue.now)));
        else for (const [point, value] of tapes[index][second % length].entries()) process.stick(point, value);
        if (second !== length) return;
        points.forEach((point, each) => {
          if (point.settable === true && point.unit !== "") process.values[each] = point.high;
        });
      });
      if (second < length * (rounds + 1)) queue.call(queue.now + SECOND, () => tick(second + 1));
      else for (const process of processes) process.unstick();
    };
    tick(0);
  },
};
