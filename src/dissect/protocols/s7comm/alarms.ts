// S7 communication: messages of the controller (ALARM, NOTIFY, SCAN, diagnostic events) and their subscription.
import { hexOf, type Reader, textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { dateAndTime } from "./clock.ts";
import { type Fields, readValues } from "./items.ts";
import type { Memory } from "./memory.ts";
import { nameOf, RETURN_CODES, SYNTAXES } from "./names.ts";
import { CPU_FUNCTIONS, userDataCode } from "./operations.ts";

export const MESSAGE_SERVICE = userDataCode(CPU_FUNCTIONS, 2);
export const DIAGNOSTIC_MESSAGE = userDataCode(CPU_FUNCTIONS, 3);
const SCAN = userDataCode(CPU_FUNCTIONS, 9);
const QUERY = userDataCode(CPU_FUNCTIONS, 19);
/** Indications that begin with the time of the event: ALARM_8, NOTIFY, ALARM_ACK, ALARM_SQ, ALARM_S, NOTIFY_8. */
const TIMED: ReadonlySet<number> = new Set([5, 6, 12, 17, 18, 22].map((code) => userDataCode(CPU_FUNCTIONS, code)));

const LOCK_OR_FREE = 0x15;
const ALARM_INDICATION = 0x16;
const ACKNOWLEDGE = 0x19;
const QUERY_REQUEST = 0x1a;
const NOTIFY_INDICATION = 0x1c;

const SUBSCRIPTIONS = ["mode_transition", "system_diagnostics", "user_diagnostics"];
const ALARM_TYPES: Readonly<Record<number, string>> = {
  0: "SCAN_ABORT",
  1: "SCAN_INITIATE",
  4: "ALARM_ABORT",
  5: "ALARM_INITIATE",
  8: "ALARM_S_ABORT",
  9: "ALARM_S_INITIATE",
};
const EVENT_CLASSES: Readonly<Record<number, string>> = {
  1: "standard OB events",
  2: "synchronous errors",
  3: "asynchronous errors",
  4: "mode transitions",
  5: "run-time events",
  6: "communication events",
  7: "fail-safe and fault-tolerant systems",
  8: "diagnostics of modules",
  9: "predefined user events",
  10: "user events",
  11: "user events",
  15: "modules other than CPUs",
};

/** Reads the payload of a message function; `asks` for requests, `answers` for responses, neither for indications. */
export function readMessage(reader: Reader, talk: Talk<Memory>, code: number, asks: boolean, answers: boolean): Fields {
  if (code === MESSAGE_SERVICE) return asks ? readSubscription(reader) : answers ? readSubscribed(reader) : {};
  if (code === DIAGNOSTIC_MESSAGE) return readDiagnosticEvent(reader);
  if (code === QUERY && answers) return readQueryAnswer(reader, talk);
  return readAlarm(reader, talk, code, answers);
}

/** Which events a station wants to be told; its name stands in eight octets. */
function readSubscription(reader: Reader): Fields {
  const events = reader.u8();
  reader.skip(1);
  const name = reader.position;
  reader.skip(8);
  if (!reader.ok) return {};
  const wanted = SUBSCRIPTIONS.filter((_, bit) => (events & (1 << bit)) !== 0);
  if ((events & 0x80) !== 0) wanted.push("alarms");
  const fields: Fields = { subscribed_events: events, events: wanted, user_name: textOf(reader.bytes, name, name + 8) };
  if ((events & 0x80) !== 0 && reader.left() > 0) fields["alarm_type"] = nameOf(ALARM_TYPES, reader.u8());
  return fields;
}

function readSubscribed(reader: Reader): Fields {
  const fields: Fields = { result: reader.u8() };
  reader.skip(1);
  if (reader.left() > 0) fields["alarm_type"] = nameOf(ALARM_TYPES, reader.u8());
  return fields;
}

/** One event of the diagnostic buffer, 20 octets: identifier, priority class, organization block, details, time. */
export function readDiagnosticEvent(reader: Reader): Fields {
  const event = reader.u16();
  const priority = reader.u8();
  const block = reader.u8();
  const identifier = reader.u16();
  const first = reader.u16();
  const second = reader.u32();
  const time = readTime(reader);
  if (!reader.ok) return {};
  return {
    event_id: event,
    event_class: nameOf(EVENT_CLASSES, event >> 12),
    entering: (event & 0x0100) !== 0,
    priority_class: priority,
    ob_number: block,
    dat_id: identifier,
    info1: first,
    info2: second,
    timestamp: time,
  };
}

function readTime(reader: Reader): string {
  const start = reader.position;
  reader.skip(8);
  return reader.ok ? dateAndTime(reader.bytes, start) : "";
}

function readAlarm(reader: Reader, talk: Talk<Memory>, code: number, answers: boolean): Fields {
  const fields: Fields = {};
  if (code === SCAN) {
    reader.skip(2);
    fields["timestamp"] = readTime(reader);
    reader.skip(2);
  } else if (TIMED.has(code)) fields["timestamp"] = readTime(reader);
  fields["message_function"] = reader.u8();
  const count = reader.u8();
  const objects: Fields[] = [];
  for (let index = 0; index < count && reader.ok; index++) {
    const object = answers ? readReturnCode(reader, talk) : readObject(reader, talk);
    if (reader.ok) objects.push(object);
  }
  fields["objects"] = objects;
  return fields;
}

function readReturnCode(reader: Reader, talk: Talk<Memory>): Fields {
  const code = reader.u8();
  if (reader.ok && code !== 0xff) talk.refused(nameOf(RETURN_CODES, code));
  return { return_code: code, return_code_name: nameOf(RETURN_CODES, code) };
}

function readObject(reader: Reader, talk: Talk<Memory>): Fields {
  reader.skip(1);
  const length = reader.u8();
  const start = reader.position;
  const syntax = reader.u8();
  const fields: Fields = { syntax_id: syntax, syntax: nameOf(SYNTAXES, syntax) };
  switch (syntax) {
    case LOCK_OR_FREE:
    case ALARM_INDICATION:
    case ACKNOWLEDGE:
    case NOTIFY_INDICATION:
      return readEvent(reader, talk, syntax, fields);
    case QUERY_REQUEST: {
      reader.skip(1);
      const kind = reader.u8();
      reader.skip(1);
      return { ...fields, query_type: kind, [kind === 3 ? "event_id" : "alarm_type"]: reader.u32() };
    }
    default:
      // The length counts the syntax too.
      reader.skip(Math.max(0, length - 1));
      return reader.ok ? { ...fields, octets: hexOf(reader.bytes, start + 1, reader.position) } : fields;
  }
}

function readEvent(reader: Reader, talk: Talk<Memory>, syntax: number, fields: Fields): Fields {
  const values = reader.u8();
  fields["event_id"] = reader.u32();
  const indicates = syntax === ALARM_INDICATION || syntax === NOTIFY_INDICATION;
  if (indicates) {
    fields["event_state"] = reader.u8();
    fields["state"] = reader.u8();
  }
  if (syntax !== LOCK_OR_FREE) {
    fields["ack_state_going"] = reader.u8();
    fields["ack_state_coming"] = reader.u8();
  }
  if (syntax === NOTIFY_INDICATION) {
    fields["event_going"] = reader.u8();
    fields["event_coming"] = reader.u8();
    fields["event_last_changed"] = reader.u8();
    reader.skip(1);
  }
  if (indicates && values > 0) fields["associated_values"] = readValues(reader, talk, values, undefined, false);
  return fields;
}

/** The pending messages; the length of all is 0xffff when they end with a zero octet. */
function readQueryAnswer(reader: Reader, talk: Talk<Memory>): Fields {
  const fields: Fields = { message_function: reader.u8() };
  reader.skip(1);
  const code = reader.u8();
  reader.skip(1);
  const length = reader.u16();
  fields["return_code"] = code;
  fields["return_code_name"] = nameOf(RETURN_CODES, code);
  fields["complete_length"] = length;
  const messages: Fields[] = [];
  fields["messages"] = messages;
  if (!reader.ok) return fields;
  if (code !== 0xff) {
    talk.refused(nameOf(RETURN_CODES, code));
    return fields;
  }
  const end = length === 0xffff ? reader.end : Math.min(reader.end, reader.position + length);
  while (reader.ok && reader.position < end && reader.peek() !== 0) {
    reader.skip(3);
    const kind = reader.u8();
    const message: Fields = { alarm_type: kind, event_id: reader.u32() };
    reader.skip(1);
    message["event_state"] = reader.u8();
    message["ack_state_going"] = reader.u8();
    message["ack_state_coming"] = reader.u8();
    if (kind === 4) {
      message["timestamp_coming"] = readTime(reader);
      message["values_coming"] = readValues(reader, talk, 1, undefined, false);
      message["timestamp_going"] = readTime(reader);
      message["values_going"] = readValues(reader, talk, 1, undefined, false);
    }
    if (reader.ok) messages.push(message);
  }
  return fields;
}
