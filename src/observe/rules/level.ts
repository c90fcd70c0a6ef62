import type { Device, LevelPlacement, LevelTerm } from "../../model/assessment.ts";
import type { Evidence } from "../../model/evidence.ts";
import { LEVELS, type Level, type Role } from "../../model/role.ts";
import { isPrivateAddress } from "../site.ts";
import {
  acted,
  answeredTies,
  type Conduct,
  counted,
  firstEvidence,
  inWords,
  peersOf,
  periodText,
  segmentTies,
  type Tie,
  titlesOf,
  trustOf,
  untoldCyclicTies,
} from "./conduct.ts";
import { BORDER_ROLES, MAKERS_FOR_PLANTS, PLACED_BY_SURROUNDINGS, ROLE_LEVELS } from "./level-facts.ts";
import { isOutside } from "./outside.ts";
import { roleTitle } from "./words.ts";

/** A lead below this over the next level, or a score that is no more than this, wants a person's eye. */
const LEAST_MARGIN = 2;
/** A score below this names no level at all. */
const LEAST_SCORE = 1;
/** Share of peers on one level that pulls an unknown device there. */
const MOST_PEERS = 0.8;
const SURE_ROLE = 0.8;
const MANY_CONTROLLERS = 5;
const SUPERVISED: ReadonlySet<Level> = new Set<Level>(["0", "1", "2"]);
const PLANT: ReadonlySet<Level> = new Set<Level>(["0", "1", "2", "3"]);
const BUSINESS: ReadonlySet<Level> = new Set<Level>(["4", "5", "Outside"]);
/** Levels that say nothing of their neighbors. */
const NO_NEIGHBORS: ReadonlySet<Level> = new Set<Level>(["Boundary", "Not placed", "Outside"]);

/** What a device's place is judged against. */
export interface Surroundings {
  labelOf(device: string): string;
  roleOf(device: string): Role;
  /** The level of the round before, "Not placed" in the first. */
  levelOf(device: string): Level;
  /** Networks that a device is in, e.g. "10.20.10.0/24". */
  networksOf(device: string): readonly string[];
  /** Other devices of a network. */
  membersOf(network: string): readonly string[];
  /** Whether anything in the captures speaks about a process. */
  hasProcess: boolean;
}

type Add = (level: Level, points: number, reason: string, evidence: Evidence | null) => void;

/** First terms: what a device is and does by itself. */
export function ownTerms(conduct: Conduct, around: Surroundings): LevelTerm[] {
  return collect((add) => {
    if (addressTerms(conduct, add)) return;
    roleTerms(conduct.device, around, add);
    if (BORDER_ROLES.has(conduct.device.role)) return;
    controlTerms(conduct, around, add);
    supervisionTerms(conduct, around, add);
    segmentTerms(conduct, add);
    makerTerms(conduct.device, add);
    clockTerms(conduct, around, add);
    officeTerms(conduct, around, add);
  });
}

/** Terms of the second round: who is around, by the levels of the first. */
export function neighborTerms(conduct: Conduct, around: Surroundings): LevelTerm[] {
  const { device } = conduct;
  if (BORDER_ROLES.has(device.role) || isOutside(device)) return [];
  return collect((add) => {
    serverTerms(conduct, around, add);
    betweenTerms(conduct, around, add);
    spokenToTerms(conduct, around, add);
    if (PLACED_BY_SURROUNDINGS.has(device.role)) networkTerms(device, around, add);
  });
}

/** The last term of a device that nothing else places: where most of its peers are. */
export function propagatedTerms(conduct: Conduct, around: Surroundings): LevelTerm[] {
  const { device } = conduct;
  if (BORDER_ROLES.has(device.role) || isOutside(device)) return [];
  const levels = new Map<Level, number>();
  let all = 0;
  for (const peer of peersOf(conduct.ties)) {
    const level = around.levelOf(peer);
    if (NO_NEIGHBORS.has(level)) continue;
    all++;
    levels.set(level, (levels.get(level) ?? 0) + 1);
  }
  return collect((add) => {
    for (const level of LEVELS) {
      const count = levels.get(level) ?? 0;
      if (count === 0 || count <= all * MOST_PEERS) continue;
      add(
        level,
        all > 1 ? 2 : 1,
        `${count} of the ${counted(all, "device")} it speaks with ${count === 1 ? "is" : "are"} ${levelWords(level)}`,
        firstEvidence(conduct.ties),
      );
    }
  });
}

/** Sums terms up: the level with most points, the next, and whether the lead is too small to trust. */
export function placementOf(terms: readonly LevelTerm[]): LevelPlacement {
  const scores = new Map<Level, number>();
  for (const term of terms) scores.set(term.level, (scores.get(term.level) ?? 0) + term.points);
  // Of equal levels the one nearer to the process stands: it is the one whose neglect costs more.
  const order = [...LEVELS].reverse();
  const ranked = [...scores]
    .map(([level, score]) => ({ level, score: tenth(score) }))
    .sort((one, other) => other.score - one.score || order.indexOf(other.level) - order.indexOf(one.level));
  const best = ranked[0];
  if (best === undefined || best.score < LEAST_SCORE) {
    return {
      level: "Not placed",
      score: 0,
      runnerUp: best !== undefined && best.score > 0 ? best.level : "",
      runnerUpScore: best !== undefined && best.score > 0 ? best.score : 0,
      needsReview: true,
      terms: sortTerms(terms, "Not placed"),
    };
  }
  const next = ranked[1] !== undefined && ranked[1].score > 0 ? ranked[1] : undefined;
  return {
    level: best.level,
    score: best.score,
    runnerUp: next?.level ?? "",
    runnerUpScore: next?.score ?? 0,
    needsReview: best.score <= LEAST_MARGIN || tenth(best.score - (next?.score ?? 0)) < LEAST_MARGIN,
    terms: sortTerms(terms, best.level),
  };
}

function sortTerms(terms: readonly LevelTerm[], winner: Level): LevelTerm[] {
  return [...terms].sort((one, other) => {
    if ((one.level === winner) !== (other.level === winner)) return one.level === winner ? -1 : 1;
    if (one.points !== other.points) return other.points - one.points;
    const levels = LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level);
    return levels !== 0 ? levels : one.reason < other.reason ? -1 : one.reason > other.reason ? 1 : 0;
  });
}

function collect(fill: (add: Add) => void): LevelTerm[] {
  const terms: LevelTerm[] = [];
  fill((level, points, reason, evidence) => {
    const rounded = tenth(points);
    if (rounded !== 0) terms.push({ level, points: rounded, reason, evidence });
  });
  return terms;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A level in a sentence: "on level 2", "in the building network". */
export function levelWords(level: Level): string {
  switch (level) {
    case "IoMT":
      return "in the medical segment";
    case "Building":
      return "in the building segment";
    case "5G":
      return "in the mobile network";
    case "Outside":
      return "outside the site";
    case "Boundary":
      return "at a network boundary";
    case "Not placed":
      return "not placed";
    default:
      return `on level ${level}`;
  }
}

/** Answers whether the address alone settles it. */
function addressTerms(conduct: Conduct, add: Add): boolean {
  const { device } = conduct;
  if (!isOutside(device)) return false;
  const address = device.ips[0] as string;
  const evidence = firstEvidence(conduct.ties);
  add("Outside", 9, `Its address ${address} is public and it has no hardware address in these captures`, evidence);
  const own = new Set(device.ips.map(blockOf));
  const near = conduct.ties.filter((tie) =>
    own.has(blockOf(tie.side === "server" ? tie.link.clientAddress : tie.link.serverAddress)),
  );
  if (near.length === 0) return true;
  const count = peersOf(near).size;
  if (count === 0) return true;
  add(
    "Outside",
    -6,
    `Speaks with ${counted(count, "device")} of its own address block, which seems to be used inside`,
    firstEvidence(near),
  );
  return false;
}

function blockOf(address: string): string {
  if (address.includes(":")) return address.split(":").slice(0, 4).join(":");
  return address.slice(0, address.lastIndexOf("."));
}

function roleTerms(device: Device, around: Surroundings, add: Add): void {
  const winner = device.roleCandidates[0];
  if (device.role === "unknown" || winner === undefined) return;
  const factor = Math.min(1, winner.confidence / SURE_ROLE);
  for (const { level, points } of ROLE_LEVELS[device.role]) {
    // Without a plant around it, a sensor is a thing of the house.
    const where = level === "0" && device.role === "sensor" && !around.hasProcess ? "4" : level;
    add(where, points * factor, `${roleTitle(device.role)}: ${winner.method}`, winner.evidence);
  }
}

function controlTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  const answered = answeredTies(conduct, "server", "process");
  if (answered.length > 0) {
    const evidence = firstEvidence(answered);
    const reason = `Answers ${titlesOf(answered)} to ${counted(peersOf(answered).size, "device")}`;
    add("1", 2 * trustOf(answered), reason, evidence);
    add("4", -2 * trustOf(answered), reason, evidence);
  }
  const asked = conduct.ties.filter((tie) => tie.side === "server" && tie.facts.use === "process" && !tie.answered);
  if (answered.length === 0 && asked.length > 0 && conduct.polledBy.length > 0) {
    add("1", 2, `Is polled over ${titlesOf(asked)}; its answers were not captured`, firstEvidence(asked));
  }
  const pollers = conduct.polledBy.filter((entry) => entry.facts.use === "process");
  if (answered.length > 0 && pollers.length > 0) {
    const fastest = pollers.reduce((one, other) => (other.period < one.period ? other : one));
    const more = pollers.length > 1 ? ` and by ${counted(pollers.length - 1, "other")}` : "";
    add(
      "1",
      1,
      `Polled every ${periodText(fastest.period)} by ${around.labelOf(fastest.peer)}${more}`,
      fastest.evidence,
    );
  }
  const programmed = acted(answered, "program");
  const first = programmed[0];
  if (first !== undefined) {
    const from = inWords([...peersOf(programmed.map((entry) => entry.tie))].map(around.labelOf).sort());
    const factor = trustOf(programmed.map((entry) => entry.tie));
    add("1", 4 * factor, `Took program operations from ${from}`, first.operation.evidence);
    add("0", -3, `Took program operations from ${from}`, first.operation.evidence);
  }
  const events = conduct.ties.filter((tie) => tie.side === "client" && tie.facts.use === "protection event");
  if (events.length > 0) add("1", 5, `Publishes protection events over ${titlesOf(events)}`, firstEvidence(events));
  const samples = conduct.ties.filter((tie) => tie.side === "client" && tie.facts.use === "sampled values");
  if (samples.length > 0)
    add("0", 5, `Publishes sampled currents and voltages over ${titlesOf(samples)}`, firstEvidence(samples));
  const cyclic = answeredTies(conduct, "server", "cyclic io").filter((tie) => tie.sidesKnown);
  if (cyclic.length > 0 && first === undefined) {
    const by = inWords([...peersOf(cyclic)].map(around.labelOf).sort());
    add("0", 5, `Exchanges cyclic I/O with ${by} over ${titlesOf(cyclic)}`, firstEvidence(cyclic));
  }
  const scans = answeredTies(conduct, "client", "cyclic io").filter((tie) => tie.sidesKnown);
  if (scans.length > 0) {
    add(
      "1",
      3,
      `Drives ${counted(peersOf(scans).size, "field device")} by cyclic I/O over ${titlesOf(scans)}`,
      firstEvidence(scans),
    );
  }
  const segment = segmentTies(conduct);
  if (segment.length > 0) {
    const reason = `Drives ${counted(conduct.device.parts.length, "device")} of its segment over ${titlesOf(segment)}`;
    add("1", 3, reason, firstEvidence(segment));
  }
  cyclicSideTerms(conduct, add);
  const web = answeredTies(conduct, "server", "web").filter((tie) => !tie.link.encrypted);
  if (answered.length > 0 && web.length > 0) add("1", -0.5, "Has a web page", firstEvidence(web));
}

/** Cyclic traffic whose set-up was not captured: the number of partners tells the sides. */
function cyclicSideTerms(conduct: Conduct, add: Add): void {
  if (conduct.cyclicSide === "none") return;
  const ties = untoldCyclicTies(conduct);
  const reason = `Exchanges cyclic I/O with ${counted(peersOf(ties).size, "device")} over ${titlesOf(ties)}`;
  const evidence = firstEvidence(ties);
  if (conduct.cyclicSide === "controller") add("1", 3, reason, evidence);
  else if (conduct.cyclicSide === "field") add("0", 3, `${reason}, which has more partners`, evidence);
  else {
    add("1", 1.5, `${reason}; its side was not seen`, evidence);
    add("0", 1.5, `${reason}; its side was not seen`, evidence);
  }
}

function supervisionTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  const process = conduct.polled.filter((entry) => entry.facts.use === "process");
  const isController = answeredTies(conduct, "server", "process").length > 0;
  const historian = conduct.device.role === "historian";
  const asked = answeredTies(conduct, "client", "process");
  if (process.length > 0) {
    const fastest = process.reduce((one, other) => (other.period < one.period ? other : one));
    const reason = `Polls ${counted(process.length, "controller")} every ${periodText(fastest.period)} over ${fastest.facts.title}`;
    if (isController) add("2", 1, `${reason}, as controllers do too`, fastest.evidence);
    else if (historian) add("2", 2, reason, fastest.evidence);
    else add("2", 4, reason, fastest.evidence);
    if (process.length >= MANY_CONTROLLERS)
      add("2", 2, `Polls as many as ${process.length} controllers`, fastest.evidence);
  } else if (asked.length > 0 && !isController) {
    add(
      "2",
      1.5,
      `Asks ${counted(peersOf(asked).size, "controller")} over ${titlesOf(asked)}, not cyclically`,
      firstEvidence(asked),
    );
  }
  const programs = acted(asked, "program");
  const first = programs[0];
  if (first === undefined) return;
  const targets = [...peersOf(programs.map((entry) => entry.tie))].sort();
  const reason = `Programs ${inWords(targets.map(around.labelOf).sort())} over ${titlesOf(programs.map((entry) => entry.tie))}`;
  add("2", 2, reason, first.operation.evidence);
  add("3", 2, reason, first.operation.evidence);
  const own = new Set(around.networksOf(conduct.device.id));
  const cells = new Set(targets.flatMap((target) => around.networksOf(target)));
  if (cells.size > 1)
    add("3", 2, `Programs controllers in ${counted(cells.size, "network")}`, first.operation.evidence);
  else if ([...cells].some((cell) => own.has(cell))) {
    add("2", 2, "Sits in the network of the controllers that it programs", first.operation.evidence);
  }
}

/** Precise time (IEEE 1588) in a plant is for its controllers and protection. */
function clockTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  if (conduct.device.role !== "time server" || !around.hasProcess) return;
  const precise = conduct.ties.filter(
    (tie) => tie.link.protocol === "ptp" && (tie.side === "server" || tie.peer === ""),
  );
  if (precise.length > 0) add("3", 2, "Gives precise time in a plant over PTP", firstEvidence(precise));
}

/** A computer by a maker for plants is an industrial one. */
function makerTerms(device: Device, add: Add): void {
  if (device.role !== "workstation" && device.role !== "server") return;
  if (!MAKERS_FOR_PLANTS.test(device.vendor)) return;
  const candidate = device.attributes.find(({ attribute }) => attribute === "vendor")?.candidates[0];
  add("2", 2, `A computer by ${device.vendor}, who makes for plants`, candidate?.evidence ?? null);
}

function segmentTerms(conduct: Conduct, add: Add): void {
  const rows = [
    { world: "building", level: "Building", words: "building protocols" },
    { world: "iomt", level: "IoMT", words: "medical protocols" },
    { world: "5g", level: "5G", words: "mobile network protocols" },
  ] as const;
  for (const { world, level, words } of rows) {
    const ties = conduct.ties.filter((tie) => tie.facts.world === world && (tie.answered || tie.side === "client"));
    if (ties.length === 0) continue;
    add(level, 4 * trustOf(ties), `Speaks ${words}: ${titlesOf(ties)}`, firstEvidence(ties));
  }
}

function officeTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  const { device } = conduct;
  const outward = answeredTies(conduct, "client", "web", "mail", "voice").filter(
    (tie) => !isPrivateAddress(tie.link.serverAddress) && isNetworkAddress(tie.link.serverAddress),
  );
  if (outward.length > 0) {
    add(
      "4",
      1.5,
      `Uses ${counted(peersOf(outward).size, "server")} on the internet over ${titlesOf(outward)}`,
      firstEvidence(outward),
    );
  }
  const office = answeredTies(conduct, "client", "mail", "print", "voice");
  if (office.length > 0) add("4", 2, `Uses office services: ${titlesOf(office)}`, firstEvidence(office));
  // By itself the absence of a plant proves no office; it strengthens what else speaks for one.
  const isOffice =
    outward.length > 0 || office.length > 0 || ROLE_LEVELS[device.role].some((entry) => entry.level === "4");
  if (!around.hasProcess && isOffice) {
    add("4", 1, "Nothing in these captures speaks a process protocol", null);
  }
}

function isNetworkAddress(address: string): boolean {
  return (
    address.includes(".") ||
    (/^[0-9a-f]*:[0-9a-f:]*::?[0-9a-f:]*$/i.test(address) && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address))
  );
}

/** Services of site operations, told by who is served. */
function serverTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  const ties = answeredTies(conduct, "server", "historian", "database", "directory", "time service", "broker", "log");
  const served = [...peersOf(ties)].filter((peer) => PLANT.has(around.levelOf(peer)));
  const answers = answeredTies(conduct, "server", "process").length > 0;
  if (served.length === 0 || answers) return;
  add("3", 4, `Serves ${counted(served.length, "plant device")} over ${titlesOf(ties)}`, firstEvidence(ties));
}

/** A host that business enters and that goes on into the plant, without polling a controller itself. */
function betweenTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  if (conduct.polled.length > 0 || answeredTies(conduct, "server", "process").length > 0) return;
  const entered = conduct.ties.filter(
    (tie) => tie.side === "server" && tie.answered && BUSINESS.has(around.levelOf(tie.peer)),
  );
  const plant = conduct.ties.filter((tie) => tie.answered && PLANT.has(around.levelOf(tie.peer)));
  if (entered.length === 0 || plant.length === 0) return;
  add(
    "3.5",
    5,
    `Serves ${counted(peersOf(entered).size, "business device")} and speaks with ${counted(peersOf(plant).size, "plant device")}`,
    firstEvidence(entered),
  );
}

function spokenToTerms(conduct: Conduct, around: Surroundings, add: Add): void {
  if (answeredTies(conduct, "server", "process").length === 0) return;
  const from = new Map<Level, Tie[]>();
  for (const tie of conduct.ties) {
    if (tie.side !== "server" || !tie.answered) continue;
    const level = around.levelOf(tie.peer);
    if (level === "4" || level === "5" || level === "Outside" || level === "Building" || level === "IoMT") {
      from.set(level, [...(from.get(level) ?? []), tie]);
    }
  }
  for (const level of LEVELS) {
    const ties = from.get(level);
    if (ties === undefined) continue;
    const who = inWords([...peersOf(ties)].map(around.labelOf).sort());
    add(
      "1",
      -0.5,
      `Spoken to from ${level === "Outside" || level === "Building" || level === "IoMT" ? level : `level ${level}`} by ${who}`,
      firstEvidence(ties),
    );
  }
}

/** Switches and servers belong where the devices around them are. */
function networkTerms(device: Device, around: Surroundings, add: Add): void {
  const members = new Set<string>();
  const networks = around.networksOf(device.id);
  for (const network of networks) for (const member of around.membersOf(network)) members.add(member);
  members.delete(device.id);
  const counts = new Map<Level, number>();
  let supervised = 0;
  for (const member of members) {
    const level = around.levelOf(member);
    if (NO_NEIGHBORS.has(level)) continue;
    counts.set(level, (counts.get(level) ?? 0) + 1);
    if (SUPERVISED.has(level)) supervised++;
  }
  const isWire = device.role === "switch" || device.role === "access point";
  const where = inWords(networks);
  if (supervised > 0) {
    const reason = `Shares ${where} with ${counted(supervised, "device")} of levels 0 to 2`;
    if (isWire) add("2", 4, reason, null);
    else add("3", 2.5, reason, null);
    return;
  }
  let most: Level | undefined;
  for (const level of LEVELS) {
    if ((counts.get(level) ?? 0) > (most === undefined ? 0 : (counts.get(most) as number))) most = level;
  }
  if (most === undefined) return;
  add(most, 2.5, `Shares ${where} with ${counted(counts.get(most) as number, "device")} ${levelWords(most)}`, null);
}
