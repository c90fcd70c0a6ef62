import type { Act } from "../../model/act.ts";
import { ACTS } from "../../model/act.ts";
import type { TrueEvent, TrueLink } from "../truth.ts";

/** What a device tells about itself somewhere in the capture. */
export type Told = "vendor" | "model" | "orderNumber" | "firmware" | "serial" | "hostName" | "operatingSystem";

/** One thing that a device told about itself, and over what. */
export interface TrueIdentity {
  device: string;
  attribute: Told;
  value: string;
  protocol: string;
}

/** A value of a process, and where on the wire it stands. */
export interface TruePoint {
  device: string;
  /** The physics behind it, e.g. "tank.level". */
  physics: string;
  unit: string;
  protocol: string;
  /** Where it stands, as an assessment calls it: "holding register 0", "Reactor.level", "DB1 4" (a REAL of four bytes). */
  address: string;
  /** How the number on the wire is made of the value: value times this. */
  factor: number;
}

/** What a device that speaks only through another told of itself, such as one in a segment of EtherCAT. */
export interface TruePart {
  device: string;
  /** As an assessment calls it, such as "slave 1001". */
  part: string;
  attribute: string;
  value: string;
  protocol: string;
}

/** A session of user packets of a radio device, as far as the capture tells of it. */
export interface TrueSession {
  device: string;
  /** IMSI, "" where it is not told in clear. */
  subscriber: string;
  /** Data network. */
  network: string;
  /** Type and differentiator, "1/010203", "" where it is not told. */
  slice: string;
  /** Numbers of the tunnels towards core and base station, 0 where they are not told. */
  up: number;
  down: number;
}

/** Work that was planned, an attack or a fault: what really happened, and when. */
export interface TrueIncident {
  kind: string;
  title: string;
  /** Seconds since 1970 UTC. */
  start: number;
  end: number;
  actor: string;
  targets: string[];
  /** ATT&CK technique, "" for faults and planned work. */
  technique: string;
  detail: string;
}

/** Writes down what really happens while the capture is made; sizes depend on the site, not on its length. */
export class Ledger {
  readonly links: TrueLink[] = [];
  readonly identities: TrueIdentity[] = [];
  readonly points: TruePoint[] = [];
  readonly sessions: TrueSession[] = [];
  readonly parts: TruePart[] = [];
  readonly attacks: TrueIncident[] = [];
  readonly work: TrueIncident[] = [];
  readonly events: TrueEvent[] = [];
  private readonly byIdentity = new Map<string, TrueIdentity>();
  private readonly byLink = new Map<string, TrueLink>();
  private readonly pointsOf = new Map<string, TruePoint[]>();

  /** A link exists; told again it adds acts. */
  link(
    client: string,
    server: string,
    protocol: string,
    transport: TrueLink["transport"],
    port: number,
    ...acts: Act[]
  ): void {
    // Joined and not put together by a template: that would keep each part of a hundred thousand keys.
    const key = [client, server, protocol, port].join("\t");
    let link = this.byLink.get(key);
    if (link === undefined) {
      link = { client, server, protocol, transport, port, acts: [] };
      this.byLink.set(key, link);
      this.links.push(link);
    }
    for (const act of acts) {
      if (link.acts.includes(act)) continue;
      link.acts.push(act);
      link.acts.sort((one, other) => ACTS.indexOf(one) - ACTS.indexOf(other));
    }
  }

  /** A device said something of itself that a reader can take down. */
  tell(device: string, attribute: Told, value: string, protocol: string): void {
    if (value === "") return;
    const key = [device, attribute, protocol].join("\t");
    const known = this.byIdentity.get(key);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    const identity = { device, attribute, value, protocol };
    this.byIdentity.set(key, identity);
    this.identities.push(identity);
  }

  /** A part of a device said something of itself. */
  part(device: string, part: string, attribute: string, value: string, protocol: string): void {
    this.parts.push({ device, part, attribute, value, protocol });
  }

  /** A session was set up in sight; told again, or elsewhere, it adds what was not known yet. */
  session(told: Pick<TrueSession, "device" | "network"> & Partial<TrueSession>): void {
    const known = this.sessions.find(({ device, network }) => device === told.device && network === told.network);
    if (known !== undefined) Object.assign(known, told);
    else this.sessions.push({ subscriber: "", slice: "", up: 0, down: 0, ...told });
  }

  /** A value of a process stands somewhere on the wire; told again it changes nothing. */
  point(point: TruePoint): void {
    const { address, device, protocol } = point;
    const known = this.pointsOf.get(device);
    if (known === undefined) this.pointsOf.set(device, [point]);
    else if (known.some((each) => each.protocol === protocol && each.address === address)) return;
    else known.push(point);
    this.points.push(point);
  }
}
