import type { AttributeValue, Candidate, Device } from "../../model/assessment.ts";
import { type Domain, ROLES, type Role } from "../../model/role.ts";
import { round } from "../attributes.ts";
import type { Conduct } from "./conduct.ts";
import { ROLE_DOMAINS } from "./level-facts.ts";
import { behaviorVotes } from "./role-behavior.ts";
import { ATTRIBUTE_WORDS, WORDS_OF } from "./role-words.ts";
import type { Vote } from "./vote.ts";
import { capitalized, roleTitle } from "./words.ts";

/** Below this strength a role stays unknown: no word is better than a wrong one. */
const LEAST_STRENGTH = 0.36;
/** Two best roles closer than this are not told apart unless the better one is strong by itself. */
const LEAST_LEAD = 0.03;
const SURE = 0.6;
/** A purpose that a computer is used for stands before the bare word for it, unless that is so much better supported. */
const MOST_LEAD_OF_BARE_WORD = 0.2;
const MOST_CANDIDATES = 12;
const LONGEST_VALUE = 256;
const HIGHEST = 0.98;

/** Roles that are told apart by purpose only: where two of one family are close, the better one is not wrong. */
const FAMILIES: readonly ReadonlySet<Role>[] = [
  new Set<Role>(["plc", "rtu", "building controller", "dcs controller", "ied"]),
  new Set<Role>(["hmi", "scada server", "engineering station", "building station", "workstation"]),
  new Set<Role>(["server", "file server", "database server", "web server", "mail server", "name server"]),
];
/** What computers are used for besides: the bare word does not speak against it. */
const COMPUTERS: ReadonlySet<Role> = new Set<Role>([
  "historian",
  "opc server",
  "mqtt broker",
  "directory server",
  "jump host",
  "pacs",
  "scanner",
  "server",
  "workstation",
]);
const PURPOSES: ReadonlySet<Domain | undefined> = new Set<Domain | undefined>(["ICS", "building"]);
/** What says only that something is a computer. */
const BARE_WORDS: ReadonlySet<Role> = new Set<Role>(["workstation", "server"]);

interface Standing {
  role: Role;
  strength: number;
  votes: Vote[];
}

/** Decides a device's role and keeps every reason: those for the role, then those that lost. */
export function decideRole(conduct: Conduct, labelOf: (device: string) => string, words: WordFinder): void {
  const { device } = conduct;
  const votes = [...claimVotes(device), ...wordVotes(device, words), ...behaviorVotes(conduct, labelOf)];
  const standings = purposeFirst(rank(votes.filter((vote) => vote.role !== "unknown" && vote.confidence >= 0.05)));
  const best = standings[0];
  // What is stronger has been passed over already.
  const next = standings.find(
    ({ role, strength }) =>
      best !== undefined && !isKin(role, best.role) && role !== best.role && strength <= best.strength,
  );
  const decided =
    best !== undefined &&
    best.strength >= LEAST_STRENGTH &&
    (best.strength >= SURE || next === undefined || best.strength - next.strength >= LEAST_LEAD);
  device.role = decided ? best.role : "unknown";
  device.roleCandidates = candidatesOf(standings, decided);
}

function isKin(one: Role, other: Role): boolean {
  if ((BARE_WORDS.has(one) && COMPUTERS.has(other)) || (BARE_WORDS.has(other) && COMPUTERS.has(one))) return true;
  return FAMILIES.some((family) => family.has(one) && family.has(other));
}

/**
 * Where two are close, what a device does stands before what it is called, and what a computer is used for in a plant
 * before the bare word for a computer.
 */
function purposeFirst(standings: readonly Standing[]): readonly Standing[] {
  const best = standings[0];
  if (best === undefined) return standings;
  const purpose = standings.find((standing) => {
    const { role, strength, votes } = standing;
    if (standing === best || strength < LEAST_STRENGTH || !votes.some(({ source }) => source === "behavior"))
      return false;
    const lead = best.strength - strength;
    if (BARE_WORDS.has(best.role) && PURPOSES.has(ROLE_DOMAINS[role])) return lead < MOST_LEAD_OF_BARE_WORD;
    return isKin(role, best.role) && lead < LEAST_LEAD && best.votes.every(({ source }) => source === "words");
  });
  return purpose === undefined ? standings : [purpose, ...standings.filter((standing) => standing !== purpose)];
}

function claimVotes(device: Device): Vote[] {
  const votes: Vote[] = [];
  for (const candidate of candidatesFor(device.attributes, "role")) {
    const role = candidate.value as Role;
    if (!ROLES.includes(role)) continue;
    votes.push({
      role,
      confidence: candidate.confidence,
      reason: capitalized(candidate.method),
      evidence: candidate.evidence,
      times: candidate.times,
      source: "claim",
    });
  }
  return votes;
}

function candidatesFor(attributes: readonly AttributeValue[], attribute: string): readonly Candidate[] {
  return attributes.find((entry) => entry.attribute === attribute)?.candidates ?? [];
}

/** Words in what is known of the device, and of the modules in its rack: what sits in a slot is part of the device. */
function wordVotes(device: Device, words: WordFinder): Vote[] {
  const votes = votesOfAttributes(device.attributes, 1, "", words);
  for (const part of device.parts) {
    if (!/^(slot|rack|module)/i.test(part.part)) continue;
    votes.push(
      ...votesOfAttributes(part.attributes, 0.9, part.part, words).filter((vote) => vote.role !== "remote io"),
    );
    for (const candidate of candidatesFor(part.attributes, "role")) {
      const role = candidate.value as Role;
      if (role !== "plc" && role !== "safety controller" && role !== "dcs controller") continue;
      votes.push({
        role,
        confidence: candidate.confidence * 0.9,
        reason: `${capitalized(part.part)}: ${candidate.method}`,
        evidence: candidate.evidence,
        times: candidate.times,
        source: "words",
      });
    }
  }
  return votes;
}

/** A word that was found, with what it weighs in that attribute. */
interface FoundWord {
  role: Role;
  confidence: number;
}

const NO_WORDS: readonly FoundWord[] = [];

/** Words found so far by attribute and value: makers and models repeat from device to device. */
export class WordFinder {
  private readonly found = new Map<string, Map<string, readonly FoundWord[]>>();

  in(attribute: AttributeValue["attribute"], value: string): readonly FoundWord[] {
    const tables = WORDS_OF[attribute];
    if (tables === undefined) return NO_WORDS;
    let known = this.found.get(attribute);
    if (known === undefined) {
      known = new Map();
      this.found.set(attribute, known);
    }
    let words = known.get(value);
    if (words === undefined) {
      words = tables.flatMap(({ words: all, weight }) =>
        all
          .filter(({ pattern }) => pattern.test(value))
          .map(({ role, confidence }) => ({ role, confidence: confidence * weight })),
      );
      known.set(value, words);
    }
    return words;
  }
}

function votesOfAttributes(
  attributes: readonly AttributeValue[],
  factor: number,
  part: string,
  words: WordFinder,
): Vote[] {
  const votes: Vote[] = [];
  for (const { attribute, candidates } of attributes) {
    for (const candidate of candidates) {
      const value = candidate.value.slice(0, LONGEST_VALUE);
      for (const { role, confidence } of words.in(attribute, value)) {
        const where = part === "" ? "" : ` in ${part}`;
        const reason = `${capitalized(ATTRIBUTE_WORDS[attribute] ?? attribute)} "${value.slice(0, 60)}"${where} (${candidate.method})`;
        votes.push({
          role,
          confidence: confidence * candidate.confidence * factor,
          reason,
          evidence: candidate.evidence,
          times: candidate.times,
          source: "words",
        });
      }
    }
  }
  return votes;
}

function rank(votes: readonly Vote[]): Standing[] {
  const byRole = new Map<Role, Vote[]>();
  for (const vote of votes) {
    const known = byRole.get(vote.role);
    if (known === undefined) byRole.set(vote.role, [vote]);
    else if (!known.some((entry) => entry.reason === vote.reason)) known.push(vote);
  }
  const standings: Standing[] = [];
  for (const [role, ofRole] of byRole) {
    ofRole.sort(compareVotes);
    let doubt = 1;
    for (const source of ["claim", "words", "behavior"] as const) {
      const strongest = ofRole.find((vote) => vote.source === source);
      if (strongest !== undefined) doubt *= 1 - strongest.confidence;
    }
    standings.push({ role, strength: Math.min(HIGHEST, 1 - doubt), votes: ofRole });
  }
  standings.sort((one, other) => {
    const difference = other.strength - one.strength;
    if (Math.abs(difference) > 1e-9) return difference;
    return ROLES.indexOf(one.role) - ROLES.indexOf(other.role);
  });
  return standings;
}

function compareVotes(one: Vote, other: Vote): number {
  const difference = other.confidence - one.confidence;
  if (Math.abs(difference) > 1e-9) return difference;
  return one.reason < other.reason ? -1 : one.reason > other.reason ? 1 : 0;
}

function candidatesOf(standings: readonly Standing[], decided: boolean): Candidate[] {
  const candidates: Candidate[] = [];
  const winner = standings[0];
  if (winner === undefined) return candidates;
  for (const standing of standings) {
    standing.votes.forEach((vote, index) => {
      candidates.push({
        value: standing.role,
        confidence: round(index === 0 ? standing.strength : vote.confidence),
        method: vote.reason,
        evidence: vote.evidence,
        times: vote.times,
        lost: reasonOfLoss(standing, winner, index, decided),
      });
    });
  }
  return candidates.slice(0, MOST_CANDIDATES);
}

function reasonOfLoss(standing: Standing, winner: Standing, index: number, decided: boolean): string {
  if (!decided) {
    return winner.strength < LEAST_STRENGTH ? "Too weak to name a role" : "Two roles are too close to tell apart";
  }
  if (standing !== winner) return `${roleTitle(winner.role)} is better supported (${round(winner.strength)})`;
  return index === 0 ? "" : "Agrees; counted with the strongest reason";
}
