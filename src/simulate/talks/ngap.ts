import {
  authenticationRequest,
  authenticationResponse,
  protectedMessage,
  registrationAccept,
  registrationComplete,
  registrationRequest,
  securityModeCommand,
  securityModeComplete,
  sessionAccept,
  sessionRequest,
} from "../encode/nas5g.ts";
import {
  contextSetupRequest,
  contextSetupResponse,
  downlink,
  initialMessage,
  sessionSetupRequest,
  sessionSetupResponse,
  setupRequest,
  setupResponse,
  uplink,
} from "../encode/ngap.ts";
import { acknowledgment, cookie, initiation, message, type SctpHead } from "../encode/sctp.ts";
import { noise } from "../engine/noise.ts";
import { answer, ask, type Channel, Speaker, type Step } from "../engine/script.ts";
import { CLIENT, type End, SERVER } from "../engine/session.ts";
import { identityOf, nextNumber, type Subscriber, servedBy } from "../engine/subscribers.ts";
import { numberOption, type Pair, repeat, type Talk, textOption } from "../engine/talk.ts";
import { MILLISECOND } from "../schedule.ts";

const PORT = 38_412;
const SCTP = 132;
/** Payload protocol identifier of NGAP (TS 38.412 section 7). */
const NGAP = 60;
/** The one session of a device. */
const SESSION = 1;
/** What the way over the radio takes. */
const AIR = 40 * MILLISECOND;

/** One association: each message goes out as one chunk and is acknowledged at once. */
class Association implements Channel {
  private readonly pair: Pair;
  private readonly tags: readonly [number, number];
  private readonly numbers: [number, number];
  private readonly sequences: [number, number] = [0, 0];

  constructor(pair: Pair) {
    this.pair = pair;
    const { random } = pair;
    this.tags = [random.between(1, 0x7fffffff), random.between(1, 0x7fffffff)];
    this.numbers = [random.between(1, 0x7fffffff), random.between(1, 0x7fffffff)];
  }

  /** Sends the four messages that open it, then goes on. */
  open(then: () => void): void {
    const { queue } = this.pair.world;
    const [own, other] = this.tags;
    const [first, second] = this.numbers;
    const steps = [
      () => this.put(CLIENT, 0, (out, head) => initiation(out, head, 1, own, first)),
      () => this.put(SERVER, own, (out, head) => initiation(out, head, 2, other, second)),
      () => this.put(CLIENT, other, (out, head) => cookie(out, head, 10, other)),
      () => this.put(SERVER, own, (out, head) => cookie(out, head, 11, other)),
    ];
    const next = (index: number): void => {
      const step = steps[index];
      if (step === undefined) then();
      else queue.call(step() + MILLISECOND / 5, () => next(index + 1));
    };
    next(0);
  }

  send(by: End, out: { buffer: Uint8Array; length: number }): number {
    const content = out.buffer.slice(0, out.length);
    const side = by === CLIENT ? 0 : 1;
    const number = this.numbers[side]++;
    const sequence = this.sequences[side]++ & 0xffff;
    const place = { number, stream: 0, sequence, protocol: NGAP };
    const arrival = this.put(by, this.tags[1 - side], (to, head) => message(to, head, place, content));
    const back = by === CLIENT ? SERVER : CLIENT;
    this.pair.world.queue.call(arrival + MILLISECOND / 10, () => {
      this.put(back, this.tags[side], (to, head) => acknowledgment(to, head, number));
    });
    return arrival;
  }

  private put(by: End, tag: number, write: (out: Pair["world"]["out"], head: SctpHead) => void): number {
    const { world, client, server } = this.pair;
    world.out.reset();
    write(world.out, { from: PORT, to: PORT, tag });
    return by === CLIENT
      ? world.sendPacket(client, server, SCTP, world.out)
      : world.sendPacket(server, client, SCTP, world.out);
  }
}

/** A base station sets itself up at the core, then devices register one after the other. */
export const ngap: Talk = {
  name: "ngap",
  title: "NGAP over SCTP with NAS of 5G",
  protocol: "ngap",
  transport: "sctp",
  port: PORT,
  every: 20,
  options: {
    concealed: "1 for concealed identities, 0 (the null scheme) unless told",
    sessions: "how many radio devices of the base station set up their sessions in sight and unciphered, 0 unless told",
    network: "data network of the sessions, plant unless told",
  },
  alone: false,
  start(pair) {
    const { world, client, server, random } = pair;
    const association = new Association(pair);
    const speaker = new Speaker(world, client, server, association);
    const isConcealed = numberOption(pair, "concealed", 0) === 1;
    const network = textOption(pair, "network", "plant");
    const seen = servedBy(world, client).slice(0, numberOption(pair, "sessions", 0));
    let devices = 0;
    pair.acts("authenticate", "other");
    if (seen.length > 0) pair.acts("control");
    const bytes = (count: number): Uint8Array => noise(world, random, count);
    const setup: Step[] = [
      ask((out) => out.bytes(setupRequest(client.name, client.number + 1))),
      answer((out) => out.bytes(setupResponse(server.name))),
    ];
    const entry = (device: number, identity: string, cipher: number): Step[] => [
      ask((out) => {
        const hidden = isConcealed ? bytes(45) : undefined;
        out.bytes(initialMessage(device, registrationRequest(identity, hidden)));
      }),
      answer((out) => out.bytes(downlink(device, device, authenticationRequest(bytes(16), bytes(16))))),
      ask((out) => out.bytes(uplink(device, device, authenticationResponse(bytes(16)))), 90 * MILLISECOND),
      answer((out) => out.bytes(downlink(device, device, securityModeCommand(bytes(4), cipher, 2)))),
    ];
    const registration = (device: number): Step[] => [
      ...entry(device, identityOf(1_000_000 + device), 2),
      ask((out) => out.bytes(uplink(device, device, protectedMessage(bytes(4), 0, bytes(24)))), 40 * MILLISECOND),
      answer((out) => out.bytes(downlink(device, device, protectedMessage(bytes(4), 1, bytes(40))))),
      ask((out) => out.bytes(uplink(device, device, protectedMessage(bytes(4), 1, bytes(6)))), 40 * MILLISECOND),
    ];
    const inSight = ({ station, identity }: Subscriber, device: number): Step[] => {
      const { core, up, down } = station.tunnel ?? { core: station, up: 0, down: 0 };
      const both = { core: device, ran: device };
      const plain = (sequence: number, nas: Uint8Array) => protectedMessage(bytes(4), sequence, nas);
      return [
        ...entry(device, identity, 0),
        ask((out) => out.bytes(uplink(device, device, securityModeComplete(bytes(4)))), AIR),
        answer((out) => out.bytes(contextSetupRequest(both, bytes(32), plain(1, registrationAccept(random.next()))))),
        ask((out) => out.bytes(contextSetupResponse(both)), AIR),
        ask((out) => out.bytes(uplink(device, device, plain(1, registrationComplete())))),
        ask((out) => out.bytes(uplink(device, device, plain(2, sessionRequest(SESSION, network)))), AIR),
        answer((out) => {
          const accept = plain(2, sessionAccept(SESSION, network, station.ip));
          out.bytes(sessionSetupRequest(both, SESSION, { address: core.ip, tunnel: up }, accept));
        }),
        ask((out) => {
          // Only now: a capture may end before.
          world.ledger.session({ device: station.name, network, slice: "1/010203", up, down });
          out.bytes(sessionSetupResponse(both, SESSION, { address: client.ip, tunnel: down }));
        }, AIR),
      ];
    };
    const opening: Step[] = [...setup, ...seen.flatMap((subscriber, index) => inSight(subscriber, index + 1))];
    repeat(pair, (done) => {
      const isFirst = devices === 0;
      const steps = isFirst ? opening : registration(devices);
      devices = nextNumber(isFirst ? seen.length : devices, seen.length);
      const speak = (): void => speaker.speak(steps, world.queue.now, done);
      if (isFirst) association.open(speak);
      else speak();
    });
  },
};
