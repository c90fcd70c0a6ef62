import { macText } from "../dissect/addresses.ts";
import type { Dissector } from "../dissect/dissector.ts";
import { changesState, heavierAct } from "../model/act.ts";
import type { AttributeValue, Device, Link, LinkOperation, Poll, Service } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import type { Evidence } from "../model/evidence.ts";
import { contentId } from "../model/identifier.ts";
import { askedMakers } from "./asked-names.ts";
import { foldAttributes, foldParts, round } from "./attributes.ts";
import type { Corrections } from "./corrections.ts";
import { NO_CORRECTIONS } from "./corrections.ts";
import { evidenceOf, remarksByAddress } from "./fingerprints/evidence.ts";
import { OWN_RULES } from "./fingerprints/own-rules.ts";
import { RuleBook } from "./fingerprints/rules.ts";
import type { ClaimTally, Ledger, LinkTally } from "./ledger.ts";
import { addFromController } from "./own-parts.ts";
import { pointCourses, processPoints } from "./process-points.ts";
import type { Resolution, ResolvedDevice } from "./resolve.ts";
import { addressKey, inAddressOrder, isGroupAddress, resolveDevices, sorted } from "./resolve.ts";
import type { Contacts, ProtocolTraits, SeenRemark, Site } from "./site.ts";
import type { Cycle, OperationTally, Range } from "./tally.ts";
import { toldLinks } from "./told.ts";
import { blockVendor, type VendorLookup, virtualMachineOf } from "./vendors.ts";

const MOST_TARGETS = 64;
const MOST_POLLS = 64;
/** A request counts as a poll from this many repeats on. */
const FEWEST_POLLS = 5;
/** Intervals may scatter this much (standard deviation over mean) and still be called cyclic. */
const MOST_VARIATION = 0.5;

/** A site with what only its making knows. */
export interface AssembledSite extends Site {
  resolution: Resolution;
  /** Addresses that were spoken to and never proved to exist. */
  silent: string[];
  /** Links that exporters told of and nobody saw: no rule and no detection looks at them. */
  toldLinks: Link[];
}

/** Turns the sums of a whole capture into devices and links; `fingerprints` are the rules that turn words into claims. */
export function assembleSite(
  ledger: Ledger,
  dissectors: readonly Dissector[],
  vendorOf: VendorLookup,
  fingerprints: RuleBook = new RuleBook([OWN_RULES]),
  corrections: Corrections = NO_CORRECTIONS,
): AssembledSite {
  addFingerprints(ledger, fingerprints);
  for (const [address, { claims }] of corrections.stated) {
    const host = ledger.hosts.get(address);
    if (host !== undefined && claims.length > 0) host.concluded = [...host.concluded, ...claims];
  }
  const resolution = resolveDevices(ledger, corrections);
  const ids = new Map<ResolvedDevice, string>();
  for (const device of resolution.devices) ids.set(device, idOf(device));
  const idOfAddress = (address: string): string => {
    const device = resolution.byAddress.get(address);
    return device === undefined ? "" : (ids.get(device) as string);
  };
  const links = linksOf(ledger, idOfAddress, resolution.broadcasts);
  const protocols = traitsOf(dissectors);
  const makers = askedMakers(links.map((entry) => entry.link));
  const devices = resolution.devices.map((device) => {
    const id = ids.get(device) as string;
    return deviceOf(device, id, vendorOf, makers.get(id));
  });
  const byId = new Map(devices.map((device) => [device.id, device]));
  addServices(byId, ledger, links);
  const remarks = remarksOf(ledger, idOfAddress, links);
  addCredentials(byId, remarks);
  addFaults(byId, ledger, idOfAddress);
  const contacts = contactsOf(ledger, idOfAddress);
  const ordered = sorted(devices, orderKey);
  return {
    devices: ordered,
    points: processPoints(ledger, ordered, idOfAddress),
    courses: pointCourses(ledger, idOfAddress),
    links: links.map((entry) => entry.link),
    remarks,
    bindings: sorted(ledger.bindings.values(), (entry) => `${entry.ip} ${entry.mac} ${entry.method}`),
    moves: sorted(ledger.moves.values(), (entry) => `${entry.from} ${entry.to}`),
    protocols,
    contacts,
    resolution,
    silent: inAddressOrder(resolution.silent),
    toldLinks: toldLinks(
      ledger.told.values(),
      ledger.links.values(),
      idOfAddress,
      (protocol) => protocols.get(protocol)?.title ?? protocol,
    ),
  };
}

/** Tells each host what fingerprint rules make of its words; what they made of them before is forgotten. */
function addFingerprints(ledger: Ledger, fingerprints: RuleBook): void {
  const remarks = remarksByAddress(ledger.remarks.values());
  for (const host of ledger.hosts.values()) {
    const noted = remarks.get(host.address) ?? [];
    host.concluded = [];
    if (host.claims.size === 0 && noted.length === 0) continue;
    host.concluded = fingerprints.claims(evidenceOf(host.claims.values(), noted));
  }
}

function idOf(device: ResolvedDevice): string {
  // One address is enough, since no two devices share it; with all of them a new lease would make a new device.
  return contentId("device", device.macs[0] ?? device.ips[0] ?? "");
}

/** Devices with network addresses first, in the order of the first one; then by hardware address. */
function orderKey(device: Device): string {
  const ip = device.ips[0];
  return ip === undefined ? `z ${device.macs[0] ?? ""} ${device.id}` : `${addressKey(ip)} ${device.id}`;
}

function deviceOf(
  resolved: ResolvedDevice,
  id: string,
  vendorOf: VendorLookup,
  askedMaker: ClaimTally | undefined,
): Device {
  const claims: ClaimTally[] = askedMaker === undefined ? [] : [askedMaker];
  let firstSeen = Number.POSITIVE_INFINITY;
  let lastSeen = Number.NEGATIVE_INFINITY;
  for (const host of resolved.hosts) {
    claims.push(...host.claims.values(), ...host.concluded, ...host.names.values());
    firstSeen = Math.min(firstSeen, host.firstSeen);
    lastSeen = Math.max(lastSeen, host.lastSeen);
  }
  const spoke = resolved.hosts.filter((host) => host.sentFrames > 0);
  const evidence = firstEvidence(resolved);
  for (const mac of resolved.macs) {
    const virtual = virtualMachineOf(mac);
    if (virtual !== "") {
      claims.push({
        attribute: "kind",
        value: `virtual machine (${virtual})`,
        confidence: 0.4,
        method: `MAC block ${macText(mac).slice(0, 8)}`,
        times: 1,
        evidence,
      });
    }
    const vendor = vendorOf(mac);
    if (vendor === "") continue;
    const told = blockVendor(vendor);
    claims.push({
      attribute: "vendor",
      value: told.vendor,
      confidence: told.confidence,
      method: `MAC block ${macText(mac).slice(0, 8)}`,
      times: 1,
      evidence,
    });
  }
  if (resolved.forwardsFor.length > 0) {
    claims.push({
      attribute: "kind",
      value: `router (forwards for ${resolved.forwardsFor.length} address${resolved.forwardsFor.length === 1 ? "" : "es"})`,
      confidence: 0.8,
      method: "packets of other addresses",
      times: resolved.forwardsFor.length,
      evidence: resolved.forwardEvidence ?? evidence,
    });
  }
  const attributes = foldAttributes(claims);
  const vlans = new Set<number>();
  for (const host of spoke) for (const vlan of host.vlans) vlans.add(vlan);
  const parts = foldParts(
    resolved.hosts.flatMap((host) => [...host.parts].map(([name, part]) => [name, [...part.values()]] as const)),
  );
  addFromController(attributes, parts);
  const best = (attribute: Attribute): string => bestOf(attributes, attribute);
  const device: Device = {
    id,
    label: "",
    macs: resolved.macs.map(macText),
    ips: resolved.ips,
    vlans: [...vlans].sort((one, other) => one - other),
    vendor: best("vendor"),
    model: best("model"),
    orderNumber: best("orderNumber"),
    firmware: best("firmware"),
    serial: best("serial"),
    hostName: best("name"),
    operatingSystem: best("operatingSystem"),
    role: "unknown",
    roleCandidates: [],
    domain: "unknown",
    level: { level: "Not placed", score: 0, runnerUp: "", runnerUpScore: 0, needsReview: true, terms: [] },
    zone: "",
    owner: "",
    importance: "",
    attributes,
    bindings: resolved.bindings.map((binding) => ({ ...binding, mac: macText(binding.mac) })),
    parts,
    servicesOffered: [],
    servicesUsed: [],
    credentials: [],
    polls: [],
    faults: [],
    firstSeen: Number.isFinite(firstSeen) ? firstSeen : (resolved.told?.firstSeen ?? evidence.time),
    lastSeen: Number.isFinite(lastSeen) ? lastSeen : (resolved.told?.lastSeen ?? evidence.time),
    framesSent: 0,
    framesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    presence: resolved.presence,
  };
  for (const host of resolved.hosts) {
    device.framesSent += host.sentFrames;
    device.framesReceived += host.receivedFrames;
    device.bytesSent += host.sentBytes;
    device.bytesReceived += host.receivedBytes;
  }
  device.label = labelOf(device);
  return device;
}

function firstEvidence(resolved: ResolvedDevice): Evidence {
  let first: Evidence | undefined;
  const consider = (evidence: Evidence): void => {
    if (first === undefined || evidence.time < first.time) first = evidence;
  };
  for (const host of resolved.hosts) {
    for (const mac of host.macs.values()) consider(mac.evidence);
    for (const claim of host.claims.values()) consider(claim.evidence);
    for (const claim of host.concluded) consider(claim.evidence);
  }
  for (const binding of resolved.bindings) consider(binding.evidence);
  return (
    first ?? resolved.forwardEvidence ?? resolved.told?.evidence ?? { capture: 0, frame: 0, start: 0, end: 0, time: 0 }
  );
}

/** What to call a device in a sentence. */
export function labelOf(device: Device): string {
  const address = device.ips[0] ?? device.macs[0] ?? device.id;
  if (device.hostName !== "") return device.hostName;
  const model = device.model !== "" ? device.model : device.orderNumber;
  return model !== "" ? `${model} (${address})` : address;
}

/** The winning value of an attribute, "" when nothing was said. */
export function bestOf(attributes: readonly AttributeValue[], attribute: Attribute): string {
  return attributes.find((entry) => entry.attribute === attribute)?.candidates[0]?.value ?? "";
}

interface MadeLink {
  tally: LinkTally;
  link: Link;
}

/** Links between devices; several address pairs of one device pair stay apart, as they are different conversations. */
function linksOf(
  ledger: Ledger,
  idOfAddress: (address: string) => string,
  broadcasts: ReadonlySet<string>,
): MadeLink[] {
  const made: MadeLink[] = [];
  for (const tally of sorted(ledger.links.values(), (entry) => entry.key)) {
    const client = idOfAddress(tally.client);
    if (client === "") continue;
    const server = idOfAddress(tally.server);
    const group = isGroupAddress(tally.server, isMacAddress(tally.server)) || broadcasts.has(tally.server);
    // Silence is told under contacts and blind spots: a link needs two ends, or a group that was spoken to.
    if (server === "" && !group) continue;
    made.push({ tally, link: linkOf(tally, client, server) });
  }
  return made;
}

function isMacAddress(address: string): boolean {
  return !address.includes(":") && !address.includes(".");
}

/** A hardware address for people; "" where the capture does not tell it, as Linux cooked ones do. */
function shownMac(mac: string): string {
  return mac === "000000000000" ? "" : macText(mac);
}

function linkOf(tally: LinkTally, client: string, server: string): Link {
  // What only carries the link's own protocol (segments, keep-alives) tells people nothing.
  const telling = [...tally.operations.values()].filter(
    ({ operation }) => operation.protocol === tally.protocol || operation.act !== "other",
  );
  const operations = telling.map(operationOf);
  operations.sort((one, other) => (one.operation < other.operation ? -1 : one.operation > other.operation ? 1 : 0));
  return {
    id: contentId("link", tally.key),
    client,
    server,
    clientAddress: isMacAddress(tally.client) ? macText(tally.client) : tally.client,
    serverAddress: isMacAddress(tally.server) ? shownMac(tally.server) : tally.server,
    protocol: tally.protocol,
    transport: tally.transport,
    port: tally.port,
    vlans: [...tally.vlans].sort((one, other) => one - other),
    flows: tally.flows,
    frames: tally.frames,
    bytes: tally.bytes,
    bytesToServer: tally.bytesToServer,
    firstSeen: tally.firstSeen,
    lastSeen: tally.lastSeen,
    rolesFrom: tally.rolesFrom,
    ...(tally.tunnel === "" ? {} : { tunnel: tally.tunnel }),
    oneSided: tally.oneSidedFlows > 0 && tally.oneSidedFlows * 2 >= tally.flows,
    encrypted: tally.encrypted,
    act: operations.reduce<Link["act"]>((act, entry) => heavierAct(act, entry.act), "other"),
    operations,
    evidence: tally.evidence,
  };
}

function operationOf(tally: OperationTally): LinkOperation {
  const targets = [...joinedRanges(tally.ranges), ...tally.objects];
  const names = sorted(targets, (target) => target.replace(/\d+/g, (digits) => digits.padStart(10, "0")));
  return {
    operation: `${tally.operation.protocol}:${tally.operation.name}`,
    act: tally.operation.act,
    requests: tally.requests + tally.others,
    responses: tally.responses,
    refused: tally.refused,
    outcomes: sorted(tally.outcomes?.entries() ?? [], ([outcome]) => outcome).map(([outcome, count]) => ({
      outcome,
      count,
    })),
    targets: names.slice(0, MOST_TARGETS),
    moreTargets: tally.moreTargets + Math.max(0, names.length - MOST_TARGETS),
    evidence: tally.evidence,
  };
}

/** Ranges as text; ranges that grew into each other become one. */
function joinedRanges(ranges: readonly Range[]): string[] {
  const ordered = [...ranges].sort((one, other) =>
    one.space === other.space ? one.first - other.first : one.space < other.space ? -1 : 1,
  );
  const joined: Range[] = [];
  for (const range of ordered) {
    const last = joined.at(-1);
    if (last !== undefined && last.space === range.space && range.first <= last.end)
      last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined.map(({ space, first, end }) => `${space} ${first}${end - 1 > first ? `-${end - 1}` : ""}`);
}

function addServices(devices: ReadonlyMap<string, Device>, ledger: Ledger, links: readonly MadeLink[]): void {
  const offered = new Map<string, { service: Service; peers: Set<string>; owner: string; used: boolean }>();
  const add = (owner: string, peer: string, made: MadeLink, used: boolean): void => {
    const { link, tally } = made;
    const key = `${owner} ${used ? "uses" : "offers"} ${link.protocol} ${link.transport} ${used ? "" : link.port}`;
    const known = offered.get(key);
    if (known === undefined) {
      offered.set(key, {
        owner,
        used,
        peers: new Set([peer]),
        service: {
          protocol: link.protocol,
          transport: link.transport,
          port: link.port,
          peers: 1,
          messages: tally.messages,
          firstSeen: link.firstSeen,
          lastSeen: link.lastSeen,
          evidence: link.evidence,
        },
      });
      return;
    }
    known.peers.add(peer);
    known.service.peers = known.peers.size;
    known.service.messages += tally.messages;
    known.service.firstSeen = Math.min(known.service.firstSeen, link.firstSeen);
    known.service.lastSeen = Math.max(known.service.lastSeen, link.lastSeen);
  };
  for (const made of links) {
    const { link, tally } = made;
    const answered = link.transport !== "tcp" ? true : tally.established > 0;
    if (!answered) continue;
    if (link.transport !== "tunnel") {
      if (link.server !== "") add(link.server, link.client, made, false);
      add(link.client, link.server, made, !tally.speakerServes);
    }
    addPolls(devices.get(link.client), link, tally);
  }
  for (const entry of sorted(
    offered.values(),
    ({ service }) => `${service.protocol} ${service.transport} ${String(service.port).padStart(6, "0")}`,
  )) {
    const device = devices.get(entry.owner);
    if (entry.used) device?.servicesUsed.push(entry.service);
    else device?.servicesOffered.push(entry.service);
  }
}

function addPolls(device: Device | undefined, link: Link, tally: LinkTally): void {
  if (device === undefined) return;
  const polls: Poll[] = [];
  for (const { operation, cycles } of tally.operations.values()) {
    // Who writes again and again does not ask: an operator's screen does both.
    if (changesState(operation.act)) continue;
    for (const cycle of cycles) {
      if (cycle.times < FEWEST_POLLS || cycle.mean <= 0) continue;
      const period = median(cycle.intervals);
      const variation = Math.sqrt(cycle.squares / (cycle.times - 1)) / cycle.mean;
      if (period <= 0 || variation > MOST_VARIATION) continue;
      polls.push({
        peer: link.server,
        protocol: operation.protocol,
        operation: operation.name,
        target: targetOf(cycle),
        period: Math.round(period * 1000) / 1000,
        variation: round(variation),
        times: cycle.times,
      });
    }
  }
  const room = MOST_POLLS - device.polls.length;
  device.polls.push(
    ...sorted(polls, (poll) => `${poll.protocol} ${poll.operation} ${poll.target} ${poll.times}`).slice(
      0,
      Math.max(0, room),
    ),
  );
}

function targetOf(cycle: Cycle): string {
  if (cycle.space === "") return "";
  const last = cycle.first + cycle.count - 1;
  return `${cycle.space} ${cycle.first}${last > cycle.first ? `-${last}` : ""}`;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[ordered.length >> 1] as number;
}

function remarksOf(ledger: Ledger, idOfAddress: (address: string) => string, links: readonly MadeLink[]): SeenRemark[] {
  const linkIds = new Map<string, string>();
  for (const { link, tally } of links) {
    for (const key of [`${tally.client} ${tally.server}`, `${tally.server} ${tally.client}`]) {
      for (const protocol of [
        link.protocol,
        ...new Set(link.operations.map((entry) => entry.operation.split(":")[0] as string)),
      ]) {
        const full = `${key} ${protocol}`;
        if (!linkIds.has(full)) linkIds.set(full, link.id);
      }
    }
  }
  const seen: SeenRemark[] = [];
  for (const [, tally] of sorted(ledger.remarks.entries(), ([key]) => key)) {
    seen.push({
      remark: tally.remark,
      device: idOfAddress(tally.about),
      peer: idOfAddress(tally.peer),
      protocol: tally.protocol,
      link: linkIds.get(`${tally.about} ${tally.peer} ${tally.protocol}`) ?? "",
      times: tally.times,
      firstSeen: tally.firstSeen,
      lastSeen: tally.lastSeen,
      evidence: tally.evidence,
    });
  }
  return seen;
}

function addCredentials(devices: ReadonlyMap<string, Device>, remarks: readonly SeenRemark[]): void {
  for (const seen of remarks) {
    if (seen.remark.kind !== "credential") continue;
    devices.get(seen.device)?.credentials.push({
      method: seen.remark.method,
      user: seen.remark.user ?? "",
      exposure: seen.remark.exposure,
      wellKnown: seen.remark.wellKnown ?? "",
      peer: seen.peer,
      times: seen.times,
      evidence: seen.evidence,
    });
  }
}

function addFaults(
  devices: ReadonlyMap<string, Device>,
  ledger: Ledger,
  idOfAddress: (address: string) => string,
): void {
  for (const tally of sorted(ledger.links.values(), (entry) => entry.key)) {
    for (const fault of sorted(tally.faults, (entry) => `${entry.protocol} ${entry.name} ${entry.evidence.frame}`)) {
      const device = devices.get(idOfAddress(fault.side === "client" ? tally.client : tally.server));
      if (device === undefined) continue;
      const known = device.faults.find((entry) => entry.protocol === fault.protocol && entry.name === fault.name);
      if (known !== undefined) known.count += fault.count;
      else
        device.faults.push({
          protocol: fault.protocol,
          name: fault.name,
          count: fault.count,
          evidence: fault.evidence,
        });
    }
  }
}

function contactsOf(ledger: Ledger, idOfAddress: (address: string) => string): Map<string, Contacts> {
  const contacts = new Map<string, Contacts & { addresses: Set<string>; portSet: Set<number> }>();
  for (const tally of sorted(ledger.links.values(), (entry) => entry.key)) {
    if (tally.unanswered + tally.refused === 0) continue;
    const id = idOfAddress(tally.client);
    if (id === "") continue;
    const known = contacts.get(id) ?? {
      unanswered: 0,
      refused: 0,
      targets: 0,
      ports: 0,
      askedInVain: 0,
      firstSeen: tally.firstSeen,
      lastSeen: tally.lastSeen,
      evidence: tally.evidence,
      addresses: new Set<string>(),
      portSet: new Set<number>(),
    };
    known.unanswered += tally.unanswered;
    known.refused += tally.refused;
    known.addresses.add(tally.server);
    known.portSet.add(tally.port);
    known.targets = known.addresses.size;
    known.ports = known.portSet.size;
    if (tally.firstSeen < known.firstSeen) {
      known.firstSeen = tally.firstSeen;
      known.evidence = tally.evidence;
    }
    known.lastSeen = Math.max(known.lastSeen, tally.lastSeen);
    contacts.set(id, known);
  }
  for (const [id, asker] of askersOf(ledger, idOfAddress)) {
    const known = contacts.get(id);
    if (known !== undefined) known.askedInVain = asker.askedInVain;
    else contacts.set(id, { ...asker, addresses: new Set(), portSet: new Set() });
  }
  return new Map(
    [...contacts].map(([id, { addresses: _addresses, portSet: _ports, ...rest }]) => [id, rest satisfies Contacts]),
  );
}

/** Who asked by ARP for addresses that no device proved to have; of several addresses of one device the first is the witness. */
function askersOf(ledger: Ledger, idOfAddress: (address: string) => string): Map<string, Contacts> {
  const evidence = new Map<string, Evidence>();
  for (const binding of ledger.bindings.values()) {
    const known = evidence.get(binding.ip);
    if (known === undefined || binding.evidence.time < known.time) evidence.set(binding.ip, binding.evidence);
  }
  const askers = new Map<string, Contacts & { witness: string }>();
  for (const [question, time] of ledger.asked) {
    const blank = question.indexOf(" ");
    const asker = question.slice(0, blank);
    const id = idOfAddress(asker);
    const first = evidence.get(asker);
    if (id === "" || first === undefined || idOfAddress(question.slice(blank + 1)) !== "") continue;
    const known = askers.get(id);
    if (known === undefined) {
      const none = { unanswered: 0, refused: 0, targets: 0, ports: 0 };
      askers.set(id, { ...none, askedInVain: 1, firstSeen: time, lastSeen: time, evidence: first, witness: asker });
      continue;
    }
    known.askedInVain++;
    known.firstSeen = Math.min(known.firstSeen, time);
    known.lastSeen = Math.max(known.lastSeen, time);
    if (asker < known.witness) Object.assign(known, { evidence: first, witness: asker });
  }
  return new Map([...askers].map(([id, { witness: _, ...contacts }]) => [id, contacts]));
}

function traitsOf(dissectors: readonly Dissector[]): Map<string, ProtocolTraits> {
  return new Map(
    dissectors.map((entry) => [
      entry.name,
      {
        title: entry.title,
        world: entry.world,
        authentication: entry.authentication,
        encrypted: entry.encrypted ?? false,
        serverCommands: entry.serverCommands ?? false,
      },
    ]),
  );
}
