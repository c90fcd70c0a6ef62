import type { Scenario } from "../engine/scenario.ts";
import { MILLISECOND } from "../schedule.ts";
import { number, oneByOne } from "./ways.ts";

/** One device asks for every address of its zone. */
export const networkSweep: Scenario = {
  name: "network-sweep",
  title: "Sweep of a subnet by ARP",
  kind: "attack",
  technique: "T0846",
  detail: "Questions for every address of the subnet, few of which exist.",
  options: { count: "how many addresses, 200 unless told", gap: "milliseconds between questions, 10 unless told" },
  targets: [],
  play(cast) {
    const { world, actor } = cast;
    const zone = actor.zone;
    const first = zone.gateway;
    const byIp = new Map(world.stations.filter((each) => each.zone === zone).map((each) => [each.ip, each]));
    oneByOne(cast, number(cast, "count", 200), number(cast, "gap", 10) * MILLISECOND, (index) => {
      const ip = first + index;
      if (ip >= zone.broadcast || ip === actor.ip) return;
      world.neighbors.forget(actor.index, ip);
      world.ask(actor, ip, index === 0 ? zone.router : byIp.get(ip));
    });
  },
};
