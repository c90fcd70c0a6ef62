import type { Act } from "../../model/act.ts";
import type { Random } from "../random.ts";
import { SECOND } from "../schedule.ts";
import type { DeviceType } from "./device.ts";
import type { Told } from "./ledger.ts";
import { shift } from "./physics.ts";
import type { Actor } from "./queue.ts";
import { Datagrams, Speaker, type Step, talkOnce } from "./script.ts";
import { Session } from "./session.ts";
import type { Station, World } from "./world.ts";

/** A station with what it is. */
export interface Device extends Station {
  type: DeviceType;
  serial: string;
  firmware: string;
  /** Number within its kind, from 0. */
  number: number;
}

/** One client and one server that talk, as a site says. */
export interface Pair {
  world: World;
  client: Device;
  server: Device;
  /** Nanoseconds between rounds. */
  every: number;
  /** Whether the connection was there before the capture began, with what was said first. */
  open: boolean;
  random: Random;
  /** What the site says beyond the usual: numbers, texts, truth values. */
  options: Readonly<Record<string, unknown>>;
  /** Writes down that the pair does this. */
  acts(...acts: Act[]): void;
  /** The server (or a device) says this of itself. */
  tells(device: Device, ...attributes: Told[]): void;
}

/** How a talk goes between one pair. */
export interface Dialog {
  /** Spoken once after the connection is open. */
  opening?: readonly Step[];
  /** Asked for each round; an empty script is a round of silence. */
  round(): readonly Step[];
}

/** A way to talk, by the name that a site calls it. */
export interface Talk {
  name: string;
  title: string;
  /** As truth names it. */
  protocol: string;
  transport: "tcp" | "udp" | "sctp" | "ethernet" | "icmp";
  port: number;
  /** Usual seconds between rounds. */
  every: number;
  /** Names of further options and what they mean. */
  options: Readonly<Record<string, string>>;
  /** Whether it goes to all or to a group, so that a site names no `to`. */
  alone: boolean;
  start(pair: Pair): void;
}

interface TalkDescription {
  name: string;
  title: string;
  protocol?: string;
  port: number;
  every: number;
  options?: Readonly<Record<string, string>>;
  /** A new connection for each round; else one for all. */
  fresh?: boolean;
  /** Whether people start it, so that it follows the shifts. */
  byPeople?: boolean;
  /** Port of the client, 0 for any. */
  clientPort?: number;
  make(pair: Pair): Dialog;
}

/** A talk over TCP. */
export function tcpTalk(description: TalkDescription): Talk {
  const { name, title, port, every, options = {}, make, fresh = false, byPeople = false } = description;
  const protocol = description.protocol ?? name;
  return {
    name,
    title,
    protocol,
    transport: "tcp",
    port,
    every,
    options,
    alone: false,
    start(pair) {
      const { world, client, server } = pair;
      const dialog = make(pair);
      if (fresh) {
        rounds(pair, byPeople, (done) => {
          talkOnce(world, client, server, port, [...(dialog.opening ?? []), ...dialog.round()], done);
        });
        return;
      }
      let session = new Session(world, client, server, port, description.clientPort);
      const speaker = new Speaker(world, client, server, session);
      let starts = 0;
      const round = (done: () => void) => {
        if (client.restarts + server.restarts === starts) {
          speaker.speak(dialog.round(), world.queue.now, done);
          return;
        }
        // One of the two started again and knows nothing of the old connection.
        starts = client.restarts + server.restarts;
        session.over = true;
        session = new Session(world, client, server, port);
        speaker.channel = session;
        speaker.speak(dialog.opening ?? [], session.open(), done);
      };
      if (pair.open) {
        session.resume();
        rounds(pair, byPeople, round);
        return;
      }
      world.queue.call(firstMoment(pair), () => {
        speaker.speak(dialog.opening ?? [], session.open(), () => rounds(pair, byPeople, round, true));
      });
    },
  };
}

/** A talk over UDP. */
export function udpTalk(description: TalkDescription): Talk {
  const { name, title, port, every, options = {}, make, byPeople = false } = description;
  const protocol = description.protocol ?? name;
  return {
    name,
    title,
    protocol,
    transport: "udp",
    port,
    every,
    options,
    alone: false,
    start(pair) {
      const { world, client, server } = pair;
      const dialog = make(pair);
      const clientPort = description.clientPort ?? client.nextPort++;
      const speaker = new Speaker(world, client, server, new Datagrams(world, client, server, clientPort, port));
      rounds(pair, byPeople, (done) => speaker.speak(dialog.round(), world.queue.now, done));
    },
  };
}

/** A talk to all or to a group: something said again and again. */
export function announcement(description: {
  name: string;
  title: string;
  protocol?: string;
  transport: "udp" | "ethernet";
  port: number;
  every: number;
  options?: Readonly<Record<string, string>>;
  make(pair: Pair): () => void;
}): Talk {
  const { name, title, protocol = name, transport, port, every, options = {}, make } = description;
  return {
    name,
    title,
    protocol,
    transport,
    port,
    every,
    options,
    alone: true,
    start(pair) {
      const say = make(pair);
      rounds(pair, false, (done) => {
        say();
        done();
      });
    },
  };
}

/** Runs rounds of a talk that has a way of its own to speak. */
export function repeat(pair: Pair, round: (done: () => void) => void): void {
  rounds(pair, false, round);
}

/** A moment in the first period, at most ten seconds in, that depends on the pair alone. */
function firstMoment(pair: Pair): number {
  return Math.min(pair.every, 10 * SECOND) * (0.02 + 0.96 * pair.random.fraction());
}

/**
 * Runs rounds with the pair's period and a little jitter, never two at once. People's rounds come at uneven times and follow
 * the shifts.
 */
function rounds(pair: Pair, byPeople: boolean, round: (done: () => void) => void, atOnce = false): void {
  const { every, random, world } = pair;
  const { queue } = world;
  const due = atOnce ? queue.now : byPeople ? every * random.fraction() : firstMoment(pair);
  queue.at(due, new Rounds(pair, byPeople, round, due), 0);
}

/** The rounds of one pair. Its numbers stand in fields: a number that a closure keeps is made anew whenever it changes. */
class Rounds implements Actor {
  // What each round looks at lies here, not behind the pair: a large site does not fit into caches.
  private readonly world: World;
  private readonly client: Station;
  private readonly server: Station;
  private readonly every: number;
  private readonly random: Random;
  private readonly byPeople: boolean;
  private readonly round: (done: () => void) => void;
  private next: number;
  private readonly jitter: number;
  private readonly done = () => this.wait();

  constructor(pair: Pair, byPeople: boolean, round: (done: () => void) => void, next: number) {
    this.world = pair.world;
    this.client = pair.client;
    this.server = pair.server;
    this.every = pair.every;
    this.random = pair.random;
    this.byPeople = byPeople;
    this.round = round;
    this.next = next;
    this.jitter = Math.min(pair.every * 0.01, 4_000_000);
  }

  due(): void {
    const { queue } = this.world;
    if (this.server.stopped || this.client.stopped) queue.at(queue.now + this.every, this, 0);
    else this.round(this.done);
  }

  private wait(): void {
    const { every, random, world } = this;
    const { queue } = world;
    if (this.byPeople) {
      const hour = ((world.epoch + queue.now / SECOND) % 86400) / 3600;
      queue.at(queue.now + (every * (0.3 + 1.4 * random.fraction())) / shift(hour), this, 0);
      return;
    }
    this.next += every;
    // Whoever is late skips what he missed.
    if (this.next < queue.now) this.next += Math.ceil((queue.now - this.next) / every) * every;
    queue.at(this.next + this.jitter * random.fraction(), this, 0);
  }
}

/** A number that the site may give under a name. */
export function numberOption(pair: Pair, name: string, usual: number): number {
  const value = pair.options[name];
  return typeof value === "number" ? value : usual;
}

/** A text that the site may give under a name. */
export function textOption(pair: Pair, name: string, usual: string): string {
  const value = pair.options[name];
  return typeof value === "string" ? value : usual;
}

/** Writes down where a device's process stands on the wire. */
export function tellPoints(
  pair: Pair,
  device: Device,
  protocol: string,
  factor: number,
  address: (index: number, name: string) => string,
): void {
  const { process } = device;
  process?.physics.points.forEach((point, index) => {
    pair.world.ledger.point({
      device: device.name,
      physics: process.pointNames[index],
      unit: point.unit,
      protocol,
      address: address(index, point.name),
      factor,
    });
  });
}

/** Values of a device's process now, in the order of its points; filled into `into`. */
export function readProcess(pair: Pair, device: Device, into: number[]): number[] {
  const count = device.process?.values.length ?? 0;
  for (let index = 0; index < count; index++) into[index] = device.process?.read(index, pair.world.queue.now) ?? 0;
  into.length = count;
  return into;
}

/** A new set-point for the device, well within its range: which point, and the value; undefined where it has none. */
export function newSetPoint(pair: Pair, device: Device): { index: number; name: string; value: number } | undefined {
  const points = device.process?.physics.points ?? [];
  const index = points.findIndex((point) => point.settable === true && point.unit !== "");
  if (index < 0 || device.process === undefined) return undefined;
  const point = points[index];
  const value = point.low + (0.3 + 0.4 * pair.random.fraction()) * (point.high - point.low);
  device.process.values[index] = value;
  return { index, name: point.name, value };
}
