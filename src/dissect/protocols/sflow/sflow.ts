// sFlow version 5 (sFlow.org, "sFlow Version 5") and versions 2 and 4 (RFC 3176): what switches tell of packets that they
// picked, one of so many, and of their interfaces.
// Not decoded: sampled packets beyond addresses, protocol and ports; hardware addresses of IP packets; counters but those of
// interfaces; records of routes, users, pages, radio and application transactions; what makers add.
import { type Answer, CERTAIN, DONE, dissector, type Likeness, NO, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { NOTICE, type Talk } from "../../talk.ts";
import { wordAt } from "../../xdr.ts";
import { readOlderCounters, readOlderFlow, readOlderHead } from "./older.ts";
import {
  newSampled,
  readAddress,
  readHost,
  readInterface,
  readRawHeader,
  readRouter,
  readSampledEthernet,
  readSampledIp,
  readSwitch,
} from "./records.ts";

type Fields = Record<string, unknown>;

const MOST_SAMPLES = 512;
const MOST_TOLD = 16;
const MOST_RECORDS = 64;
const SHORTEST = 28;
const FLOW = 1;
const COUNTERS = 2;
const EXPANDED_FLOW = 3;
const EXPANDED_COUNTERS = 4;
const RAW_HEADER = 1;
const ETHERNET = 2;
const IPV4 = 3;
const IPV6 = 4;
const SWITCH = 1001;
const ROUTER = 1002;
const INTERFACE = 1;
const HOST = 2000;

const OPERATIONS = operationTable("sflow", [
  [2, "sample_datagram_v2", "other"],
  [4, "sample_datagram_v4", "other"],
  [5, "sample_datagram_v5", "other"],
]);

const sampled = newSampled();

/** Packets that switches and routers pick and tell of. */
export const sflow = dissector({
  name: "sflow",
  title: "sFlow",
  standard: "sFlow Version 5, RFC 3176",
  world: "network",
  carriage: [{ over: "udp", ports: [6343] }],
  probe: likenessOf,
  read(reader, talk): Answer {
    if (likenessOf(reader) === NO) return REFUSE;
    const version = reader.u32();
    reader.fence(reader.left() + 4);
    const fields: Fields = { version };
    const told = version === 5 ? readHead(reader, fields) : readOlderHead(reader, fields);
    if (told !== "") fields["agent"] = told;
    const agent = namesDevice(told) ? told : "";
    sampled.told.exporter = agent;
    const count = reader.u32();
    fields["sample_count"] = count;
    const samples: Fields[] = [];
    let read = 0;
    for (; read < count && read < MOST_SAMPLES && reader.left() >= 8; read++) {
      const sample: Fields = {};
      const goesOn = version === 5 ? readSample(reader, talk, agent, sample) : readOlder(reader, talk, version, sample);
      if (samples.length < MOST_TOLD) samples.push(sample);
      if (!goesOn) {
        reader.skipRest();
        break;
      }
    }
    fields["samples"] = samples;
    if (read < count && read < MOST_SAMPLES && reader.ok && reader.left() > 0) talk.fault("fewer samples than told");
    talk.claim(agent === "" ? "sender" : { ip: agent }, "kind", "flow exporter", 0.4, "sFlow");
    talk.emit(OPERATIONS.of(version), NOTICE, talk.detailed ? fields : undefined);
    return DONE;
  },
});

/** A version, an address of a known kind, and as many samples as there is room for. */
function likenessOf(reader: Reader): Likeness {
  const version = wordAt(reader, 0);
  if (version !== 5 && version !== 2 && version !== 4) return NO;
  const type = wordAt(reader, 4);
  if (reader.left() < SHORTEST || (type !== 1 && type !== 2)) return NO;
  const countAt = 8 + (type === 1 ? 4 : 16) + (version === 5 ? 12 : 8);
  const count = wordAt(reader, countAt);
  const left = reader.left() - countAt - 4;
  if (count < 0 || count > MOST_SAMPLES || (!reader.cutByCapture && (count * 16 > left || left % 4 !== 0))) return NO;
  if (count === 0) return left === 0 && version === 5 ? CERTAIN : NO;
  const format = wordAt(reader, countAt + 4);
  if (version !== 5) return format === FLOW || format === COUNTERS ? CERTAIN : NO;
  const length = wordAt(reader, countAt + 8);
  // Samples of makers have their number above.
  const isKnown = (format >= FLOW && format <= 5) || format >>> 12 > 0;
  return isKnown && length >= 8 && length % 4 === 0 && (length <= left - 8 || reader.cutByCapture) ? CERTAIN : NO;
}

/** Whether an agent's address is its own: one that was not set up, or only knows itself, leaves it to who sends. */
function namesDevice(address: string): boolean {
  return address !== "0.0.0.0" && !address.startsWith("127.") && address !== "::" && address !== "::1";
}

function readHead(reader: Reader, fields: Fields): string {
  const agent = readAddress(reader);
  fields["sub_agent"] = reader.u32();
  fields["sequence_number"] = reader.u32();
  fields["uptime"] = reader.u32();
  return agent;
}

/** A sample of version 5 within its length. */
function readSample(reader: Reader, talk: Talk, agent: string, fields: Fields): boolean {
  const format = reader.u32();
  const length = reader.u32();
  fields["format"] = format;
  if (length > reader.left()) {
    talk.fault("sample does not fit");
    return false;
  }
  const outer = reader.narrow(length);
  if (format === FLOW || format === EXPANDED_FLOW) readFlow(reader, talk, format === EXPANDED_FLOW, fields);
  else if (format === COUNTERS || format === EXPANDED_COUNTERS)
    readCounters(reader, talk, format === EXPANDED_COUNTERS, agent, fields);
  reader.widen(outer);
  return reader.ok;
}

function readFlow(reader: Reader, talk: Talk, isExpanded: boolean, fields: Fields): void {
  fields["sequence_number"] = reader.u32();
  reader.skip(isExpanded ? 8 : 4);
  const rate = reader.u32();
  fields["sampling_rate"] = rate;
  fields["sample_pool"] = reader.u32();
  fields["drops"] = reader.u32();
  if (isExpanded) reader.skip(4);
  fields["input"] = reader.u32();
  if (isExpanded) reader.skip(4);
  fields["output"] = reader.u32();
  sampled.isKnown = false;
  eachRecord(reader, talk, (record) => {
    if (record === RAW_HEADER) readRawHeader(reader, sampled, fields, true);
    else if (record === ETHERNET) readSampledEthernet(reader, sampled);
    else if (record === IPV4) readSampledIp(reader, sampled, 4);
    else if (record === IPV6) readSampledIp(reader, sampled, 6);
    else if (record === SWITCH) readSwitch(reader, fields);
    else if (record === ROUTER) readRouter(reader, fields);
  });
  tell(talk, rate, fields);
}

/** Records within their lengths. */
function eachRecord(reader: Reader, talk: Talk, read: (format: number) => void): void {
  const count = reader.u32();
  for (let index = 0; index < count && index < MOST_RECORDS && reader.left() >= 8; index++) {
    const format = reader.u32();
    const length = reader.u32();
    if (length > reader.left()) {
      talk.fault("record does not fit");
      return;
    }
    const outer = reader.narrow(length);
    read(format);
    reader.widen(outer);
  }
}

/** Tells of the packet, which stands for as many as the rate says. */
function tell(talk: Talk, rate: number, fields: Fields): void {
  if (!sampled.isKnown) return;
  const { told } = sampled;
  told.packets = 1;
  told.sampling = rate;
  talk.tellFlow(told);
  if (!talk.detailed) return;
  Object.assign(fields, { source: told.source, destination: told.destination, protocol: told.protocol });
  if (told.sourcePort > 0 || told.destinationPort > 0)
    Object.assign(fields, { source_port: told.sourcePort, destination_port: told.destinationPort });
}

function readCounters(reader: Reader, talk: Talk, isExpanded: boolean, agent: string, fields: Fields): void {
  fields["sequence_number"] = reader.u32();
  reader.skip(isExpanded ? 8 : 4);
  eachRecord(reader, talk, (record) => {
    if (record === INTERFACE) readInterface(reader, fields);
    else if (record === HOST) readHost(reader, talk, agent, fields);
  });
}

/** A sample of versions 2 and 4; false when what follows cannot be found. */
function readOlder(reader: Reader, talk: Talk, version: number, fields: Fields): boolean {
  const type = reader.u32();
  fields["format"] = type;
  fields["sequence_number"] = reader.u32();
  reader.skip(4);
  if (type === COUNTERS) return readOlderCounters(reader, fields);
  if (type !== FLOW) return false;
  const rate = reader.u32();
  fields["sampling_rate"] = rate;
  reader.skip(8);
  fields["input"] = reader.u32();
  fields["output"] = reader.u32();
  sampled.isKnown = false;
  const goesOn = readOlderFlow(reader, version, sampled, fields);
  tell(talk, rate, fields);
  return goesOn;
}
