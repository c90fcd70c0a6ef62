import { encodeNetbiosRegistration } from "../encode/dns.ts";
import { announcement } from "../engine/talk.ts";

/** A Windows machine claims its name. */
export const netbios = announcement({
  name: "netbios",
  title: "NetBIOS name claims",
  protocol: "nbns",
  transport: "udp",
  port: 137,
  every: 300,
  make(pair) {
    const { client, world } = pair;
    pair.tells(client, "hostName");
    const name = client.name.toUpperCase().slice(0, 15);
    return () => {
      const bytes = encodeNetbiosRegistration(pair.random.between(0x8000, 0xffff), name, 0x20, client.ip);
      world.sendGroup(client, client.ip, 137, client.zone.broadcast, 137, world.out.reset().bytes(bytes));
    };
  },
});
