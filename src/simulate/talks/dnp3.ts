import { writer } from "../bytes.ts";
import {
  analogInputs,
  answerHead,
  attribute,
  binaryInputs,
  dnp3Frame,
  operateRelay,
  readAttribute,
  readClasses,
  relayBlock,
} from "../encode/dnp3.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, tcpTalk } from "../engine/talk.ts";

/** Polls all classes of an outstation; it answers with analog and binary inputs. */
export const dnp3 = tcpTalk({
  name: "dnp3",
  title: "DNP3 integrity polling",
  port: 20000,
  every: 5,
  options: {
    identify: "whether device attributes are read first",
    operates: "an output is operated every so many polls, 0 never",
    outstation: "link address of the outstation, 10 unless told",
  },
  make(pair) {
    const { server, world } = pair;
    const outstation = numberOption(pair, "outstation", 10 + server.number);
    const operates = numberOption(pair, "operates", 0);
    const master = 1;
    const { process } = server;
    let sequence = 0;
    let round = 0;
    pair.acts("read");
    process?.physics.points.forEach((point, index) => {
      world.ledger.point({
        device: server.name,
        physics: `${process.physics.name}.${point.name}`,
        unit: point.unit,
        protocol: "dnp3",
        address: `analog input ${index}`,
        factor: 1,
      });
    });
    const values: number[] = [];
    const poll: Step[] = [
      ask((out) => {
        sequence = (sequence + 1) & 15;
        dnp3Frame(out, true, outstation, master, sequence, readClasses(sequence));
      }),
      answer((out) => {
        const count = process?.values.length ?? 0;
        for (let index = 0; index < count; index++) values[index] = process?.read(index, world.queue.now) ?? 0;
        const body = answerHead(sequence);
        binaryInputs(body, [true, false]);
        if (count > 0) analogInputs(body, values);
        dnp3Frame(out, false, master, outstation, sequence, body);
      }),
    ];
    let code: 3 | 4 = 3;
    const operate: Step[] = [
      ask((out) => {
        sequence = (sequence + 1) & 15;
        code = code === 3 ? 4 : 3;
        pair.acts("control");
        dnp3Frame(out, true, outstation, master, sequence, operateRelay(sequence, 0, code));
      }),
      answer((out) => dnp3Frame(out, false, master, outstation, sequence, relayBlock(answerHead(sequence), 0, code))),
    ];
    const opening: Step[] = [];
    if (pair.options["identify"] === true) {
      pair.acts("identify");
      pair.tells(server, "vendor", "model", "firmware", "serial");
      const { type, firmware, serial } = server;
      for (const [variation, value] of [
        [252, type.vendor],
        [250, type.model],
        [242, firmware],
        [248, serial],
      ] as const) {
        opening.push(
          ask((out) => {
            sequence = (sequence + 1) & 15;
            dnp3Frame(out, true, outstation, master, sequence, readAttribute(sequence, variation));
          }),
          answer((out) => {
            const body = writer().bytes(answerHead(sequence).done());
            attribute(body, variation, value);
            dnp3Frame(out, false, master, outstation, sequence, body);
          }),
        );
      }
    }
    return { opening, round: () => (operates > 0 && ++round % operates === 0 ? operate : poll) };
  },
});
