import { iAm, whoIs } from "../encode/bacnet.ts";
import { announcement, type Device } from "../engine/talk.ts";
import { instanceOf } from "./bacnet.ts";

const PORT = 47808;

/** Devices tell all who they are; a station asks. */
export const bacnetDiscovery = announcement({
  name: "bacnet-discovery",
  title: "BACnet Who-Is and I-Am",
  protocol: "bacnet",
  transport: "udp",
  port: PORT,
  every: 120,
  make({ client, world }) {
    const to = client.zone.broadcast;
    const answering = world.stations.filter(
      (each): each is Device =>
        each.zone === client.zone && (each as Device).type.numbers["bacnetVendor"] !== undefined,
    );
    return () => {
      world.out.reset();
      whoIs(world.out);
      const asked = world.sendGroup(client, client.ip, PORT, to, PORT, world.out);
      for (const device of answering) {
        world.queue.call(asked + device.random.between(1_000_000, 40_000_000), () => {
          world.out.reset();
          iAm(world.out, instanceOf(device), device.type.numbers["bacnetVendor"]);
          world.sendGroup(device, device.ip, PORT, to, PORT, world.out);
        });
      }
    };
  },
});
