import { groupWrite, KNX_GROUP, KNX_PORT } from "../encode/knx.ts";
import { announcement } from "../engine/talk.ts";

/** A KNX router passes on what its line's sensors say to groups. */
export const knx = announcement({
  name: "knx",
  title: "KNXnet/IP routing of group writes",
  transport: "udp",
  port: KNX_PORT,
  every: 5,
  make({ client, world }) {
    const { process } = client;
    const line = 0x1100 + client.number * 16;
    const count = process?.values.length ?? 0;
    process?.physics.points.forEach((point, index) => {
      world.ledger.point({
        device: client.name,
        physics: `${process.physics.name}.${point.name}`,
        unit: point.unit,
        protocol: "knx",
        address: `group 1/${client.number & 7}/${index + 1}`,
        factor: 1,
      });
    });
    let next = 0;
    return () => {
      if (process === undefined || count === 0) return;
      const point = next++ % count;
      const group = 0x0800 | ((client.number & 7) << 8) | (point + 1);
      world.out.reset();
      groupWrite(world.out, line + point + 1, group, process.read(point, world.queue.now));
      world.sendGroup(client, client.ip, KNX_PORT, KNX_GROUP, KNX_PORT, world.out);
    };
  },
});
