import { kerberosError, serviceRequest, ticketAnswer, ticketRequest } from "../encode/kerberos.ts";
import { noise } from "../engine/noise.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, textOption } from "../engine/talk.ts";

const WANTS_PROOF = 25;
const TEN_HOURS = 36_000;

/** A member of a domain signs in and asks for the ticket of a file service. */
export const kerberos = tcpTalk({
  name: "kerberos",
  title: "Kerberos tickets",
  port: 88,
  every: 600,
  fresh: true,
  byPeople: true,
  options: { realm: "realm of the domain, EXAMPLE.COM unless told" },
  make(pair) {
    const { client, random, server, world } = pair;
    const realm = textOption(pair, "realm", "EXAMPLE.COM");
    const bytes = (count: number) => noise(world, random, count);
    pair.acts("authenticate");
    const first = () => ({ realm, client: `user-${client.number + 1}`, service: ["krbtgt", realm], nonce });
    const file = () => ({ ...first(), service: ["cifs", server.name] });
    const until = () => world.clock() + TEN_HOURS;
    let nonce = 0;
    const round: Step[] = [
      ask((out) => {
        nonce = random.between(1, 0x7fffffff);
        out.bytes(ticketRequest(first(), until(), undefined));
      }),
      answer((out) => out.bytes(kerberosError(first(), WANTS_PROOF, world.clock()))),
      ask((out) => out.bytes(ticketRequest(first(), until(), bytes(56)))),
      answer((out) => out.bytes(ticketAnswer(11, first(), bytes(320), bytes(240)))),
      ask((out) => out.bytes(serviceRequest(file(), until(), bytes(320), bytes(180)))),
      answer((out) => out.bytes(ticketAnswer(13, file(), bytes(340), bytes(240)))),
    ];
    return { round: () => round };
  },
});
