import { hartIdentity, hartRequest, hartVariables, openSession } from "../encode/hartip.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { readProcess, tcpTalk, tellPoints } from "../engine/talk.ts";

/** Unit codes of HCF SPEC-183: degrees Celsius, bar, cubic meters per hour, percent. */
const UNITS = [32, 7, 19, 57];

/** Reads identity and dynamic variables of a transmitter behind a multiplexer. */
export const hartIp = tcpTalk({
  name: "hart-ip",
  title: "HART-IP, universal commands 0 and 3",
  protocol: "hart_ip",
  port: 5094,
  every: 2,
  make(pair) {
    const { server } = pair;
    const address = [0x80 | 0x26, 0x12, server.mac[3], server.mac[4], server.mac[5]];
    const values: number[] = [];
    let sequence = 0;
    pair.acts("read");
    tellPoints(pair, server, "hart_ip", 1, (index) => `dynamic variable ${index}`);
    const next = () => {
      sequence = (sequence + 1) & 0xffff;
      return sequence;
    };
    const identifier = (server.mac[3] << 16) | (server.mac[4] << 8) | server.mac[5];
    const opening: Step[] = [
      ask((out) => openSession(out, next(), false)),
      answer((out) => openSession(out, sequence, true)),
      ask((out) => hartRequest(out, next(), address, 0)),
      answer((out) => {
        hartIdentity(out, sequence, address, { type: 0x2612, revision: 3, software: 4, hardware: 1, identifier });
      }),
    ];
    const poll: Step[] = [
      ask((out) => hartRequest(out, next(), address, 3)),
      answer((out) => {
        readProcess(pair, server, values);
        const variables = UNITS.map((unit, index) => ({ unit, value: values[index] ?? 0 }));
        hartVariables(out, sequence, address, 4 + (variables[0].value / 420) * 16, variables);
      }),
    ];
    return { opening, round: () => poll };
  },
});
