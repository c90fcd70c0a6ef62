import { encodeModbus, readRequest } from "../encode/modbus.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

const UNIT = 1;

/** A station that never did so polls controllers. */
export const rogueMaster: Scenario = {
  name: "rogue-master",
  title: "Rogue master",
  kind: "attack",
  technique: "T0848",
  detail: "A device that is no station of the process reads registers of controllers over Modbus.",
  options: {},
  targets: ["modicon-m580", "modicon-m221", "drive", "power-meter"],
  play(cast) {
    oneByOne(cast, cast.targets.length, SECOND, (index) => {
      const steps: Step[] = [];
      for (let transaction = 1; transaction <= 20; transaction++) {
        steps.push(
          ask(
            (out) => out.bytes(encodeModbus(transaction, UNIT, readRequest(3, (transaction - 1) * 8, 8))),
            SECOND / 2,
          ),
          answer((out) => out.u16(transaction, 0, 19).u8(UNIT, 3, 16).zeros(16)),
        );
      }
      speakOnce(cast, cast.targets[index], "modbus", 502, ["read"], steps);
    });
  },
};
