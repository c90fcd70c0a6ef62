// Values of DNP3 points with their flags: IEEE 1815-2012 sections 11.6 (flags) and A.2 to A.25.
// A point keeps one space whatever group and variation carries it: static, event, 16 or 32 bits.
import { BAD, GOOD, type PointSpace, pointSpace, type Quality, UNCERTAIN } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Fragment } from "./fragment.ts";
import { numericSize, type Shape } from "./objects.ts";

interface Family {
  readonly integer: PointSpace;
  readonly floating: PointSpace;
  /** Flags besides those of all points that make a value doubtful. */
  readonly doubtful: number;
}

const RELAY = 12;
const ANALOG_OUTPUT = 41;
const OPERATE = 4;
const DIRECT_OPERATE_NO_RESPONSE = 6;

const ONLINE = 0x01;
const COMMUNICATION_LOST = 0x04;
/** Restart, remote and local forced. */
const DOUBTFUL = 0x1a;
/** Chatter filter of binary inputs, over range of analog ones. */
const BIT_5 = 0x20;
/** Discontinuity of counters, reference error of analog points. */
const BIT_6 = 0x40;

function family(space: string, type: string, doubtful: number): Family {
  const integer = pointSpace("dnp3", space, type, "outstation");
  return { integer, floating: integer, doubtful };
}

function analog(space: string): Family {
  return {
    integer: pointSpace("dnp3", space, "int32", "outstation"),
    floating: pointSpace("dnp3", space, "float", "outstation"),
    doubtful: BIT_5 | BIT_6,
  };
}

const BINARY_INPUT = family("binary input", "bool", BIT_5);
const DOUBLE_BIT = family("double-bit binary input", "double-bit", BIT_5);
const BINARY_OUTPUT = family("binary output", "bool", 0);
const COUNTER = family("counter", "uint32", BIT_6);
const FROZEN_COUNTER = family("frozen counter", "uint32", BIT_6);
const ANALOG_INPUT = analog("analog input");
const FROZEN_ANALOG_INPUT = analog("frozen analog input");
const ANALOG_OUTPUT_POINT = analog("analog output");

/** By group; those of commands are told from requests, all others from responses. */
const FAMILIES: readonly (Family | undefined)[] = familiesByGroup();

function familiesByGroup(): (Family | undefined)[] {
  const families: (Family | undefined)[] = new Array<Family | undefined>(256).fill(undefined);
  for (const group of [1, 2]) families[group] = BINARY_INPUT;
  for (const group of [3, 4]) families[group] = DOUBLE_BIT;
  for (const group of [10, 11, RELAY]) families[group] = BINARY_OUTPUT;
  for (const group of [20, 22]) families[group] = COUNTER;
  for (const group of [21, 23]) families[group] = FROZEN_COUNTER;
  for (const group of [30, 32]) families[group] = ANALOG_INPUT;
  for (const group of [31, 33]) families[group] = FROZEN_ANALOG_INPUT;
  for (const group of [40, ANALOG_OUTPUT, 42]) families[group] = ANALOG_OUTPUT_POINT;
  return families;
}

/** Whether the objects of this group tell values of the process in this fragment: not those that a command only echoes. */
export function tellsValues(fragment: Fragment, group: number): boolean {
  const commands = group === RELAY || group === ANALOG_OUTPUT;
  if (fragment.response) return !commands && FAMILIES[group] !== undefined;
  const { functionCode } = fragment;
  return commands && functionCode >= OPERATE && functionCode <= DIRECT_OPERATE_NO_RESPONSE;
}

/** Tells the values of packed points; `at` is where their octets begin. */
export function tellPacked(
  fragment: Fragment,
  group: number,
  shape: Shape,
  start: number,
  count: number,
  at: number,
): void {
  const { talk, reader, outstationAddress } = fragment;
  const { bytes } = reader;
  const { integer } = FAMILIES[group] as Family;
  const mask = shape.bits === 2 ? 3 : 1;
  for (let index = 0; index < count; index++) {
    const bit = index * shape.bits;
    const value = ((bytes[at + (bit >> 3)] as number) >> (bit & 7)) & mask;
    talk.sample(integer, outstationAddress, "", start + index, value);
  }
}

// Reads numbers out of an object whose size was checked before.
const numberReader = new Reader();

/** Tells the value of the whole object at `at`. */
export function tellPoint(fragment: Fragment, group: number, shape: Shape, index: number, at: number): void {
  const { bytes } = fragment.reader;
  const { integer, floating, doubtful } = FAMILIES[group] as Family;
  const { talk, outstationAddress } = fragment;
  if (shape.kind === "command") {
    const value = stateOf(bytes[at] as number);
    if (value >= 0) talk.sample(integer, outstationAddress, "", index, value);
    return;
  }
  const flags = shape.flags.length > 0 ? (bytes[at] as number) : -1;
  const quality = flags < 0 ? GOOD : qualityOf(flags, doubtful);
  if (shape.state !== "") {
    const value = shape.state === "single" ? flags >> 7 : flags >> 6;
    talk.sample(integer, outstationAddress, "", index, value, quality);
    return;
  }
  const valueAt = flags < 0 ? at : at + 1;
  numberReader.open(bytes, valueAt, valueAt + numericSize(shape.value), true);
  switch (shape.value) {
    case "i16":
      talk.sample(integer, outstationAddress, "", index, numberReader.i16le(), quality);
      return;
    case "i32":
      talk.sample(integer, outstationAddress, "", index, numberReader.i32le(), quality);
      return;
    case "u16":
      talk.sample(integer, outstationAddress, "", index, numberReader.u16le(), quality);
      return;
    case "u32":
      talk.sample(integer, outstationAddress, "", index, numberReader.u32le(), quality);
      return;
    case "f32":
      talk.sample(floating, outstationAddress, "", index, numberReader.f32le(), quality);
      return;
    case "f64":
      talk.sample(floating, outstationAddress, "", index, numberReader.f64le(), quality);
      return;
    default:
  }
}

function qualityOf(flags: number, doubtful: number): Quality {
  if ((flags & ONLINE) === 0 || (flags & COMMUNICATION_LOST) !== 0) return BAD;
  return (flags & (DOUBTFUL | doubtful)) === 0 ? GOOD : UNCERTAIN;
}

/** What a control code asks of a relay: 1 on, close; 0 off, trip; -1 neither (A.8.1). */
function stateOf(code: number): number {
  const tripClose = code >> 6;
  switch (code & 15) {
    case 1:
      return tripClose === 2 ? 0 : 1;
    case 2:
    case 4:
      return 0;
    case 3:
      return 1;
    default:
      return -1;
  }
}
