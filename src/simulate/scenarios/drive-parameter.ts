import type { Scenario } from "../engine/scenario.ts";
import { segmentOf } from "../engine/segment.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** The stepper motor terminal and its highest current in milliamperes. */
const MOTOR = 4;
const MOTOR_SETTINGS = 0x8010;
const HIGHEST_CURRENT = 1;

/** Planned: a parameter of a drive is changed over its mailbox. */
export const driveParameter: Scenario = {
  name: "drive-parameter",
  title: "Parameter of a drive changed",
  kind: "work",
  technique: "",
  detail: "An SDO download to the settings of a motor on EtherCAT, by work order.",
  options: { current: "highest current in milliamperes, 4200 unless told" },
  targets: ["ethercat-master"],
  play(cast) {
    const { world } = cast;
    for (const target of cast.targets) {
      const segment = segmentOf(world, target);
      segment.write(MOTOR, MOTOR_SETTINGS, HIGHEST_CURRENT, number(cast, "current", 4200));
      world.ledger.point({
        device: target.name,
        physics: "",
        unit: "mA",
        protocol: "ethercat",
        address: "0x8010:01",
        factor: 1,
      });
    }
    world.queue.call(world.queue.now + SECOND, cast.touch);
  },
};
