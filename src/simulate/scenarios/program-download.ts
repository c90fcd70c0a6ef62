import {
  blockListArgument,
  blockPiece,
  downloadParameter,
  encodeAcknowledgment,
  encodeJob,
  invocationParameter,
  plainParameter,
  requestDownloadParameter,
} from "../encode/s7comm.ts";
import type { Cast, Scenario } from "../engine/scenario.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { openS7 } from "../talks/s7comm.ts";
import { oneByOne, speakOnce } from "./ways.ts";

const FILE = "_0800001P";
const PIECE = 200;
const LENGTH = 1000;

/** A block of random bytes, which is no program, written to a controller in the order that stations keep. */
export function downloadSteps(cast: Cast): Step[] {
  const block = cast.random.bytes(LENGTH);
  const steps: Step[] = [
    ask((out) => out.bytes(encodeJob(0x0600, requestDownloadParameter(FILE, LENGTH, LENGTH - 76)))),
    answer((out) => out.bytes(encodeAcknowledgment(0x0600, plainParameter(0x1a)))),
  ];
  for (let at = 0, reference = 0x0700; at < LENGTH; at += PIECE, reference++) {
    const more = at + PIECE < LENGTH ? 1 : 0;
    steps.push(
      answer((out) => out.bytes(encodeJob(reference, downloadParameter(0x1b, FILE)))),
      ask((out) => {
        out.bytes(
          encodeAcknowledgment(reference, plainParameter(0x1b, more), blockPiece(block.subarray(at, at + PIECE))),
        );
      }),
    );
  }
  steps.push(
    answer((out) => out.bytes(encodeJob(0x0780, downloadParameter(0x1c, FILE)))),
    ask((out) => out.bytes(encodeAcknowledgment(0x0780, plainParameter(0x1c)))),
    ask((out) => out.bytes(encodeJob(0x0601, invocationParameter("_INSE", blockListArgument("0800001P"))))),
    answer((out) => out.bytes(encodeAcknowledgment(0x0601, plainParameter(0x28)))),
  );
  return steps;
}

/** A changed block goes into a controller. */
export const programDownload: Scenario = {
  name: "program-download",
  title: "Program downloaded to a controller",
  kind: "attack",
  technique: "T0843",
  detail: "An S7comm download of one block and the job that links it in; its content is random bytes.",
  options: {},
  targets: ["s7-1500"],
  play(cast) {
    oneByOne(cast, cast.targets.length, 5 * SECOND, (index) => {
      const steps = [...openS7(0x0310 + index), ...downloadSteps(cast)];
      speakOnce(cast, cast.targets[index], "s7comm", 102, ["program"], steps);
    });
  },
};
