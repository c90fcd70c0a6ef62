import { goose as encodeGoose, gooseGroup } from "../encode/goose.ts";
import { announcement, numberOption, readProcess, tellPoints } from "../engine/talk.ts";

/** A relay publishes the state of its breaker; a change is repeated at once. */
export const goose = announcement({
  name: "goose",
  title: "IEC 61850 GOOSE",
  transport: "ethernet",
  port: 0,
  every: 1,
  options: { application: "application identifier of the first device, 1 unless told" },
  make(pair) {
    const { client, world } = pair;
    const application = numberOption(pair, "application", 1) + client.number;
    const logical = `${client.name.replaceAll("-", "_").toUpperCase()}CFG/LLN0`;
    const values: number[] = [];
    let closed: boolean | undefined;
    let state = 0;
    let sequence = 0;
    let changed = 0;
    tellPoints(pair, client, "goose", 1, (index) => `entry ${index} of ${logical}$DSet01`);
    return () => {
      readProcess(pair, client, values);
      const now = (values[4] ?? 1) > 0.5;
      if (now !== closed) {
        closed = now;
        state++;
        sequence = 0;
        changed = world.clock();
      } else {
        sequence++;
      }
      world.out.reset();
      encodeGoose(world.out, {
        application,
        control: `${logical}$GO$gcb01`,
        dataSet: `${logical}$DSet01`,
        identifier: `${client.name}_GOOSE`,
        changed,
        state,
        sequence,
        valid: 2000,
        entries: [closed, values[1] ?? 0],
      });
      world.sendFrame(client, gooseGroup(application), client.mac, 0x88b8, world.out);
    };
  },
});
