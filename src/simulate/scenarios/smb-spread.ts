import { negotiateRequest, negotiateResponse } from "../encode/smb2.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import { Session } from "../engine/session.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne, speakOnce } from "./ways.ts";

/** One machine knocks at the file service of every other, quickly, as self-spreading ransomware does. */
export const smbSpread: Scenario = {
  name: "smb-spread",
  title: "Spread over SMB in the manner of ransomware",
  kind: "attack",
  technique: "T0866",
  detail: "SMB negotiations with many machines within seconds; those that are no Windows machine refuse.",
  options: {},
  targets: [],
  play(cast) {
    const { world, actor, targets, random } = cast;
    const own = random.bytes(16);
    oneByOne(cast, targets.length, SECOND / 5, (index) => {
      const target = targets[index];
      if (target === actor) return;
      if (target.system.timeToLive !== 128) {
        new Session(world, actor, target, 445).refused();
        return;
      }
      speakOnce(
        cast,
        target,
        "smb2",
        445,
        ["other"],
        [
          ask((out) => negotiateRequest(out, own)),
          answer((out) => negotiateResponse(out, target.random.bytes(16), world.clock())),
        ],
      );
    });
  },
};
