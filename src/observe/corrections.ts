import type { Candidate, Device, LevelPlacement } from "../model/assessment.ts";
import { ATTRIBUTES, type Attribute } from "../model/attribute.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Correction } from "../model/journal.ts";
import { DOMAINS, type Domain, LEVELS, type Level, ROLES, type Role } from "../model/role.ts";
import type { ClaimTally } from "./ledger.ts";

/** The capture number of what a person stated: there is no packet. */
export const NO_CAPTURE = -1;

/** What people stated of one address, the newest of each kind. */
interface Stated {
  role?: Correction;
  level?: Correction;
  domain?: Correction;
  zone?: Correction;
  owner?: Correction;
  importance?: Correction;
  claims: ClaimTally[];
}

/** Corrections in the order in which making a site asks for them. Addresses are IP text or 12 hex digits. */
export interface Corrections {
  readonly stated: ReadonlyMap<string, Stated>;
  /** Pairs of addresses of one device, and of two. */
  readonly joined: readonly (readonly [string, string])[];
  readonly parted: readonly (readonly [string, string])[];
}

/** No correction at all. */
export const NO_CORRECTIONS: Corrections = { stated: new Map(), joined: [], parted: [] };

/** Why a correction cannot hold; "" when it can. */
export function problemOfCorrection({ attribute, value }: Pick<Correction, "attribute" | "value">): string {
  const among = (values: readonly string[]): string =>
    values.includes(value) ? "" : `${attribute} is one of ${values.join(", ")}`;
  switch (attribute) {
    case "role":
      return among(ROLES);
    case "level":
      return among(LEVELS);
    case "domain":
      return among(DOMAINS);
    case "zone":
    case "owner":
    case "importance":
    case "same as":
    case "apart from":
      return value === "" ? `${attribute} needs a value` : "";
    default:
      if (!(ATTRIBUTES as readonly string[]).includes(attribute)) return `${attribute} cannot be corrected`;
      return value === "" ? `${attribute} needs a value` : "";
  }
}

/** Sorts corrections; the newest of an address and attribute holds, whatever their order. Such that cannot hold are left out. */
export function sortCorrections(corrections: readonly Correction[]): Corrections {
  const stated = new Map<string, Stated>();
  const joined: [string, string][] = [];
  const parted: [string, string][] = [];
  const ordered = [...corrections].sort((one, other) => other.when - one.when || (one.id < other.id ? -1 : 1));
  for (const correction of ordered) {
    if (problemOfCorrection(correction) !== "") continue;
    const { attribute } = correction;
    const address = addressOf(correction.address);
    if (attribute === "same as") joined.push([address, addressOf(correction.value)]);
    else if (attribute === "apart from") parted.push([address, addressOf(correction.value)]);
    else {
      const known = stated.get(address) ?? { claims: [] };
      stated.set(address, known);
      if (isPlace(attribute)) known[attribute] ??= correction;
      else if (!known.claims.some((claim) => claim.attribute === attribute)) known.claims.push(claimOf(correction));
    }
  }
  return { stated, joined, parted };
}

/** What people stated of a device, by any of its addresses. */
export function statedOf(corrections: Corrections, device: Pick<Device, "macs" | "ips">): Stated[] {
  if (corrections.stated.size === 0) return [];
  const found: Stated[] = [];
  for (const address of [...device.macs.map(addressOf), ...device.ips]) {
    const stated = corrections.stated.get(address);
    if (stated !== undefined) found.push(stated);
  }
  return found;
}

/** Puts a stated role first and says of the others why they lost. */
export function correctRole(device: Device, stated: readonly Stated[]): void {
  const correction = stated.find((entry) => entry.role !== undefined)?.role;
  if (correction === undefined) return;
  device.role = correction.value as Role;
  const others = device.roleCandidates
    .filter((candidate) => candidate.value !== correction.value)
    .map((candidate): Candidate => ({ ...candidate, lost: `${correction.who} says otherwise` }));
  device.roleCandidates = [
    {
      value: correction.value,
      confidence: 1,
      method: methodOf(correction),
      evidence: evidenceOfPerson(correction),
      times: 1,
      lost: "",
    },
    ...others,
  ];
}

/** The placement with a stated level; what the traffic says stays among the terms. */
export function correctLevel(placement: LevelPlacement, stated: readonly Stated[]): LevelPlacement {
  const correction = stated.find((entry) => entry.level !== undefined)?.level;
  if (correction === undefined) return placement;
  const level = correction.value as Level;
  return {
    level,
    score: STATED_SCORE,
    runnerUp: placement.level === level ? placement.runnerUp : placement.level === "Not placed" ? "" : placement.level,
    runnerUpScore: placement.level === level ? placement.runnerUpScore : placement.score,
    needsReview: false,
    terms: [{ level, points: STATED_SCORE, reason: methodOf(correction), evidence: null }, ...placement.terms],
  };
}

/** Fills in a stated domain, zone, owner and importance. */
export function correctPlace(device: Device, stated: readonly Stated[]): void {
  for (const entry of [...stated].reverse()) {
    if (entry.domain !== undefined) device.domain = entry.domain.value as Domain;
    if (entry.zone !== undefined) device.zone = entry.zone.value;
    if (entry.owner !== undefined) device.owner = entry.owner.value;
    if (entry.importance !== undefined) device.importance = entry.importance.value;
  }
}

/** Points of a level that a person stated: more than traffic ever gathers. */
const STATED_SCORE = 100;

type Place = "role" | "level" | "domain" | "zone" | "owner" | "importance";

function isPlace(attribute: string): attribute is Place {
  return ["role", "level", "domain", "zone", "owner", "importance"].includes(attribute);
}

function claimOf(correction: Correction): ClaimTally {
  return {
    attribute: correction.attribute as Attribute,
    value: correction.value,
    // Above what any number of agreeing methods can reach.
    confidence: 2,
    method: methodOf(correction),
    times: 1,
    evidence: evidenceOfPerson(correction),
  };
}

function methodOf({ who, why }: Correction): string {
  return why === "" ? `correction by ${who}` : `correction by ${who}: ${why}`;
}

function evidenceOfPerson({ when }: Correction): Evidence {
  return { capture: NO_CAPTURE, frame: 0, start: -1, end: -1, time: when };
}

/** An address as the ledger writes it: hardware addresses as 12 hex digits. */
function addressOf(text: string): string {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text) ? text.replaceAll(":", "").toLowerCase() : text.toLowerCase();
}
