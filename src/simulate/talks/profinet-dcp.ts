import { DCP_GROUP, identifyAll, identifyAnswer } from "../encode/dcp.ts";
import { announcement, type Device } from "../engine/talk.ts";

/** Asks all stations in its zone for names and identities; those that speak PROFINET answer. */
export const profinetDcp = announcement({
  name: "profinet-dcp",
  protocol: "profinet_dcp",
  title: "PROFINET discovery (DCP)",
  transport: "ethernet",
  port: 0,
  every: 60,
  make(pair) {
    const { client, world } = pair;
    let transaction = pair.random.between(1, 0xffff);
    const answering = world.stations.filter(
      (each): each is Device =>
        each.zone === client.zone && (each as Device).type.numbers["profinetVendor"] !== undefined,
    );
    for (const device of answering) pair.tells(device, "model", "hostName");
    return () => {
      transaction++;
      world.out.reset();
      identifyAll(world.out, transaction);
      const asked = world.sendFrame(client, DCP_GROUP, client.mac, 0x8892, world.out);
      for (const device of answering) {
        if (device === client) continue;
        world.queue.call(asked + device.random.between(300_000, 9_000_000), () => {
          const { numbers, model, role } = device.type;
          world.out.reset();
          identifyAnswer(world.out, transaction, {
            name: device.name,
            kind: model,
            vendor: numbers["profinetVendor"],
            device: numbers["profinetDevice"],
            controller: role === "plc",
            ip: device.ip,
            mask: 0xffffff00,
            gateway: device.zone.gateway,
          });
          world.sendFrame(device, client.mac, device.mac, 0x8892, world.out);
        });
      }
    };
  },
});
