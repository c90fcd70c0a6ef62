import { association, establishment, establishmentAnswer, heartbeat, type UserSession } from "../encode/pfcp.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { subscribersOf } from "../engine/subscribers.ts";
import { numberOption, type Pair, textOption, udpTalk } from "../engine/talk.ts";

/** Numbers of sessions begin here. */
const FIRST_SESSION = 0x1000;

/** Control and user plane associate, set up the sessions of radio devices, and ask each other whether they live. */
export const pfcp = udpTalk({
  name: "pfcp",
  title: "PFCP association, sessions, heartbeats",
  port: 8805,
  clientPort: 8805,
  every: 10,
  options: {
    sessions: "of how many radio devices the sessions are set up in sight, 0 unless told",
    network: "data network of the sessions, plant unless told",
  },
  make(pair) {
    const { client, server, world } = pair;
    let sequence = 0;
    let hasBegun = false;
    const next = () => {
      sequence = (sequence + 1) & 0xffffff;
      return sequence;
    };
    pair.acts("other");
    const round: Step[] = [
      ask((out) => heartbeat(out, 1, next(), world.epoch - 86400)),
      answer((out) => heartbeat(out, 2, sequence, world.epoch - 172800)),
    ];
    const opening = (): Step[] => [
      ask((out) => association(out, 5, next(), client.ip, world.epoch - 86400)),
      answer((out) => association(out, 6, sequence, server.ip, world.epoch - 172800)),
      ...sessionsOf(pair).flatMap((session) => [
        ask((out) => {
          pair.acts("configure");
          establishment(out, next(), client.ip, session);
        }),
        answer((out) => establishmentAnswer(out, sequence, server.ip, session.session)),
      ]),
    ];
    return {
      round() {
        if (hasBegun) return round;
        hasBegun = true;
        return numberOption(pair, "sessions", 0) > 0 ? [...opening(), ...round] : round;
      },
    };
  },
});

/** Sessions of the radio devices behind the server, in the order of the site. */
function sessionsOf(pair: Pair): UserSession[] {
  const { server, world } = pair;
  const network = textOption(pair, "network", "plant");
  const seen = subscribersOf(world, server).slice(0, numberOption(pair, "sessions", 0));
  return seen.map(({ station, identity }, index) => {
    world.ledger.session({ device: station.name, subscriber: identity, network });
    return {
      session: FIRST_SESSION + index,
      address: station.ip,
      userPlane: server.ip,
      tunnel: station.tunnel?.up ?? 0,
      subscriber: identity,
      network,
    };
  });
}
