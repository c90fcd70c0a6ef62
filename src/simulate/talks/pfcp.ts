import { heartbeat } from "../encode/pfcp.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { udpTalk } from "../engine/talk.ts";

/** The control plane asks the user plane whether it lives. */
export const pfcp = udpTalk({
  name: "pfcp",
  title: "PFCP heartbeats",
  port: 8805,
  clientPort: 8805,
  every: 10,
  make(pair) {
    const { world } = pair;
    let sequence = 0;
    pair.acts("other");
    const round: Step[] = [
      ask((out) => {
        sequence = (sequence + 1) & 0xffffff;
        heartbeat(out, 1, sequence, world.epoch - 86400);
      }),
      answer((out) => heartbeat(out, 2, sequence, world.epoch - 172800)),
    ];
    return { round: () => round };
  },
});
