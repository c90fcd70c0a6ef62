// Sampled values: IEC 61850-9-2 section 8 and annex A, in BER (X.690); IEC 61869-9 uses the same frames.
// Not decoded: the samples themselves (a waveform is no process point; how it is made up only the configuration says); the
// authentication value of IEC 62351-6 (its length is told).
import { APPLICATION, CONTEXT, newElement, readElement } from "../../ber.ts";
import { CERTAIN, DONE, dissector, NO } from "../../dissector.ts";
import { operation } from "../../operation.ts";
import { hexOf, textOf } from "../../reader.ts";
import { NOTICE, type Talk, UNDIRECTED } from "../../talk.ts";
import { countOf, utcTimeAt } from "./data.ts";

const SAMPLES = operation("sv", "sampled_values", "read");
const UNNAMED = operation("sv", "unnamed_pdu", "other");

const HEADER = 8;
/** Context tags of savPdu and of ASDU. */
const NUMBER_OF_ASDU = 0;
const SECURITY = 1;
const SEQUENCE = 2;
const SV_ID = 0;
const DATA_SET = 1;
const COUNT = 2;
const REVISION = 3;
const REFRESH_TIME = 4;
const SYNCHRONIZED = 5;
const RATE = 6;
const VALUES = 7;
const MODE = 8;
const LARGEST_COUNT = 65_535;
const MOST_STREAMS = 32;
/** Streams of one publisher that are told, however many a hostile one makes up. */
const MOST_TOLD = 64;
const LONGEST_NAME = 129;
/** smpSynch: IEC 61850-9-2 edition 2; above 4 the identity of the area's clock. */
const CLOCKS = ["not synchronized", "local clock", "global clock"];

/** One stream as last heard. */
interface Stream {
  name: Uint8Array;
  count: number;
  /** The largest count heard, which is where it begins again. */
  largest: number;
  revision: number;
  synchronized: number;
}

interface Memory {
  streams: Stream[];
  next: number;
  told: number;
}

const outer = newElement();
const part = newElement();
const unit = newElement();
const field = newElement();
const starts = new Int32Array(16);
const ends = new Int32Array(16);

/** Currents and voltages that merging units publish on the link layer, thousands of times per second. */
export const sampledValues = dissector<Memory>({
  name: "sv",
  aliases: ["sampled_values", "iec61850-9-2"],
  title: "Sampled values",
  standard: "IEC 61850-9-2",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "ethernet", types: [0x88ba] },
    { over: "inside", carrier: "rgoose", keys: [0x82] },
  ],
  remember: () => ({ streams: [], next: 0, told: 0 }),
  probe(reader) {
    return reader.peek(HEADER) === 0x60 ? CERTAIN : NO;
  },
  read(reader, talk) {
    const appid = reader.u16();
    const length = reader.u16();
    const reserved = reader.u16();
    reader.u16();
    const end = reader.end;
    const { bytes, position } = reader;
    const stop = length >= HEADER ? Math.min(end, reader.start + length) : end;
    if (length < HEADER) talk.fault("bad length", 2);
    const isWhole = readElement(bytes, position, stop, outer);
    const fields: Record<string, unknown> | undefined = talk.detailed ? { appid, length } : undefined;
    if (!isWhole || outer.tagClass !== APPLICATION || outer.tag !== 0) {
      if (reader.ok && !reader.cutByCapture) talk.fault("malformed BER", HEADER);
      reader.skipRest();
      talk.emit(UNNAMED, UNDIRECTED, fields);
      return DONE;
    }
    if ((reserved & 0x8000) !== 0) talk.fault("simulated", 4);
    readPdu(talk, bytes, reader.start, fields);
    reader.skipRest();
    talk.emit(SAMPLES, NOTICE, fields);
    return DONE;
  },
});

function readPdu(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  start: number,
  fields: Record<string, unknown> | undefined,
): void {
  const end = outer.end;
  let promised = -1;
  let count = 0;
  const list: object[] = [];
  for (let at = outer.content; at < end; at = part.next) {
    if (!readElement(bytes, at, end, part) || part.tagClass !== CONTEXT) {
      talk.fault("malformed BER", at - start);
      return;
    }
    const { tag, content, end: stop } = part;
    if (tag === NUMBER_OF_ASDU) promised = countOf(bytes, content, stop);
    else if (tag === SECURITY) {
      if (fields !== undefined) fields["security_length"] = stop - content;
    } else if (tag === SEQUENCE) {
      for (let place = content; place < stop; place = unit.next) {
        if (!readElement(bytes, place, stop, unit)) {
          talk.fault("malformed BER", place - start);
          return;
        }
        count++;
        readUnit(talk, bytes, start, fields === undefined ? undefined : list);
      }
    }
  }
  if (promised !== count) talk.fault("entry count mismatch", HEADER);
  if (fields === undefined) return;
  fields["number_of_asdu"] = promised;
  fields["asdu"] = list;
}

function readUnit(talk: Talk<Memory>, bytes: Uint8Array, start: number, list: object[] | undefined): void {
  starts.fill(-1);
  for (let at = unit.content; at < unit.end; at = field.next) {
    if (!readElement(bytes, at, unit.end, field) || field.tagClass !== CONTEXT) {
      talk.fault("malformed BER", at - start);
      break;
    }
    if (field.tag > MODE) continue;
    starts[field.tag] = field.content;
    ends[field.tag] = field.end;
  }
  if (!present(SV_ID) || !present(COUNT) || !present(VALUES)) {
    talk.fault("missing element", unit.start - start);
    return;
  }
  const count = numberAt(bytes, COUNT);
  const revision = numberAt(bytes, REVISION);
  const synchronized = numberAt(bytes, SYNCHRONIZED);
  follow(talk, bytes, count, revision, synchronized, start);
  list?.push({
    sv_id: nameAt(bytes, SV_ID),
    dat_set: present(DATA_SET) ? nameAt(bytes, DATA_SET) : undefined,
    smp_cnt: count,
    conf_rev: revision,
    refr_tm:
      present(REFRESH_TIME) && (ends[REFRESH_TIME] as number) - (starts[REFRESH_TIME] as number) === 8
        ? utcTimeAt(bytes, starts[REFRESH_TIME] as number)
        : undefined,
    smp_synch: synchronized,
    smp_synch_name: CLOCKS[synchronized] ?? "clock of the area",
    smp_rate: present(RATE) ? numberAt(bytes, RATE) : undefined,
    smp_mod: present(MODE) ? numberAt(bytes, MODE) : undefined,
    seq_data: hexOf(bytes, starts[VALUES] as number, ends[VALUES] as number),
  });
}

function present(tag: number): boolean {
  return (starts[tag] as number) >= 0;
}

function numberAt(bytes: Uint8Array, tag: number): number {
  return present(tag) ? countOf(bytes, starts[tag] as number, ends[tag] as number) : -1;
}

function nameAt(bytes: Uint8Array, tag: number): string {
  const from = starts[tag] as number;
  return textOf(bytes, from, Math.min(ends[tag] as number, from + LONGEST_NAME));
}

/** Holds the counter against the one before: samples that are left out, or sent by two publishers of one name. */
function follow(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  count: number,
  revision: number,
  synchronized: number,
  start: number,
): void {
  const stream = streamOf(talk, bytes);
  const { count: last } = stream;
  if (last >= 0 && count !== last + 1) {
    const at = (starts[COUNT] as number) - start;
    if (count === last) talk.fault("smpCnt repeated", at);
    else if (count === 0) {
      // It begins again each second, at the number of samples per second.
      if (stream.largest >= 0 && last < stream.largest && last !== LARGEST_COUNT) talk.fault("smpCnt jumped", at);
      stream.largest = Math.max(stream.largest, last);
    } else talk.fault(count < last ? "smpCnt went back" : "smpCnt jumped", at);
  }
  if (stream.revision >= 0 && stream.revision !== revision)
    talk.fault("confRev changed", (starts[REVISION] as number) - start);
  if (stream.synchronized > 0 && synchronized === 0)
    talk.fault("synchronization lost", (starts[SYNCHRONIZED] as number) - start);
  stream.count = count;
  stream.revision = revision;
  stream.synchronized = synchronized;
}

function streamOf(talk: Talk<Memory>, bytes: Uint8Array): Stream {
  const { memory } = talk;
  const from = starts[SV_ID] as number;
  const to = Math.min(ends[SV_ID] as number, from + LONGEST_NAME);
  for (let index = 0; index < memory.streams.length; index++) {
    const stream = memory.streams[index] as Stream;
    if (isSame(stream.name, bytes, from, to)) return stream;
  }
  const stream = { name: bytes.slice(from, to), count: -1, largest: -1, revision: -1, synchronized: -1 };
  const at = memory.streams.length < MOST_STREAMS ? memory.streams.length : memory.next;
  memory.streams[at] = stream;
  memory.next = (at + 1) % MOST_STREAMS;
  if (memory.told < MOST_TOLD) {
    memory.told++;
    const name = textOf(bytes, from, to);
    talk.object(name);
    talk.claim("sender", "kind", "merging unit", 0.7, "IEC 61850-9-2", from, to);
    if (name !== "") talk.claim("sender", "name", name, 0.5, "sampled value stream", from, to);
  }
  return stream;
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let index = known.length - 1; index >= 0; index--) if (known[index] !== bytes[from + index]) return false;
  return true;
}
