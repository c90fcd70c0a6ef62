// GOOSE and GSE management: IEC 61850-8-1 annex A and C, section 18; ISO 9506-2 Data; BER (X.690).
// Not decoded: the authentication value of IEC 62351-6 (its length is told).
import { APPLICATION, CONTEXT, newElement, readElement } from "../../ber.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { operation } from "../../operation.ts";
import { GOOD, UNCERTAIN } from "../../points.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, UNDIRECTED } from "../../talk.ts";
import type { ControlBlock, Memory } from "./control-blocks.ts";
import { addBlock, findBlock, findRepeated, follow, newMemory, renameDataSet } from "./control-blocks.ts";
import { countOf, dataFields, dataSpaces, tellData, utcTimeAt } from "./data.ts";
import { readManagement } from "./goose-management.ts";
import { keepMessage, type Repeat } from "./repeat.ts";

const PUBLICATION = operation("goose", "goose_pdu", "alarm");
const UNNAMED = operation("goose", "unnamed_pdu", "other");
const SPACES = dataSpaces("goose");

/** Behind APPID, length and two reserved words. */
const HEADER = 8;
const MANAGEMENT_PDU = 0;
const GOOSE_PDU = 1;
/** Claims and objects are told for so many control blocks of one publisher, however many a hostile one makes up. */
const MOST_TOLD = 64;
/** Context tags of IECGoosePdu. */
const REFERENCE = 0;
const TIME_TO_LIVE = 1;
const DATA_SET = 2;
const GOOSE_ID = 3;
const TIME = 4;
const ST_NUM = 5;
const SQ_NUM = 6;
const SIMULATION = 7;
const CONF_REV = 8;
const NDS_COM = 9;
const ENTRIES = 10;
const ALL_DATA = 11;
const SECURITY = 12;
const REQUIRED = [REFERENCE, TIME_TO_LIVE, DATA_SET, TIME, ST_NUM, SQ_NUM, CONF_REV, ENTRIES, ALL_DATA] as const;
/** Instances of logical devices as makers and IEC 61850-6 examples name them. */
const INSTANCE =
  /^(.+?)[_-]?(LD\d*|LDevice\d*|Relay\d*|CTRL|Control|PROT|Protection|MEAS|Measurement|System|Master|Generic|CFG|PRO|MET|CON|ANN|DR|EXT)$/;

/** The header in front of the PDU. */
export interface Head {
  appid: number;
  length: number;
  reserved_1: number;
  reserved_2: number;
}

const outer = newElement();
const element = newElement();
/** Where each element of the PDU lies, by context tag; zero when it is missing. */
const starts = new Int32Array(16);
const ends = new Int32Array(16);

/** Events and states of substation devices, published to a group on the link layer. */
export const goose = dissector<Memory>({
  name: "goose",
  aliases: ["gse", "iec61850-goose"],
  title: "GOOSE",
  standard: "IEC 61850-8-1",
  world: "ot",
  authentication: "optional",
  carriage: [
    { over: "ethernet", types: [0x88b8, 0x88b9] },
    { over: "inside", carrier: "rgoose", keys: [0x81] },
  ],
  remember: newMemory,
  probe(reader) {
    const tag = reader.peek(HEADER);
    if (tag < 0) return NO;
    return tag === 0x61 || tag === 0x60 ? CERTAIN : POSSIBLE;
  },
  read(reader, talk) {
    if (!talk.detailed && !reader.cutByCapture) {
      const block = findRepeated(talk.memory, reader.bytes, reader.start, reader.end);
      if (block !== undefined) {
        readAgain(talk, block, reader.bytes, reader.start);
        reader.skipRest();
        return DONE;
      }
    }
    const head: Head = {
      appid: reader.u16(),
      length: reader.u16(),
      reserved_1: reader.u16(),
      reserved_2: reader.u16(),
    };
    const outerEnd = reader.end;
    if (head.length < HEADER) talk.fault("bad length", 2);
    else reader.narrow(head.length - HEADER);
    const { bytes, end, start, position } = reader;
    sound = reader.ok && head.length >= HEADER;
    const whole = readElement(bytes, position, end, outer);
    if (end - position < 2 || outer.tagClass !== APPLICATION || outer.tag > GOOSE_PDU) {
      if (reader.ok) talk.fault("unknown PDU", HEADER);
      talk.emit(UNNAMED, UNDIRECTED, talk.detailed ? { ...head } : undefined);
    } else {
      // A PDU that is longer than its frame is read as far as it goes.
      if (!whole && reader.ok) talk.fault("malformed BER", HEADER);
      const content = whole ? outer.content : contentAt(bytes, position);
      const stop = whole ? outer.end : end;
      const judged = whole && reader.ok;
      if (outer.tag === MANAGEMENT_PDU) readManagement(talk, bytes, content, stop, start, head, judged);
      else readPublication(talk, bytes, content, stop, start, outerEnd, head, judged);
    }
    // Behind it lies padding to the least length of a frame, and trailers of redundancy protocols.
    reader.end = outerEnd;
    reader.skipRest();
    return DONE;
  },
});

/** Where the contents of the element at `at` begin, when they do not end within the message. */
function contentAt(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] as number;
  return at + 2 + (length > 0x80 ? length & 0x7f : 0);
}

/** Whether nothing was wrong with the message now read. */
let sound = true;

function fault(talk: Talk, name: string, at: number): void {
  sound = false;
  talk.fault(name, at);
}

function keepPublication(
  block: ControlBlock,
  bytes: Uint8Array,
  start: number,
  end: number,
  stNum: number,
): Repeat | undefined {
  return keepMessage(block.repeat, bytes, start, end, {
    counterAt: offsetOf(SQ_NUM, start),
    counterEnd: (ends[SQ_NUM] as number) - start,
    liveAt: offsetOf(TIME_TO_LIVE, start),
    stateAt: offsetOf(ST_NUM, start),
    stNum,
  });
}

/** The last message of a control block, sent again: its number and its time are new, all else is known. */
function readAgain(talk: Talk<Memory>, block: ControlBlock, bytes: Uint8Array, start: number): void {
  const { layout, values } = block.repeat as Repeat;
  const { counterAt, counterEnd, liveAt, stateAt, stNum } = layout;
  hear(talk, block, liveAt);
  follow(talk, block, stNum, countOf(bytes, start + counterAt, start + counterEnd), stateAt);
  if (values.samples.length > 0) talk.sampleAgain(values);
  talk.emit(PUBLICATION, NOTICE);
}

/** Notes when the control block was heard; a message that comes later than promised is a fault, and no less sound. */
function hear(talk: Talk, block: ControlBlock, at: number): void {
  if (block.stNum >= 0 && block.timeToLive > 0 && talk.time - block.heard > block.timeToLive)
    talk.fault("later than time allowed to live", at);
  block.heard = talk.time;
}

/** `judged` says that the bytes are all here, so that what is wrong with them is their sender's fault. */
function readPublication(
  talk: Talk<Memory>,
  bytes: Uint8Array,
  content: number,
  stop: number,
  start: number,
  messageEnd: number,
  head: Head,
  judged: boolean,
): void {
  starts.fill(-1);
  sound &&= judged;
  let at = content;
  let lastTag = -1;
  while (at < stop) {
    if (!readElement(bytes, at, stop, element) || element.tagClass !== CONTEXT) {
      if (judged) fault(talk, "malformed BER", at - start);
      break;
    }
    const tag = element.tag;
    if (tag <= lastTag && judged) fault(talk, "element out of order", at - start);
    lastTag = tag;
    if (tag < 16 && (starts[tag] as number) < 0) {
      starts[tag] = element.content;
      ends[tag] = element.end;
    }
    at = element.next;
  }
  if (judged) {
    for (const tag of REQUIRED) {
      if ((starts[tag] as number) >= 0) continue;
      fault(talk, "missing element", stop - start);
      break;
    }
  }
  const timeToLive = numberAt(bytes, TIME_TO_LIVE);
  const stNum = numberAt(bytes, ST_NUM);
  const sqNum = numberAt(bytes, SQ_NUM);
  const confRev = numberAt(bytes, CONF_REV);
  const simulation = isSet(bytes, SIMULATION);
  const needsCommissioning = isSet(bytes, NDS_COM);
  const simulated = simulation || (head.reserved_1 & 0x8000) !== 0;
  if (simulated) fault(talk, "simulated", simulation ? offsetOf(SIMULATION, start) : 4);
  if (needsCommissioning) fault(talk, "needs commissioning", offsetOf(NDS_COM, start));
  if (timeToLive === 0) fault(talk, "time allowed to live is 0", offsetOf(TIME_TO_LIVE, start));
  const block = blockOf(talk, bytes, start);
  if (block !== undefined) {
    keepUp(talk, block, bytes, start, stNum, sqNum, confRev, timeToLive);
  }
  let entries = -1;
  if (present(ALL_DATA)) {
    const dataStart = starts[ALL_DATA] as number;
    const name = block === undefined ? "" : block.datSet === "" ? block.gocbRef : block.datSet;
    entries = tellData(talk, SPACES, name, bytes, dataStart, ends[ALL_DATA] as number, simulated ? UNCERTAIN : GOOD);
    if (entries < 0) fault(talk, "malformed BER", dataStart - start);
    else if (present(ENTRIES) && entries !== numberAt(bytes, ENTRIES))
      fault(talk, "entry count mismatch", offsetOf(ENTRIES, start));
  }
  if (present(TIME) && (ends[TIME] as number) - (starts[TIME] as number) !== 8)
    fault(talk, "bad time", offsetOf(TIME, start));
  if (block !== undefined && !talk.detailed) {
    const isWhole = sound && stNum >= 0 && sqNum >= 0 && present(ALL_DATA);
    block.repeat = isWhole ? keepPublication(block, bytes, start, messageEnd, stNum) : undefined;
  }
  talk.emit(PUBLICATION, NOTICE, talk.detailed ? publicationFields(bytes, head, simulated) : undefined);
}

/** The control block of the message, known or new; a new one says who publishes it. */
function blockOf(talk: Talk<Memory>, bytes: Uint8Array, start: number): ControlBlock | undefined {
  const referenceStart = starts[REFERENCE] as number;
  const referenceEnd = ends[REFERENCE] as number;
  if (referenceStart < 0) return undefined;
  const memory = talk.memory;
  const known = findBlock(memory, bytes, referenceStart, referenceEnd);
  if (known !== undefined) return known;
  const block = addBlock(memory, bytes, referenceStart, referenceEnd);
  if (memory.told >= MOST_TOLD) return block;
  memory.told++;
  talk.object(block.gocbRef);
  talk.claim("sender", "role", "ied", 0.6, "publishes GOOSE", starts[REFERENCE], ends[REFERENCE]);
  claimName(talk, block.gocbRef, referenceStart);
  return block;
}

/**
 * A reference begins with the logical device's name: the device's name and the instance without a mark between them
 * (IEC 61850-7-2 section 22.2), unless the project names logical devices freely.
 */
function claimName(talk: Talk<Memory>, reference: string, start: number): void {
  const slash = reference.indexOf("/");
  if (slash <= 0) return;
  const logicalDevice = reference.slice(0, slash);
  const parts = INSTANCE.exec(logicalDevice);
  const name = parts === null ? logicalDevice : (parts[1] as string);
  const method = parts === null ? "GOOSE logical device" : "GOOSE reference";
  talk.claim("sender", "name", name, parts === null ? 0.5 : 0.7, method, start, start + slash);
}

function keepUp(
  talk: Talk<Memory>,
  block: ControlBlock,
  bytes: Uint8Array,
  start: number,
  stNum: number,
  sqNum: number,
  confRev: number,
  timeToLive: number,
): void {
  if (present(DATA_SET) && renameDataSet(block, bytes, starts[DATA_SET] as number, ends[DATA_SET] as number))
    fault(talk, "datSet changed", offsetOf(DATA_SET, start));
  if (confRev !== block.confRev) {
    if (block.confRev >= 0) fault(talk, "confRev changed", offsetOf(CONF_REV, start));
    block.confRev = confRev;
  }
  hear(talk, block, offsetOf(TIME_TO_LIVE, start));
  block.timeToLive = timeToLive / 1000;
  if (stNum >= 0 && sqNum >= 0) follow(talk, block, stNum, sqNum, offsetOf(ST_NUM, start));
}

function publicationFields(bytes: Uint8Array, head: Head, simulated: boolean): object {
  return {
    ...head,
    simulated,
    gocbRef: textAt(bytes, REFERENCE),
    timeAllowedtoLive: valueAt(bytes, TIME_TO_LIVE),
    datSet: textAt(bytes, DATA_SET),
    goID: textAt(bytes, GOOSE_ID),
    t:
      (ends[TIME] as number) - (starts[TIME] as number) === 8 && present(TIME)
        ? utcTimeAt(bytes, starts[TIME] as number)
        : undefined,
    stNum: valueAt(bytes, ST_NUM),
    sqNum: valueAt(bytes, SQ_NUM),
    simulation: isSet(bytes, SIMULATION),
    confRev: valueAt(bytes, CONF_REV),
    ndsCom: isSet(bytes, NDS_COM),
    numDatSetEntries: valueAt(bytes, ENTRIES),
    allData: present(ALL_DATA) ? dataFields(bytes, starts[ALL_DATA] as number, ends[ALL_DATA] as number) : undefined,
    security_length: present(SECURITY) ? (ends[SECURITY] as number) - (starts[SECURITY] as number) : undefined,
  };
}

function present(tag: number): boolean {
  return (starts[tag] as number) >= 0;
}

function offsetOf(tag: number, start: number): number {
  const at = starts[tag] as number;
  return at < 0 ? 0 : at - start;
}

/** An unsigned number, -1 when it is missing or none. */
function numberAt(bytes: Uint8Array, tag: number): number {
  const at = starts[tag] as number;
  if (at < 0) return -1;
  const value = countOf(bytes, at, ends[tag] as number);
  return value >= 0 ? value : -1;
}

function valueAt(bytes: Uint8Array, tag: number): number | undefined {
  const value = numberAt(bytes, tag);
  return value < 0 ? undefined : value;
}

function textAt(bytes: Uint8Array, tag: number): string | undefined {
  return present(tag) ? textOf(bytes, starts[tag] as number, ends[tag] as number) : undefined;
}

function isSet(bytes: Uint8Array, tag: number): boolean {
  const at = starts[tag] as number;
  return at >= 0 && (ends[tag] as number) > at && bytes[at] !== 0;
}
