import { csvCell } from "../export/csv.ts";
import type { Change, Kind, Things } from "../model/journal.ts";
import { formatInstant } from "../model/time.ts";
import type { AuditEntry } from "../store/store.ts";

/** Columns of a table as CSV: a name, and what stands in a cell. */
export type Table<Row> = readonly (readonly [name: string, cell: (row: Row) => string | number | boolean])[];

const listed = (values: readonly (string | number)[]): string => values.join("; ");

/** What a table of things is written with. Columns are only ever added at the end. */
export const TABLES: { readonly [Of in Kind]: Table<Things[Of]> } = {
  device: [
    ["id", ({ id }) => id],
    ["label", ({ label }) => label],
    ["ips", ({ ips }) => listed(ips)],
    ["macs", ({ macs }) => listed(macs)],
    ["vlans", ({ vlans }) => listed(vlans)],
    ["vendor", ({ vendor }) => vendor],
    ["model", ({ model }) => model],
    ["order_number", ({ orderNumber }) => orderNumber],
    ["firmware", ({ firmware }) => firmware],
    ["serial", ({ serial }) => serial],
    ["host_name", ({ hostName }) => hostName],
    ["operating_system", ({ operatingSystem }) => operatingSystem],
    ["role", ({ role }) => role],
    ["domain", ({ domain }) => domain],
    ["level", ({ level }) => level.level],
    ["level_needs_review", ({ level }) => level.needsReview],
    ["zone", ({ zone }) => zone],
    ["owner", ({ owner }) => owner],
    ["importance", ({ importance }) => importance],
    ["presence", ({ presence }) => presence],
    ["services_offered", ({ servicesOffered }) => listed(servicesOffered.map(serviceName))],
    ["services_used", ({ servicesUsed }) => listed(servicesUsed.map(serviceName))],
    ["first_seen", ({ firstSeen }) => formatInstant(firstSeen)],
    ["last_seen", ({ lastSeen }) => formatInstant(lastSeen)],
    ["bytes_sent", ({ bytesSent }) => bytesSent],
    ["bytes_received", ({ bytesReceived }) => bytesReceived],
    ["address", ({ ips, macs }) => ips[0] ?? macs[0] ?? ""],
    ["role_confidence", ({ roleCandidates }) => roleCandidates[0]?.confidence ?? 0],
    ["bytes", ({ bytesSent, bytesReceived }) => bytesSent + bytesReceived],
  ],
  link: [
    ["id", ({ id }) => id],
    ["client", ({ client }) => client],
    ["client_address", ({ clientAddress }) => clientAddress],
    ["server", ({ server }) => server],
    ["server_address", ({ serverAddress }) => serverAddress],
    ["protocol", ({ protocol }) => protocol],
    ["transport", ({ transport }) => transport],
    ["port", ({ port }) => (port > 0 ? port : "")],
    ["vlans", ({ vlans }) => listed(vlans)],
    ["act", ({ act }) => act],
    [
      "operations",
      ({ operations }) => listed(operations.map(({ operation, requests }) => `${operation} x${requests}`)),
    ],
    ["roles_from", ({ rolesFrom }) => rolesFrom],
    ["one_sided", ({ oneSided }) => oneSided],
    ["encrypted", ({ encrypted }) => encrypted],
    ["flows", ({ flows }) => flows],
    ["frames", ({ frames }) => frames],
    ["bytes", ({ bytes }) => bytes],
    ["bytes_to_server", ({ bytesToServer }) => bytesToServer],
    ["first_seen", ({ firstSeen }) => formatInstant(firstSeen)],
    ["last_seen", ({ lastSeen }) => formatInstant(lastSeen)],
    ["capture", ({ evidence }) => evidence.capture],
    ["frame", ({ evidence }) => evidence.frame],
    ["told_by", ({ told }) => listed(told?.exporters.map(({ address, by }) => `${by} of ${address}`) ?? [])],
    ["told_confidence", ({ told }) => told?.confidence ?? ""],
    ["told_sampling", ({ told }) => told?.sampling ?? ""],
  ],
  point: [
    ["id", ({ id }) => id],
    ["device", ({ device }) => device],
    ["part", ({ part }) => part],
    ["point", ({ label }) => label],
    ["protocol", ({ protocol }) => protocol],
    ["space", ({ space }) => space],
    ["name", ({ name }) => name],
    ["index", ({ index }) => (index >= 0 ? index : "")],
    ["type", ({ type }) => type],
    ["last", ({ last }) => last],
    ["quality", ({ quality }) => quality],
    ["minimum", ({ minimum }) => minimum],
    ["maximum", ({ maximum }) => maximum],
    ["changes", ({ changes }) => changes],
    ["reads", ({ reads }) => reads],
    ["writes", ({ writes }) => writes],
    ["period_seconds", ({ period }) => (period > 0 ? period : "")],
    ["readers", ({ readers }) => listed(readers)],
    ["writers", ({ writers }) => listed(writers)],
    ["first_seen", ({ firstSeen }) => formatInstant(firstSeen)],
    ["last_seen", ({ lastSeen }) => formatInstant(lastSeen)],
    ["capture", ({ evidence }) => evidence.capture],
    ["frame", ({ evidence }) => evidence.frame],
  ],
  finding: [
    ["id", ({ id }) => id],
    ["detection", ({ detection }) => detection],
    ["severity", ({ severity }) => severity],
    ["title", ({ title }) => title],
    ["detail", ({ detail }) => detail],
    ["why", ({ why }) => why],
    ["weighed_as", ({ weighedAs }) => weighedAs],
    ["check", ({ check }) => check],
    ["advice", ({ advice }) => advice.map(({ tag, action }) => `[${tag}] ${action}`).join(" ")],
    ["techniques", ({ techniques }) => listed(techniques)],
    ["confidence", ({ confidence }) => confidence],
    ["devices", ({ devices }) => listed(devices)],
    ["links", ({ links }) => listed(links)],
    ["count", ({ count }) => count],
    ["first_seen", ({ firstSeen }) => formatInstant(firstSeen)],
    ["last_seen", ({ lastSeen }) => formatInstant(lastSeen)],
    ["evidence", ({ evidence }) => listed(evidence.map(({ capture, frame }) => `${capture}:${frame}`))],
  ],
  blindSpot: [
    ["id", ({ id }) => id],
    ["reason", ({ reason }) => reason],
    ["amount", ({ amount }) => amount],
    ["where", ({ where }) => where],
    ["hides", ({ hides }) => hides],
    ["help", ({ help }) => help],
    ["frames", ({ frames }) => frames],
    ["bytes", ({ bytes }) => bytes],
    ["devices", ({ devices }) => listed(devices)],
  ],
  protocol: [
    ["protocol", ({ protocol }) => protocol],
    ["title", ({ title }) => title],
    ["transport", ({ transport }) => transport],
    ["state", ({ state }) => state],
    ["frames", ({ frames }) => frames],
    ["bytes", ({ bytes }) => bytes],
    ["messages", ({ messages }) => messages],
    ["faults", ({ faults }) => faults],
  ],
};

/** Changes of the journal. */
export const CHANGE_TABLE: Table<Change> = [
  ["sequence", ({ sequence }) => sequence],
  ["time", ({ time }) => formatInstant(time)],
  ["recorded", ({ recorded }) => formatInstant(recorded)],
  ["kind", ({ kind }) => kind],
  ["id", ({ id }) => id],
  ["label", ({ label }) => label],
  ["what", ({ what }) => what],
  ["fields", ({ fields }) => listed(fields)],
  ["before", ({ before }) => (before === null ? "" : JSON.stringify(before))],
  ["after", ({ after }) => (after === null ? "" : JSON.stringify(after))],
  ["by", ({ by }) => by],
];

/** Entries of the audit log. */
export const AUDIT_TABLE: Table<AuditEntry> = [
  ["sequence", ({ sequence }) => sequence],
  ["when", ({ when }) => formatInstant(when)],
  ["who", ({ who }) => who],
  ["from", ({ from }) => from],
  ["act", ({ act }) => act],
  ["target", ({ target }) => target],
  ["detail", ({ detail }) => detail],
  ["hash", ({ hash }) => hash],
];

/** Only some columns of a table, in the order in which they are named; all of it for none. */
export function chosenColumns<Row>(table: Table<Row>, names: readonly string[]): Table<Row> {
  if (names.length === 0) return table;
  const known = new Map(table.map((column) => [column[0], column]));
  return [...new Set(names)].map((name) => known.get(name)).filter((column) => column !== undefined);
}

/** A table as CSV (RFC 4180) in which no text is taken for a formula. */
export async function* csvOf<Row>(table: Table<Row>, rows: AsyncIterable<Row>): AsyncGenerator<string> {
  yield `${table.map(([name]) => name).join(",")}\r\n`;
  for await (const row of rows) yield `${table.map(([, cell]) => cellOf(cell(row))).join(",")}\r\n`;
}

function cellOf(value: string | number | boolean): string {
  return csvCell(typeof value === "boolean" ? (value ? "yes" : "no") : value);
}

/** Rows as one JSON array, a row per line. */
export async function* jsonOf(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function serviceName({ protocol, transport, port }: { protocol: string; transport: string; port: number }): string {
  return port > 0 ? `${protocol} ${transport}/${port}` : protocol;
}
