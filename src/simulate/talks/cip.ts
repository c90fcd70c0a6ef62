import {
  type CipIdentity,
  encodeRegisterSession,
  encodeUnconnected,
  identityAttributes,
  objectRequest,
  readTagRequest,
  realTagValue,
  serviceResponse,
  writeRealTagRequest,
} from "../encode/enip.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { type Device, newSetPoint, numberOption, type Pair, tcpTalk, tellPoints } from "../engine/talk.ts";

/** What a device's identity object says. */
export function cipIdentity(device: Device): CipIdentity {
  const { numbers, model } = device.type;
  const [major = 1, minor = 1] = device.firmware.split(".").map(Number);
  return {
    vendor: numbers["cipVendor"] ?? 1,
    deviceType: numbers["cipType"] ?? 14,
    productCode: numbers["cipProduct"] ?? 1,
    major,
    minor,
    status: 0x3060,
    serial: cipSerial(device),
    name: model,
    state: 3,
  };
}

function cipSerial(device: Device): number {
  const { mac } = device;
  return (0x60000000 + ((mac[3] << 16) | (mac[4] << 8) | mac[5])) >>> 0;
}

/** Reads tags one after the other; asks once who the controller is. */
export const cip = tcpTalk({
  name: "cip",
  title: "EtherNet/IP with CIP, reading tags",
  protocol: "cip",
  port: 44818,
  every: 1,
  options: {
    identify: "whether the identity object is read first",
    writes: "a set-point is written every so many polls, 0 never",
    program: "name of the structure that holds the tags, the physics' name unless told",
  },
  make(pair) {
    const { server, world } = pair;
    const { process } = server;
    const writes = numberOption(pair, "writes", 0);
    const physics = process?.physics.name ?? "unit";
    const structure = `${physics[0].toUpperCase()}${physics.slice(1)}`;
    const session = pair.random.between(0x10000, 0x7fffffff);
    let context = 0;
    let rounds = 0;
    pair.acts("read");
    tellPoints(pair, server, "cip", 1, (_, name) => `${structure}.${name}`);
    const tags = process?.physics.points.map((point) => `${structure}.${point.name}`) ?? [`${structure}.state`];
    const poll: Step[] = tags.flatMap((tag, index) => [
      ask(
        (out) => out.bytes(encodeUnconnected(session, ++context, readTagRequest(tag, 1))),
        index === 0 ? undefined : 2_000_000,
      ),
      answer((out) => {
        const value = process?.read(index, world.queue.now) ?? 0;
        out.bytes(encodeUnconnected(session, context, serviceResponse(0x4c, realTagValue(value))));
      }),
    ]);
    const write: Step[] = [
      ask((out) => {
        const point = newSetPoint(pair, server);
        if (point === undefined) return;
        pair.acts("write");
        out.bytes(
          encodeUnconnected(session, ++context, writeRealTagRequest(`${structure}.${point.name}`, point.value)),
        );
      }),
      answer((out) => out.bytes(encodeUnconnected(session, context, serviceResponse(0x4d)))),
    ];
    const opening: Step[] = [
      ask((out) => out.bytes(encodeRegisterSession(0))),
      answer((out) => out.bytes(encodeRegisterSession(session))),
    ];
    if (pair.options["identify"] === true) opening.push(...identification(pair, session));
    return { opening, round: () => (writes > 0 && ++rounds % writes === 0 ? write : poll) };
  },
});

function identification(pair: Pair, session: number): Step[] {
  pair.acts("identify");
  return [
    ask((out) => out.bytes(encodeUnconnected(session, 1, objectRequest(1, 1, 1)))),
    answer((out) => {
      pair.tells(pair.server, "vendor", "model", "firmware");
      out.bytes(encodeUnconnected(session, 1, serviceResponse(1, identityAttributes(cipIdentity(pair.server)))));
    }),
  ];
}
