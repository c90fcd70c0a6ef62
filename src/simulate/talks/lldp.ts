import { encodeLldp, LLDP_GROUP } from "../encode/lldp.ts";
import { announcement } from "../engine/talk.ts";

/** A switch says who it is to its neighbors. */
export const lldp = announcement({
  name: "lldp",
  title: "LLDP",
  transport: "ethernet",
  port: 0,
  every: 30,
  make({ client, world, tells }) {
    const { type, firmware } = client;
    const told = {
      mac: client.mac,
      port: "1/8",
      portDescription: "Mirror port",
      name: client.name,
      description: [type.vendor, type.model, firmware === "" ? "" : `SW: ${firmware}`]
        .filter((text) => text !== "")
        .join(" "),
      managementIp: client.ip,
    };
    tells(client, "hostName");
    const bytes = encodeLldp(told);
    return () => world.sendFrame(client, LLDP_GROUP, client.mac, 0x88cc, world.out.reset().bytes(bytes));
  },
});
