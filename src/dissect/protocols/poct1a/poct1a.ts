// CLSI POCT1-A2 (point-of-care connectivity), device messaging layer: messages in XML over TCP between bedside analyzers and
// their manager. Nothing of a patient or an operator leaves this file: of the elements PT, OBS, OPR and the like only their
// presence is told. Messages beyond 65,536 octets are read that far.
// Not decoded: results, patients, operators and notes by intent; directives of makers; the access point layer (IrDA).
import { type Answer, CERTAIN, DONE, dissector, type Likeness, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import { utf8Of } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { attributeOf, readXml, type XmlDocument } from "../../xml.ts";
import { DIRECTIVES, MESSAGES, OF_DEVICE, OF_MANAGER, REFUSALS, UNNAMED } from "./names.ts";

const LONGEST = 65_536;
/** The outermost element begins within so many octets: declaration and comment come first. */
const LONGEST_PROLOG = 512;
const OPEN_MESSAGES = 8;
const LESS_THAN = 0x3c;
const QUEUE = pointSpace("poct1a", "", "quantity");
const METHOD = "POCT1-A hello";

interface Memory {
  /** Name of a long message whose end is still to come, by side. */
  skipping: [string, string];
  /** Octets searched for the end of the message at hand, by side. */
  searched: [number, number];
  /** Which side the device is; -1 unknown. */
  device: -1 | 0 | 1;
  /** Control identifiers that wait for their acknowledgment, oldest first. */
  open: { control: string; side: 0 | 1; frame: number }[];
}

/** Results, events and orders of blood gas, glucose and other analyzers at the bedside. */
export const poct1a = dissector<Memory>({
  name: "poct1a",
  aliases: ["poct1-a", "poct"],
  title: "POCT1-A",
  standard: "CLSI POCT1-A2",
  world: "iomt",
  authentication: "none",
  longest: LONGEST + 1024,
  carriage: [{ over: "tcp", ports: [] }],
  remember: () => ({ skipping: ["", ""], searched: [0, 0], device: -1, open: [] }),
  probe(reader, talk) {
    const likeness = likenessOf(reader);
    // Being asked means that the start of a message is looked for: the rest that was awaited is lost.
    if (likeness !== NO) {
      talk.memory.skipping[talk.side] = "";
      talk.memory.searched[talk.side] = 0;
    }
    return likeness;
  },
  read(reader, talk) {
    const { memory } = talk;
    if (memory.skipping[talk.side] !== "") return skipToEnd(reader, talk);
    while (isBlank(reader.peek())) reader.skip(1);
    if (reader.left() === 0) return DONE;
    if (reader.peek() !== LESS_THAN) return REFUSE;
    const name = rootOf(reader);
    if (name === "") return reader.left() < LONGEST_PROLOG && !reader.complete ? MORE : REFUSE;
    const from = Math.max(reader.position, reader.start + memory.searched[talk.side]);
    const end = endOf(reader.bytes, from, Math.min(reader.end, reader.start + LONGEST), name);
    const isLong = end < 0 && reader.end - reader.start >= LONGEST;
    if (end < 0 && !isLong && !reader.complete) {
      // The mark may lie across the next segment.
      memory.searched[talk.side] = Math.max(0, reader.end - reader.start - name.length - 4);
      return MORE;
    }
    memory.searched[talk.side] = 0;
    if (isLong) memory.skipping[talk.side] = name;
    const stop = end >= 0 ? end : isLong ? reader.start + LONGEST : reader.end;
    // Without its end the message is short, which the engine says.
    reader.fence(stop - reader.start + (end >= 0 || isLong ? 0 : 1));
    const document = readXml(utf8Of(reader.bytes, reader.position, stop));
    reader.skipRest();
    if (end < 0 && !isLong) reader.u8();
    tell(talk, name, document, isLong);
    return DONE;
  },
});

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function likenessOf(reader: Reader): Likeness {
  let ahead = 0;
  while (ahead < 8 && isBlank(reader.peek(ahead))) ahead++;
  if (reader.peek(ahead) !== LESS_THAN) return NO;
  reader.skip(ahead);
  const name = rootOf(reader);
  if (name !== "") return MESSAGES.has(name.slice(0, 3)) ? CERTAIN : NO;
  // A declaration alone may begin any protocol in XML.
  return reader.peek(1) === 0x3f && reader.left() < 64 ? POSSIBLE : NO;
}

/** Name of the outermost element if it is a message, three capitals and a release ("HEL.R01"); "" otherwise. */
function rootOf(reader: Reader): string {
  const { bytes } = reader;
  let at = reader.position;
  const limit = Math.min(reader.end, at + LONGEST_PROLOG);
  while (at < limit && bytes[at] === LESS_THAN && (bytes[at + 1] === 0x3f || bytes[at + 1] === 0x21)) {
    while (at < limit && bytes[at] !== 0x3e) at++;
    at++;
    while (at < limit && isBlank(bytes[at] as number)) at++;
  }
  if (at + 9 > limit || bytes[at] !== LESS_THAN || bytes[at + 4] !== 0x2e || bytes[at + 5] !== 0x52) return "";
  for (let index = 1; index <= 3; index++) if (!isCapital(bytes[at + index] as number)) return "";
  if (!isDigit(bytes[at + 6] as number) || !isDigit(bytes[at + 7] as number)) return "";
  const behind = bytes[at + 8] as number;
  if (behind !== 0x3e && !isBlank(behind) && behind !== 0x2f) return "";
  let name = "";
  for (let index = at + 1; index < at + 8; index++) name += String.fromCharCode(bytes[index] as number);
  return name;
}

function isCapital(code: number): boolean {
  return code > 64 && code < 91;
}

function isDigit(code: number): boolean {
  return code > 47 && code < 58;
}

/** One past the end tag of the outermost element; -1 when it is not there. */
function endOf(bytes: Uint8Array, from: number, limit: number, name: string): number {
  for (let at = from; at + name.length + 3 <= limit; at++) {
    if (bytes[at] !== LESS_THAN || bytes[at + 1] !== 0x2f) continue;
    let index = 0;
    while (index < name.length && bytes[at + 2 + index] === name.charCodeAt(index)) index++;
    if (index < name.length) continue;
    let stop = at + 2 + name.length;
    while (stop < limit && isBlank(bytes[stop] as number)) stop++;
    if (stop < limit && bytes[stop] === 0x3e) return stop + 1;
  }
  return -1;
}

function skipToEnd(reader: Reader, talk: Talk<Memory>): Answer {
  const name = talk.memory.skipping[talk.side];
  const end = endOf(reader.bytes, reader.position, reader.end, name);
  if (end >= 0) {
    talk.memory.skipping[talk.side] = "";
    reader.position = end;
    return DONE;
  }
  if (reader.complete) {
    reader.skipRest();
    return DONE;
  }
  const kept = name.length + 8;
  if (reader.left() <= kept) return MORE;
  reader.skip(reader.left() - kept);
  return DONE;
}

function tell(talk: Talk<Memory>, name: string, document: XmlDocument, isLong: boolean): void {
  const { memory } = talk;
  const type = name.slice(0, 3);
  const value = (element: string): string => valueIn(document, element);
  if (!isLong) for (const defect of document.defects) if (defect !== "too many elements") talk.fault(defect, 0);
  if (OF_DEVICE.includes(type)) memory.device = talk.side;
  else if (OF_MANAGER.includes(type)) memory.device = talk.side === 0 ? 1 : 0;
  const control = value("HDR.control_id");
  const version = value("HDR.version_id");
  if (control === "" && !isLong) talk.fault("message without control identifier", 0);
  let operation = MESSAGES.get(type) ?? UNNAMED;
  let direction: Direction = memory.device === talk.side ? REQUEST : UNDIRECTED;
  const fields: Record<string, unknown> = { message_type: name, control_id: control, version_id: version };
  fields["creation_dttm"] = value("HDR.creation_dttm");
  if (isLong) fields["read_in_part"] = true;
  let isAnswer = false;
  switch (type) {
    case "HEL":
      tellDevice(talk, document, fields);
      break;
    case "ACK": {
      isAnswer = true;
      direction = memory.device === talk.side ? UNDIRECTED : RESPONSE;
      tellAcknowledgment(talk, value, fields);
      break;
    }
    case "DST":
      fields["condition_cd"] = value("DST.condition_cd");
      for (const quantity of ["new_observations_qty", "new_events_qty"]) {
        const text = value(`DST.${quantity}`);
        if (!/^\d{1,9}$/.test(text)) continue;
        fields[quantity] = Number(text);
        talk.sample(QUEUE, -1, quantity, -1, Number(text));
      }
      break;
    case "REQ":
      fields["request_cd"] = value("REQ.request_cd");
      break;
    case "DTV": {
      const command = value("DTV.command_cd");
      fields["command_cd"] = command;
      operation = DIRECTIVES.get(command) ?? operation;
      if (command !== "") talk.object(`directive ${command}`);
      break;
    }
    case "EVS":
      fields["severity_cd"] = value("EVT.severity_cd");
      fields["events"] = countOf(document, "EVT");
      break;
    case "EOT":
      fields["topic_cd"] = value("EOT.topic_cd");
      break;
    case "END":
      fields["reason_cd"] = value("TRM.reason_cd");
      break;
    default:
      fields["services"] = countOf(document, "SVC");
      fields["role_cd"] = value("SVC.role_cd");
  }
  if (countOf(document, "PT") > 0) {
    talk.note("sender", { kind: "personal", content: "patient data", method: `POCT1-A ${type}`, exposure: "clear" });
  }
  if (document.elements.some((element) => /^ACC\.password/.test(element.name))) {
    talk.note("sender", { kind: "credential", method: "POCT1-A operator password", exposure: "clear" });
  }
  if (!isAnswer) remember(talk, control);
  talk.emit(operation, direction, talk.detailed ? fields : undefined);
}

/** What a hello says of the device: sections DEV, DCP and DSC. */
function tellDevice(talk: Talk<Memory>, document: XmlDocument, fields: Record<string, unknown>): void {
  const value = (element: string): string => valueIn(document, element);
  const vendor = value("DEV.manufacturer_name") || value("DEV.vendor_id");
  talk.claim("sender", "vendor", vendor, 0.95, METHOD);
  talk.claim("sender", "model", value("DEV.model_id"), 0.95, METHOD);
  talk.claim("sender", "serial", value("DEV.serial_id"), 0.95, METHOD);
  talk.claim("sender", "firmware", value("DEV.sw_version"), 0.95, METHOD);
  talk.claim("sender", "hardware", value("DEV.hw_version"), 0.9, METHOD);
  talk.claim("sender", "name", value("DEV.device_name"), 0.8, METHOD);
  talk.claim("sender", "role", "medical device", 0.9, METHOD);
  talk.claim("sender", "kind", "point-of-care analyzer", 0.85, METHOD);
  const device = value("DEV.device_id");
  if (device !== "") talk.object(`device ${device}`);
  const version = value("HDR.version_id");
  if (version !== "") talk.note("sender", { kind: "version", protocol: "POCT1-A", version, obsolete: false });
  talk.note("sender", {
    kind: "session",
    protocol: "POCT1-A",
    anonymous: true,
    ...(device === "" ? {} : { name: device }),
  });
  Object.assign(fields, {
    device_id: device,
    vendor_id: value("DEV.vendor_id"),
    model_id: value("DEV.model_id"),
    serial_id: value("DEV.serial_id"),
    sw_version: value("DEV.sw_version"),
    hw_version: value("DEV.hw_version"),
    application_timeout: value("DCP.application_timeout"),
    connection_profile_cd: value("DSC.connection_profile_cd"),
    topics_supported_cd: valuesOf(document, "DSC.topics_supported_cd"),
    directives_supported_cd: valuesOf(document, "DSC.directives_supported_cd"),
  });
}

function tellAcknowledgment(
  talk: Talk<Memory>,
  value: (name: string) => string,
  fields: Record<string, unknown>,
): void {
  const code = value("ACK.type_cd");
  const acknowledged = value("ACK.ack_control_id");
  // A code of the table only: free text may name a patient.
  const detail = value("ACK.error_detail_cd");
  const shown = /^[A-Za-z0-9_-]{1,16}$/.test(detail) ? detail : "";
  const refusal = REFUSALS[code];
  if (refusal !== undefined) talk.refused(shown === "" ? refusal : `${refusal}_${shown.toLowerCase()}`);
  const { open } = talk.memory;
  const at = open.findIndex((one) => one.side !== talk.side && one.control === acknowledged.slice(0, 64));
  if (at >= 0) talk.answersFrame((open.splice(at, 1)[0] as { frame: number }).frame);
  Object.assign(fields, { type_cd: code, ack_control_id: acknowledged, error_detail_cd: shown });
}

function remember(talk: Talk<Memory>, control: string): void {
  const { open } = talk.memory;
  if (open.length >= OPEN_MESSAGES) open.shift();
  open.push({ control: control.slice(0, 64), side: talk.side, frame: talk.frame });
}

/** Values stand in the attribute V; some senders write them as text. */
function valueIn(document: XmlDocument, name: string): string {
  const element = document.elements.find((one) => one.name === name);
  return (attributeOf(element, "V") || (element?.text ?? "")).trim().slice(0, 128);
}

function valuesOf(document: XmlDocument, name: string): string[] {
  const values: string[] = [];
  for (const element of document.elements) {
    if (element.name === name && values.length < 32) values.push(attributeOf(element, "V").slice(0, 64));
  }
  return values;
}

function countOf(document: XmlDocument, name: string): number {
  let count = 0;
  for (const element of document.elements) if (element.name === name) count++;
  return count;
}
