import { encodeDesktopConfirm, encodeDesktopRequest } from "../encode/rdp.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, textOption } from "../engine/talk.ts";
import { sealed, tlsOpening } from "./tls.ts";

/** A remote desktop: negotiation, then keys and pictures inside of TLS. */
export const rdp = tcpTalk({
  name: "rdp",
  title: "Remote desktop (RDP) inside TLS",
  port: 3389,
  every: 4,
  byPeople: true,
  options: { user: "the name in the cookie, an invented one unless told" },
  make(pair) {
    const { random, server } = pair;
    pair.acts("other");
    const opening: Step[] = [
      ask((out) => out.bytes(encodeDesktopRequest(textOption(pair, "user", "operator")))),
      answer((out) => out.bytes(encodeDesktopConfirm())),
      ...tlsOpening(pair, server.name, []),
    ];
    const round: Step[] = [
      ask((out) => sealed(pair, out, random.between(40, 120))),
      answer((out) => sealed(pair, out, random.between(200, 9000))),
    ];
    return { opening, round: () => round };
  },
});
