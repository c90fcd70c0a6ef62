import { writer } from "../bytes.ts";
import {
  APWR,
  BRD,
  BWR,
  type Datagram,
  ethercatFrame,
  FPRD,
  FPWR,
  FRMW,
  LRD,
  LRW,
  LWR,
  sdoDownload,
  sdoDownloaded,
  sdoUpload,
  sdoUploaded,
} from "../encode/ethercat.ts";
import { SECOND } from "../schedule.ts";
import type { Actor } from "./queue.ts";
import type { Device } from "./talk.ts";
import { BROADCAST, type World } from "./world.ts";

/** A device of a segment. */
export interface Slave {
  model: string;
  product: number;
  revision: number;
  serial: number;
  /** What it says of its software; "" where it has no mailbox. */
  firmware: string;
}

/** Beckhoff, in the list of makers of the EtherCAT Technology Group. */
const VENDOR = 2;
const EL = 0x3052;
/** The segment of a filler: coupler, sensors, valves, measured values, motor. */
const SLAVES: readonly Omit<Slave, "serial">[] = [
  { model: "EK1100", product: 0x044c2c52, revision: 0x00120000, firmware: "" },
  { model: "EL1008", product: (1008 << 16) | EL, revision: 0x00110000, firmware: "" },
  { model: "EL2008", product: (2008 << 16) | EL, revision: 0x00120000, firmware: "" },
  { model: "EL3062", product: (3062 << 16) | EL, revision: 0x00140000, firmware: "08" },
  { model: "EL7041", product: ((7041 << 16) | EL) >>> 0, revision: 0x001b0000, firmware: "11" },
];
const REFERENCE = 0;
const INPUT = 1;
const OUTPUT = 2;
const ANALOG = 3;
const MOTOR = 4;
const FIRST_STATION = 1001;
const MAILBOX = 128;
const MAILBOX_OUT = 0x1000;
const MAILBOX_IN = 0x1080;
const LOGICAL = 0x0100;
const DEVICE_TYPE = 0x1389;
/** Second since 1970 UTC from which distributed clocks count. */
const CLOCK_BEGIN = 946_684_800;
const INIT = 1;
const PRE_OPERATIONAL = 2;
const SAFE_OPERATIONAL = 4;
const OPERATIONAL = 8;
const ERROR = 0x10;
const WATCHDOG = 0x001b;
/** The full scale of an analog input, of the process's points that it measures, and of a motor's speed. */
const FULL = 32767;

/**
 * A segment of EtherCAT: the master brings its devices up, asks who they are, then exchanges process data in each cycle. Each
 * frame is seen twice, on its way out and when it comes back with what the devices read, wrote and counted.
 */
export class Segment implements Actor {
  readonly slaves: readonly Slave[];
  /** How many devices the frame reaches; beyond lies a broken cable. */
  reached: number;
  private readonly world: World;
  private readonly master: Device;
  private readonly source: Uint8Array;
  private readonly pending: (() => Datagram[])[] = [];
  private readonly states: number[];
  private isCyclic = false;
  private current: Datagram[] = [];
  private index = 0;
  private mailboxCounter = 0;

  constructor(world: World, master: Device) {
    this.world = world;
    this.master = master;
    const { random } = master;
    this.slaves = SLAVES.map((slave) => ({
      ...slave,
      serial: slave.firmware === "" ? 0 : random.between(1_000_000, 9_999_999),
    }));
    this.reached = this.slaves.length;
    this.states = this.slaves.map(() => INIT);
    // Each device that a frame passes may mark its source: what comes back has the bit of local administration.
    this.source = Uint8Array.from(master.mac, (byte, place) => (place === 0 ? byte | 2 : byte));
    this.start();
  }

  /** Station address of the device at a position. */
  stationAt(position: number): number {
    return FIRST_STATION + position;
  }

  /** Sends the next frame: what is asked once, or the exchange of the cycle. */
  cycle(): void {
    const once = this.pending.shift();
    if (once !== undefined) this.current = this.isCyclic ? [...this.exchange(), ...once()] : once();
    else if (this.isCyclic) this.current = this.exchange();
    else return;
    const { out, queue } = this.world;
    out.reset();
    ethercatFrame(out, this.current, this.index, false);
    this.world.sendFrame(this.master, BROADCAST, this.master.mac, 0x88a4, out);
    // One microsecond through each device, both ways.
    queue.at(queue.now + (out.length + 38) * 80 + this.reached * 1000, this, 0);
  }

  /** The frame comes back. */
  due(): void {
    const { out } = this.world;
    out.reset();
    ethercatFrame(out, this.current, this.index, true);
    this.index = (this.index + this.current.length) & 0xff;
    this.world.sendFrame(this.master, BROADCAST, this.source, 0x88a4, out);
  }

  /** Writes an object of two bytes in a device over its mailbox. */
  write(position: number, object: number, subindex: number, value: number): void {
    this.mail(
      position,
      (counter) => sdoDownload(MAILBOX, counter, object, subindex, value),
      (counter) => sdoDownloaded(MAILBOX, counter, object, subindex),
    );
  }

  /** A cable breaks in front of the device at a position. */
  lose(position: number): void {
    this.reached = position;
    // Without process data they fall back and say why.
    for (let each = position; each < this.slaves.length; each++) this.states[each] = SAFE_OPERATIONAL | ERROR;
  }

  /** The cable is whole again: the master finds the devices and brings them up. */
  restore(): void {
    this.reached = this.slaves.length;
    this.slaves.forEach((_, position) => {
      if ((this.states[position] & ERROR) === 0) return;
      this.status(position);
      this.request(position, SAFE_OPERATIONAL | ERROR);
      this.request(position, OPERATIONAL);
    });
  }

  private start(): void {
    const { slaves } = this;
    this.once(() => this.broadcast(BRD, 0x0000, Uint8Array.of(0), Uint8Array.of(0x11)));
    this.once(() => this.broadcast(BWR, 0x0120, word(INIT | ERROR), word(INIT | ERROR)));
    slaves.forEach((_, position) => {
      this.once(() => this.at(APWR, position, 0x0010, word(this.stationAt(position))));
    });
    slaves.forEach((slave, position) => {
      const { product, revision, serial } = slave;
      [VENDOR, product, revision, serial].forEach((value, place) => {
        const address = 8 + place * 2;
        this.once(() => this.to(FPWR, position, 0x0502, writer().u16le(0x0100).u32le(address).done()));
        this.once(() => {
          const found = writer().u16le(0x0040).u32le(address, value).done();
          return this.to(FPRD, position, 0x0502, new Uint8Array(found.length), found);
        });
      });
      if (slave.firmware === "") return;
      this.once(() => this.to(FPWR, position, 0x0800, syncManager(MAILBOX_OUT, 0x26)));
      this.once(() => this.to(FPWR, position, 0x0808, syncManager(MAILBOX_IN, 0x22)));
    });
    slaves.forEach((_, position) => {
      this.request(position, PRE_OPERATIONAL);
      this.status(position);
    });
    slaves.forEach((slave, position) => {
      if (slave.firmware === "") return;
      const objects: readonly [number, number, number | string][] = [
        [0x1000, 0, DEVICE_TYPE],
        [0x1008, 0, slave.model],
        [0x100a, 0, slave.firmware],
        [0x1018, 1, VENDOR],
        [0x1018, 2, slave.product],
        [0x1018, 3, slave.revision],
        [0x1018, 4, slave.serial],
      ];
      for (const [object, subindex, value] of objects) {
        this.mail(
          position,
          (counter) => sdoUpload(MAILBOX, counter, object, subindex),
          (counter) => sdoUploaded(MAILBOX, counter, object, subindex, value),
        );
      }
    });
    // Where each device finds its part of the process data: logical address, length, bits, place in its memory, direction.
    const parts: readonly [position: number, logical: number, length: number, memory: number, direction: number][] = [
      [INPUT, 0x10, 1, 0x1000, 1],
      [OUTPUT, 0x00, 1, 0x0f00, 2],
      [ANALOG, 0x11, 8, 0x1180, 1],
      [MOTOR, 0x20, 4, 0x1100, 2],
      [MOTOR, 0x20, 4, 0x1180, 1],
    ];
    parts.forEach(([position, logical, length, memory, direction], place) => {
      const unit = 0x0600 + (place === parts.length - 1 ? 16 : 0);
      const map = writer().u16le(logical, LOGICAL, length).u8(0, 7).u16le(memory).u8(0, direction, 1, 0, 0, 0).done();
      this.once(() => this.to(FPWR, position, unit, map));
    });
    this.once(() => this.broadcast(BWR, 0x0900, new Uint8Array(4), new Uint8Array(4)));
    this.once(() => this.to(FPWR, REFERENCE, 0x0920, new Uint8Array(8)));
    for (const state of [SAFE_OPERATIONAL, OPERATIONAL])
      slaves.forEach((_, position) => {
        this.request(position, state);
        this.status(position);
      });
    this.once(() => {
      this.isCyclic = true;
      return this.allStatus();
    });
  }

  private allStatus(): Datagram[] {
    return this.broadcast(BRD, 0x0130, new Uint8Array(2), word(this.allStates()));
  }

  /** The bits of the states of all devices that are reached. */
  private allStates(): number {
    return this.states.slice(0, this.reached).reduce((bits, state) => bits | state, 0);
  }

  private once(make: () => Datagram[]): void {
    this.pending.push(make);
  }

  private request(position: number, state: number): void {
    this.once(() => {
      this.states[position] = state & 15;
      return this.to(FPWR, position, 0x0120, word(state));
    });
  }

  private status(position: number): void {
    this.once(() => {
      const state = this.states[position];
      const found = writer()
        .u16le(state, 0, (state & ERROR) === 0 ? 0 : WATCHDOG)
        .done();
      return this.to(FPRD, position, 0x0130, new Uint8Array(6), found);
    });
  }

  private mail(position: number, ask: (counter: number) => Uint8Array, answer: (counter: number) => Uint8Array): void {
    this.once(() => {
      this.mailboxCounter = (this.mailboxCounter % 7) + 1;
      return this.to(FPWR, position, MAILBOX_OUT, ask(this.mailboxCounter));
    });
    this.once(() => this.to(FPRD, position, MAILBOX_IN, new Uint8Array(MAILBOX), answer(this.mailboxCounter)));
  }

  private broadcast(command: number, offset: number, sent: Uint8Array, back: Uint8Array): Datagram[] {
    const { reached } = this;
    return [{ command, device: 0, offset, sent, back, deviceBack: reached, counter: reached }];
  }

  private at(command: number, position: number, offset: number, sent: Uint8Array): Datagram[] {
    const device = -position & 0xffff;
    const deviceBack = (device + this.reached) & 0xffff;
    return [{ command, device, offset, sent, back: sent, deviceBack, counter: position < this.reached ? 1 : 0 }];
  }

  private to(command: number, position: number, offset: number, sent: Uint8Array, back = sent): Datagram[] {
    const device = this.stationAt(position);
    const isThere = position < this.reached;
    return [
      { command, device, offset, sent, back: isThere ? back : sent, deviceBack: device, counter: isThere ? 1 : 0 },
    ];
  }

  /** The exchange of one cycle: time, motor, valves, sensors and measured values, states. */
  private exchange(): Datagram[] {
    const { master, reached, world } = this;
    const { now } = world.queue;
    const value = (point: string) => master.process?.read(master.process.find(point), now) ?? 0;
    const rate = value("rate");
    const isRunning = value("running") > 0.5;
    const count = Math.floor(value("count"));
    const speed = word(scaled(isRunning ? value("rate_wanted") : 0, 0, 420));
    const order = writer()
      .u16le(isRunning ? 1 : 0)
      .bytes(speed)
      .done();
    const driven = writer()
      .u16le(3, scaled(rate, 0, 420))
      .done();
    const valves = Uint8Array.of((isRunning ? 1 : 0) | ((count & 1) << 1));
    const sensors = writer()
      .u8((isRunning ? 1 : 0) | ((count & 1) << 1))
      .u16le(0, scaled(value("fill_volume"), 0, 1000), 0, scaled(rate, 0, 1000))
      .done();
    // What no device fills in comes back as it was sent.
    const filled = sensors.slice();
    if (reached <= INPUT) filled[0] = 0;
    if (reached <= ANALOG) filled.fill(0, 1);
    const logical = (command: number, at: number, sent: Uint8Array, back: Uint8Array, counter: number): Datagram => {
      return { command, device: at, offset: LOGICAL, sent, back, deviceBack: at, counter };
    };
    const hasMotor = reached > MOTOR;
    return [
      {
        ...{ command: FRMW, device: this.stationAt(REFERENCE), offset: 0x0910, deviceBack: this.stationAt(REFERENCE) },
        ...{ sent: new Uint8Array(4), back: reached > REFERENCE ? this.time() : new Uint8Array(4), counter: reached },
      },
      // Reading counts one and writing two.
      logical(LRW, 0x20, order, hasMotor ? driven : order, hasMotor ? 3 : 0),
      logical(LWR, 0x00, valves, valves, reached > OUTPUT ? 1 : 0),
      logical(
        LRD,
        0x10,
        new Uint8Array(sensors.length),
        filled,
        (reached > INPUT ? 1 : 0) + (reached > ANALOG ? 1 : 0),
      ),
      ...this.allStatus(),
    ];
  }

  /** Lower half of the distributed time, in nanoseconds since 2000. */
  private time(): Uint8Array {
    const { epoch, queue } = this.world;
    const whole = Math.floor(queue.now / SECOND);
    const seconds = epoch - CLOCK_BEGIN + whole;
    const upper = Math.floor(seconds / 65536) * SECOND;
    const lower = (upper % 65536) * 65536 + (seconds % 65536) * SECOND + (queue.now - whole * SECOND);
    return writer()
      .u32le(lower % 4294967296)
      .done();
  }
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function scaled(value: number, low: number, high: number): number {
  return Math.round(((value - low) / (high - low)) * FULL) & 0xffff;
}

function syncManager(start: number, control: number): Uint8Array {
  return writer().u16le(start, MAILBOX).u8(control, 0, 1, 0).done();
}

const segments = new WeakMap<World, Map<string, Segment>>();

/** The segment of a master; made when it is asked for first. */
export function segmentOf(world: World, master: Device): Segment {
  const known = segments.get(world) ?? new Map<string, Segment>();
  segments.set(world, known);
  const segment = known.get(master.name) ?? new Segment(world, master);
  known.set(master.name, segment);
  return segment;
}
