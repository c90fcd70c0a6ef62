import {
  command,
  configuration,
  type PhasorTime,
  phasorData,
  SEND_CONFIGURATION,
  TURN_ON,
} from "../encode/synchrophasor.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, readProcess, tcpTalk } from "../engine/talk.ts";

const VOLTAGE = 0;
const CURRENT = 1;
const FREQUENCY = 3;
const PHASORS = [
  { name: "VA", isCurrent: false },
  { name: "IA", isCurrent: true },
] as const;

/** A data concentrator takes the phasors of a measurement unit. */
export const synchrophasor = tcpTalk({
  name: "synchrophasor",
  title: "IEEE C37.118 synchrophasors",
  port: 4712,
  every: 0.1,
  options: { station: "number of the first measurement unit, 1 unless told" },
  make(pair) {
    const { server, world } = pair;
    const station = numberOption(pair, "station", 1) + server.number;
    const values: number[] = [];
    const time = (): PhasorTime => {
      const now = world.epoch * 1e6 + Math.floor(world.queue.now / 1000);
      return { seconds: Math.floor(now / 1e6), microseconds: now % 1e6 };
    };
    const rate = Math.round(1e9 / pair.every);
    pair.acts("read");
    const tell = (point: number, label: string, factor: number): void => {
      const physical = server.process?.physics.points[point];
      if (server.process === undefined || physical === undefined) return;
      world.ledger.point({
        device: server.name,
        physics: `${server.process.physics.name}.${physical.name}`,
        unit: physical.unit,
        protocol: "synchrophasor",
        address: `${server.name}/${label}`,
        factor,
      });
    };
    tell(VOLTAGE, "VA", 1000 / Math.sqrt(3));
    tell(CURRENT, "IA", 1);
    tell(FREQUENCY, "frequency", 1);
    const opening: Step[] = [
      ask((out) => command(out, station, time(), SEND_CONFIGURATION)),
      answer((out) => configuration(out, station, time(), server.name, PHASORS, rate)),
      ask((out) => command(out, station, time(), TURN_ON)),
    ];
    const round: Step[] = [
      answer((out) => {
        readProcess(pair, server, values);
        const volts = ((values[VOLTAGE] ?? 0) * 1000) / Math.sqrt(3);
        const phasors = [
          { magnitude: volts, angle: 0.1 },
          { magnitude: values[CURRENT] ?? 0, angle: -0.2 },
        ];
        phasorData(out, station, time(), phasors, values[FREQUENCY] ?? 50);
      }),
    ];
    return { opening, round: () => round };
  },
});
