import {
  encodeModbus,
  readRequest,
  registersResponse,
  writeRegistersRequest,
  writeRegistersResponse,
} from "../encode/modbus.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

const UNIT = 1;

/** Register after register is read and overwritten, as heating controllers in Lviv saw it in January 2024. */
export const modbusRegisterWrites: Scenario = {
  name: "modbus-register-writes",
  title: "Modbus register writes in the manner of FrostyGoop",
  kind: "attack",
  technique: "T0836",
  detail:
    "One connection per controller that reads holding registers and then writes many of them (functions 3 and 16).",
  options: {},
  targets: ["modicon-m580", "modicon-m221", "drive", "power-meter"],
  play(cast) {
    oneByOne(cast, cast.targets.length, 3 * SECOND, (index) => {
      const target = cast.targets[index];
      const steps: Step[] = [];
      for (let round = 0; round < 12; round++) {
        const address = round * 4;
        const values = Array.from({ length: 4 }, () => cast.random.between(0, 1000));
        steps.push(
          ask((out) => out.bytes(encodeModbus(round * 2 + 1, UNIT, readRequest(3, address, 4))), SECOND / 5),
          answer((out) => out.bytes(encodeModbus(round * 2 + 1, UNIT, registersResponse(3, [0, 0, 0, 0])))),
          ask(
            (out) => out.bytes(encodeModbus(round * 2 + 2, UNIT, writeRegistersRequest(address, values))),
            SECOND / 10,
          ),
          answer((out) => out.bytes(encodeModbus(round * 2 + 2, UNIT, writeRegistersResponse(address, 4)))),
        );
      }
      const { process } = target;
      const wanted = process?.physics.points.findIndex((point) => point.settable === true && point.unit !== "") ?? -1;
      if (process !== undefined && wanted >= 0) process.values[wanted] = process.physics.points[wanted].low;
      speakOnce(cast, target, "modbus", 502, ["read", "write"], steps);
    });
  },
};
