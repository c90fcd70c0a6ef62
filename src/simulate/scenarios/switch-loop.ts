import type { Scenario } from "../engine/scenario.ts";
import { BROADCAST } from "../engine/world.ts";
import { MILLISECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** A cable in the wrong socket: one frame to all goes round and round. */
export const switchLoop: Scenario = {
  name: "switch-loop",
  title: "Loop between switches",
  kind: "fault",
  technique: "",
  detail: "The same ARP question to all, with the same bytes, thousands of times a second until the loop is broken.",
  options: { milliseconds: "how long, 1500 unless told", rate: "frames per millisecond, 2 unless told" },
  targets: [],
  play(cast) {
    const { world, actor } = cast;
    const rate = Math.max(1, Math.min(8, number(cast, "rate", 2)));
    const total = number(cast, "milliseconds", 1500) * rate;
    let sent = 0;
    const loop = {
      due(): void {
        world.out
          .reset()
          .u16(1, 0x0800)
          .u8(6, 4)
          .u16(1)
          .bytes(actor.mac)
          .u32(actor.ip)
          .zeros(6)
          .u32(actor.zone.gateway);
        world.sendFrame(actor, BROADCAST, actor.mac, 0x0806, world.out);
        cast.touch();
        if (++sent < total) world.queue.at(world.queue.now + MILLISECOND / rate, loop, 0);
      },
    };
    loop.due();
  },
};
