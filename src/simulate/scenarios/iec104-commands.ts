import {
  ACTIVATION,
  ACTIVATION_CONFIRM,
  close,
  information,
  objectAddress,
  STARTDT_ACT,
  STARTDT_CON,
  supervisory,
  unnumbered,
} from "../encode/iec104.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { MILLISECOND, SECOND } from "../schedule.ts";
import { COMMANDS } from "../talks/iec104.ts";
import { number, oneByOne, speakOnce } from "./ways.ts";

const SINGLE_COMMAND = 45;

/** Command after command through a list of objects. */
export const iec104Commands: Scenario = {
  name: "iec104-commands",
  title: "IEC 104 command sequence in the manner of Industroyer2",
  kind: "attack",
  technique: "T0855",
  detail: "A second control connection per bay that sends single commands to consecutive objects, off and on in turn.",
  options: { objects: "how many objects per bay, 16 unless told" },
  targets: ["bay-controller"],
  play(cast) {
    const objects = number(cast, "objects", 16);
    oneByOne(cast, cast.targets.length, 3 * SECOND, (index) => {
      const target = cast.targets[index];
      const station = 1 + target.number;
      let sent = 0;
      let received = 0;
      const steps: Step[] = [ask((out) => unnumbered(out, STARTDT_ACT)), answer((out) => unnumbered(out, STARTDT_CON))];
      for (let object = 0; object < objects; object++) {
        steps.push(
          ask((out) => {
            const start = information(out, sent++, received, SINGLE_COMMAND, 1, ACTIVATION, station);
            objectAddress(out, COMMANDS + object).u8(object & 1);
            close(out, start);
          }, 100 * MILLISECOND),
          answer((out) => {
            const start = information(out, received++, sent, SINGLE_COMMAND, 1, ACTIVATION_CONFIRM, station);
            objectAddress(out, COMMANDS + object).u8(object & 1);
            close(out, start);
          }),
        );
      }
      steps.push(ask((out) => supervisory(out, received)));
      speakOnce(cast, target, "iec104", 2404, ["control"], steps);
      const { process } = target;
      const breaker = process?.find("breaker_closed") ?? -1;
      if (process !== undefined && breaker >= 0) process.values[breaker] = 0;
    });
  },
};
