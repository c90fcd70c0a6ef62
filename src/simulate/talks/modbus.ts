import { encodeModbus, identificationRequest, identificationResponse, writeRegister } from "../encode/modbus.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, type Pair, tcpTalk } from "../engine/talk.ts";

/** How values become registers: tenths. */
export const REGISTER_FACTOR = 10;

/** Polls holding registers that hold the process in tenths, asks once who it is, and now and then writes a set-point. */
export const modbus = tcpTalk({
  name: "modbus",
  title: "Modbus/TCP polling",
  port: 502,
  every: 1,
  options: {
    registers: "how many holding registers are read, 10 unless told",
    writes: "a set-point is written every so many polls, 0 never",
    identify: "whether the device identification is read first",
    unit: "unit number, 1 unless told",
  },
  make(pair) {
    const { server, world } = pair;
    const unit = numberOption(pair, "unit", 1);
    const count = numberOption(pair, "registers", 10);
    const writes = numberOption(pair, "writes", 0);
    let transaction = 0;
    let round = 0;
    pair.acts("read");
    registerPoints(pair, count);
    const process = server.process;
    const poll: Step[] = [
      ask((out) => {
        transaction = (transaction + 1) & 0xffff;
        out.u16(transaction, 0, 6).u8(unit, 3).u16(0, count);
      }),
      answer((out) => {
        out.u16(transaction, 0, 3 + count * 2).u8(unit, 3, count * 2);
        const values = process === undefined ? 0 : process.values.length;
        for (let index = 0; index < count; index++) {
          if (process === undefined || index >= values) out.u16(0);
          else out.u16(Math.round(process.read(index, world.queue.now) * REGISTER_FACTOR) & 0xffff);
        }
      }),
    ];
    const settable = process?.physics.points.findIndex((point) => point.settable === true && point.unit !== "") ?? -1;
    let wanted = 0;
    const write: Step[] = [
      ask((out) => {
        transaction = (transaction + 1) & 0xffff;
        const point = process?.physics.points[settable];
        if (process === undefined || point === undefined) return;
        wanted = point.low + (0.3 + 0.4 * pair.random.fraction()) * (point.high - point.low);
        process.values[settable] = wanted;
        out.bytes(encodeModbus(transaction, unit, writeRegister(settable, Math.round(wanted * REGISTER_FACTOR))));
        pair.acts("write");
      }),
      answer((out) => {
        out.bytes(encodeModbus(transaction, unit, writeRegister(settable, Math.round(wanted * REGISTER_FACTOR))));
      }),
    ];
    return {
      opening: pair.options["identify"] === true && server.type.model !== "" ? identification(pair, unit) : [],
      round: () => (writes > 0 && settable >= 0 && ++round % writes === 0 ? write : poll),
    };
  },
});

function identification(pair: Pair, unit: number): Step[] {
  const { server } = pair;
  pair.acts("identify");
  const objects = () =>
    [server.type.vendor, server.type.model, server.firmware].map((value, object) => ({ object, value }));
  return [
    ask((out) => out.bytes(encodeModbus(0, unit, identificationRequest(1, 0)))),
    answer((out) => {
      pair.tells(server, "vendor", "model", "firmware");
      out.bytes(encodeModbus(0, unit, identificationResponse(1, objects())));
    }),
  ];
}

function registerPoints({ server, world }: Pair, count: number): void {
  server.process?.physics.points.forEach((point, index) => {
    if (index >= count) return;
    world.ledger.point({
      device: server.name,
      physics: `${server.process?.physics.name}.${point.name}`,
      unit: point.unit,
      protocol: "modbus",
      address: `holding register ${index}`,
      factor: REGISTER_FACTOR,
    });
  });
}
