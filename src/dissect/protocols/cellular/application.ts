// What the application protocols between base stations and cores share: messages in aligned PER (ITU-T X.691) that are a
// procedure, its outcome and a list of numbered elements (3GPP TS 38.413 section 9.4 and TS 36.413 section 9.3).
import { v4Text } from "../../addresses.ts";
import { type Answer, CERTAIN, DONE, type Likeness, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { type Operation, operation } from "../../operation.ts";
import { type OpenRequests, pair } from "../../pairing.ts";
import { hexOf, type Reader, textOf } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";

/** Outcomes: the message that begins a procedure, and those that end it. */
const INITIATING = 0;
const UNSUCCESSFUL = 2;
const MOST_ELEMENTS = 64;
const MOST_TUNNELS = 16;
const MOST_ENCLOSED = 16;

/** Where a message of the device lies within the one at hand: start and end. */
export type Enclosed = readonly [number, number];
/** The fields of the message at hand by their names. */
export type Told = Record<string, unknown>;

/** One of the protocols: what its numbers mean. */
export interface Application {
  readonly operations: ReadonlyMap<number, Operation>;
  /** Procedures of class 1, which are answered. */
  readonly answered: ReadonlySet<number>;
  /** Those of them that the core begins, which is the one that is connected to. */
  readonly begunByCore: ReadonlySet<number>;
  /** Elements that messages begin with: numbers of procedures alone do not tell the protocols apart. */
  readonly firsts: ReadonlySet<number>;
  /** The field that tells the device's context at the base station. */
  readonly device: string;
  /** The carrier's name of messages of the device. */
  readonly carrier: string;
  /** Reads one element, around which the reader is narrowed; adds where messages of the device lie in it. */
  readElement(reader: Reader, talk: Talk<OpenRequests>, id: number, fields: Told, enclosed: Enclosed[]): void;
  /** Says what the whole message tells of both ends, before it is emitted. */
  conclude(talk: Talk<OpenRequests>, code: number, choice: number, fields: Told): void;
}

/** Operations by procedure code. */
export function proceduresOf(
  protocol: string,
  procedures: Readonly<Record<number, readonly [string, Operation["act"]]>>,
): ReadonlyMap<number, Operation> {
  return new Map(
    Object.entries(procedures).map(([code, [name, act]]) => [Number(code), operation(protocol, name, act)]),
  );
}

/** How much a message looks like one of the application's. */
export function applicationLikeness(reader: Reader, application: Application): Likeness {
  const choice = reader.peek();
  if (reader.left() < 7 || (choice & 0x9f) !== 0 || choice > 0x40) return NO;
  if (!application.operations.has(reader.peek(1)) || (reader.peek(2) & 0x3f) !== 0) return NO;
  const first = reader.peek(3);
  const head = first < 0x80 ? 4 : 5;
  const length = head + (first < 0x80 ? first : ((first & 0x3f) << 8) + reader.peek(4));
  if (length !== reader.left()) return NO;
  // An octet of options and the number of elements come before the first of them.
  const id = reader.peek16(head + 3);
  return id < 0 || application.firsts.has(id) ? CERTAIN : POSSIBLE;
}

/** Reads a message of the application. */
export function readApplication(reader: Reader, talk: Talk<OpenRequests>, application: Application): Answer {
  const choice = reader.u8() >> 5;
  const code = reader.u8();
  const operation_ = application.operations.get(code);
  if (choice > UNSUCCESSFUL || operation_ === undefined) return REFUSE;
  reader.u8();
  const length = lengthOf(reader);
  if (!reader.ok) return REFUSE;
  const outer = reader.narrow(length);
  reader.fence(reader.end - reader.start);
  const fields: Told = {
    procedure_code: code,
    message: ["initiating", "successful", "unsuccessful"][choice],
  };
  const enclosed: Enclosed[] = [];
  readElements(reader, talk, application, fields, enclosed);
  application.conclude(talk, code, choice, fields);
  reader.widen(outer);
  const isAnswered = application.answered.has(code);
  const direction = directionOf(application, code, choice);
  if (isAnswered) pair(talk, choice === INITIATING, (code << 16) ^ Number(fields[application.device] ?? 0));
  if (choice === UNSUCCESSFUL) talk.refused(typeof fields["cause"] === "string" ? fields["cause"] : "unsuccessful");
  const { bytes } = reader;
  reader.skipRest();
  talk.emit(operation_, direction, talk.detailed ? fields : undefined);
  for (const [start, end] of enclosed) talk.hand(application.carrier, bytes, start, end);
  return DONE;
}

/**
 * Stations connect to the core and ask it; what the core asks of them is news of a server. Either side sends what needs no
 * answer.
 */
function directionOf(application: Application, code: number, choice: number): Direction {
  if (!application.answered.has(code)) return UNDIRECTED;
  const isCores = application.begunByCore.has(code);
  if (choice === INITIATING) return isCores ? NOTICE : REQUEST;
  return isCores ? UNDIRECTED : RESPONSE;
}

/** Length determinant of X.691 section 10.9: one or two octets; longer ones are fragments, which these messages do not have. */
export function lengthOf(reader: Reader): number {
  const first = reader.u8();
  if (first < 0x80) return first;
  if (first >= 0xc0) reader.ok = false;
  return ((first & 0x3f) << 8) | reader.u8();
}

function readElements(
  reader: Reader,
  talk: Talk<OpenRequests>,
  application: Application,
  fields: Told,
  enclosed: Enclosed[],
): void {
  reader.u8();
  const count = reader.u16();
  const elements: number[] = [];
  for (let index = 0; index < count && index < MOST_ELEMENTS && reader.left() >= 4; index++) {
    const id = reader.u16();
    reader.u8();
    const length = lengthOf(reader);
    if (length > reader.left()) {
      talk.fault("element does not fit");
      break;
    }
    elements.push(id);
    const outer = reader.narrow(length);
    application.readElement(reader, talk, id, fields, enclosed);
    reader.widen(outer);
  }
  fields["elements"] = elements;
}

/** Steps over an octet string that holds a message of the device, and adds where it lies unless it does not fit. */
export function enclose(reader: Reader, enclosed: Enclosed[]): void {
  const size = lengthOf(reader);
  if (size > reader.left()) reader.ok = false;
  else if (enclosed.length < MOST_ENCLOSED) enclosed.push([reader.position, reader.position + size]);
  reader.skip(size);
}

/** A number of up to `bits` bits, before whose octets stands their number less one. */
export function numberOf(reader: Reader, bits: 24 | 32 | 40): number {
  const size = (reader.u8() >> (bits === 40 ? 5 : 6)) + 1;
  let value = 0;
  for (let index = 0; index < size; index++) value = value * 256 + reader.u8();
  return value;
}

/** PrintableString of 1 to 150 letters, with a bit for extension before the length. */
export function printableOf(reader: Reader): string {
  const size = ((reader.u16() >> 7) & 0xff) + 1;
  const end = Math.min(reader.end, reader.position + size);
  return textOf(reader.bytes, reader.position, end);
}

/** The groups of causes, and how many bits their usual values take (the same in both protocols). */
const CAUSES = [
  ["radio_network", 6],
  ["transport", 1],
  ["nas", 2],
  ["protocol", 3],
  ["misc", 3],
] as const;

/** A cause: the choice of a group, for which `head` bits stand, a bit for extension, and a value within the group. */
export function causeOf(reader: Reader, head: 3 | 4): string | undefined {
  const bits = reader.u16();
  const cause = CAUSES[(bits >> (16 - head)) & 7];
  if (cause === undefined) return undefined;
  const [name, wide] = cause;
  const rest = 15 - head;
  // Values of later releases are written in another form.
  if (((bits >> rest) & 1) === 1) return `${name} extended`;
  return `${name} ${(bits >> (rest - wide)) & ((1 << wide) - 1)}`;
}

/** Tells of a tunnel whose address and number are the eight octets at `at`; answers it as a text. */
export function tellTunnel(talk: Talk, bytes: Uint8Array, at: number): string {
  const word = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8);
  const address = v4Text(word | (bytes[at + 3] as number));
  talk.object(`GTP tunnel to ${address}`);
  return `${hexOf(bytes, at + 4, at + 8)} ${address}`;
}

/** How one end of a set-up is told: what it is, and which field has its name. */
export interface Node {
  kind: string;
  name: string;
}

/** Says who sets up the association of a station with its core: the station begins it. */
export function claimNode(
  talk: Talk,
  choice: number,
  fields: Readonly<Told>,
  method: string,
  station: Node,
  core: Node,
): void {
  const node = choice === INITIATING ? station : core;
  talk.claim("sender", "kind", node.kind, 0.8, method);
  const name = fields[node.name];
  if (typeof name === "string" && name !== "") talk.claim("sender", "name", name, 0.8, method);
  const network = fields["plmn"];
  if (typeof network === "string") talk.object(`PLMN ${network}`);
}

/** Adds tunnels to those that the fields tell. */
export function addTunnels(fields: Told, name: string, tunnels: readonly string[]): void {
  if (tunnels.length === 0) return;
  const known = Array.isArray(fields[name]) ? (fields[name] as string[]) : [];
  fields[name] = [...known, ...tunnels].slice(0, MOST_TUNNELS);
}
