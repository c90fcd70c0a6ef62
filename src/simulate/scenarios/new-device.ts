import { writer } from "../bytes.ts";
import { DISCOVER, encodeDhcp, textOption } from "../encode/dhcp.ts";
import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { oneByOne } from "./ways.ts";

/** Somebody plugs in a device that nobody planned. */
export const newDevice: Scenario = {
  name: "new-device",
  title: "Unplanned device",
  kind: "attack",
  technique: "T0864",
  detail: "A hardware address never seen before asks for an address and looks for its neighbors.",
  options: {},
  targets: [],
  play(cast) {
    const { world, actor, random } = cast;
    const { zone } = actor;
    const transaction = random.next();
    oneByOne(cast, 6, 2 * SECOND, (index) => {
      if (index === 0) {
        const options = [
          { code: 61, value: writer().u8(1).bytes(actor.mac).done() },
          textOption(60, "udhcp 1.36.1"),
          { code: 55, value: Uint8Array.of(1, 3, 6, 12, 15, 28, 42) },
        ];
        const message = { type: DISCOVER, transaction, clientMac: actor.mac, yourIp: 0, serverIp: 0, options };
        world.sendGroup(actor, 0, 68, 0xffffffff, 67, world.out.reset().bytes(encodeDhcp(message)));
        return;
      }
      const neighbor = cast.targets[index % cast.targets.length];
      if (neighbor !== actor && neighbor.zone === zone) world.ask(actor, neighbor.ip, neighbor);
    });
  },
};
