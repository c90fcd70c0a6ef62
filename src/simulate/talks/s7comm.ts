import { writer } from "../bytes.ts";
import {
  componentRecord,
  encodeAcknowledgment,
  encodeCotpConnect,
  encodeJob,
  encodeStatusListRequest,
  encodeStatusListResponse,
  moduleRecord,
  plainParameter,
  readValues,
  setupParameter,
  variableParameter,
  writeValues,
} from "../encode/s7comm.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { newSetPoint, numberOption, type Pair, readProcess, tcpTalk, tellPoints } from "../engine/talk.ts";

const V = 0x56;
const BLOCK = 1;

/** Opens the transport and the S7 connection. */
export function openS7(reference: number): Step[] {
  return [
    ask((out) => out.bytes(encodeCotpConnect(0xe0, 0, reference, 0x0100, 0x0102))),
    answer((out) => out.bytes(encodeCotpConnect(0xd0, reference, 0x000c, 0x0100, 0x0102))),
    ask((out) => out.bytes(encodeJob(0x0100, setupParameter(1, 480)))),
    answer((out) => out.bytes(encodeAcknowledgment(0x0100, setupParameter(1, 240)))),
  ];
}

/** Reads a data block that holds the process as floating numbers; asks once who the controller is. */
export const s7comm = tcpTalk({
  name: "s7comm",
  title: "S7comm polling",
  port: 102,
  every: 1,
  options: {
    identify: "whether order number, name and serial number are read first",
    writes: "a set-point is written every so many polls, 0 never",
  },
  make(pair) {
    const { server } = pair;
    const writes = numberOption(pair, "writes", 0);
    const count = server.process?.values.length ?? 1;
    const range = [{ block: BLOCK, byte: 0, count: count * 4 }];
    const values: number[] = [];
    let reference = 0x0200;
    let rounds = 0;
    pair.acts("read");
    tellPoints(pair, server, "s7comm", 1, (index) => `DB${BLOCK} ${index * 4}`);
    const poll: Step[] = [
      ask((out) => {
        reference = (reference + 1) & 0xffff;
        out.bytes(encodeJob(reference, variableParameter(4, range)));
      }),
      answer((out) => {
        const content = writer();
        for (const value of readProcess(pair, server, values)) content.f32(value);
        if (content.length === 0) content.zeros(4);
        out.bytes(encodeAcknowledgment(reference, plainParameter(4, 1), readValues([content.done()])));
      }),
    ];
    const write: Step[] = [
      ask((out) => {
        const point = newSetPoint(pair, server);
        if (point === undefined) return;
        reference = (reference + 1) & 0xffff;
        pair.acts("write");
        const where = [{ block: BLOCK, byte: point.index * 4, count: 4 }];
        out.bytes(encodeJob(reference, variableParameter(5, where), writeValues([writer().f32(point.value).done()])));
      }),
      answer((out) => out.bytes(encodeAcknowledgment(reference, plainParameter(5, 1), Uint8Array.of(0xff)))),
    ];
    const identify = pair.options["identify"] === true ? identification(pair) : [];
    return {
      opening: [...openS7(0x0001 + pair.client.number), ...identify],
      round: () => (writes > 0 && ++rounds % writes === 0 ? write : poll),
    };
  },
});

function identification(pair: Pair): Step[] {
  const { server } = pair;
  const { type, firmware, serial } = server;
  pair.acts("identify");
  pair.tells(server, "model", "orderNumber", "firmware", "serial", "hostName");
  const [major = 0, minor = 0, patch = 0] = firmware.split(".").map(Number);
  const modules = [
    moduleRecord(1, type.orderNumber, 1, 1),
    moduleRecord(6, type.orderNumber, 1, 1),
    moduleRecord(7, "", (V << 8) | major, (minor << 8) | patch),
  ];
  const components = [
    componentRecord(1, server.name),
    componentRecord(2, server.name),
    componentRecord(4, "Original Siemens Equipment"),
    componentRecord(5, serial),
    componentRecord(7, type.model),
  ];
  return [
    ask((out) => out.bytes(encodeStatusListRequest(0x0180, 0x0011, 0))),
    answer((out) => out.bytes(encodeStatusListResponse(0x0180, 1, 0x0011, 0, modules))),
    ask((out) => out.bytes(encodeStatusListRequest(0x0181, 0x001c, 0))),
    answer((out) => out.bytes(encodeStatusListResponse(0x0181, 2, 0x001c, 0, components))),
  ];
}
