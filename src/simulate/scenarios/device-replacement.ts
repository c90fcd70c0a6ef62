import type { Scenario } from "../engine/scenario.ts";
import { SECOND } from "../schedule.ts";
import { number } from "./ways.ts";

/** Planned: a device is exchanged for another of its kind, at the same address. */
export const deviceReplacement: Scenario = {
  name: "device-replacement",
  title: "Device replaced",
  kind: "work",
  technique: "",
  detail: "The same name and address come back with another hardware address and serial number.",
  options: { seconds: "how long it is away, 60 unless told" },
  targets: [],
  play(cast) {
    const { world, random } = cast;
    const { queue } = world;
    for (const target of cast.targets) target.stopped = true;
    queue.call(queue.now + number(cast, "seconds", 60) * SECOND, () => {
      for (const target of cast.targets) {
        target.formerMacs.push(target.mac);
        target.mac = Uint8Array.of(...target.mac.subarray(0, 3), ...random.bytes(3));
        if (target.serial !== "")
          target.serial = `${target.type.serialPrefix}${random.between(10_000_000, 99_999_999)}`;
        target.stopped = false;
        target.restarts++;
        world.neighbors.forgetAll(target.index, target.ip);
        // It says its address to all, as a device does that starts.
        world.ask(target, target.ip, undefined);
      }
      cast.touch();
    });
  },
};
