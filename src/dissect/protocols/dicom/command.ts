// DICOM command sets: PS3.7 section 6.3 and annex E, in implicit little-endian.
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { answered, type Memory, opened } from "./memory.ts";
import { CANCEL, COMMANDS, className, EVENT_REPORT, FIND, GET, isFailure, MOVE, STORE, statusName } from "./names.ts";

const RESPONSE_BIT = 0x8000;
const MOST_ELEMENTS = 64;
const PENDING = 0xff00;
const NO_DATA_SET = 0x0101;

// A command may have come in fragments, so it is read apart from the stream.
const inner = new Reader();

/** Reads a whole command set and emits it. */
export function readCommand(bytes: Uint8Array, talk: Talk<Memory>, context: number): void {
  inner.open(bytes, 0, bytes.length, true);
  const fields: Record<string, unknown> = { context_id: context };
  let field = -1;
  let identifier = -1;
  let responded = -1;
  let status = -1;
  let sopClass = "";
  let destination = "";
  for (let elements = 0; elements < MOST_ELEMENTS && inner.left() >= 8; elements++) {
    const group = inner.u16le();
    const element = inner.u16le();
    const length = inner.u32le();
    if (group !== 0 || length > inner.left()) {
      talk.fault("bad command element", inner.position);
      break;
    }
    const outer = inner.narrow(length);
    switch (element) {
      case 0x0002:
      case 0x0003:
        sopClass = inner.text(length);
        break;
      case 0x0100:
        field = inner.u16le();
        break;
      case 0x0110:
        identifier = inner.u16le();
        break;
      case 0x0120:
        responded = inner.u16le();
        break;
      case 0x0600:
        destination = inner.text(length);
        break;
      case 0x0700:
        fields["priority"] = inner.u16le();
        break;
      case 0x0800:
        fields["has_data_set"] = inner.u16le() !== NO_DATA_SET;
        break;
      case 0x0900:
        status = inner.u16le();
        break;
      case 0x1002:
        fields["event_type_id"] = inner.u16le();
        break;
      case 0x1008:
        fields["action_type_id"] = inner.u16le();
        break;
      case 0x1020:
        fields["remaining_suboperations"] = inner.u16le();
        break;
      case 0x1021:
        fields["completed_suboperations"] = inner.u16le();
        break;
      case 0x1022:
        fields["failed_suboperations"] = inner.u16le();
        break;
      case 0x1023:
        fields["warning_suboperations"] = inner.u16le();
        break;
      case 0x1030:
        fields["move_originator"] = inner.text(length);
        break;
      case 0x1031:
        fields["move_originator_message_id"] = inner.u16le();
        break;
      default:
    }
    inner.widen(outer);
  }
  const isResponse = field >= 0 && (field & RESPONSE_BIT) !== 0;
  const command = field & ~RESPONSE_BIT;
  if (field < 0) talk.fault("command set without command field");
  else if (!COMMANDS.has(command)) talk.fault("unknown command");
  const name = sopClass === "" ? (talk.memory.contexts.get(context) ?? "") : className(sopClass);
  if (name !== "") talk.object(name);
  if (destination !== "") talk.object(`to ${destination}`);
  if (isResponse || command === CANCEL) {
    const frame = answered(talk, responded, isResponse && status < PENDING);
    if (isResponse && frame > 0) talk.answersFrame(frame);
  } else if (identifier >= 0) opened(talk, identifier);
  if (isResponse && status >= 0 && isFailure(status)) talk.refused(statusName(status));
  tellRole(talk, command, isResponse, name);
  let direction = isResponse ? RESPONSE : REQUEST;
  // Events come from the side that serves, and their responses from the one that asks.
  if (command === EVENT_REPORT) direction = isResponse ? UNDIRECTED : NOTICE;
  if (talk.detailed) {
    Object.assign(fields, {
      command_field: field,
      ...(sopClass === "" ? {} : { sop_class_uid: sopClass }),
      ...(name === "" ? {} : { sop_class: name }),
      ...(identifier < 0 ? {} : { message_id: identifier }),
      ...(responded < 0 ? {} : { message_id_responded_to: responded }),
      ...(destination === "" ? {} : { move_destination: destination }),
      ...(status < 0 ? {} : { status, status_name: statusName(status) }),
    });
  }
  // Objects name the patient that they are of (PS3.3 annex C.7.1).
  if (command === STORE && !isResponse && field >= 0) {
    talk.note("sender", {
      kind: "personal",
      content: "images of patients",
      method: "DICOM C-STORE",
      exposure: "clear",
    });
  }
  talk.emit(field < 0 ? COMMANDS.unnamed : COMMANDS.of(command), direction, talk.detailed ? fields : undefined);
}

function tellRole(talk: Talk<Memory>, command: number, isResponse: boolean, name: string): void {
  if (isResponse && (command === FIND || command === MOVE || command === GET) && name.includes("Root Query"))
    talk.claim("sender", "role", "pacs", 0.7, "answers DICOM queries");
  else if (!isResponse && command === STORE)
    talk.claim("sender", "role", "medical imaging", 0.4, "stores DICOM objects");
}
