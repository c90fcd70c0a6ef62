import { answerHead, COLD_RESTART, dnp3Frame, plainFunction } from "../encode/dnp3.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { number, oneByOne, speakOnce } from "./ways.ts";

const RESTARTED = 0x8000;
const DOWN = 20 * SECOND;

/** Outstations are told to start again from cold. */
export const dnp3Restart: Scenario = {
  name: "dnp3-restart",
  title: "DNP3 cold restart",
  kind: "attack",
  technique: "T0816",
  detail: "A cold restart request to each outstation, which then says nothing for a while.",
  options: { outstation: "link address of the first outstation, 10 unless told" },
  targets: ["dnp3-rtu"],
  play(cast) {
    const { queue } = cast.world;
    oneByOne(cast, cast.targets.length, 2 * SECOND, (index) => {
      const target = cast.targets[index];
      const address = number(cast, "outstation", 10) + target.number;
      speakOnce(
        cast,
        target,
        "dnp3",
        20000,
        ["control"],
        [
          ask((out) => dnp3Frame(out, true, address, 1, 1, plainFunction(1, COLD_RESTART))),
          answer((out) => {
            // A time delay of 20 seconds until it is back (group 52 variation 1).
            dnp3Frame(out, false, 1, address, 1, answerHead(1, RESTARTED).u8(52, 1, 7, 1).u16le(20));
          }),
        ],
      );
      queue.call(queue.now + SECOND, () => {
        target.stopped = true;
        queue.call(queue.now + DOWN, () => {
          target.stopped = false;
          target.restarts++;
        });
      });
    });
  },
};
