import { encodeAcknowledgment, encodeJob, plainParameter, stopParameter } from "../encode/s7comm.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { openS7 } from "../talks/s7comm.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** A controller is stopped. */
export const plcStop: Scenario = {
  name: "plc-stop",
  title: "Controller stopped",
  kind: "attack",
  technique: "T0858",
  detail: "The S7comm job that stops a controller's program; the line stands afterwards.",
  options: {},
  targets: ["s7-1500"],
  play(cast) {
    oneByOne(cast, cast.targets.length, 2 * SECOND, (index) => {
      const target = cast.targets[index];
      speakOnce(
        cast,
        target,
        "s7comm",
        102,
        ["control"],
        [
          ...openS7(0x0300 + index),
          ask((out) => out.bytes(encodeJob(0x0500, stopParameter())), SECOND),
          answer((out) => out.bytes(encodeAcknowledgment(0x0500, plainParameter(0x29)))),
        ],
      );
      const { process } = target;
      const running = process?.find("running") ?? -1;
      if (process !== undefined && running >= 0) process.values[running] = 0;
    });
  },
};
