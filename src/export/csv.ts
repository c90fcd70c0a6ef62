import type { Assessment, Device, Link, ProcessPoint, Service } from "../model/assessment.ts";
import { formatInstant } from "../model/time.ts";
import { type Directory, makeDirectory } from "./order.ts";
import { formatMac } from "./words.ts";

/**
 * The tables of `devices.csv`, `links.csv` and `points.csv`: RFC 4180 with a header line, CRLF and UTF-8. Several values in one cell
 * are joined with "; ". Times are RFC 3339 in UTC. A text that a spreadsheet would take for a formula (it starts with
 * = + - @, a tab or a carriage return) gets a leading apostrophe.
 */
type Column<Row> = readonly [name: string, cell: (row: Row, directory: Directory) => string | number];

const DEVICE_COLUMNS: readonly Column<Device>[] = [
  ["id", (device) => device.id],
  ["label", (device) => device.label],
  ["level", (device) => device.level.level],
  ["level_score", (device) => device.level.score],
  ["level_runner_up", (device) => device.level.runnerUp],
  ["level_needs_review", (device) => yesOrNo(device.level.needsReview)],
  ["role", (device) => device.role],
  ["domain", (device) => device.domain],
  ["vendor", (device) => device.vendor],
  ["model", (device) => device.model],
  ["order_number", (device) => device.orderNumber],
  ["firmware", (device) => device.firmware],
  ["serial", (device) => device.serial],
  ["host_name", (device) => device.hostName],
  ["operating_system", (device) => device.operatingSystem],
  ["ips", (device) => device.ips.join("; ")],
  ["macs", (device) => device.macs.map(formatMac).join("; ")],
  ["vlans", (device) => device.vlans.join("; ")],
  ["presence", (device) => device.presence],
  ["services_offered", (device) => device.servicesOffered.map(serviceName).join("; ")],
  ["services_used", (device) => device.servicesUsed.map(serviceName).join("; ")],
  ["credentials_in_clear", (device) => device.credentials.filter(({ exposure }) => exposure === "clear").length],
  ["polls", (device) => device.polls.length],
  ["parts", (device) => device.parts.map(({ part }) => part).join("; ")],
  ["malformed_messages", (device) => device.faults.reduce((sum, { count }) => sum + count, 0)],
  ["findings_critical", (device, directory) => countFindings(device, directory, "critical")],
  ["findings_high", (device, directory) => countFindings(device, directory, "high")],
  ["findings_medium", (device, directory) => countFindings(device, directory, "medium")],
  ["findings_low", (device, directory) => countFindings(device, directory, "low")],
  ["first_seen", (device) => formatInstant(device.firstSeen)],
  ["last_seen", (device) => formatInstant(device.lastSeen)],
  ["frames_sent", (device) => device.framesSent],
  ["frames_received", (device) => device.framesReceived],
  ["bytes_sent", (device) => device.bytesSent],
  ["bytes_received", (device) => device.bytesReceived],
];

const LINK_COLUMNS: readonly Column<Link>[] = [
  ["id", (link) => link.id],
  ["client", (link) => link.client],
  ["client_label", (link, { devices }) => devices.get(link.client)?.label ?? ""],
  ["client_address", (link) => link.clientAddress],
  ["client_level", (link, { devices }) => devices.get(link.client)?.level.level ?? ""],
  ["server", (link) => link.server],
  ["server_label", (link, { devices }) => devices.get(link.server)?.label ?? ""],
  ["server_address", (link) => link.serverAddress],
  ["server_level", (link, { devices }) => devices.get(link.server)?.level.level ?? ""],
  ["protocol", (link) => link.protocol],
  ["transport", (link) => link.transport],
  ["port", (link) => (link.port > 0 ? link.port : "")],
  ["vlans", (link) => link.vlans.join("; ")],
  ["act", (link) => link.act],
  ["operations", (link) => link.operations.map(({ operation, requests }) => `${operation} x${requests}`).join("; ")],
  ["refused", (link) => link.operations.reduce((sum, { refused }) => sum + refused, 0)],
  ["roles_from", (link) => link.rolesFrom],
  ["one_sided", (link) => yesOrNo(link.oneSided)],
  ["encrypted", (link) => yesOrNo(link.encrypted)],
  ["findings", (link, { findingsOfLink }) => findingNames(findingsOfLink.get(link.id))],
  ["flows", (link) => link.flows],
  ["frames", (link) => link.frames],
  ["bytes", (link) => link.bytes],
  ["bytes_to_server", (link) => link.bytesToServer],
  ["first_seen", (link) => formatInstant(link.firstSeen)],
  ["last_seen", (link) => formatInstant(link.lastSeen)],
  ["told_by", (link) => link.told?.exporters.map(({ address, by }) => `${by} of ${address}`).join("; ") ?? ""],
  ["told_confidence", (link) => link.told?.confidence ?? ""],
  ["told_sampling", (link) => link.told?.sampling ?? ""],
];

const POINT_COLUMNS: readonly Column<ProcessPoint>[] = [
  ["id", (point) => point.id],
  ["device", (point) => point.device],
  ["device_label", (point, { devices }) => devices.get(point.device)?.label ?? ""],
  ["part", (point) => point.part],
  ["point", (point) => point.label],
  ["protocol", (point) => point.protocol],
  ["space", (point) => point.space],
  ["name", (point) => point.name],
  ["index", (point) => (point.index >= 0 ? point.index : "")],
  ["type", (point) => point.type],
  ["last", (point) => point.last],
  ["quality", (point) => point.quality],
  ["minimum", (point) => point.minimum],
  ["maximum", (point) => point.maximum],
  ["changes", (point) => point.changes],
  ["reads", (point) => point.reads],
  ["writes", (point) => point.writes],
  ["period_seconds", (point) => (point.period > 0 ? point.period : "")],
  ["readers", (point, directory) => labels(point.readers, directory)],
  ["writers", (point, directory) => labels(point.writers, directory)],
  ["first_seen", (point) => formatInstant(point.firstSeen)],
  ["last_seen", (point) => formatInstant(point.lastSeen)],
  ["capture", (point) => point.evidence.capture],
  ["frame", (point) => point.evidence.frame],
];

/** The column names of devices.csv, in order. Columns are only ever added at the end. */
export const DEVICE_HEADER: readonly string[] = DEVICE_COLUMNS.map(([name]) => name);

/** The column names of links.csv, in order. Columns are only ever added at the end. */
export const LINK_HEADER: readonly string[] = LINK_COLUMNS.map(([name]) => name);

/** The column names of points.csv, in order. Columns are only ever added at the end. */
export const POINT_HEADER: readonly string[] = POINT_COLUMNS.map(([name]) => name);

/** The lines of devices.csv, each with its CRLF, in the order of the assessment. */
export function* devicesCsv(assessment: Assessment): Generator<string> {
  yield* table(DEVICE_COLUMNS, assessment.devices, makeDirectory(assessment));
}

/** The lines of links.csv, each with its CRLF, in the order of the assessment. */
export function* linksCsv(assessment: Assessment): Generator<string> {
  yield* table(LINK_COLUMNS, assessment.links, makeDirectory(assessment));
}

/** The lines of points.csv, each with its CRLF, in the order of the assessment. */
export function* pointsCsv(assessment: Assessment): Generator<string> {
  yield* table(POINT_COLUMNS, assessment.points, makeDirectory(assessment));
}

function labels(ids: readonly string[], { devices }: Directory): string {
  return ids.map((id) => devices.get(id)?.label ?? id).join("; ");
}

function* table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], directory: Directory): Generator<string> {
  yield `${columns.map(([name]) => name).join(",")}\r\n`;
  for (const row of rows) {
    yield `${columns.map(([, cell]) => csvCell(cell(row, directory))).join(",")}\r\n`;
  }
}

/** One cell: numbers as they are, texts quoted where RFC 4180 asks for it and never a formula. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  if (!/^[=+\-@\t]|[",\r\n]/.test(value)) return value;
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function yesOrNo(value: boolean): string {
  return value ? "yes" : "no";
}

function serviceName({ protocol, transport, port }: Service): string {
  return port > 0 ? `${protocol} ${transport}/${port}` : protocol;
}

function countFindings(device: Device, { findingsOfDevice }: Directory, severity: string): number {
  return (findingsOfDevice.get(device.id) ?? []).filter(({ finding }) => finding.severity === severity).length;
}

function findingNames(findings: readonly { finding: { detection: string } }[] = []): string {
  return [...new Set(findings.map(({ finding }) => finding.detection))].join("; ");
}
