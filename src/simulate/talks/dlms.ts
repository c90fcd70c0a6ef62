import { associate, associated, get, got } from "../encode/dlms.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { readProcess, tcpTalk } from "../engine/talk.ts";

const DATA = 1;
const REGISTER = 3;
/** Objects that are read, in the order of the points of a meter: power, energy, voltage. */
const OBJECTS = [
  [1, 0, 1, 7, 0, 255],
  [1, 0, 1, 8, 0, 255],
  [1, 0, 32, 7, 0, 255],
] as const;
const SERIAL = [0, 0, 96, 1, 0, 255] as const;
/** Watts and tenths of a volt; kilowatt hours as watt hours. */
const FACTORS = [1000, 1000, 10] as const;

/** A head-end reads a meter. */
export const dlms = tcpTalk({
  name: "dlms",
  title: "DLMS/COSEM reading",
  port: 4059,
  every: 60,
  make(pair) {
    const { server, world } = pair;
    const values: number[] = [];
    let invocation = 0;
    pair.acts("read");
    server.process?.physics.points.forEach((point, index) => {
      const object = OBJECTS[index];
      if (object === undefined) return;
      world.ledger.point({
        device: server.name,
        physics: `${server.process?.physics.name}.${point.name}`,
        unit: point.unit,
        protocol: "dlms",
        address: `${object[0]}-${object[1]}:${object[2]}.${object[3]}.${object[4]}*${object[5]}`,
        factor: FACTORS[index] ?? 1,
      });
    });
    const opening: Step[] = [
      ask(associate),
      answer(associated),
      ask((out) => get(out, 1, DATA, SERIAL)),
      answer((out) => {
        pair.tells(server, "serial");
        got(out, 1, server.serial);
      }),
    ];
    const round: Step[] = OBJECTS.flatMap((object, index) => [
      ask((out) => {
        invocation = (invocation + 1) & 15;
        get(out, invocation, REGISTER, object);
      }),
      answer((out) => {
        readProcess(pair, server, values);
        got(out, invocation, Math.round((values[index] ?? 0) * (FACTORS[index] ?? 1)));
      }),
    ]);
    return { opening, round: () => round };
  },
});
