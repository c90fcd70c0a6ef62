import { FLAW_NAMES } from "../dissect/packet.ts";
import { TUNNEL_NAMES } from "../dissect/tunnels.ts";
import type { AssessedCapture, BlindSpot, Device, ProtocolShare } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import { hidesTraffic } from "../model/fault.ts";
import { contentId } from "../model/identifier.ts";
import type { AssembledSite } from "./assemble.ts";
import type { Ledger, LinkTally } from "./ledger.ts";
import type { Reading } from "./reading.ts";
import { INITIAL_TTLS, inAddressOrder, sorted } from "./resolve.ts";
import { isPrivateAddress } from "./site.ts";

/** What the blind spots are made from. */
export interface SeenTraffic {
  site: AssembledSite;
  ledger: Ledger;
  reading: Reading;
  shares: readonly ProtocolShare[];
  captures: readonly AssessedCapture[];
}

/** Everything that the captures could not show, ordered by what it hides rather than by volume. */
export function blindSpots(seen: SeenTraffic): BlindSpot[] {
  const spots = [
    ...captureSpots(seen),
    ...directionSpots(seen),
    ...lossSpots(seen),
    ...protocolSpots(seen),
    ...deviceSpots(seen),
    ...vlanSpots(seen),
    ...roomSpots(seen),
    ...readingSpots(seen),
  ];
  spots.push(
    spot({
      reason: "Never on the wire",
      amount: "not countable",
      where: "all sites",
      hides: "Changes made at the cabinet, serial lines, USB sticks, traffic between ports that were not mirrored",
      help: "A site walk, the door log and a list of mirrored ports",
    }),
  );
  return spots;
}

type SpotFields = Pick<BlindSpot, "reason" | "amount" | "where" | "hides" | "help"> & Partial<BlindSpot>;

function spot(fields: SpotFields): BlindSpot {
  return {
    id: contentId("blind", `${fields.reason} ${fields.where}`),
    frames: 0,
    bytes: 0,
    devices: [],
    evidence: null,
    ...fields,
  };
}

function captureSpots({ captures, reading: { counts } }: SeenTraffic): BlindSpot[] {
  const spots: BlindSpot[] = [];
  captures.forEach((capture, index) => {
    for (const fault of capture.faults) {
      spots.push(
        spot({
          reason: `Capture file: ${fault.name}`,
          amount: fault.count > 1 ? `${fault.count} times` : "once",
          where: `${capture.name}${fault.frame > 0 ? `, frame ${fault.frame}` : ""}`,
          hides: fault.detail,
          help: hidesTraffic(fault.name)
            ? "Capture again, or keep the original file if this is a copy"
            : "Nothing is missing; keep it in mind where order and times matter",
          frames: fault.count,
          evidence: fault.frame > 0 ? { capture: index, frame: fault.frame, start: 0, end: 0, time: 0 } : null,
        }),
      );
    }
    for (const entry of capture.interfaces) {
      if (entry.dropped === null || entry.dropped === 0) continue;
      spots.push(
        spot({
          reason: "Dropped by the capturing machine",
          amount: plural(entry.dropped, "frame"),
          where: `${capture.name}, ${entry.name || "interface"}`,
          hides: "Any message in these frames; conversations show gaps where they were",
          help: "A larger kernel buffer or a faster disk when capturing",
          frames: entry.dropped,
        }),
      );
    }
  });
  if (counts.cutFrames > 0) {
    spots.push(
      spot({
        reason: "Cut frames",
        amount: `${plural(counts.cutFrames, "frame")} (${percent(counts.cutFrames, counts.frames)})`,
        where: "all captures",
        hides: `${counts.cutBytes} bytes: the ends of long messages`,
        help: "Capture without a snap length (tcpdump -s 0)",
        frames: counts.cutFrames,
        bytes: counts.cutBytes,
      }),
    );
  }
  return spots;
}

function directionSpots({ ledger, site }: SeenTraffic): BlindSpot[] {
  const links = [...ledger.links.values()].filter((link) => link.oneSidedFlows > 0);
  if (links.length === 0) return [];
  const devices = new Set<string>();
  for (const link of site.links) if (link.oneSided) devices.add(link.server === "" ? link.client : link.server);
  const top = [...links].sort((one, other) => other.bytes - one.bytes || (one.key < other.key ? -1 : 1));
  return [
    spot({
      reason: "One direction only",
      amount: `${plural(
        sum(links, (link) => link.oneSidedFlows),
        "conversation",
      )}`,
      where: pairsOf(top, site),
      hides: "Whether a request was accepted, and what the silent side is; client and server are guessed",
      help: "Mirror both directions of the port",
      frames: sum(links, (link) => link.oneSidedFrames),
      bytes: sum(links, (link) => link.oneSidedBytes),
      devices: [...devices].sort(),
      evidence: (top[0] as LinkTally).evidence,
    }),
  ];
}

function lossSpots({ site, ledger, reading: { counts, abandonedFragments } }: SeenTraffic): BlindSpot[] {
  const spots: BlindSpot[] = [];
  const links = [...ledger.links.values()];
  const gaps = links.filter((link) => link.gaps > 0);
  if (gaps.length > 0) {
    const top = [...gaps].sort((one, other) => other.lostBytes - one.lostBytes || (one.key < other.key ? -1 : 1));
    spots.push(
      spot({
        reason: "Gaps in conversations",
        amount: `${plural(
          sum(gaps, (link) => link.gaps),
          "gap",
        )}, ${plural(
          sum(gaps, (link) => link.lostBytes),
          "byte",
        )}`,
        where: pairsOf(top, site),
        hides: "Messages that were sent and acknowledged but not captured",
        help: "Check the mirror port's load and the capturing machine's drops",
        frames: sum(gaps, (link) => link.gaps),
        bytes: sum(gaps, (link) => link.lostBytes),
        evidence: (top[0] as LinkTally).evidence,
      }),
    );
  }
  if (counts.duplicates > 0) {
    spots.push(
      spot({
        reason: "Frames seen twice",
        amount: `${plural(counts.duplicates, "frame")} (${percent(counts.duplicates, counts.frames)})`,
        where: "all captures",
        hides:
          "Nothing; they are counted once. The mirror shows both ports of one path, or a device says the same several times at once",
        help: "Mirror each path once",
        frames: counts.duplicates,
      }),
    );
  }
  if (abandonedFragments > 0) {
    spots.push(
      spot({
        reason: "Incomplete fragments",
        amount: plural(abandonedFragments, "packet"),
        where: "all captures",
        hides: "Packets whose fragments were not all captured",
        help: "Mirror both directions and all paths",
        frames: abandonedFragments,
      }),
    );
  }
  const wrong = sorted(
    links.filter((link) => link.wrongChecksums > 0),
    (link) => link.key,
  );
  if (wrong.length > 0) {
    spots.push(
      spot({
        reason: "Checksums not filled in",
        amount: plural(
          sum(wrong, (link) => link.wrongChecksums),
          "packet",
        ),
        where: pairsOf(wrong, site),
        hides: "Nothing; the packets are read all the same. Usual when capturing on the sending machine",
        help: "Capture at a mirror port if integrity on the wire is to be judged",
        frames: sum(wrong, (link) => link.wrongChecksums),
        evidence: (wrong[0] as LinkTally).evidence,
      }),
    );
  }
  return spots;
}

function protocolSpots({ shares, ledger, reading: { counts } }: SeenTraffic): BlindSpot[] {
  const spots: BlindSpot[] = [];
  const total = counts.bytes;
  const unread = shares.filter((share) => share.state === "not dissected");
  for (const share of unread.slice(0, 12)) {
    const link = firstLinkOf(ledger, share);
    spots.push(
      spot({
        reason: "Not dissected",
        amount: `${plural(share.frames, "frame")}, ${plural(share.bytes, "byte")} (${percent(share.bytes, total)})`,
        where: `${share.title}${share.transport !== "" && !share.protocol.startsWith(share.transport) ? ` over ${share.transport}` : ""}`,
        hides: "What these conversations do; only who talks to whom and how much is known",
        help: "Name the protocol, or accept it as known",
        frames: share.frames,
        bytes: share.bytes,
        evidence: link?.evidence ?? null,
      }),
    );
  }
  const rest = unread.slice(12);
  if (rest.length > 0) {
    spots.push(
      spot({
        reason: "Not dissected",
        amount: `${plural(
          sum(rest, (share) => share.frames),
          "frame",
        )}, ${plural(
          sum(rest, (share) => share.bytes),
          "byte",
        )}`,
        where: plural(rest.length, "more protocol"),
        hides: "What these conversations do",
        help: "See the protocol table",
        frames: sum(rest, (share) => share.frames),
        bytes: sum(rest, (share) => share.bytes),
      }),
    );
  }
  const encrypted = shares.filter((share) => share.state === "encrypted");
  if (encrypted.length > 0) {
    const bytes = sum(encrypted, (share) => share.bytes);
    spots.push(
      spot({
        reason: "Encrypted",
        amount: `${plural(
          sum(encrypted, (share) => share.frames),
          "frame",
        )}, ${plural(bytes, "byte")} (${percent(bytes, total)})`,
        where: encrypted
          .map((share) => share.title)
          .slice(0, 6)
          .join(", "),
        hides: "What is said inside; handshakes and names are still read",
        help: "Nothing to fix here: read the server's own log where content matters",
        frames: sum(encrypted, (share) => share.frames),
        bytes,
        evidence: firstLinkOf(ledger, encrypted[0] as ProtocolShare)?.evidence ?? null,
      }),
    );
  }
  return spots;
}

function deviceSpots({ site }: SeenTraffic): BlindSpot[] {
  const spots: BlindSpot[] = [];
  const named = (list: readonly Device[]): string =>
    list
      .slice(0, 5)
      .map((device) => device.label)
      .join(", ") + (list.length > 5 ? ` and ${list.length - 5} more` : "");
  const quiet = site.devices.filter((device) => device.presence === "broadcast only");
  if (quiet.length > 0) {
    spots.push(
      spot({
        reason: "Known only from broadcasts",
        amount: plural(quiet.length, "device"),
        where: named(quiet),
        hides: "All their conversations: they are on a port that was not mirrored",
        help: "Mirror the ports of these devices",
        devices: quiet.map((device) => device.id),
      }),
    );
  }
  const hidden = site.devices.filter((device) => device.presence === "behind a router");
  if (hidden.length > 0) {
    const routers = site.devices.filter((device) =>
      device.attributes.some((entry) => entry.candidates[0]?.value.startsWith("router (")),
    );
    spots.push(
      spot({
        reason: "Behind a router",
        amount: plural(hidden.length, "device"),
        where: routers.length > 0 ? `behind ${named(routers)}` : named(hidden),
        hides: "Hardware addresses, makers, and what these devices say among themselves",
        help: "Add a capture on the far side of the router",
        devices: hidden.map((device) => device.id),
      }),
    );
  }
  const unheard = site.devices.filter(
    (device) => device.presence === "spoke" && device.framesSent > 0 && device.framesReceived === 0,
  );
  if (unheard.length > 0) {
    spots.push(
      spot({
        reason: "Nothing sent to them was seen",
        amount: plural(unheard.length, "device"),
        where: named(unheard),
        hides: "Who asks these devices, and what for: only what they send was mirrored",
        help: "Mirror both directions of their ports",
        devices: unheard.map((device) => device.id),
      }),
    );
  }
  const told = site.devices.filter((device) => device.presence === "addressed only" && device.framesReceived === 0);
  if (told.length > 0) {
    spots.push(
      spot({
        reason: "Known only from what others say",
        amount: plural(told.length, "device"),
        where: named(told),
        hides: "All their traffic: their addresses and names stand in the messages of others",
        help: "Mirror the ports of these devices, or compare with the asset list",
        devices: told.map((device) => device.id),
      }),
    );
  }
  if (site.toldLinks.length > 0) {
    const exporters = new Set(
      site.toldLinks.flatMap(({ told }) => told?.exporters.map(({ address }) => address) ?? []),
    );
    const ends = site.devices.filter(({ presence }) => presence === "told by an exporter");
    spots.push(
      spot({
        reason: "Told by exporters of flows, not seen",
        amount: `${plural(site.toldLinks.length, "conversation")}${ends.length > 0 ? ` and ${plural(ends.length, "device")}` : ""}`,
        where: inAddressOrder(exporters).slice(0, 6).join(", "),
        hides:
          "What was said in them: addresses, ports and counts are told, and where they were sampled, others are missing",
        help: "Mirror the ports behind these exporters",
        devices: ends.map((device) => device.id),
        evidence: site.toldLinks[0]?.evidence ?? null,
      }),
    );
  }
  const mute = site.devices.filter((device) => device.presence === "addressed only" && device.framesReceived > 0);
  if (mute.length > 0) {
    spots.push(
      spot({
        reason: "Spoken to, answers not seen",
        amount: plural(mute.length, "device"),
        where: named(mute),
        hides: "What they answer and what they are",
        help: "Mirror both directions of their ports",
        devices: mute.map((device) => device.id),
      }),
    );
  }
  if (site.silent.length > 0) {
    spots.push(
      spot({
        reason: "Addresses without an answer",
        amount: plural(site.silent.length, "address", "addresses"),
        where:
          site.silent.slice(0, 6).join(", ") + (site.silent.length > 6 ? ` and ${site.silent.length - 6} more` : ""),
        hides: "Whether a device is there: switched off, elsewhere, or never existed",
        help: "Compare with the asset list; look who asks for them",
      }),
    );
  }
  return spots;
}

function vlanSpots({ site, ledger }: SeenTraffic): BlindSpot[] {
  const all = new Set<number>();
  for (const host of ledger.hosts.values()) for (const vlan of host.vlans) all.add(vlan);
  const used = new Set<number>();
  for (const link of site.links) if (link.server !== "") for (const vlan of link.vlans) used.add(vlan);
  const tagsOnly = [...all].filter((vlan) => !used.has(vlan)).sort((one, other) => one - other);
  if (tagsOnly.length === 0) return [];
  return [
    spot({
      reason: "VLANs seen only as tags",
      amount: plural(tagsOnly.length, "VLAN"),
      where: tagsOnly.slice(0, 12).join(", ") + (tagsOnly.length > 12 ? ` and ${tagsOnly.length - 12} more` : ""),
      hides: "Conversations inside these VLANs: only broadcasts and multicasts were seen",
      help: "Add these VLANs to the mirror session",
    }),
  ];
}

/** Whether several networks may use an address, each for itself: private IPv4. Link-local ones repeat on purpose. */
function mayRepeat(address: string): boolean {
  return !address.includes(":") && isPrivateAddress(address) && !/^(0|127|169\.254|22[4-9]|2[3-5].)\./.test(address);
}

/** Networks that use the same private addresses, each in a tunnel or VLAN of its own, are not told apart. */
function roomSpots({ ledger }: SeenTraffic): BlindSpot[] {
  const found = new Map(ledger.rooms.shared);
  for (const host of ledger.hosts.values()) {
    if (host.macs.size < 2 || !mayRepeat(host.address)) continue;
    const cards = [...host.macs.values()].filter((card) => INITIAL_TTLS.has(card.ttl));
    const [first] = cards;
    const other = cards.find(
      (card) => first !== undefined && (card.tunnelKey !== first.tunnelKey || card.vlan !== first.vlan),
    );
    if (other !== undefined && first?.tunnel === other.tunnel) found.set(host.address, other.evidence);
  }
  const addresses = inAddressOrder([...found.keys()].filter(mayRepeat));
  if (addresses.length === 0) return [];
  return [
    spot({
      reason: "The same addresses in several tunnels",
      amount: plural(addresses.length, "address", "addresses"),
      where: addresses.slice(0, 6).join(", ") + (addresses.length > 6 ? ` and ${addresses.length - 6} more` : ""),
      hides: "Which of the devices that share an address did what: they may be shown as one",
      help: "Assess each tunnel, VLAN or customer network by itself",
      evidence: found.get(addresses[0] as string) ?? null,
    }),
  ];
}

function readingSpots({ reading: { counts, evictedFlows }, ledger }: SeenTraffic): BlindSpot[] {
  const spots: BlindSpot[] = [];
  FLAW_NAMES.forEach((name, index) => {
    const frames = counts.flaws[index] ?? 0;
    if (index === 0 || frames === 0) return;
    const kinds = name === "unsupported link type" ? [...counts.linkTypes.keys()].sort((a, b) => a - b).join(", ") : "";
    spots.push(
      spot({
        reason: `Could not be read: ${name}`,
        amount: plural(frames, "frame"),
        where: kinds === "" ? "all captures" : `link types ${kinds}`,
        hides: "Everything in these frames beyond their size and time",
        help:
          name === "unsupported link type"
            ? "Capture on Ethernet, or tell us the link type"
            : "Look at these frames: they are broken or unusual",
        frames,
        bytes: counts.flawBytes[index] ?? 0,
        evidence: frameEvidence(counts.flawCaptures[index] ?? 0, counts.flawFrames[index] ?? 0),
      }),
    );
  });
  TUNNEL_NAMES.forEach((name, index) => {
    const frames = counts.tunnels[index] ?? 0;
    if (index === 0 || frames === 0) return;
    spots.push(
      spot({
        reason: "Seen through a tunnel",
        amount: plural(frames, "frame"),
        where: name,
        hides: "Hardware addresses of the devices inside, where the tunnel carries IP only",
        help: "Nothing to fix; the inner conversations were read",
        frames,
        evidence: frameEvidence(counts.tunnelCaptures[index] ?? 0, counts.tunnelFrames[index] ?? 0),
      }),
    );
  });
  if (ledger.pointRoom.dropped > 0) {
    spots.push(
      spot({
        reason: "Process points left out",
        amount: `${plural(ledger.pointRoom.dropped, "value")} of further points`,
        where: "this assessment",
        hides: "What those points held and who wrote them; the operations on their conversations are all there",
        help: "Assess shorter captures, or one part of the network at a time",
      }),
    );
  }
  if (evictedFlows > 0 || ledger.dropped > 0) {
    spots.push(
      spot({
        reason: "Ceilings reached",
        amount: `${plural(evictedFlows, "conversation")} closed early, ${plural(ledger.dropped, "detail")} not kept`,
        where: "this assessment",
        hides: "Late packets of the closed conversations count as new ones",
        help: "Assess shorter captures, or one part of the network at a time",
      }),
    );
  }
  for (const [name, bug] of sorted(counts.bugs.entries(), ([key]) => key)) {
    spots.push(
      spot({
        reason: "Fault of Bulkhead itself",
        amount: plural(bug.count, "message"),
        where: `${name} dissector`,
        hides: "These messages were not read",
        help: "Please report it with the frame, if you may share it",
        frames: bug.count,
        evidence: frameEvidence(bug.capture, bug.frame),
      }),
    );
  }
  return spots;
}

function frameEvidence(capture: number, frame: number): Evidence | null {
  return frame > 0 ? { capture, frame, start: 0, end: 0, time: 0 } : null;
}

function firstLinkOf(ledger: Ledger, share: ProtocolShare): LinkTally | undefined {
  let first: LinkTally | undefined;
  for (const link of ledger.links.values()) {
    if (link.protocol !== share.protocol || link.transport !== share.transport) continue;
    if (first === undefined || link.key < first.key) first = link;
  }
  return first;
}

const MOST_PAIRS = 4;

/** The first pairs of addresses with their protocols, and how many there are more. */
function pairsOf(links: readonly LinkTally[], site: AssembledSite): string {
  const pairs = links.slice(0, MOST_PAIRS).map((link) => {
    const title = site.protocols.get(link.protocol)?.title ?? link.protocol;
    return `${link.client} to ${link.server} (${title})`;
  });
  if (links.length > MOST_PAIRS) pairs.push(`${links.length - MOST_PAIRS} more`);
  return pairs.join("; ");
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Whole numbers with commas, as everywhere in the report. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function percent(part: number, whole: number): string {
  if (whole === 0) return "0 %";
  const share = (part / whole) * 100;
  return `${share > 0 && share < 0.1 ? "< 0.1" : share.toFixed(1)} %`;
}
