import { writer } from "../bytes.ts";
import { ACKNOWLEDGE, textOption as dhcpText, encodeDhcp, REQUEST, wordOption } from "../encode/dhcp.ts";
import { announcement } from "../engine/talk.ts";

const EVERYBODY = 0xffffffff;

/** A device renews its address of the router, and says its name. */
export const dhcp = announcement({
  name: "dhcp",
  title: "DHCP renewals",
  transport: "udp",
  port: 67,
  every: 1800,
  make(pair) {
    const { client, world } = pair;
    const { zone } = client;
    const kind = client.system.timeToLive === 128 ? "MSFT 5.0" : "udhcp 1.33.1";
    if (zone.router !== undefined) pair.tells(client, "hostName");
    return () => {
      if (zone.router === undefined) return;
      const transaction = pair.random.next();
      const base = { transaction, clientMac: client.mac, yourIp: 0, serverIp: zone.gateway };
      const options = [
        { code: 61, value: writer().u8(1).bytes(client.mac).done() },
        wordOption(50, client.ip),
        wordOption(54, zone.gateway),
        dhcpText(12, client.name),
        dhcpText(60, kind),
        { code: 55, value: Uint8Array.of(1, 3, 6, 15, 28, 51, 58, 59) },
      ];
      world.out.reset().bytes(encodeDhcp({ ...base, type: REQUEST, options }));
      const asked = world.sendGroup(client, 0, 68, EVERYBODY, 67, world.out);
      world.queue.call(asked + 1_800_000, () => {
        const granted = [
          wordOption(54, zone.gateway),
          wordOption(51, 3600),
          wordOption(1, 0xffffff00),
          wordOption(3, zone.gateway),
        ];
        world.out.reset().bytes(encodeDhcp({ ...base, type: ACKNOWLEDGE, yourIp: client.ip, options: granted }));
        world.sendGroup(zone.router!, zone.gateway, 67, EVERYBODY, 68, world.out, zone);
      });
    };
  },
});
