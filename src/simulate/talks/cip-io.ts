import { writer } from "../bytes.ts";
import {
  type CyclicConnection,
  encodeCyclic,
  encodeRegisterSession,
  encodeUnconnected,
  forwardOpenRequest,
  forwardOpenResponse,
  identityAttributes,
  objectRequest,
  serviceResponse,
} from "../encode/enip.ts";
import { answer, ask, Speaker, type Step } from "../engine/script.ts";
import { Session } from "../engine/session.ts";
import type { Talk } from "../engine/talk.ts";
import { cipIdentity } from "./cip.ts";

const PORT = 2222;
/** Output, input and configuration assemblies of a drive. */
const ASSEMBLIES: [number, number, number] = [6, 2, 1];

/** A controller opens a cyclic connection to a drive; then both send their values again and again over UDP. */
export const cipIo: Talk = {
  name: "cip-io",
  title: "CIP cyclic connection of class 1",
  protocol: "cipio",
  transport: "udp",
  port: PORT,
  every: 0.1,
  options: {},
  alone: false,
  start(pair) {
    const { client, server, world, random, every } = pair;
    const { queue, ledger, out } = world;
    const number = random.between(0x10000, 0x7fffffff);
    const connection: CyclicConnection = {
      toTarget: random.between(0x80000000, 0xfffffffe),
      toOriginator: random.between(0x80000000, 0xfffffffe),
      serial: random.between(1, 0xffff),
      originatorVendor: 1,
      originatorSerial: cipIdentity(client).serial,
      interval: Math.round(every / 1000),
      sizeToTarget: 8,
      sizeToOriginator: 4,
    };
    pair.acts("other");
    pair.tells(server, "vendor", "model", "firmware");
    ledger.link(client.name, server.name, "cip", "tcp", 44818, "identify");
    const opening: Step[] = [
      ask((to) => to.bytes(encodeRegisterSession(0))),
      answer((to) => to.bytes(encodeRegisterSession(number))),
      ask((to) => to.bytes(encodeUnconnected(number, 1, objectRequest(1, 1, 1)))),
      answer((to) =>
        to.bytes(encodeUnconnected(number, 1, serviceResponse(1, identityAttributes(cipIdentity(server))))),
      ),
      ask((to) => to.bytes(encodeUnconnected(number, 2, forwardOpenRequest(connection, ASSEMBLIES)))),
      answer((to) => to.bytes(encodeUnconnected(number, 2, forwardOpenResponse(connection)))),
    ];
    let outward = 0;
    let inward = 0;
    const value = (point: number) => server.process?.read(point, queue.now) ?? 0;
    const cycle = {
      due(): void {
        if (!client.stopped && !server.stopped) {
          // Run and idle header, then command and speed wanted; status and speed come back.
          const command = writer()
            .u32le(1)
            .u16le(value(4) > 0.5 ? 0x0012 : 0x0001, Math.round(value(3)) & 0xffff);
          out.reset().bytes(encodeCyclic(connection.toTarget, ++outward, command.done()));
          world.sendUdp(client, PORT, server, PORT, out);
          const status = writer().u16le(value(4) > 0.5 ? 0x070f : 0x0605, Math.round(value(0)) & 0xffff);
          out.reset().bytes(encodeCyclic(connection.toOriginator, ++inward, status.done()));
          world.sendUdp(server, PORT, client, PORT, out);
        }
        queue.at(queue.now + every * (0.999 + 0.002 * random.fraction()), cycle, 0);
      },
    };
    queue.call(random.fraction() * 2_000_000_000, () => {
      const session = new Session(world, client, server, 44818);
      new Speaker(world, client, server, session).speak(opening, session.open(), () => queue.at(queue.now, cycle, 0));
    });
  },
};
