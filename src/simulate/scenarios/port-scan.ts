import type { Scenario } from "../engine/scenario.ts";
import { CLIENT, Session } from "../engine/session.ts";
import { MILLISECOND } from "../schedule.ts";
import { number, oneByOne, openPorts } from "./ways.ts";

const PORTS = [
  21, 22, 23, 25, 53, 80, 102, 110, 135, 139, 143, 443, 445, 502, 554, 1433, 1883, 2404, 3306, 3389, 4840, 5432, 5900,
  8080, 8443, 9100, 20000, 44818,
];

/** One device tries many ports of others. */
export const portScan: Scenario = {
  name: "port-scan",
  title: "Port scan",
  kind: "attack",
  technique: "T0846",
  detail: "Connections to many ports of several devices, most of them refused.",
  options: { gap: "milliseconds between tries, 20 unless told" },
  targets: [],
  play(cast) {
    const { world, actor, targets } = cast;
    oneByOne(cast, targets.length * PORTS.length, number(cast, "gap", 20) * MILLISECOND, (index) => {
      const target = targets[Math.floor(index / PORTS.length)];
      const port = PORTS[index % PORTS.length];
      if (target === actor) return;
      const session = new Session(world, actor, target, port);
      if (!openPorts(cast, target).has(port)) {
        session.refused();
        return;
      }
      const opened = session.open();
      world.queue.call(opened, () => session.abort(CLIENT));
    });
  },
};
