import { encodeModbus, readRequest, registersResponse } from "../encode/modbus.ts";
import type { Scenario } from "../engine/scenario.ts";
import { answer, ask } from "../engine/script.ts";
import type { Device } from "../engine/talk.ts";
import { SECOND } from "../schedule.ts";
import { REGISTER_FACTOR } from "../talks/modbus.ts";
import { number, speakOnce } from "./ways.ts";

const REGISTERS = 5;

/** A server fails and its standby asks the controllers in its place, until it is back. */
export const failover: Scenario = {
  name: "failover",
  title: "Standby takes over",
  kind: "fault",
  technique: "",
  detail: "The server is silent; the standby (the actor) reads over Modbus from every controller that it read from.",
  options: { seconds: "how long, 60 unless told" },
  targets: ["scada-server"],
  play(cast) {
    const { world, targets } = cast;
    const { queue, ledger } = world;
    const [failed] = targets;
    const until = queue.now + number(cast, "seconds", 60) * SECOND;
    const polled = ledger.links
      .filter((link) => link.client === failed.name && link.protocol === "modbus")
      .flatMap((link) => (world.byName.get(link.server) as Device | undefined) ?? []);
    failed.stopped = true;
    const round = (transaction: number): void => {
      cast.touch();
      if (queue.now >= until) {
        failed.stopped = false;
        failed.restarts++;
        return;
      }
      for (const server of polled) {
        speakOnce(
          cast,
          server,
          "modbus",
          502,
          ["read"],
          [
            ask((out) => out.bytes(encodeModbus(transaction & 0xffff, 1, readRequest(3, 0, REGISTERS)))),
            answer((out) => {
              const values = Array.from({ length: REGISTERS }, (_, index) => {
                const { process } = server;
                const isThere = process !== undefined && index < process.values.length;
                return isThere ? Math.round(process.read(index, queue.now) * REGISTER_FACTOR) & 0xffff : 0;
              });
              out.bytes(encodeModbus(transaction & 0xffff, 1, registersResponse(3, values)));
            }),
          ],
        );
      }
      queue.call(queue.now + 5 * SECOND, () => round(transaction + 1));
    };
    // The standby notices after three missed signs of life.
    queue.call(queue.now + 3 * SECOND, () => round(1));
  },
};
