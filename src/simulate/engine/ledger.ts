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

  point(point: TruePoint): void {
    const { address, device, protocol } = point;
    const known = this.pointsOf.get(device);
    if (known === undefined) this.pointsOf.set(device, [point]);
    else if (known.some((each) => each.protocol === protocol && each.address === address)) return;
    else known.push(point);
    this.points.push(point);
  }
}
