import { announce, followUp, PTP_GROUP, sync } from "../encode/ptp.ts";
import { announcement } from "../engine/talk.ts";
import { clockOf } from "./ntp.ts";

/** A master clock gives the time to all, once a second. */
export const ptp = announcement({
  name: "ptp",
  title: "PTP version 2 over Ethernet",
  transport: "ethernet",
  port: 0,
  every: 1,
  make(pair) {
    const { client, world } = pair;
    let sequence = 0;
    return () => {
      sequence = (sequence + 1) & 0xffff;
      const send = () => world.sendFrame(client, PTP_GROUP, client.mac, 0x88f7, world.out);
      if (sequence % 2 === 1) {
        world.out.reset();
        announce(world.out, client.mac, sequence >> 1);
        send();
      }
      world.out.reset();
      sync(world.out, client.mac, sequence);
      send();
      const { seconds, nanoseconds } = clockOf(pair, client);
      world.out.reset();
      followUp(world.out, client.mac, sequence, seconds, nanoseconds);
      send();
    };
  },
});
