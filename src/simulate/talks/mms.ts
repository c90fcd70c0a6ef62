import {
  associate,
  associated,
  identified,
  identify,
  listDomains,
  namesListed,
  operate,
  operated,
  type Reference,
  read,
  report,
  values as valuesRead,
} from "../encode/mms.ts";
import { encodeCotpConnect } from "../encode/s7comm.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, readProcess, tcpTalk, tellPoints } from "../engine/talk.ts";

/** A station computer that reads measured values, takes reports and now and then operates the breaker. */
export const mms = tcpTalk({
  name: "mms",
  title: "IEC 61850 MMS",
  port: 102,
  every: 2,
  options: {
    identify: "whether the relay is asked who it is",
    operates: "the breaker is operated every so many rounds, 0 never",
  },
  make(pair) {
    const { server, world } = pair;
    const operates = numberOption(pair, "operates", 0);
    const domain = `${server.name.replaceAll("-", "_").toUpperCase()}LD0`;
    const points = server.process?.physics.points ?? [];
    const references = points.map(
      ({ name, unit }, index): Reference => ({
        domain,
        item: unit === "" ? `XCBR1$ST$${name}$stVal` : `MMXU1$MX$${name}${index}$mag$f`,
      }),
    );
    const read1: number[] = [];
    const told = (): (number | boolean)[] =>
      readProcess(pair, server, read1).map((entry, index) => (points[index]?.unit === "" ? entry > 0.5 : entry));
    let invoke = 0;
    let rounds = 0;
    let reports = 0;
    let isClosed = true;
    const call = (request: (id: number) => Uint8Array, response: (id: number) => Uint8Array): Step[] => [
      ask((out) => {
        invoke = (invoke + 1) & 0x7fff;
        out.bytes(request(invoke));
      }),
      answer((out) => out.bytes(response(invoke))),
    ];
    pair.acts("read");
    tellPoints(pair, server, "mms", 1, (index) => `${domain}/${references[index].item}`);
    const poll = call(
      (id) => read(id, references),
      (id) => valuesRead(id, told()),
    );
    const reported: Step[] = [
      ...poll,
      answer((out) => out.bytes(report(`${domain}/LLN0$BR$brcbA01`, reports++, told()))),
    ];
    const breaker = { domain, item: "CSWI1$CO$Pos$Oper" };
    const operation = call(
      (id) => {
        pair.acts("control");
        isClosed = !isClosed;
        return operate(id, breaker, isClosed, rounds, world.clock());
      },
      (id) => operated(id),
    );
    const opening: Step[] = [
      ask((out) => out.bytes(encodeCotpConnect(0xe0, 0, 0x0001, 0x0001, 0x0001))),
      answer((out) => out.bytes(encodeCotpConnect(0xd0, 0x0001, 0x0001, 0x0001, 0x0001))),
      ask((out) => out.bytes(associate())),
      answer((out) => out.bytes(associated())),
      ...call(
        (id) => listDomains(id),
        (id) => namesListed(id, [domain]),
      ),
    ];
    if (pair.options["identify"] === true && server.type.model !== "") {
      pair.acts("identify");
      opening.push(
        ...call(
          (id) => identify(id),
          (id) => {
            pair.tells(server, "vendor", "model", "firmware");
            return identified(id, server.type.vendor, server.type.model, server.firmware);
          },
        ),
      );
    }
    return {
      opening,
      round() {
        rounds++;
        if (operates > 0 && rounds % operates === 0) return operation;
        return rounds % 5 === 0 ? reported : poll;
      },
    };
  },
});
