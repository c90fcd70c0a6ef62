import type { Scenario } from "../engine/scenario.ts";
import type { Station } from "../engine/world.ts";
import { SECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

/** One device tells two others that it is the respective other. */
export const arpSpoof: Scenario = {
  name: "arp-spoof",
  title: "Man in the middle by ARP",
  kind: "attack",
  technique: "T0830",
  detail:
    "Unasked ARP answers that bind addresses of others to the actor's hardware address, again and again; what they say to one another goes through him and comes out with one hop less.",
  options: { rounds: "how many rounds, 30 unless told" },
  targets: [],
  play(cast) {
    const { world, actor, targets } = cast;
    const near = targets.filter((target) => target.zone === actor.zone);
    const router = actor.zone.router;
    const gateway = actor.zone.gateway;
    const lie = (to: Station, toIp: number, ip: number) => {
      world.out.reset().u16(1, 0x0800).u8(6, 4).u16(2).bytes(actor.mac).u32(ip).bytes(to.mac).u32(toIp);
      world.sendFrame(actor, to.mac, actor.mac, 0x0806, world.out);
    };
    const rounds = number(cast, "rounds", 30);
    const between = near.length > 1 || router === undefined ? near : [...near, router];
    let round = 0;
    oneByOne(cast, rounds, 2 * SECOND, () => {
      round++;
      world.middle = round < rounds ? { station: actor, between: new Set(between) } : undefined;
      near.forEach((target, index) => {
        const other = near[(index + 1) % near.length];
        if (other !== target) lie(target, target.ip, other.ip);
        else if (router !== undefined) {
          lie(target, target.ip, gateway);
          lie(router, gateway, target.ip);
        }
      });
    });
  },
};
