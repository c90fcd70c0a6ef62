import { encodeRegisterSession, encodeUnconnected, objectRequest, serviceResponse } from "../encode/enip.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** The object that holds a controller's firmware, and what is asked of it. */
const STORAGE = 0xa1;
const UPDATE = 0x4b;
const TRANSFER = 0x4d;
const PIECE = 400;
const PIECES = 30;
const DOWN = 25 * SECOND;

/** Somebody who has no business there gives a controller another firmware. */
export const firmwareTampering: Scenario = {
  name: "firmware-tampering",
  title: "Firmware of a controller changed",
  kind: "attack",
  technique: "T0857",
  detail:
    "The CIP services that load a controller's firmware, with random bytes, which are none; the controller is silent, and tells another version when it is back.",
  options: { version: "the version it tells afterwards, such as 20.011" },
  targets: ["controllogix"],
  play(cast) {
    const { queue } = cast.world;
    const { version } = cast.options;
    oneByOne(cast, cast.targets.length, 2 * DOWN, (index) => {
      const target = cast.targets[index];
      const session = cast.random.between(0x10000, 0x7fffffff);
      let context = 0;
      const request = (service: number, body: ArrayLike<number>): Step[] => [
        ask((out) => out.bytes(encodeUnconnected(session, ++context, objectRequest(service, STORAGE, 1, body)))),
        answer((out) => out.bytes(encodeUnconnected(session, context, serviceResponse(service)))),
      ];
      const steps: Step[] = [
        ask((out) => out.bytes(encodeRegisterSession(0))),
        answer((out) => out.bytes(encodeRegisterSession(session))),
        ...request(UPDATE, cast.random.bytes(12)),
      ];
      for (let piece = 0; piece < PIECES; piece++) steps.push(...request(TRANSFER, cast.random.bytes(PIECE)));
      speakOnce(cast, target, "cip", 44818, ["program"], steps);
      queue.call(queue.now + 8 * SECOND, () => {
        target.stopped = true;
        cast.touch();
        queue.call(queue.now + DOWN, () => {
          target.stopped = false;
          target.restarts++;
          if (typeof version === "string") target.firmware = version;
          cast.touch();
        });
      });
    });
  },
};
