// Parameters of LLRP, one inside the other: EPCglobal LLRP 1.1 section 16.2. Tags are counted and never named: what they are on may be a
// person.
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { ATTEMPTS, makerOf, modelOf, statusName, TAG_COMMANDS } from "./names.ts";

const CAPABILITIES = 137;
const ROSPEC = 177;
const ACCESSSPEC = 207;
const ACCESS_COMMAND = 209;
const IDENTIFICATION = 218;
const OUTPUT = 219;
const ANTENNA_PROPERTIES = 221;
const INPUT_STATE = 225;
const TAG_REPORT = 240;
const SURVEY_REPORT = 242;
const NOTIFICATION = 246;
const INPUT_EVENT = 248;
const OVERFLOW = 251;
const EXCEPTION = 252;
const ANTENNA_EVENT = 255;
const ATTEMPT = 256;
const STATUS = 287;
const HEAD = 4;
const SHORT = 0x80;
const DEEPEST = 4;
const MOST_PARAMETERS = 4096;
const MOST_ANTENNAS = 32;
/** Lengths of parameters of one octet's type, with it, by type. */
const SHORT_LENGTHS: readonly number[] = [0, 3, 9, 9, 9, 9, 2, 3, 3, 5, 3, 3, 3, 13, 3, 3, 5, 3, 5, 3, 3];
const ANTENNA = 1;
const SEEN = 8;
const METHOD = "LLRP reader capabilities";
const TAGS = pointSpace("llrp", "", "tag reports");
const INPUTS = pointSpace("llrp", "general purpose input", "state");
const OUTPUTS = pointSpace("llrp", "general purpose output", "state");

type Fields = Record<string, unknown>;

/** What a message's parameters told in sum. */
export interface Told {
  parameters: number;
  tags: number;
  sightings: number;
  surveys: number;
  antennas: number[];
}

/** Nothing was told. */
export function nothingTold(): Told {
  return { parameters: 0, tags: 0, sightings: 0, surveys: 0, antennas: [] };
}

/** Reads parameters up to the reader's end. */
export function readParameters(reader: Reader, talk: Talk, fields: Fields, told: Told, depth = 0): void {
  while (reader.left() > 0 && reader.ok && told.parameters < MOST_PARAMETERS) {
    told.parameters++;
    const first = reader.peek();
    if ((first & SHORT) !== 0) {
      const length = SHORT_LENGTHS[first & 0x7f] ?? 0;
      if (length === 0) {
        talk.fault("unknown parameter");
        reader.skipRest();
        return;
      }
      reader.skip(length);
      continue;
    }
    const type = reader.u16() & 0x3ff;
    const length = reader.u16();
    if (length < HEAD) {
      if (reader.ok) talk.fault("bad length");
      reader.skipRest();
      return;
    }
    const outer = reader.narrow(length - HEAD);
    readParameter(reader, talk, fields, told, type, depth);
    reader.widen(outer);
  }
  reader.skipRest();
}

function readParameter(reader: Reader, talk: Talk, fields: Fields, told: Told, type: number, depth: number): void {
  switch (type) {
    case STATUS: {
      const status = statusName(reader.u16());
      fields["status"] = status === "" ? "success" : status;
      if (status !== "" && reader.ok) talk.refused(status);
      return;
    }
    case CAPABILITIES:
      readCapabilities(reader, talk, fields);
      return;
    case IDENTIFICATION: {
      // Either made of the hardware address or set by the owner, as an EPC.
      const kind = reader.u8();
      const identifier = reader.hex(Math.min(reader.u16(), 16));
      fields["reader_id"] = identifier;
      if (kind === 0 && identifier !== "")
        talk.claim("sender", "description", `RFID reader ${identifier}`, 0.6, "LLRP identification");
      return;
    }
    case TAG_REPORT:
      readTag(reader, told);
      return;
    case SURVEY_REPORT:
      told.surveys++;
      return;
    case ROSPEC:
      talk.object(`ROSpec ${reader.u32()}`);
      return;
    case ACCESSSPEC:
      talk.object(`AccessSpec ${reader.u32()}`);
      reader.skip(8);
      if (depth < DEEPEST) readParameters(reader, talk, fields, told, depth + 1);
      return;
    case ACCESS_COMMAND:
    case NOTIFICATION:
      if (depth < DEEPEST) readParameters(reader, talk, fields, told, depth + 1);
      return;
    case INPUT_STATE: {
      const port = reader.u16();
      reader.skip(1);
      const state = reader.u8();
      // 2 stands for a state that is not known.
      if (reader.ok && state < 2) talk.sample(INPUTS, -1, "", port, state);
      return;
    }
    case INPUT_EVENT: {
      const port = reader.u16();
      const state = reader.u8() >> 7;
      if (reader.ok) talk.sample(INPUTS, -1, "", port, state);
      return;
    }
    case OUTPUT: {
      const port = reader.u16();
      const state = reader.u8() >> 7;
      if (reader.ok) talk.sample(OUTPUTS, -1, "", port, state);
      return;
    }
    case ANTENNA_PROPERTIES: {
      const isConnected = reader.u8() >> 7 === 1;
      const antenna = reader.u16();
      if (reader.ok && isConnected) addAntenna(told, antenna);
      return;
    }
    case ANTENNA_EVENT: {
      const isConnected = reader.u8() === 1;
      talk.object(`antenna ${reader.u16()} ${isConnected ? "connected" : "disconnected"}`);
      return;
    }
    case ATTEMPT: {
      const status = reader.u16();
      fields["connection_attempt"] = status;
      if (status > 0 && reader.ok) talk.refused(ATTEMPTS[status] ?? `attempt_${status}`);
      return;
    }
    case EXCEPTION:
      fields["exception"] = reader.utf8(Math.min(reader.u16(), 256));
      return;
    case OVERFLOW:
      talk.object("report buffer overflow");
      return;
    default: {
      const command = TAG_COMMANDS[type];
      if (command === undefined) return;
      reader.skip(2);
      // The password of the tag is looked at only for whether it is the one that tags are made with.
      const hasPassword = reader.u32() !== 0;
      talk.object(`tag ${command}`);
      if (hasPassword) fields["tag_password"] = true;
    }
  }
}

function readCapabilities(reader: Reader, talk: Talk, fields: Fields): void {
  const { position } = reader;
  const antennas = reader.u16();
  reader.skip(2);
  const maker = reader.u32();
  const model = reader.u32();
  const firmware = reader.utf8(Math.min(reader.u16(), 128)).trim();
  if (!reader.ok) return;
  Object.assign(fields, { antennas, device_manufacturer: maker, model, firmware });
  talk.claim("sender", "vendor", makerOf(maker), 0.9, METHOD, position, reader.position);
  talk.claim("sender", "model", modelOf(maker, model), 0.9, METHOD, position, reader.position);
  talk.claim("sender", "firmware", firmware, 0.95, METHOD, position, reader.position);
}

/** A tag was seen: how often, and by which antenna; which one it was is left. */
function readTag(reader: Reader, told: Told): void {
  told.tags++;
  let seen = 1;
  while (reader.left() > 0) {
    const first = reader.peek();
    if ((first & SHORT) === 0) {
      reader.skip(2);
      reader.skip(Math.max(0, reader.u16() - HEAD));
      if (!reader.ok) return;
      continue;
    }
    const type = first & 0x7f;
    const length = SHORT_LENGTHS[type] ?? 0;
    if (length === 0) {
      reader.skipRest();
      break;
    }
    reader.skip(1);
    if (type === ANTENNA) addAntenna(told, reader.u16());
    else if (type === SEEN) seen = reader.u16();
    else reader.skip(length - 1);
  }
  told.sightings += seen;
}

function addAntenna(told: Told, antenna: number): void {
  if (told.antennas.length < MOST_ANTENNAS && !told.antennas.includes(antenna)) told.antennas.push(antenna);
}

/** Tells how many tags a report held. */
export function tellCounts(talk: Talk, fields: Fields, told: Told): void {
  if (told.antennas.length > 0) fields["antenna_ids"] = told.antennas;
  if (told.surveys > 0) fields["rf_surveys"] = told.surveys;
  if (told.tags === 0) return;
  fields["tag_reports"] = told.tags;
  fields["tag_seen_count"] = told.sightings;
  talk.sample(TAGS, -1, "tags in report", -1, told.tags);
}
