// What a device does tells what it is for. Each row or rule is a fact of the field; the protocols' uses are in
// protocol-facts.ts.
import type { Evidence } from "../../model/evidence.ts";
import type { Role } from "../../model/role.ts";
import {
  acted,
  answeredTies,
  type Conduct,
  counted,
  firstEvidence,
  inWords,
  operationsOf,
  peersOf,
  periodText,
  segmentTies,
  type Tie,
  titlesOf,
  trustOf,
  untoldCyclicTies,
} from "./conduct.ts";
import { MANY_CLIENTS, serverVotes } from "./role-servers.ts";
import { type Cast, NO_EVIDENCE, type Vote } from "./vote.ts";

/** Polls slower than this, in seconds, are more of a recorder than of a screen. */
const SLOW_POLL = 5;
/** Protocols of telecontrol, by key: stations report by themselves, so that whoever asks them at all supervises them. */
const TELECONTROL: ReadonlySet<string> = new Set(["dnp3", "iec104", "mms", "synchrophasor", "roc", "bsap"]);
/** From so many controllers on, the one that polls them is more than a panel. */
const MANY_CONTROLLERS = 5;

/** A client that asks so many things is between them and the others. */
const MANY_THINGS = 3;
/** A sensor has so many values at most, and tells each so often at least. */
const FEW_VALUES = 16;
const AGAIN = 3;

/** Operations of the act "file" that take a program out of a controller; UMAS calls it a download. */
const PROGRAM_COPY = /(:|_)(upload|download)(_|$)/;

const PROGRAMS = "Programs";
const COPIES = "Copies the program of";
const TAKES = "Takes files from";

/** Whether the reason for a role is that the device programmed a controller or took its program. */
export function isForProgramming(reason: string): boolean {
  return [PROGRAMS, COPIES, TAKES].some((words) => reason.startsWith(`${words} `));
}

/** What answering a protocol about the process makes likely by itself, by protocol key. */
const ANSWERS: Readonly<Record<string, { role: Role; confidence: number }>> = {
  modbus: { role: "plc", confidence: 0.38 },
  s7comm: { role: "plc", confidence: 0.62 },
  enip: { role: "plc", confidence: 0.36 },
  dnp3: { role: "rtu", confidence: 0.6 },
  iec104: { role: "rtu", confidence: 0.6 },
  mms: { role: "ied", confidence: 0.55 },
  synchrophasor: { role: "ied", confidence: 0.6 },
  fins: { role: "plc", confidence: 0.6 },
  melsec: { role: "plc", confidence: 0.6 },
  sbus: { role: "plc", confidence: 0.6 },
  srtp: { role: "plc", confidence: 0.6 },
  codesys: { role: "plc", confidence: 0.6 },
  ads: { role: "plc", confidence: 0.55 },
  pcom: { role: "plc", confidence: 0.6 },
  tristation: { role: "safety controller", confidence: 0.75 },
  roc: { role: "rtu", confidence: 0.6 },
  bsap: { role: "rtu", confidence: 0.6 },
  genisys: { role: "rtu", confidence: 0.5 },
  hartip: { role: "sensor", confidence: 0.45 },
  dlms: { role: "meter", confidence: 0.65 },
  c1222: { role: "meter", confidence: 0.65 },
  opcua: { role: "opc server", confidence: 0.5 },
  bacnet: { role: "building controller", confidence: 0.55 },
  knxnet: { role: "building controller", confidence: 0.55 },
  fox: { role: "building controller", confidence: 0.55 },
};

/** All that a device's conduct says about its role. `labelOf` names a device in a sentence. */
export function behaviorVotes(conduct: Conduct, labelOf: (device: string) => string): Vote[] {
  const votes: Vote[] = [];
  const vote = (role: Role, confidence: number, reason: string, evidence: Evidence | null, times: number): void => {
    votes.push({ role, confidence, reason, evidence: evidence ?? NO_EVIDENCE, times, source: "behavior" });
  };
  controllerVotes(conduct, labelOf, vote);
  cyclicSideVotes(conduct, vote);
  supervisorVotes(conduct, labelOf, vote);
  opcVotes(conduct, vote);
  serverVotes(conduct, vote);
  officeVotes(conduct, vote);
  radioVotes(conduct, vote);
  return votes;
}

/**
 * The core puts what radio devices say into GTP-U. So does it with the answers of whoever they talk to; but those serve them, and
 * show hardware addresses where they are seen in their own network.
 */
function radioVotes(conduct: Conduct, vote: Cast): void {
  const { device, ties } = conduct;
  const isInRadio = ties.length > 0 && ties.every(({ link }) => link.tunnel === "gtp" && link.transport !== "tunnel");
  if (!isInRadio || device.macs.length > 0 || device.servicesOffered.length > 0) return;
  vote(
    "user equipment",
    0.66,
    `Is seen only inside the tunnels of the mobile core, as a client of ${counted(peersOf(ties).size, "device")}`,
    firstEvidence(ties),
    ties.length,
  );
}

function controllerVotes(conduct: Conduct, labelOf: (device: string) => string, vote: Cast): void {
  const answered = answeredTies(conduct, "server", "process", "building");
  const keys = [...new Set(answered.map((tie) => tie.facts.key))].sort();
  for (const key of keys) {
    const rule = ANSWERS[key];
    if (rule === undefined) continue;
    const ties = answered.filter((tie) => tie.facts.key === key);
    const peers = peersOf(ties);
    vote(
      rule.role,
      rule.confidence * trustOf(ties),
      `Answers ${titlesOf(ties)} to ${counted(peers.size, "device")}`,
      firstEvidence(ties),
      ties.length,
    );
  }
  const programmed = acted(answered, "program");
  if (programmed.length > 0) {
    const peers = peersOf(programmed.map((entry) => entry.tie));
    const first = programmed[0] as (typeof programmed)[number];
    vote(
      "plc",
      0.72 * trustOf(programmed.map((entry) => entry.tie)),
      `Took program operations from ${inWords([...peers].sort().map(labelOf).sort())} over ${titlesOf(programmed.map((entry) => entry.tie))}`,
      first.operation.evidence,
      programmed.length,
    );
  }
  const cyclic = answeredTies(conduct, "server", "cyclic io").filter((tie) => tie.sidesKnown);
  if (cyclic.length > 0 && programmed.length === 0) {
    vote(
      "remote io",
      0.42,
      `Exchanges cyclic I/O with its controller over ${titlesOf(cyclic)}`,
      firstEvidence(cyclic),
      cyclic.length,
    );
  }
  const scanner = answeredTies(conduct, "client", "cyclic io").filter((tie) => tie.sidesKnown);
  if (scanner.length > 0) {
    vote(
      "plc",
      0.6,
      `Drives ${counted(peersOf(scanner).size, "field device")} by cyclic I/O over ${titlesOf(scanner)}`,
      firstEvidence(scanner),
      scanner.length,
    );
  }
  const segment = segmentTies(conduct);
  if (segment.length > 0) {
    const reason = `Drives ${counted(conduct.device.parts.length, "device")} of its segment over ${titlesOf(segment)}`;
    vote("plc", 0.6, reason, firstEvidence(segment), segment.length);
  }
}

/** Cyclic traffic whose set-up was not captured. */
function cyclicSideVotes(conduct: Conduct, vote: Cast): void {
  const ties = untoldCyclicTies(conduct);
  const partners = peersOf(ties).size;
  const reason = `Exchanges cyclic I/O with ${counted(partners, "device")} over ${titlesOf(ties)}`;
  if (conduct.cyclicSide === "controller") vote("plc", 0.45, reason, firstEvidence(ties), ties.length);
  if (conduct.cyclicSide === "field") vote("remote io", 0.37, reason, firstEvidence(ties), ties.length);
}

function supervisorVotes(conduct: Conduct, labelOf: (device: string) => string, vote: Cast): void {
  const asked = answeredTies(conduct, "client", "process");
  const answers = answeredTies(conduct, "server", "process").length > 0;
  const programs = acted(
    conduct.ties.filter(
      (tie) => tie.side === "client" && (tie.facts.use === "process" || tie.facts.use === "building"),
    ),
    "program",
  );
  if (programs.length > 0) {
    const ties = programs.map((entry) => entry.tie);
    const peers = peersOf(ties);
    vote(
      "engineering station",
      (answers ? 0.4 : 0.75) * trustOf(ties),
      `${PROGRAMS} ${inWords([...peers].map(labelOf).sort())} over ${titlesOf(ties)}`,
      (programs[0] as (typeof programs)[number]).operation.evidence,
      programs.length,
    );
  }
  // Telecontrol fetches recordings as files; elsewhere the files of a controller are its programs.
  const files = acted(asked, "file").filter(({ tie }) => !TELECONTROL.has(tie.facts.key) && tie.facts.key !== "opcua");
  if (files.length > 0 && programs.length === 0) {
    const ties = files.map((entry) => entry.tie);
    const copies = files.some(({ operation }) => PROGRAM_COPY.test(operation.operation));
    // A recorder or a screen that keeps copies goes on polling; its polls say more.
    const polls = conduct.polled.some((entry) => entry.facts.use === "process");
    vote(
      "engineering station",
      (answers || polls ? 0.3 : copies ? 0.6 : 0.5) * trustOf(ties),
      `${copies ? COPIES : TAKES} ${inWords([...peersOf(ties)].map(labelOf).sort())} over ${titlesOf(ties)}`,
      (files[0] as (typeof files)[number]).operation.evidence,
      files.length,
    );
  }
  const process = conduct.polled.filter((entry) => entry.facts.use === "process");
  const building = conduct.polled.filter((entry) => entry.facts.use === "building");
  if (process.length > 0) {
    const fastest = Math.min(...process.map((entry) => entry.period));
    const writes = acted(asked, "write").length + acted(asked, "control").length > 0;
    // A controller polls others too; then the polling says little about what it is.
    const factor = answers ? 0.4 : 1;
    const evidence = process[0]?.evidence ?? firstEvidence(asked);
    const what = `${counted(process.length, "controller")} every ${periodText(fastest)}`;
    if (process.length >= MANY_CONTROLLERS) {
      vote("scada server", 0.6 * factor, `Polls ${what}`, evidence, process.length);
      vote("hmi", 0.42 * factor, `Polls ${what}`, evidence, process.length);
    } else if (writes) {
      vote("hmi", 0.58 * factor, `Polls ${what} and writes to them`, evidence, process.length);
      vote("scada server", 0.4 * factor, `Polls ${what} and writes to them`, evidence, process.length);
    } else if (fastest >= SLOW_POLL) {
      vote("historian", 0.46 * factor, `Reads ${what} and never writes`, evidence, process.length);
      vote("hmi", 0.35 * factor, `Polls ${what}`, evidence, process.length);
    } else {
      vote("hmi", 0.42 * factor, `Polls ${what}`, evidence, process.length);
      vote("historian", 0.32 * factor, `Reads ${what} and never writes`, evidence, process.length);
    }
  }
  const buildingClients = answeredTies(conduct, "client", "building");
  const reported = asked.filter((tie) => TELECONTROL.has(tie.facts.key));
  if (process.length === 0 && reported.length > 0 && !answers) {
    const count = peersOf(reported).size;
    const reason = `Supervises ${counted(count, "station")} over ${titlesOf(reported)}`;
    const factor = trustOf(reported);
    vote("scada server", (count >= MANY_CONTROLLERS ? 0.6 : 0.45) * factor, reason, firstEvidence(reported), count);
    vote("hmi", 0.42 * factor, reason, firstEvidence(reported), count);
  }
  if (building.length > 0 || peersOf(buildingClients).size >= MANY_CLIENTS) {
    const count = Math.max(building.length, peersOf(buildingClients).size);
    vote(
      "building station",
      answeredTies(conduct, "server", "building").length > 0 ? 0.4 : 0.55,
      `Asks ${counted(count, "building controller")} over ${titlesOf(buildingClients)}`,
      firstEvidence(buildingClients),
      count,
    );
  }
  busVotes(conduct, buildingClients, vote);
  const published = answeredTies(conduct, "client", "broker");
  if (asked.length > 0 && published.length > 0 && !answers) {
    vote(
      "gateway",
      0.42,
      `Reads controllers over ${titlesOf(asked)} and speaks ${titlesOf(published)} to a broker`,
      firstEvidence(published),
      published.length,
    );
  } else if (published.length > 0 && thingsAsked(conduct) >= MANY_THINGS) {
    vote(
      "gateway",
      0.42,
      `Asks ${counted(thingsAsked(conduct), "thing")} for values and speaks ${titlesOf(published)} to a broker`,
      firstEvidence(published),
      published.length,
    );
  } else if (published.length > 0) {
    const outward = answeredTies(conduct, "client", "web");
    const acts = acted(published, "write").length > 0;
    if (acts && outward.length > 0)
      vote(
        "gateway",
        0.4,
        `Publishes over ${titlesOf(published)} and reports over ${titlesOf(outward)}`,
        firstEvidence(published),
        published.length,
      );
    else if (acts && onlyPublishes(conduct, published))
      vote(
        "sensor",
        0.42,
        `Publishes the same few values again and again over ${titlesOf(published)}, and does nothing else`,
        firstEvidence(published),
        published.length,
      );
    else if (acts)
      vote("sensor", 0.34, `Publishes values over ${titlesOf(published)}`, firstEvidence(published), published.length);
  }
}

/** Who tells all what several devices of a bus say stands between that bus and the network; who answers for them is told elsewhere. */
function busVotes(conduct: Conduct, asked: readonly Tie[], vote: Cast): void {
  const bus = conduct.device.parts.filter(({ part }) => part.startsWith("KNX ")).length;
  const told = conduct.ties.filter((tie) => tie.side === "client" && tie.peer === "" && tie.facts.use === "building");
  if (bus < 2 || told.length === 0 || asked.length > 0) return;
  if (answeredTies(conduct, "server", "building").length > 0) return;
  vote(
    "gateway",
    0.5,
    `Passes on what ${counted(bus, "device")} of a bus say over ${titlesOf(told)}`,
    firstEvidence(told),
    bus,
  );
}

/** How many things give it their values over the protocol of small things. */
function thingsAsked(conduct: Conduct): number {
  const asked = conduct.ties.filter((tie) => tie.side === "client" && tie.answered && tie.facts.key === "coap");
  return peersOf(asked.filter((tie) => tie.link.operations.some((entry) => entry.act === "read"))).size;
}

/** Whether a client hands over a few values time and again, asks for none, and needs nobody but its broker. */
function onlyPublishes(conduct: Conduct, published: readonly Tie[]): boolean {
  const isElsewhere = conduct.ties.some(
    (tie) =>
      tie.peer !== "" &&
      tie.facts.world !== "network" &&
      (tie.side === "server" ? tie.answered : !published.includes(tie)),
  );
  const operations = published.flatMap((tie) => tie.link.operations);
  if (isElsewhere || operations.some((entry) => entry.act === "read")) return false;
  return operations.some(
    (entry) =>
      entry.act === "write" &&
      entry.moreTargets === 0 &&
      entry.targets.length > 0 &&
      entry.targets.length <= FEW_VALUES &&
      entry.requests >= entry.targets.length * AGAIN,
  );
}

/** OPC UA is spoken by controllers themselves and by computers that hand their values on. */
function opcVotes(conduct: Conduct, vote: Cast): void {
  const offered = answeredTies(conduct, "server", "process").filter((tie) => tie.facts.key === "opcua");
  if (offered.length === 0) return;
  const sources = answeredTies(conduct, "client", "process").filter((tie) => tie.facts.key !== "opcua");
  const drives = answeredTies(conduct, "client", "cyclic io").length > 0;
  if (sources.length > 0 && !drives) {
    const controllers = peersOf(sources).size;
    vote(
      "opc server",
      0.55 * trustOf(offered),
      `Reads ${counted(controllers, "controller")} over ${titlesOf(sources)} and hands values on over ${titlesOf(offered)}`,
      firstEvidence(sources),
      controllers,
    );
  }
  const recorded = operationsOf(offered, (entry) => entry.operation === "opcua:history_read" && entry.responses > 0);
  const served = recorded.filter(({ operation }) => operation.refused < operation.responses);
  if (served.length > 0) {
    const ties = served.map(({ tie }) => tie);
    vote(
      "historian",
      0.45 * trustOf(ties),
      `Serves recorded values over ${titlesOf(ties)} to ${counted(peersOf(ties).size, "device")}`,
      (served[0] as (typeof served)[number]).operation.evidence,
      served.length,
    );
  }
}

function officeVotes(conduct: Conduct, vote: Cast): void {
  const browses = answeredTies(conduct, "client", "web");
  const worksWith = answeredTies(conduct, "client", "mail", "file share", "directory", "remote desktop", "print");
  const process = conduct.ties.some(
    (tie) => tie.facts.world === "ot" && (tie.side === "server" || conduct.polled.length > 0),
  );
  if (process) return;
  const serves = answeredTies(conduct, "server", "web", "database", "directory", "mail", "name service").length > 0;
  if (!serves && peersOf(worksWith).size > 0) {
    vote(
      "workstation",
      0.4,
      `Works with ${titlesOf(worksWith)} of ${counted(peersOf(worksWith).size, "server")}`,
      firstEvidence(worksWith),
      worksWith.length,
    );
  } else if (!serves && browses.length > 0) {
    vote(
      "workstation",
      0.22,
      `Uses ${titlesOf(browses)} of ${counted(peersOf(browses).size, "server")}`,
      firstEvidence(browses),
      browses.length,
    );
  }
}
