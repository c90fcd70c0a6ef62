// What a host serves to others, and which services it uses, tells what it is for.
import type { LinkOperation } from "../../model/assessment.ts";
import type { Role } from "../../model/role.ts";
import { answeredTies, type Conduct, counted, firstEvidence, peersOf, titlesOf, trustOf } from "./conduct.ts";
import { isOutside } from "./outside.ts";
import type { Use } from "./protocol-facts.ts";
import type { Cast } from "./vote.ts";

/** A host that so many others ask is a server to them, not one that shares by the way. */
export const MANY_CLIENTS = 3;

/** What serving a use to others makes likely: at least so many clients, and how sure with that many or more. */
const SERVES: readonly { use: Use; clients: number; role: Role; confidence: number; does: string }[] = [
  { use: "broker", clients: 1, role: "mqtt broker", confidence: 0.82, does: "Takes messages for distribution over" },
  { use: "historian", clients: 1, role: "historian", confidence: 0.7, does: "Serves recorded values over" },
  { use: "database", clients: 1, role: "database server", confidence: 0.65, does: "Answers database queries over" },
  { use: "directory", clients: 1, role: "directory server", confidence: 0.78, does: "Signs users in over" },
  { use: "name service", clients: 1, role: "name server", confidence: 0.5, does: "Answers name queries over" },
  { use: "time service", clients: 1, role: "time server", confidence: 0.45, does: "Gives the time over" },
  { use: "address service", clients: 1, role: "server", confidence: 0.35, does: "Gives out addresses over" },
  { use: "file share", clients: MANY_CLIENTS, role: "file server", confidence: 0.5, does: "Shares files over" },
  { use: "mail", clients: 1, role: "mail server", confidence: 0.65, does: "Takes or gives mail over" },
  { use: "print", clients: 1, role: "printer", confidence: 0.72, does: "Takes print jobs over" },
  { use: "voice", clients: MANY_CLIENTS, role: "server", confidence: 0.55, does: "Connects calls over" },
  { use: "video", clients: 1, role: "camera", confidence: 0.62, does: "Serves video over" },
  { use: "remote desktop", clients: 1, role: "workstation", confidence: 0.32, does: "Is worked on from afar over" },
  { use: "medical record", clients: 1, role: "server", confidence: 0.45, does: "Takes medical records over" },
  { use: "mobile core control", clients: 1, role: "5g core", confidence: 0.75, does: "Serves base stations over" },
  {
    use: "mobile core session",
    clients: 1,
    role: "5g core",
    confidence: 0.7,
    does: "Serves sessions of the mobile core over",
  },
];

/** What using a service makes likely. */
const USES: readonly { use: Use; role: Role; confidence: number; does: string }[] = [
  { use: "mobile core control", role: "base station", confidence: 0.72, does: "Registers with the mobile core over" },
  { use: "mobile core session", role: "5g core", confidence: 0.6, does: "Asks for sessions of the mobile core over" },
  { use: "voice", role: "phone", confidence: 0.5, does: "Makes calls over" },
  { use: "protection event", role: "ied", confidence: 0.75, does: "Publishes protection events over" },
  { use: "sampled values", role: "ied", confidence: 0.6, does: "Publishes sampled currents and voltages over" },
];

/** Votes for servers of all kinds, and for those whose services tell them. */
export function serverVotes(conduct: Conduct, vote: Cast): void {
  for (const rule of SERVES) {
    const ties = answeredTies(conduct, "server", rule.use);
    const clients = peersOf(ties).size;
    if (clients < rule.clients) continue;
    const reason = `${rule.does} ${titlesOf(ties)} for ${counted(clients, "device")}`;
    const role = rule.use === "video" && isMediaProgram(conduct) ? "server" : rule.role;
    // LDAP alone serves many a program; a domain controller tells itself apart.
    const habit = ties.every((tie) => tie.facts.key === "ldap") ? 0.6 : 1;
    vote(role, rule.confidence * habit * trustOf(ties), reason, firstEvidence(ties), clients);
  }
  for (const rule of USES) {
    const ties = conduct.ties.filter(
      (tie) => tie.side === "client" && tie.facts.use === rule.use && (tie.answered || tie.peer === ""),
    );
    if (ties.length === 0) continue;
    vote(
      rule.role,
      rule.confidence * Math.max(0.8, trustOf(ties)),
      `${rule.does} ${titlesOf(ties)}`,
      firstEvidence(ties),
      ties.length,
    );
  }
  const clock = conduct.ties.filter(
    (tie) => tie.side === "client" && tie.peer === "" && tie.link.operations.some(isTimeForAll),
  );
  if (clock.length > 0) {
    vote("time server", 0.6, `Gives the time to all over ${titlesOf(clock)}`, firstEvidence(clock), clock.length);
  }
  const domain = conduct.ties.filter(
    (tie) => tie.side === "server" && tie.answered && tie.link.operations.some(isSecureChannel),
  );
  if (domain.length > 0) {
    vote(
      "directory server",
      0.7,
      `Lets members of its domain sign in over ${titlesOf(domain)}`,
      firstEvidence(domain),
      domain.length,
    );
  }
  collectionVotes(conduct, vote);
  imageVotes(conduct, vote);
  const housekeeping = answeredTies(conduct, "server", "name service", "address service");
  if (housekeeping.length > 0 && forwards(conduct)) {
    vote(
      "router",
      0.66,
      `Forwards for other addresses and serves ${titlesOf(housekeeping)}`,
      firstEvidence(housekeeping),
      housekeeping.length,
    );
  }
  const web = answeredTies(conduct, "server", "web");
  const webClients = peersOf(web).size;
  // A plant device's web pages are for its own settings.
  const ofPlant =
    conduct.ties.some((tie) => tie.side === "client" && tie.facts.world === "ot") ||
    answeredTies(conduct, "server", "process", "building").length > 0;
  if (webClients >= MANY_CLIENTS && !ofPlant) {
    vote(
      "web server",
      0.42 * trustOf(web),
      `Serves pages over ${titlesOf(web)} to ${counted(webClients, "device")}`,
      firstEvidence(web),
      webClients,
    );
  }
  if (web.length > 0 && isOutside(conduct.device)) {
    vote(
      "web server",
      0.45 * trustOf(web),
      `Serves ${counted(webClients, "device")} of the site over ${titlesOf(web)} from outside`,
      firstEvidence(web),
      webClients,
    );
  }
  const entered = answeredTies(conduct, "server", "remote desktop", "remote shell");
  const onward = answeredTies(conduct, "client", "remote desktop", "remote shell");
  if (entered.length > 0 && onward.length > 0) {
    vote(
      "jump host",
      0.5,
      `Is entered over ${titlesOf(entered)} by ${counted(peersOf(entered).size, "device")} and goes on to ${counted(peersOf(onward).size, "device")}`,
      firstEvidence(onward),
      onward.length,
    );
  }
}

/** Roles that several uses together tell. */
function collectionVotes(conduct: Conduct, vote: Cast): void {
  const [names, times, files] = (["name service", "time service", "file share"] as const).map((use) =>
    peersOf(answeredTies(conduct, "server", use)),
  ) as [Set<string>, Set<string>, Set<string>];
  // Members of a domain take names, time and policies, which are files, from its controllers.
  const members = [...files].filter((peer) => names.has(peer) && times.has(peer)).length;
  if (members >= MANY_CLIENTS) {
    const ties = answeredTies(conduct, "server", "name service", "time service", "file share");
    vote(
      "directory server",
      0.46,
      `Gives names, the time and files to the same ${counted(members, "device")}`,
      firstEvidence(ties),
      members,
    );
  }
  const watched = answeredTies(conduct, "client", "video").filter((tie) =>
    tie.link.operations.some((entry) => entry.act === "read" || entry.requests > 0),
  );
  const cameras = peersOf(watched).size;
  if (cameras >= MANY_CLIENTS) {
    vote(
      "video recorder",
      0.58 * trustOf(watched),
      `Takes video from ${counted(cameras, "device")} over ${titlesOf(watched)}`,
      firstEvidence(watched),
      cameras,
    );
  }
}

/** Images go from modalities to archives by themselves, and from archives to reading stations that asked for them. */
function imageVotes(conduct: Conduct, vote: Cast): void {
  const asked = answeredTies(conduct, "client", "medical image");
  const served = answeredTies(conduct, "server", "medical image");
  const fetches = asked.filter((tie) => tie.link.operations.some(isFetch));
  const sources = peersOf(fetches);
  const given = served.filter((tie) => !sources.has(tie.peer));
  if (given.length > 0) {
    const clients = peersOf(given).size;
    const reason = `Takes medical images over ${titlesOf(given)} for ${counted(clients, "device")}`;
    vote("pacs", 0.55 * trustOf(given), reason, firstEvidence(given), clients);
  } else if (fetches.length > 0) {
    vote(
      "workstation",
      0.5 * trustOf(fetches),
      `Asks ${counted(sources.size, "archive")} for medical images over ${titlesOf(fetches)}`,
      firstEvidence(fetches),
      sources.size,
    );
  }
  const sent = conduct.ties.filter(
    (tie) => tie.side === "client" && tie.facts.use === "medical image" && !tie.link.operations.some(isFetch),
  );
  const heard = sent.filter((tie) => tie.answered || tie.peer === "");
  // An archive sends on what it was given; a modality is given none.
  if (heard.length > 0 && given.length === 0) {
    vote(
      "medical imaging",
      0.5 * Math.max(0.8, trustOf(heard)),
      `Sends medical images over ${titlesOf(heard)}`,
      firstEvidence(heard),
      heard.length,
    );
  }
}

/** C-MOVE and C-GET (DICOM PS3.7 sections 9.1.3 and 9.1.4). */
function isFetch(entry: LinkOperation): boolean {
  return /^dicom:c_(move|get)$/.test(entry.operation) && entry.requests > 0;
}

/** Secure channels are set up with domain controllers only (MS-NRPC section 3.5.4.4). */
function isSecureChannel(entry: LinkOperation): boolean {
  return /^dcerpc:netlogon_netr_server_(req_challenge|authenticate)/.test(entry.operation);
}

/** NTP's broadcast mode (RFC 5905 section 3): who sends it has the time to give. */
function isTimeForAll(entry: LinkOperation): boolean {
  return entry.operation === "ntp:broadcast";
}

/** Whether its video is served by a program of computers. */
function isMediaProgram(conduct: Conduct): boolean {
  const programs = conduct.device.attributes.find(({ attribute }) => attribute === "software")?.candidates ?? [];
  return programs.some(({ value }) =>
    /^(VLC|GStreamer|FFmpeg|Lavf|Wowza|Darwin Streaming|MediaMTX|Helix)/i.test(value),
  );
}

/** Whether packets of other addresses come from it; the inventory says so as a kind. */
function forwards(conduct: Conduct): boolean {
  const kinds = conduct.device.attributes.find(({ attribute }) => attribute === "kind")?.candidates ?? [];
  return kinds.some(({ value }) => value.startsWith("router (forwards"));
}
