import { negotiateRequest, negotiateResponse } from "../encode/smb2.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk } from "../engine/talk.ts";

/** Opens a file server's port and agrees on a version; what follows would be sealed. */
export const smb = tcpTalk({
  name: "smb",
  title: "SMB version 2 and 3 negotiation",
  protocol: "smb2",
  port: 445,
  every: 120,
  fresh: true,
  byPeople: true,
  make(pair) {
    const { random, world } = pair;
    pair.acts("other");
    const own = random.bytes(16);
    const other = random.bytes(16);
    const round: Step[] = [
      ask((out) => negotiateRequest(out, own)),
      answer((out) => negotiateResponse(out, other, world.clock())),
    ];
    return { round: () => round };
  },
});
