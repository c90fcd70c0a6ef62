import type { Kind, Things } from "../model/journal.ts";

/** A value that lists can be sorted and filtered by. */
export type ColumnValue = string | number;
type Columns<Of extends Kind> = Readonly<Record<string, (thing: Things[Of]) => ColumnValue>>;

const SEVERITY_WEIGHT = { critical: 4, high: 3, medium: 2, low: 1 } as const;

/** Per kind, what lists can be sorted and filtered by, and how it is read from a thing. Truths are 0 and 1. */
export const COLUMNS: { readonly [Of in Kind]: Columns<Of> } = {
  device: {
    label: ({ label }) => label,
    address: ({ ips, macs }) => sortableAddress(ips[0] ?? macs[0] ?? ""),
    vendor: ({ vendor }) => vendor,
    model: ({ model }) => model,
    firmware: ({ firmware }) => firmware,
    serial: ({ serial }) => serial,
    hostName: ({ hostName }) => hostName,
    operatingSystem: ({ operatingSystem }) => operatingSystem,
    role: ({ role }) => role,
    domain: ({ domain }) => domain,
    level: ({ level }) => level.level,
    needsReview: ({ level }) => Number(level.needsReview),
    zone: ({ zone }) => zone,
    owner: ({ owner }) => owner,
    importance: ({ importance }) => importance,
    presence: ({ presence }) => presence,
    firstSeen: ({ firstSeen }) => firstSeen,
    lastSeen: ({ lastSeen }) => lastSeen,
    bytes: ({ bytesSent, bytesReceived }) => bytesSent + bytesReceived,
  },
  link: {
    client: ({ client }) => client,
    server: ({ server }) => server,
    clientAddress: ({ clientAddress }) => sortableAddress(clientAddress),
    serverAddress: ({ serverAddress }) => sortableAddress(serverAddress),
    protocol: ({ protocol }) => protocol,
    transport: ({ transport }) => transport,
    port: ({ port }) => port,
    act: ({ act }) => act,
    oneSided: ({ oneSided }) => Number(oneSided),
    encrypted: ({ encrypted }) => Number(encrypted),
    told: ({ told }) => Number(told !== undefined),
    flows: ({ flows }) => flows,
    frames: ({ frames }) => frames,
    bytes: ({ bytes }) => bytes,
    firstSeen: ({ firstSeen }) => firstSeen,
    lastSeen: ({ lastSeen }) => lastSeen,
  },
  point: {
    label: ({ label }) => label,
    device: ({ device }) => device,
    part: ({ part }) => part,
    protocol: ({ protocol }) => protocol,
    space: ({ space }) => space,
    index: ({ index }) => index,
    type: ({ type }) => type,
    quality: ({ quality }) => quality,
    last: ({ last }) => last,
    changes: ({ changes }) => changes,
    reads: ({ reads }) => reads,
    writes: ({ writes }) => writes,
    isWritten: ({ writers }) => Number(writers.length > 0),
    period: ({ period }) => period,
    lastSeen: ({ lastSeen }) => lastSeen,
  },
  finding: {
    detection: ({ detection }) => detection,
    severity: ({ severity }) => severity,
    weight: ({ severity }) => SEVERITY_WEIGHT[severity],
    title: ({ title }) => title,
    weighedAs: ({ weighedAs }) => weighedAs,
    confidence: ({ confidence }) => confidence,
    count: ({ count }) => count,
    firstSeen: ({ firstSeen }) => firstSeen,
    lastSeen: ({ lastSeen }) => lastSeen,
  },
  blindSpot: {
    reason: ({ reason }) => reason,
    where: ({ where }) => where,
    frames: ({ frames }) => frames,
    bytes: ({ bytes }) => bytes,
  },
  protocol: {
    protocol: ({ protocol }) => protocol,
    title: ({ title }) => title,
    transport: ({ transport }) => transport,
    state: ({ state }) => state,
    frames: ({ frames }) => frames,
    bytes: ({ bytes }) => bytes,
    messages: ({ messages }) => messages,
    faults: ({ faults }) => faults,
  },
};

/** Per kind, the column that lists are in order of when nothing is said, and its direction. */
export const USUAL_ORDER: Readonly<Record<Kind, { sort: string; descending: boolean }>> = {
  device: { sort: "address", descending: false },
  link: { sort: "bytes", descending: true },
  point: { sort: "label", descending: false },
  finding: { sort: "weight", descending: true },
  blindSpot: { sort: "reason", descending: false },
  protocol: { sort: "bytes", descending: true },
};

const SEARCHED: { readonly [Of in Kind]: (thing: Things[Of]) => readonly string[] } = {
  device: (device) => [
    device.label,
    ...device.ips,
    ...device.macs,
    device.vendor,
    device.model,
    device.orderNumber,
    device.firmware,
    device.serial,
    device.hostName,
    device.operatingSystem,
    device.role,
    device.zone,
    device.owner,
  ],
  link: (link) => [
    link.clientAddress,
    link.serverAddress,
    link.protocol,
    link.port === 0 ? "" : String(link.port),
    link.act,
    ...link.operations.map(({ operation }) => operation),
  ],
  point: (point) => [point.label, point.name, point.part, point.protocol, point.space],
  finding: (finding) => [finding.title, finding.detail, finding.detection, ...finding.techniques, ...finding.checks],
  blindSpot: (spot) => [spot.reason, spot.amount, spot.where, spot.hides],
  protocol: (share) => [share.protocol, share.title, share.transport, share.state],
};

/** The text in which searches look, in lower case, one field per line. */
export function searchText<Of extends Kind>(kind: Of, thing: Things[Of]): string {
  return SEARCHED[kind](thing)
    .filter((text) => text !== "")
    .join("\n")
    .toLowerCase();
}

/** Ids of the devices that a thing touches. */
export function devicesOf<Of extends Kind>(kind: Of, thing: Things[Of]): readonly string[] {
  return TOUCHED[kind](thing);
}

const TOUCHED: { readonly [Of in Kind]: (thing: Things[Of]) => readonly string[] } = {
  device: ({ id }) => [id],
  link: ({ client, server }) => (server === "" || server === client ? [client] : [client, server]),
  point: ({ device, readers, writers }) => [...new Set([device, ...readers, ...writers])],
  finding: ({ devices }) => devices,
  blindSpot: ({ devices }) => devices,
  protocol: () => [],
};

/** An address as text whose order is the order of addresses: IPv4 before IPv6 before hardware addresses. */
export function sortableAddress(address: string): string {
  const parts = address.split(".");
  if (parts.length === 4 && !address.includes(":")) return `4 ${parts.map((part) => part.padStart(3, "0")).join(".")}`;
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address)) return `8 ${address.toLowerCase()}`;
  if (!address.includes(":")) return `9 ${address}`;
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  return `6 ${[...front, ...middle, ...back].map((part) => part.padStart(4, "0")).join(":")}`;
}
