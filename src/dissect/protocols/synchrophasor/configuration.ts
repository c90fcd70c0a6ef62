// Configuration frames: IEEE C37.118.2-2011 section 6.4 (configurations 1 and 2), section 6.4.2 and table 10 (configuration 3).
import { GOOD, type PointSpace, pointSpace, type Quality } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";

export const MAGNITUDE = pointSpace("synchrophasor", "phasor magnitude", "magnitude");
export const ANGLE = pointSpace("synchrophasor", "phasor angle", "radian");
export const FREQUENCY = pointSpace("synchrophasor", "frequency", "FREQ");
export const CHANGE_OF_FREQUENCY = pointSpace("synchrophasor", "rate of change of frequency", "DFREQ");
export const ANALOG = pointSpace("synchrophasor", "analog", "ANALOG");
export const DIGITAL = pointSpace("synchrophasor", "digital status word", "DIGITAL");

/** Streams of one conversation whose configuration is kept. */
const MOST_STREAMS = 8;
const MOST_UNITS = 256;
const MOST_CHANNELS = 512;

/** One measurement unit within a stream. */
export interface Unit {
  station: string;
  id: number;
  format: number;
  phasors: string[];
  angles: string[];
  analogs: string[];
  digitals: string[];
  frequencyName: string;
  changeName: string;
  /** Octets of its block in a data frame. */
  size: number;
}

/** What a stream announced of itself. */
export interface Stream {
  id: number;
  timeBase: number;
  rate: number;
  units: Unit[];
}

/** What a conversation remembers. */
export interface Memory {
  streams: Stream[];
  next: number;
  /** Frame of the last command, 0 when it was answered. */
  commandFrame: number;
  toldNames: number;
}

/** An empty memory. */
export function newMemory(): Memory {
  return { streams: [], next: 0, commandFrame: 0, toldNames: 0 };
}

/** The configuration of a stream, as far as it was heard. */
export function streamOf(memory: Memory, id: number): Stream | undefined {
  for (let index = 0; index < memory.streams.length; index++) {
    const stream = memory.streams[index] as Stream;
    if (stream.id === id) return stream;
  }
  return undefined;
}

function keep(memory: Memory, stream: Stream): void {
  const known = memory.streams.findIndex(({ id }) => id === stream.id);
  const at = known >= 0 ? known : memory.streams.length < MOST_STREAMS ? memory.streams.length : memory.next;
  memory.streams[at] = stream;
  if (known < 0) memory.next = (at + 1) % MOST_STREAMS;
}

/** Reads configuration 1 or 2 (names of 16 letters), or 3 (names with a length); answers it, kept for the data that follow. */
export function readConfiguration(
  reader: Reader,
  talk: Talk<Memory>,
  id: number,
  isThird: boolean,
): Stream | undefined {
  // A configuration 3 in several frames is not put together.
  if (isThird && reader.u16() !== 0) return undefined;
  const timeBase = reader.u32() % 16_777_216;
  const count = reader.u16();
  const units: Unit[] = [];
  for (let index = 0; index < count && index < MOST_UNITS && reader.ok && reader.left() > 2; index++) {
    units.push(readUnit(reader, isThird));
  }
  const rate = reader.i16();
  if (!reader.ok || units.length !== count) {
    talk.fault("configuration does not fit");
    return undefined;
  }
  const stream = { id, timeBase, rate, units };
  keep(talk.memory, stream);
  return stream;
}

function readUnit(reader: Reader, isThird: boolean): Unit {
  const name = (): string => readName(reader, isThird);
  const station = name();
  const id = reader.u16();
  if (isThird) reader.skip(16);
  const format = reader.u16();
  const counts = [reader.u16(), reader.u16(), reader.u16()] as const;
  const [phasorCount, analogCount, digitalCount] = counts;
  const channels = (count: number): string[] => {
    const names: string[] = [];
    for (let index = 0; index < count && index < MOST_CHANNELS && reader.ok; index++)
      names.push(`${station}/${name()}`);
    return names;
  };
  const phasors = channels(phasorCount);
  const analogs = channels(analogCount);
  // Sixteen names for each word; the word is told as one value, under its first name.
  const digitals: string[] = [];
  for (let index = 0; index < digitalCount && index < MOST_CHANNELS && reader.ok; index++) {
    digitals.push(`${station}/${name()}`);
    for (let bit = 1; bit < 16; bit++) {
      if (isThird) reader.skip(reader.u8());
      else reader.skip(16);
    }
  }
  reader.skip(isThird ? 12 * phasorCount + 8 * analogCount : 4 * phasorCount + 4 * analogCount);
  reader.skip(4 * digitalCount);
  // Latitude, longitude, elevation, class, window and group delay.
  if (isThird) reader.skip(21);
  reader.skip(4);
  const phasorSize = (format & 2) === 0 ? 4 : 8;
  const frequencySize = (format & 8) === 0 ? 4 : 8;
  const analogSize = (format & 4) === 0 ? 2 : 4;
  return {
    ...{ station, id, format, phasors, analogs, digitals },
    angles: phasors.map((phasor) => `${phasor} angle`),
    frequencyName: `${station}/frequency`,
    changeName: `${station}/rate of change of frequency`,
    size: 2 + phasorCount * phasorSize + frequencySize + analogCount * analogSize + digitalCount * 2,
  };
}

function readName(reader: Reader, isThird: boolean): string {
  const name = reader.text(isThird ? reader.u8() : 16);
  return name.replace(/[\0 ]+$/, "").trim();
}

/** Tells the values of one unit's block; values are as the wire has them, integers unscaled. */
export function tellUnit(reader: Reader, talk: Talk<Memory>, unit: Unit): number {
  const status = reader.u16();
  const quality = qualityOf(status);
  const { format, phasors, angles, analogs, digitals } = unit;
  const isPolar = (format & 1) !== 0;
  const isFloat = (format & 2) !== 0;
  for (let index = 0; index < phasors.length; index++) {
    let first = isFloat ? reader.f32() : isPolar ? reader.u16() : reader.i16();
    let second = isFloat ? reader.f32() : reader.i16();
    if (!isPolar) {
      const [real, imaginary] = [first, second];
      first = Math.hypot(real, imaginary);
      second = Math.atan2(imaginary, real);
    } else if (!isFloat) second /= 10_000;
    tell(talk, MAGNITUDE, phasors[index] as string, first, quality);
    tell(talk, ANGLE, angles[index] as string, second, quality);
  }
  const isFloatFrequency = (format & 8) !== 0;
  tell(talk, FREQUENCY, unit.frequencyName, isFloatFrequency ? reader.f32() : reader.i16(), quality);
  tell(talk, CHANGE_OF_FREQUENCY, unit.changeName, isFloatFrequency ? reader.f32() : reader.i16(), quality);
  const isFloatAnalog = (format & 4) !== 0;
  for (let index = 0; index < analogs.length; index++) {
    tell(talk, ANALOG, analogs[index] as string, isFloatAnalog ? reader.f32() : reader.i16(), quality);
  }
  for (let index = 0; index < digitals.length; index++) {
    tell(talk, DIGITAL, digitals[index] as string, reader.u16(), quality);
  }
  return status;
}

function tell(talk: Talk<Memory>, space: PointSpace, name: string, value: number, quality: Quality): void {
  talk.sample(space, -1, name, -1, value, quality);
}

/** Bits of STAT: section 6.3, table 7: data error in bits 15 and 14, out of sync in 13, time error in 10 and 9. */
function qualityOf(status: number): Quality {
  const error = status >> 14;
  if (error === 1 || error === 3) return 2;
  return error === 2 || (status & 0x2000) !== 0 ? 1 : GOOD;
}
