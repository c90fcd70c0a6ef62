// DICOM upper layer: PS3.8 section 9 (associations, protocol data units), PS3.7 (commands).
// Data sets, which hold images and patients, are passed over and told by their length alone; identifiers of instances are not told.
// Not decoded: data sets by intent; extended negotiation and role selection; comments on errors; DICOMweb and TLS.
import { type Answer, CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { readAssociate, readReject } from "./associate.ts";
import { readCommand } from "./command.ts";
import { addFragment, LONGEST_COMMAND, type Memory, newMemory, resetSide, type Side } from "./memory.ts";
import {
  ABORT,
  ABORT_REASONS,
  ASSOCIATE_AC,
  ASSOCIATE_RJ,
  ASSOCIATE_RQ,
  DATA_SET,
  P_DATA,
  RELEASE_RP,
  RELEASE_RQ,
  UNITS,
} from "./names.ts";

const HEAD = 6;
const VALUE_HEAD = 6;
const LONGEST_ASSOCIATE = 65_536;
/** More than any implementation takes in one unit. */
const LONGEST_DATA = 0x4000000;
const ASSOCIATE_FIXED = 68;
const NOTHING = new Uint8Array(0);

/** Images between modalities, archives and workstations. */
export const dicom = dissector<Memory>({
  name: "dicom",
  title: "DICOM",
  standard: "DICOM PS3.8",
  world: "iomt",
  authentication: "optional",
  carriage: [{ over: "tcp", ports: [104, 11112] }],
  longest: LONGEST_ASSOCIATE + HEAD,
  remember: newMemory,
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a unit is looked for: what was awaited has lost bytes.
    if (likeness !== NO) resetSide(talk.memory.sides[talk.side]);
    return likeness;
  },
  read(reader, talk) {
    const side = talk.memory.sides[talk.side];
    if (side.valueLeft > 0) return passData(reader, talk, side);
    if (side.unitLeft > 0) return readValue(reader, talk, side);
    const type = reader.u8();
    reader.skip(1);
    const length = reader.u32();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (type === P_DATA) {
      if (length < VALUE_HEAD || length > LONGEST_DATA) return REFUSE;
      side.unitLeft = length;
      return DONE;
    }
    if (type < ASSOCIATE_RQ || type > ABORT || length > LONGEST_ASSOCIATE || length < 4) return REFUSE;
    if (type > ASSOCIATE_AC && length !== 4) return REFUSE;
    if (type <= ASSOCIATE_AC && length < ASSOCIATE_FIXED) return REFUSE;
    if (!reader.fence(HEAD + length)) return MORE;
    if (type <= ASSOCIATE_AC) readAssociate(reader, talk, type);
    else if (type === ASSOCIATE_RJ) readReject(reader, talk, type);
    else readEnd(reader, talk, type);
    reader.skipRest();
    return DONE;
  },
});

function readEnd(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  reader.skip(2);
  if (type === ABORT) {
    const source = reader.u8();
    const reason = reader.u8();
    const isProvider = source === 2;
    const name = isProvider ? (ABORT_REASONS[reason] ?? "reserved_reason") : "aborted_by_user";
    talk.refused(name);
    talk.emit(UNITS.of(type), UNDIRECTED, talk.detailed ? { source, reason, reason_name: name } : undefined);
    return;
  }
  reader.skip(2);
  if (type === RELEASE_RQ) memory.releaseFrame = talk.frame;
  else if (memory.releaseFrame > 0) {
    talk.answersFrame(memory.releaseFrame);
    memory.releaseFrame = 0;
  }
  // The side that asked for the association nearly always ends it.
  talk.emit(UNITS.of(type), type === RELEASE_RP ? RESPONSE : REQUEST, talk.detailed ? {} : undefined);
}

/** The head of a presentation data value, and the whole of a command's. */
function readValue(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const length = reader.u32();
  const context = reader.u8();
  const control = reader.u8();
  if (!reader.ok) {
    if (!reader.complete) return MORE;
    resetSide(side);
    return REFUSE;
  }
  const isCommand = (control & 1) !== 0;
  const fits = length >= 2 && length + 4 <= side.unitLeft && (context & 1) === 1 && control <= 3;
  if (!fits || (isCommand && side.command.length + length > LONGEST_COMMAND)) {
    resetSide(side);
    return REFUSE;
  }
  const isLast = (control & 2) !== 0;
  if (!isCommand) {
    side.unitLeft -= length + 4;
    side.valueLength = length - 2;
    side.valueLeft = length - 2;
    side.context = context;
    side.isLast = isLast;
    if (side.valueLeft === 0) emitData(talk, side);
    return DONE;
  }
  if (!reader.fence(4 + length)) return MORE;
  side.unitLeft -= length + 4;
  addFragment(side, reader.take(reader.left()));
  if (!isLast) return DONE;
  const command = side.command;
  side.command = NOTHING;
  readCommand(command, talk, context);
  return DONE;
}

/** Passes over as much of a data set's fragment as is at hand. */
function passData(reader: Reader, talk: Talk<Memory>, side: Side): Answer {
  const count = Math.min(reader.left(), side.valueLeft);
  reader.skip(count);
  side.valueLeft -= count;
  if (side.valueLeft === 0) emitData(talk, side);
  return DONE;
}

function emitData(talk: Talk<Memory>, side: Side): void {
  talk.emit(
    DATA_SET,
    UNDIRECTED,
    talk.detailed
      ? {
          context_id: side.context,
          data_length: side.valueLength,
          last_fragment: side.isLast,
          ...(talk.memory.contexts.has(side.context) ? { sop_class: talk.memory.contexts.get(side.context) } : {}),
        }
      : undefined,
  );
}

function likenessOf(reader: Reader): Likeness {
  const type = reader.peek();
  if (type < ASSOCIATE_RQ || type > ABORT || reader.peek(1) > 0) return NO;
  const high = reader.peek16(2);
  const low = reader.peek16(4);
  if (low < 0) return reader.complete || reader.left() < 2 || high > 0x400 ? NO : POSSIBLE;
  const length = high * 65536 + low;
  if (type <= ASSOCIATE_AC) return associateLikeness(reader, length);
  if (type === P_DATA) return dataLikeness(reader, length);
  if (length !== 4 || (reader.left() >= 10 && reader.peek(6) !== 0)) return NO;
  if (type === ASSOCIATE_RJ) {
    const result = reader.peek(7);
    const source = reader.peek(8);
    const reason = reader.peek(9);
    if (reason < 0) return POSSIBLE;
    const fits = result >= 1 && result <= 2 && source >= 1 && source <= 3 && reason >= 1 && reason <= 7;
    return fits && reader.left() === 10 ? POSSIBLE : NO;
  }
  return reader.peek(7) <= 0 ? POSSIBLE : NO;
}

function associateLikeness(reader: Reader, length: number): Likeness {
  if (length < ASSOCIATE_FIXED || length > LONGEST_ASSOCIATE) return NO;
  if (reader.left() >= 8 && (reader.peek(7) & 1) !== 1) return NO;
  const last = Math.min(reader.left(), 42);
  for (let ahead = 10; ahead < last; ahead++) {
    const code = reader.peek(ahead);
    // Titles are padded with blanks; some pad with zeros.
    if (code !== 0 && (code < 32 || code > 126)) return NO;
  }
  if (reader.left() < 80) return POSSIBLE;
  // The first item is the application context, and its name begins as all names of DICOM do.
  const isContext = reader.peek16(74) === 0x1000 && reader.peek16(78) === 0x312e && reader.peek16(80) === 0x322e;
  return isContext ? CERTAIN : POSSIBLE;
}

function dataLikeness(reader: Reader, length: number): Likeness {
  if (length < VALUE_HEAD || length > LONGEST_DATA) return NO;
  if (reader.left() < 12) return POSSIBLE;
  const value = reader.peek16(6) * 65536 + reader.peek16(8);
  const control = reader.peek(11);
  if (value < 2 || value + 4 > length || (reader.peek(10) & 1) === 0 || control > 3) return NO;
  // A command begins with its group length: tag 0000,0000 of four bytes.
  const isCommand = reader.left() >= 20 && reader.peek16(12) === 0 && reader.peek16(14) === 0 && reader.peek(16) === 4;
  if ((control & 1) === 1) return isCommand ? CERTAIN : reader.left() >= 20 ? NO : POSSIBLE;
  return POSSIBLE;
}
