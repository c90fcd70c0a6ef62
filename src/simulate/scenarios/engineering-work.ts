import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { openS7 } from "../talks/s7comm.ts";
import { downloadSteps } from "./program-download.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** Planned: the engineer brings a new block to controllers, by work order. */
export const engineeringWork: Scenario = {
  name: "engineering-work",
  title: "Planned program change",
  kind: "work",
  technique: "",
  detail: "The same traffic as a hostile download, from the engineering station and announced by a work order.",
  options: {},
  targets: ["s7-1500"],
  play(cast) {
    oneByOne(cast, cast.targets.length, 8 * SECOND, (index) => {
      speakOnce(
        cast,
        cast.targets[index],
        "s7comm",
        102,
        ["program"],
        [...openS7(0x0320 + index), ...downloadSteps(cast)],
      );
    });
  },
};
