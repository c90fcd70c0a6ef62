import { cyclic } from "../encode/dcp.ts";
import { announcement, type Device, textOption } from "../engine/talk.ts";

/** Cyclic real-time frames between a controller and its distributed inputs and outputs, both ways. */
export const profinetIo = announcement({
  name: "profinet-io",
  protocol: "profinet_rt",
  title: "PROFINET real-time exchange",
  transport: "ethernet",
  port: 0,
  every: 0.128,
  options: { controller: "the controller's name" },
  make(pair) {
    const { client, world } = pair;
    const controller = world.byName.get(textOption(pair, "controller", "")) as Device | undefined;
    let cycle = pair.random.between(0, 0xffff);
    const inputs = new Uint8Array(40);
    const outputs = new Uint8Array(40);
    return () => {
      if (controller === undefined) return;
      cycle = (cycle + 4096) & 0xffff;
      inputs[0] = cycle >>> 12;
      world.out.reset();
      cyclic(world.out, 0x8000 + client.number, inputs, cycle);
      world.sendFrame(client, controller.mac, client.mac, 0x8892, world.out);
      outputs[0] = cycle >>> 13;
      world.out.reset();
      cyclic(world.out, 0x8000 + client.number, outputs, cycle);
      world.sendFrame(controller, client.mac, controller.mac, 0x8892, world.out);
    };
  },
});
