import { type Operation, operationAt, operationCount } from "../dissect/operation.ts";
import type { CardTally, ClaimTally, Host, LinkTally, RemarkTally } from "./ledger.ts";
import { type Ledger, makeHost } from "./ledger.ts";
import type { PlainPoints } from "./points.ts";
import { PointStore } from "./points.ts";
import type { SeenBinding, SeenMove } from "./site.ts";
import { OperationTally, type PlainOperation } from "./tally.ts";
import type { ToldTally } from "./told-tally.ts";

/** One record of a ledger as text: from all of them the ledger is made again. */
export interface Row {
  table: "host" | "points" | "link" | "remark" | "binding" | "move" | "room" | "told" | "dropped";
  /** Unique within its table. */
  key: string;
  /** JSON. */
  body: string;
}

interface PlainHost extends Omit<Host, "macs" | "vlans" | "claims" | "names" | "parts" | "points" | "concluded"> {
  macs: [string, CardTally][];
  vlans: number[];
  claims: ClaimTally[];
  names: [string, ClaimTally][];
  parts: [string, ClaimTally[]][];
}

interface PlainLink extends Omit<LinkTally, "vlans" | "operations"> {
  vlans: number[];
  operations: PlainOperation[];
}

/** Every record of a ledger; equal records give equal text. */
export function* rowsOf(ledger: Ledger): Generator<Row> {
  for (const host of ledger.hosts.values()) {
    yield { table: "host", key: host.address, body: hostText(host) };
    if (host.points !== undefined) {
      yield { table: "points", key: host.address, body: JSON.stringify(host.points.plain()) };
    }
  }
  for (const link of ledger.links.values()) yield { table: "link", key: link.key, body: linkText(link) };
  for (const [key, remark] of ledger.remarks) yield { table: "remark", key, body: JSON.stringify(remark) };
  for (const [key, binding] of ledger.bindings) yield { table: "binding", key, body: JSON.stringify(binding) };
  for (const [key, move] of ledger.moves) yield { table: "move", key, body: JSON.stringify(move) };
  for (const [address, evidence] of ledger.rooms.shared) {
    yield { table: "room", key: address, body: JSON.stringify(evidence) };
  }
  for (const [key, told] of ledger.told) yield { table: "told", key, body: JSON.stringify(told) };
  if (ledger.dropped > 0 || ledger.pointRoom.dropped > 0) {
    yield { table: "dropped", key: "", body: JSON.stringify([ledger.dropped, ledger.pointRoom.dropped]) };
  }
}

/** Makes a ledger again, row by row into an empty one; functions that this version does not know are left out. */
export class LedgerReader {
  private readonly ledger: Ledger;
  private readonly operations = new Map<string, Operation>();

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    for (let index = 0; index < operationCount(); index++) {
      const operation = operationAt(index);
      this.operations.set(`${operation.protocol}:${operation.name}`, operation);
    }
  }

  /** Takes one row, in any order; throws a SyntaxError when it is no JSON. */
  take(table: string, key: string, body: string): void {
    const { ledger } = this;
    const plain: unknown = JSON.parse(body);
    switch (table) {
      case "host":
        this.takeHost(plain as PlainHost);
        return;
      case "points": {
        const host = this.hostOf(key);
        host.points = new PointStore(ledger.pointRoom);
        host.points.fill(plain as PlainPoints);
        return;
      }
      case "link":
        this.takeLink(plain as PlainLink);
        return;
      case "remark":
        ledger.remarks.set(key, plain as RemarkTally);
        return;
      case "binding":
        ledger.bindings.set(key, plain as SeenBinding);
        return;
      case "move":
        ledger.moves.set(key, plain as SeenMove);
        return;
      case "room":
        ledger.rooms.shared.set(key, plain as ClaimTally["evidence"]);
        return;
      case "told":
        ledger.told.set(key, { ...(plain as ToldTally), clientPort: (plain as ToldTally).clientPort ?? 0 });
        return;
      case "dropped":
        [ledger.dropped, ledger.pointRoom.dropped] = plain as [number, number];
        return;
    }
  }

  private hostOf(address: string): Host {
    return this.ledger.hostOf(address, !address.includes(".") && !address.includes(":"));
  }

  private takeHost(plain: PlainHost): void {
    const host: Host = {
      ...makeHost(plain.address, plain.isMac),
      ...plain,
      firstSeen: plain.firstSeen ?? Number.POSITIVE_INFINITY,
      lastSeen: plain.lastSeen ?? Number.NEGATIVE_INFINITY,
      macs: new Map(plain.macs),
      vlans: new Set(plain.vlans),
      claims: claimMap(plain.claims),
      names: new Map(plain.names),
      parts: new Map(plain.parts.map(([name, claims]) => [name, claimMap(claims)])),
      points: this.ledger.hosts.get(plain.address)?.points,
      concluded: [],
    };
    this.ledger.hosts.set(plain.address, host);
  }

  private takeLink(plain: PlainLink): void {
    const operations = new Map<number, OperationTally>();
    for (const entry of plain.operations) {
      const operation = this.operations.get(entry.operation);
      if (operation === undefined) continue;
      const tally = new OperationTally(operation, entry.evidence);
      tally.fill(entry);
      operations.set(operation.index, tally);
    }
    // Rows of before this was kept do not tell it.
    const carriedAs = plain.carriedAs ?? "";
    this.ledger.links.set(plain.key, { ...plain, carriedAs, vlans: new Set(plain.vlans), operations });
  }
}

function hostText(host: Host): string {
  const { concluded: _concluded, points: _points, ...kept } = host;
  const plain: PlainHost = {
    ...kept,
    macs: [...host.macs],
    vlans: [...host.vlans],
    claims: [...host.claims.values()],
    names: [...host.names],
    parts: Array.from(host.parts, ([name, claims]) => [name, [...claims.values()]]),
  };
  return JSON.stringify(plain);
}

function linkText(link: LinkTally): string {
  const plain: PlainLink = {
    ...link,
    vlans: [...link.vlans],
    operations: Array.from(link.operations.values(), (operation) => operation.plain()),
  };
  return JSON.stringify(plain);
}

function claimMap(claims: readonly ClaimTally[]): Map<string, ClaimTally> {
  return new Map(claims.map((claim) => [`${claim.attribute}\n${claim.value}\n${claim.method}`, claim]));
}
