// IEEE 11073-20601 (2008 to 2019), optimized exchange protocol of personal health devices: section 8 (association) and annex A in the
// encoding rules MDER, over TCP as managers and gateways carry it. Values are told as the points of the device; persons are only noted.
// Not decoded: entries of stored segments, samples in real time, times, the association information in other encoding rules; the
// carriers USB (PHDC) and Bluetooth (HDP).
import { CERTAIN, DONE, dissector, LIKELY, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import { type Asked, answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { type HealthNoted, noteHealthData } from "../health-data.ts";
import { readIdentity, SYSTEM_METHOD, tellConfiguration, tellSystem } from "./identity.ts";
import {
  ABORTS,
  APDUS,
  CONFIGURATIONS,
  ERROR,
  ERRORS,
  EVENTS_AND_ACTIONS,
  GET,
  GET_SYSTEM,
  PROBLEMS,
  REJECT,
  RELEASES,
  RESULTS,
  SET,
  specializationOf,
} from "./names.ts";
import { noObjects, type Objects, readAttributes, readList, readObjects, takeStandard } from "./objects.ts";
import { readReport, reportLayout } from "./reports.ts";

const HEAD = 4;
/** Upper octet of the choice; the lower one is zero. */
const ASSOCIATE = 0xe2;
const ASSOCIATED = 0xe3;
const RELEASE = 0xe4;
const RELEASED = 0xe5;
const ABORT = 0xe6;
const PRESENTATION = 0xe7;
const PROTOCOL = 20_601;
const LONGEST = 65_540;
const AGENT = 0x00800000;
const CONFIGURE = 3356;
const ACCEPTED_UNKNOWN = 3;
const MOST_PROTOCOLS = 16;
const MOST_ATTRIBUTES = 64;

/** Kinds of data messages: what is asked has the upper octet 1, what answers 2. */
const EVENT = 0x0100;
const CONFIRMED_EVENT = 0x0101;
const GETTING = 0x0103;
const SETTING = 0x0104;
const CONFIRMED_SETTING = 0x0105;
const CONFIRMED_ACTION = 0x0107;
const EVENT_RESULT = 0x0201;
const GET_RESULT = 0x0203;
const SET_RESULT = 0x0205;
const ACTION_RESULT = 0x0207;
const ERRED = 0x0300;
const REJECTED = 0x0400;
/** Marks of what waits for an answer besides invocations, which have 16 bits. */
const ASSOCIATION_MARK = 0x10000;
const RELEASE_MARK = 0x10001;

interface Memory {
  asked: Asked;
  objects: Objects;
  /** Which side the agent is; -1 unknown. */
  agent: -1 | 0 | 1;
  /** What was noted of measurements and their persons since the association. */
  noted: HealthNoted;
}

type Fields = Record<string, unknown>;

/** Pulse oximeters, scales, blood pressure and glucose meters of patients, and the managers that collect what they measure. */
export const ieee20601 = dissector<Memory>({
  name: "ieee20601",
  aliases: ["ieee11073_20601"],
  title: "IEEE 11073-20601",
  standard: "IEEE 11073-20601",
  world: "iomt",
  authentication: "none",
  carriage: [{ over: "tcp", ports: [6024] }],
  longest: LONGEST,
  remember: () => ({ asked: nothingAsked(), objects: noObjects(), agent: -1, noted: 0 }),
  probe: likenessOf,
  read(reader, talk) {
    const kind = reader.u8();
    const zero = reader.u8();
    const length = reader.u16();
    if (!reader.ok) return reader.complete ? REFUSE : MORE;
    if (!APDUS.has(kind) || zero !== 0) return REFUSE;
    if (!reader.fence(HEAD + length)) return MORE;
    const fields: Fields = {};
    if (kind === PRESENTATION) readData(reader, talk, fields);
    else readAssociation(reader, talk, kind, fields);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const kind = reader.peek();
  if (!APDUS.has(kind) || reader.peek(1) > 0) return NO;
  const length = reader.peek16(2);
  if (length < 0) return POSSIBLE;
  switch (kind) {
    case ASSOCIATE: {
      // Version 1 of association, and its first protocol.
      const version = reader.peek16(4);
      const protocol = reader.peek16(12);
      if ((version >= 0 && version !== 0x8000) || length < 12) return NO;
      return protocol === PROTOCOL ? CERTAIN : protocol < 0 || protocol === 0xffff ? POSSIBLE : NO;
    }
    case ASSOCIATED: {
      const protocol = reader.peek16(6);
      if (reader.peek16(4) >= RESULTS.length || length < 6) return NO;
      return protocol === PROTOCOL ? CERTAIN : POSSIBLE;
    }
    case PRESENTATION: {
      const octets = reader.peek16(4);
      const choice = reader.peek16(8);
      const inner = reader.peek16(10);
      if (length < 8 || (octets >= 0 && octets !== length - 2)) return NO;
      if (choice < 0) return POSSIBLE;
      if (!isChoice(choice)) return NO;
      // Three lengths that fit each other.
      return inner === octets - 6 ? CERTAIN : inner < 0 ? LIKELY : NO;
    }
    default:
      return length === 2 && reader.peek(4) <= 0 ? POSSIBLE : NO;
  }
}

function isChoice(choice: number): boolean {
  if (choice === ERRED || choice === REJECTED || choice === EVENT || choice === CONFIRMED_EVENT) return true;
  if (choice >= GETTING && choice <= CONFIRMED_ACTION) return true;
  return choice === EVENT_RESULT || choice === GET_RESULT || choice === SET_RESULT || choice === ACTION_RESULT;
}

function readAssociation(reader: Reader, talk: Talk<Memory>, kind: number, fields: Fields): void {
  const { memory } = talk;
  switch (kind) {
    case ASSOCIATE:
      memory.agent = talk.side;
      memory.noted = 0;
      readRequest(reader, talk, fields);
      ask(talk, memory.asked, ASSOCIATION_MARK);
      break;
    case ASSOCIATED: {
      memory.agent = talk.side === 0 ? 1 : 0;
      const result = reader.u16();
      const refusal = RESULTS[result] ?? `result_${result}`;
      fields["result"] = result === ACCEPTED_UNKNOWN ? "accepted_unknown_config" : refusal || "accepted";
      if (refusal !== "" && reader.ok) talk.refused(refusal);
      readProtocol(reader, talk, fields, false);
      answer(talk, memory.asked, ASSOCIATION_MARK);
      break;
    }
    case RELEASE:
    case RELEASED: {
      const reason = reader.u16();
      fields["reason"] = RELEASES[reason] ?? reason;
      if (kind === RELEASE) ask(talk, memory.asked, RELEASE_MARK);
      else answer(talk, memory.asked, RELEASE_MARK);
      break;
    }
    case ABORT: {
      const reason = reader.u16();
      fields["reason"] = ABORTS[reason] ?? reason;
      if (reader.ok) talk.refused(`abort_${ABORTS[reason] ?? reason}`);
    }
  }
  // Agents call managers and are asked by them: association tells no direction.
  talk.emit(APDUS.of(kind), UNDIRECTED, talk.detailed ? fields : undefined);
}

function readRequest(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  fields["assoc_version"] = reader.u32();
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && index < MOST_PROTOCOLS && reader.left() > 0 && reader.ok; index++)
    readProtocol(reader, talk, fields, true);
  reader.widen(outer);
}

/** One data protocol of an association, and what the sender says of itself if it is this one. */
function readProtocol(reader: Reader, talk: Talk<Memory>, fields: Fields, isRequest: boolean): void {
  const protocol = reader.u16();
  const outer = reader.narrow(reader.u16());
  if (protocol === PROTOCOL && reader.left() > 0) readInformation(reader, talk, fields, isRequest);
  else if (reader.ok && fields["data_proto_id"] === undefined) fields["data_proto_id"] = protocol;
  reader.widen(outer);
}

function readInformation(reader: Reader, talk: Talk<Memory>, fields: Fields, isRequest: boolean): void {
  const version = reader.u32();
  const rules = reader.u16();
  reader.skip(8);
  const type = reader.u32();
  const identifier = reader.hex(Math.min(reader.u16(), 8));
  const configuration = reader.u16();
  reader.skip(4);
  if (!reader.ok) return;
  const isAgent = (type & AGENT) !== 0;
  Object.assign(fields, {
    data_proto_id: PROTOCOL,
    protocol_version: version,
    encoding_rules: rules,
    system_type: isAgent ? "agent" : "manager",
    system_id: identifier,
    dev_config_id: configuration,
  });
  tellSystem(talk, identifier, SYSTEM_METHOD);
  if (isRequest && isAgent) {
    const known = specializationOf(configuration);
    if (known !== undefined) fields["specialization"] = known.standard;
    talk.memory.objects = noObjects();
    takeStandard(talk.memory.objects, configuration);
    tellConfiguration(talk, configuration);
    talk.note("sender", { kind: "session", protocol: "IEEE 11073-20601", anonymous: true, name: identifier });
  } else if (!isAgent) talk.claim("sender", "kind", "personal health manager", 0.7, "IEEE 11073-20601 association");
  readAttributes(reader, (attribute) => readIdentity(reader, talk, attribute));
}

/** A data message: an invocation or its outcome. */
function readData(reader: Reader, talk: Talk<Memory>, fields: Fields): void {
  const outer = reader.narrow(reader.u16());
  const invocation = reader.u16();
  const choice = reader.u16();
  const inner = reader.narrow(reader.u16());
  fields["invoke_id"] = invocation;
  fields["choice"] = choice;
  const { memory } = talk;
  let what: Operation = APDUS.of(PRESENTATION);
  let direction: Direction = UNDIRECTED;
  if (choice === EVENT || choice === CONFIRMED_EVENT) {
    what = readEvent(reader, talk, fields);
    direction = NOTICE;
    memory.agent = talk.side;
  } else if (choice === EVENT_RESULT) what = readEventResult(reader, talk, fields);
  else if (choice >= GETTING && choice <= CONFIRMED_ACTION) {
    what = readInvocation(reader, talk, choice, fields);
    direction = REQUEST;
  } else if (choice === GET_RESULT || choice === SET_RESULT || choice === ACTION_RESULT) {
    what = readResult(reader, talk, choice, fields);
    direction = RESPONSE;
  } else if (choice === ERRED || choice === REJECTED) {
    const code = reader.u16();
    const words = choice === ERRED ? ERRORS : PROBLEMS;
    if (reader.ok) talk.refused(words[code] ?? `${choice === ERRED ? "error" : "problem"}_${code}`);
    fields[choice === ERRED ? "error_value" : "problem"] = code;
    what = choice === ERRED ? ERROR : REJECT;
    if (memory.agent === talk.side) direction = RESPONSE;
    reader.skipRest();
  } else {
    talk.fault("unknown choice", HEAD + 4);
    reader.skipRest();
  }
  reader.widen(inner);
  reader.widen(outer);
  // Only what is confirmed is answered.
  if (choice === CONFIRMED_EVENT || choice === GETTING || choice === CONFIRMED_SETTING || choice === CONFIRMED_ACTION)
    ask(talk, memory.asked, invocation);
  else if (choice >= EVENT_RESULT) answer(talk, memory.asked, invocation);
  talk.emit(what, direction, talk.detailed ? fields : undefined);
}

function readEvent(reader: Reader, talk: Talk<Memory>, fields: Fields): Operation {
  const { memory } = talk;
  const handle = reader.u16();
  reader.skip(4);
  const event = reader.u16();
  const outer = reader.narrow(reader.u16());
  Object.assign(fields, { obj_handle: handle, event_type: event });
  const form = reportLayout(event);
  if (form !== undefined) {
    const reported = readReport(reader, talk, memory.objects, handle, form);
    fields["observations"] = reported.observations;
    const method = `IEEE 11073-20601 ${reported.persons ? "person identifier" : "measurements"}`;
    if (reported.isMeasured) memory.noted = noteHealthData(talk, memory.noted, reported.persons, method);
  } else if (event === CONFIGURE) {
    const configuration = reader.u16();
    fields["config_report_id"] = configuration;
    tellConfiguration(talk, configuration);
    fields["objects"] = readObjects(reader, talk, memory.objects);
  } else if (reader.ok && !EVENTS_AND_ACTIONS.has(event))
    talk.fault("unknown event", reader.position - reader.start - 4);
  reader.skipRest();
  reader.widen(outer);
  return EVENTS_AND_ACTIONS.of(event);
}

function readEventResult(reader: Reader, talk: Talk<Memory>, fields: Fields): Operation {
  const handle = reader.u16();
  reader.skip(4);
  const event = reader.u16();
  const outer = reader.narrow(reader.u16());
  Object.assign(fields, { obj_handle: handle, event_type: event });
  if (event === CONFIGURE && reader.left() >= 4) {
    fields["config_report_id"] = reader.u16();
    const result = reader.u16();
    fields["config_result"] = CONFIGURATIONS[result] ?? result;
    if (result !== 0 && reader.ok) talk.refused(CONFIGURATIONS[result] ?? `config_result_${result}`);
  }
  reader.skipRest();
  reader.widen(outer);
  return EVENTS_AND_ACTIONS.of(event);
}

function readInvocation(reader: Reader, talk: Talk<Memory>, choice: number, fields: Fields): Operation {
  const handle = reader.u16();
  fields["obj_handle"] = handle;
  talk.target("object", handle, 1);
  if (choice === GETTING) {
    fields["attributes"] = readList(reader, MOST_ATTRIBUTES);
    return handle === 0 ? GET_SYSTEM : GET;
  }
  if (choice === SETTING || choice === CONFIRMED_SETTING) {
    fields["attributes"] = readModifications(reader);
    return SET;
  }
  const action = reader.u16();
  const outer = reader.narrow(reader.u16());
  fields["action_type"] = action;
  if (reader.ok && !EVENTS_AND_ACTIONS.has(action)) talk.fault("unknown action", reader.position - reader.start - 4);
  reader.skipRest();
  reader.widen(outer);
  return EVENTS_AND_ACTIONS.of(action);
}

/** Which attributes are to be changed; to what, is left. */
function readModifications(reader: Reader): number[] {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  const attributes: number[] = [];
  for (let index = 0; index < count && index < MOST_ATTRIBUTES && reader.left() > 0 && reader.ok; index++) {
    reader.skip(2);
    attributes.push(reader.u16());
    reader.skip(reader.u16());
  }
  reader.widen(outer);
  return attributes;
}

function readResult(reader: Reader, talk: Talk<Memory>, choice: number, fields: Fields): Operation {
  const handle = reader.u16();
  fields["obj_handle"] = handle;
  if (choice === ACTION_RESULT) {
    const action = reader.u16();
    fields["action_type"] = action;
    reader.skipRest();
    return EVENTS_AND_ACTIONS.of(action);
  }
  const attributes: number[] = [];
  readAttributes(reader, (attribute) => {
    if (attributes.length < MOST_ATTRIBUTES) attributes.push(attribute);
    if (handle === 0) readIdentity(reader, talk, attribute);
  });
  fields["attributes"] = attributes;
  if (choice === SET_RESULT) return SET;
  return handle === 0 ? GET_SYSTEM : GET;
}
