// NetFlow version 5 and 9 (RFC 3954) and IPFIX (RFC 7011): what routers tell of the flows that they saw.
// Not decoded: fields of flows beyond addresses, ports, protocol, octets and packets; options but the rate of sampling; flows
// whose template was sent before the capture; counters of the way back that one record tells too.
import { readV6, v4Text } from "../addresses.ts";
import { type Answer, CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, type Talk, type ToldFlow } from "../talk.ts";

const VERSION_5_HEAD = 24;
const VERSION_5_RECORD = 48;
const VERSION_9_HEAD = 20;
const IPFIX_HEAD = 16;
const FIRST_DATA_SET = 256;
const MOST_TEMPLATES = 128;
const MOST_FIELDS = 128;
const MOST_FLOWS = 16;
const MOST_COUNTED = 4096;
const ENTERPRISE = 0x8000;
const VARIABLE = 0xffff;

const OPERATIONS = operationTable("netflow", [
  [5, "export_version_5", "other"],
  [9, "export_version_9", "other"],
  [10, "ipfix", "other"],
]);

/** Elements by number: RFC 3954 section 8, IANA "IPFIX Information Elements". */
const ELEMENTS: Readonly<Record<number, keyof Flow>> = {
  1: "octets",
  2: "packets",
  4: "protocol",
  7: "source_port",
  8: "source",
  11: "destination_port",
  12: "destination",
  27: "source",
  28: "destination",
  // Of what left, in all, and of the one who began: where an exporter tells those instead.
  23: "octets",
  24: "packets",
  85: "octets",
  86: "packets",
  231: "octets",
  298: "packets",
};
/** Elements that tell the rate of sampling: one of so many packets; so many taken, and so many passed over. */
const SAMPLING_INTERVAL = 34;
const RANDOM_INTERVAL = 50;
const PACKET_INTERVAL = 305;
const PACKET_SPACE = 306;
/** The two upper bits of the field of version 5 tell how packets are chosen. */
const INTERVAL_OF_FIVE = 0x3fff;

/** One flow as its exporter tells it. */
interface Flow {
  source?: string;
  destination?: string;
  source_port?: number;
  destination_port?: number;
  protocol?: number;
  octets?: number;
  packets?: number;
}

/** What the records of a data set hold. */
interface Template {
  /** Element and length, in turn. */
  fields: Int32Array;
  /** Whether its records tell of the exporter and not of flows. */
  isOfOptions: boolean;
}

interface Memory {
  /** Those that were sent last, the oldest first; see `templateKey`. */
  templates: Map<number, Template>;
  /** One of so many packets is looked at; 1 when nothing else was said. */
  sampling: number;
  /** Packets that are looked at one after the other before some are passed over. */
  taken: number;
}

/** Reused for every flow. */
const told: ToldFlow = {
  ...{ exporter: "", source: "", destination: "", sourcePort: 0, destinationPort: 0 },
  ...{ protocol: 0, packets: 0, octets: 0, sampling: 1 },
};

/** Flows that routers, switches and firewalls report. */
export const netflow = dissector<Memory>({
  name: "netflow",
  aliases: ["ipfix", "cflow"],
  title: "NetFlow, IPFIX",
  standard: "RFC 3954, RFC 7011",
  world: "network",
  carriage: [{ over: "udp", ports: [2055, 4739, 9995, 9996, 2056] }],
  remember: () => ({ templates: new Map(), sampling: 1, taken: 1 }),
  probe: likenessOf,
  read(reader, talk): Answer {
    const version = reader.u16();
    if (!OPERATIONS.has(version)) return REFUSE;
    reader.fence(reader.end - reader.start);
    const flows: Flow[] = [];
    const fields: Record<string, unknown> = { version };
    const count =
      version === 5 ? readFive(reader, talk, fields, flows) : readSets(reader, talk, version, fields, flows);
    fields["flows"] = flows;
    fields["flow_count"] = count;
    if (talk.memory.sampling > 1) fields["sampling"] = talk.memory.sampling;
    talk.claim("sender", "kind", "flow exporter", 0.4, "NetFlow");
    reader.skipRest();
    talk.emit(OPERATIONS.of(version), NOTICE, talk.detailed ? fields : undefined);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const left = reader.left();
  const version = reader.peek16(0);
  const count = reader.peek16(2);
  if (version === 5) {
    return count > 0 && count <= 30 && left === VERSION_5_HEAD + count * VERSION_5_RECORD ? CERTAIN : NO;
  }
  if (version === 10) {
    const set = reader.peek16(IPFIX_HEAD);
    return count === left &&
      left >= IPFIX_HEAD + 4 &&
      (set === 2 || set === 3 || set >= FIRST_DATA_SET) &&
      setsFit(reader, IPFIX_HEAD)
      ? CERTAIN
      : NO;
  }
  if (version !== 9 || left < VERSION_9_HEAD + 4 || count === 0 || count > 1000) return NO;
  const set = reader.peek16(VERSION_9_HEAD);
  return (set < 2 || set >= FIRST_DATA_SET) && setsFit(reader, VERSION_9_HEAD) ? LIKELY : NO;
}

/** Whether sets fill the message exactly, each with its length. */
function setsFit(reader: Reader, head: number): boolean {
  let at = head;
  for (let count = 0; count < 64 && at < reader.left(); count++) {
    const length = reader.peek16(at + 2);
    if (length < 4) return false;
    at += length;
  }
  return at === reader.left();
}

function readFive(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown>, flows: Flow[]): number {
  const count = reader.u16();
  reader.skip(4);
  fields["export_time"] = reader.u32();
  reader.skip(4);
  fields["sequence_number"] = reader.u32();
  reader.skip(2);
  talk.memory.sampling = Math.max(1, reader.u16() & INTERVAL_OF_FIVE);
  let read = 0;
  for (; read < count && reader.left() >= VERSION_5_RECORD; read++) {
    const outer = reader.narrow(VERSION_5_RECORD);
    const source = v4Text(reader.i32());
    const destination = v4Text(reader.i32());
    reader.skip(8);
    const packets = reader.u32();
    const octets = reader.u32();
    reader.skip(8);
    const ports = [reader.u16(), reader.u16()] as const;
    reader.skip(2);
    const flow: Flow = {
      ...{ source, destination, source_port: ports[0], destination_port: ports[1] },
      ...{ protocol: reader.u8(), octets, packets },
    };
    if (flows.length < MOST_FLOWS) flows.push(flow);
    tell(talk, flow);
    reader.widen(outer);
  }
  if (read < count) talk.fault("fewer flows than told");
  return read;
}

/** Tells of a flow that has both ends. */
function tell(talk: Talk<Memory>, flow: Flow): void {
  if (flow.source === undefined || flow.destination === undefined) return;
  told.source = flow.source;
  told.destination = flow.destination;
  told.sourcePort = flow.source_port ?? 0;
  told.destinationPort = flow.destination_port ?? 0;
  told.protocol = flow.protocol ?? 0;
  told.packets = flow.packets ?? 0;
  told.octets = flow.octets ?? 0;
  told.sampling = talk.memory.sampling;
  talk.tellFlow(told);
}

function readSets(
  reader: Reader,
  talk: Talk<Memory>,
  version: number,
  fields: Record<string, unknown>,
  flows: Flow[],
): number {
  reader.skip(2);
  if (version === 9) reader.skip(4);
  fields["export_time"] = reader.u32();
  fields["sequence_number"] = reader.u32();
  const domain = reader.u32();
  fields["source_id"] = domain;
  const templates: number[] = [];
  let read = 0;
  let unknown = 0;
  for (let count = 0; count < 64 && reader.left() >= 4; count++) {
    const id = reader.u16();
    const length = reader.u16() - 4;
    if (length < 0 || length > reader.left()) {
      talk.fault("set does not fit");
      break;
    }
    const outer = reader.narrow(length);
    if (id === (version === 9 ? 0 : 2)) readTemplates(reader, talk, version, domain, templates);
    else if (id === (version === 9 ? 1 : 3)) readOptions(reader, talk, version, domain, templates);
    else if (id >= FIRST_DATA_SET) {
      const template = talk.memory.templates.get(templateKey(domain, id));
      if (template === undefined) unknown++;
      else if (template.isOfOptions) readRecords(reader, talk, template.fields, undefined);
      else read += readRecords(reader, talk, template.fields, flows);
    }
    reader.widen(outer);
  }
  if (templates.length > 0) fields["templates"] = templates;
  if (unknown > 0) fields["sets_without_template"] = unknown;
  return read;
}

/**
 * Templates are numbered anew in each part of an exporter: by source id (RFC 3954 section 5.1) or observation domain
 * (RFC 7011 section 8).
 */
function templateKey(domain: number, id: number): number {
  return domain * 65_536 + id;
}

function readTemplates(reader: Reader, talk: Talk<Memory>, version: number, domain: number, names: number[]): void {
  while (reader.left() >= 4) {
    const id = reader.u16();
    const count = reader.u16();
    if (isWithdrawal(version, count)) continue;
    const fields = readFields(reader, version, id, count);
    if (fields === undefined) return;
    keepTemplate(talk.memory, templateKey(domain, id), { fields, isOfOptions: false });
    names.push(id);
  }
}

/** Templates of records about the exporter: RFC 3954 section 6.1, RFC 7011 section 3.4.2.2. */
function readOptions(reader: Reader, talk: Talk<Memory>, version: number, domain: number, names: number[]): void {
  while (reader.left() >= 4) {
    const id = reader.u16();
    // Version 9 tells octets of two kinds of fields, IPFIX the number of all fields and that of the first kind.
    const first = reader.u16();
    if (isWithdrawal(version, first)) continue;
    const second = reader.u16();
    const fields = readFields(reader, version, id, version === 9 ? (first + second) >> 2 : first);
    if (fields === undefined) return;
    keepTemplate(talk.memory, templateKey(domain, id), { fields, isOfOptions: true });
    names.push(id);
  }
}

/**
 * Whether a template without fields withdraws an earlier one (RFC 7011 section 8.1). Over UDP, which is all that is read
 * here, that is to be ignored (section 8.4): one that is not sent again is only forgotten when its place is needed.
 */
function isWithdrawal(version: number, count: number): boolean {
  return version === 10 && count === 0;
}

/** The fields of one template; undefined when it is cut, or none. */
function readFields(reader: Reader, version: number, id: number, count: number): Int32Array | undefined {
  if (id < FIRST_DATA_SET || count > MOST_FIELDS) return undefined;
  const fields = new Int32Array(count * 2);
  for (let index = 0; index < count; index++) {
    const element = reader.u16();
    fields[index * 2 + 1] = reader.u16();
    const isMakers = version === 10 && (element & ENTERPRISE) !== 0;
    if (isMakers) reader.skip(4);
    fields[index * 2] = isMakers ? 0 : element;
  }
  return reader.ok ? fields : undefined;
}

function keepTemplate({ templates }: Memory, key: number, template: Template): void {
  // Exporters send their templates again and again, so those that stay away longest go first.
  templates.delete(key);
  if (templates.size >= MOST_TEMPLATES) templates.delete(templates.keys().next().value as number);
  templates.set(key, template);
}

/** Reads records of flows, or of the exporter where `flows` is undefined. */
function readRecords(reader: Reader, talk: Talk<Memory>, template: Int32Array, flows: Flow[] | undefined): number {
  let least = 0;
  for (let index = 1; index < template.length; index += 2) {
    const length = template[index] as number;
    least += length === VARIABLE ? 1 : length;
  }
  let read = 0;
  // What is shorter than a record fills up the set.
  while (least > 0 && reader.left() >= least && read < MOST_COUNTED) {
    const flow: Flow = {};
    for (let index = 0; index < template.length; index += 2) {
      const known = template[index + 1] as number;
      let length = known;
      if (known === VARIABLE) {
        length = reader.u8();
        if (length === 255) length = reader.u16();
      }
      if (length > reader.left()) {
        reader.skipRest();
        return read;
      }
      const outer = reader.narrow(length);
      if (flows === undefined) readOption(reader, template[index] as number, length, talk.memory);
      else readElement(reader, template[index] as number, length, flow);
      reader.widen(outer);
    }
    if (flows !== undefined) {
      if (flows.length < MOST_FLOWS) flows.push(flow);
      tell(talk, flow);
    }
    read++;
  }
  return read;
}

function readElement(reader: Reader, element: number, length: number, flow: Flow): void {
  const name = ELEMENTS[element];
  if (name === undefined) return;
  if (name === "source" || name === "destination") {
    if (length === 4) flow[name] = v4Text(reader.i32());
    else if (length === 16) flow[name] = readV6(reader);
    return;
  }
  if (length <= 8) flow[name] ??= numberOf(reader, length);
}

function readOption(reader: Reader, element: number, length: number, memory: Memory): void {
  if (length > 8) return;
  const value = numberOf(reader, length);
  if ((element === SAMPLING_INTERVAL || element === RANDOM_INTERVAL) && value > 0) memory.sampling = value;
  else if (element === PACKET_INTERVAL && value > 0) memory.taken = value;
  else if (element === PACKET_SPACE) memory.sampling = (memory.taken + value) / memory.taken;
}

function numberOf(reader: Reader, length: number): number {
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + reader.u8();
  return value;
}
