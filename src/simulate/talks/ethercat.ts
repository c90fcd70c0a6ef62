import { segmentOf } from "../engine/segment.ts";
import { announcement } from "../engine/talk.ts";

/** A master brings up its segment, then exchanges process data with it. */
export const ethercat = announcement({
  name: "ethercat",
  title: "EtherCAT segment",
  transport: "ethernet",
  port: 0,
  every: 0.02,
  make(pair) {
    const { client, world } = pair;
    const segment = segmentOf(world, client);
    const { ledger } = world;
    segment.slaves.forEach(({ model, serial, firmware }, position) => {
      const told: readonly [string, string][] = [
        ["vendor", "Beckhoff"],
        ["model", model],
        ["firmware", firmware],
        ["serial", serial === 0 ? "" : `${serial}`],
      ];
      for (const [attribute, value] of told)
        if (value !== "")
          ledger.part(client.name, `slave ${segment.stationAt(position)}`, attribute, value, "ethercat");
    });
    const places: readonly [point: string, address: string, factor: number][] = [
      ["rate_wanted", "logical address 16777248 + 2 to the motor", 32767 / 420],
      ["rate", "logical address 16777248 + 2 from the motor", 32767 / 420],
      ["fill_volume", "logical address 16777232 + 3", 32767 / 1000],
    ];
    const { process } = client;
    for (const [name, address, factor] of places) {
      const point = process?.physics.points[process.find(name)];
      if (process === undefined || point === undefined) continue;
      const physics = `${process.physics.name}.${name}`;
      ledger.point({
        device: client.name,
        physics,
        unit: point.unit,
        protocol: "ethercat-process-data",
        address,
        factor,
      });
    }
    return () => segment.cycle();
  },
});
