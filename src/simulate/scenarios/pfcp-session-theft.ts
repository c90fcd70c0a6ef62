import { modification, modificationAnswer } from "../encode/pfcp.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask, Datagrams, Speaker } from "../engine/script.ts";
import { SECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

/** Somebody in the transport network tells the user plane to send subscribers' traffic to himself. */
export const pfcpSessionTheft: Scenario = {
  name: "pfcp-session-theft",
  title: "Sessions of the user plane redirected over PFCP",
  kind: "attack",
  technique: "T1557",
  detail:
    "PFCP session modifications from an address that is no session management: forwarding of several sessions is pointed at the sender.",
  options: { sessions: "how many sessions, 5 unless told" },
  targets: ["user-plane"],
  play(cast) {
    const { world, actor } = cast;
    const [target] = cast.targets;
    const sessions = number(cast, "sessions", 5);
    world.ledger.link(actor.name, target.name, "pfcp", "udp", 8805, "configure");
    const speaker = new Speaker(world, actor, target, new Datagrams(world, actor, target, 8805, 8805));
    oneByOne(cast, sessions, 2 * SECOND, (index) => {
      speaker.speak(
        [
          ask((out) => modification(out, index + 1, 0x1000 + index, 0x0a000000 + index, actor.ip)),
          answer((out) => modificationAnswer(out, index + 1, 0x1000 + index)),
        ],
        world.queue.now,
      );
    });
  },
};
