import { goose as encodeGoose, gooseGroup } from "../encode/goose.ts";
import { announcement, numberOption, readProcess } from "../engine/talk.ts";

/** Points of the feeder that are published: its breaker and its current. */
const BREAKER = 4;
const CURRENT = 1;

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
    for (const [entry, point] of [BREAKER, CURRENT].entries()) {
      const physical = client.process?.physics.points[point];
      if (client.process === undefined || physical === undefined) continue;
      world.ledger.point({
        device: client.name,
        physics: `${client.process.physics.name}.${physical.name}`,
        unit: physical.unit,
        protocol: "goose",
        address: `${logical}$DSet01[${entry}]`,
        factor: 1,
      });
    }
    return () => {
      readProcess(pair, client, values);
      const now = (values[BREAKER] ?? 1) > 0.5;
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
        entries: [closed, values[CURRENT] ?? 0],
      });
      world.sendFrame(client, gooseGroup(application), client.mac, 0x88b8, world.out);
    };
  },
});
