// DICOM association: PS3.8 sections 9.3.2 to 9.3.4, and user information of PS3.7 annex D.3.3.
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import {
  APPLICATION_CONTEXT,
  ASSOCIATE_AC,
  ASSOCIATE_RQ,
  CONTEXT_RESULTS,
  className,
  IDENTITY_TYPES,
  ownerOf,
  REJECT_REASONS,
  REJECT_RESULTS,
  UNITS,
} from "./names.ts";

const MOST_ITEMS = 256;
const MOST_SYNTAXES = 64;

/** What the user information says. */
interface User {
  fields: Record<string, unknown>;
  identity: number;
}

/** Reads what follows the head of an A-ASSOCIATE-RQ or -AC and emits it. */
export function readAssociate(reader: Reader, talk: Talk<Memory>, type: number): void {
  const { memory } = talk;
  const isRequest = type === ASSOCIATE_RQ;
  const version = reader.u16();
  reader.skip(2);
  const called = reader.text(16);
  const calling = reader.text(16);
  reader.skip(32);
  if ((version & 1) === 0) talk.fault("unknown protocol version", 6);
  if (isRequest) {
    memory.contexts.clear();
    memory.associateFrame = talk.frame;
    memory.releaseFrame = 0;
  }
  const fields: Record<string, unknown> = {
    protocol_version: version,
    called_ae_title: called,
    calling_ae_title: calling,
  };
  const contexts: object[] = [];
  const user: User = { fields: {}, identity: 0 };
  for (let items = 0; items < MOST_ITEMS && reader.left() >= 4; items++) {
    const item = reader.u8();
    reader.skip(1);
    const length = reader.u16();
    if (length > reader.left()) {
      talk.fault("bad item length");
      break;
    }
    const outer = reader.narrow(length);
    if (item === 0x10) {
      const context = reader.text(reader.left());
      fields["application_context"] = context;
      if (context !== APPLICATION_CONTEXT) talk.fault("unknown application context");
    } else if (item === 0x20 || item === 0x21) contexts.push(readContext(reader, memory, item === 0x21));
    else if (item === 0x50) readUser(reader, talk, user);
    else talk.fault("unknown item");
    reader.widen(outer);
  }
  Object.assign(fields, { presentation_contexts: contexts }, user.fields);
  const method = "DICOM association";
  if (isRequest) {
    talk.claim("sender", "name", calling, 0.7, method);
    talk.claim("receiver", "name", called, 0.5, method);
    for (const abstract of memory.contexts.values()) talk.object(abstract);
    memory.calling = calling;
    // The identity is among the last items: where they were cut off, nobody knows whether there was one.
    memory.anonymous = user.identity === 0 && (!reader.ok || reader.cut) ? undefined : user.identity === 0;
  } else {
    // An acceptor sends the titles back as they came.
    talk.claim("sender", "name", called, 0.65, method);
    if (memory.associateFrame > 0) {
      talk.answersFrame(memory.associateFrame);
      // Told by the acceptor's consent: asking alone opens nothing.
      const { anonymous, calling: name } = memory;
      if (anonymous !== undefined) talk.note("receiver", { kind: "session", protocol: "DICOM", anonymous, name });
    }
  }
  talk.emit(UNITS.of(type), isRequest ? REQUEST : RESPONSE, talk.detailed ? fields : undefined);
  if (type === ASSOCIATE_AC) memory.associateFrame = 0;
}

function readContext(reader: Reader, memory: Memory, isAnswer: boolean): object {
  const id = reader.u8();
  reader.skip(1);
  const result = reader.u8();
  reader.skip(1);
  let abstract = "";
  const transfer: string[] = [];
  for (let items = 0; items < MOST_SYNTAXES && reader.left() >= 4; items++) {
    const item = reader.u8();
    reader.skip(1);
    const length = Math.min(reader.u16(), reader.left());
    const text = reader.text(length);
    if (item === 0x30) abstract = text;
    else if (item === 0x40) transfer.push(text);
  }
  if (!isAnswer) {
    const name = className(abstract);
    if (memory.contexts.size < 128) memory.contexts.set(id, name);
    return { context_id: id, abstract_syntax: abstract, abstract_syntax_name: name, transfer_syntaxes: transfer };
  }
  return {
    context_id: id,
    result: CONTEXT_RESULTS[result] ?? result,
    ...(memory.contexts.has(id) ? { abstract_syntax_name: memory.contexts.get(id) } : {}),
    transfer_syntaxes: transfer,
  };
}

function readUser(reader: Reader, talk: Talk<Memory>, user: User): void {
  for (let items = 0; items < MOST_ITEMS && reader.left() >= 4; items++) {
    const item = reader.u8();
    reader.skip(1);
    const length = reader.u16();
    if (length > reader.left()) {
      talk.fault("bad item length");
      return;
    }
    const start = reader.position;
    const outer = reader.narrow(length);
    if (item === 0x51) user.fields["maximum_length"] = reader.u32();
    else if (item === 0x52) {
      const uid = reader.text(length);
      user.fields["implementation_class_uid"] = uid;
      const owner = ownerOf(uid);
      if (owner !== undefined)
        talk.claim("sender", owner.attribute, owner.value, 0.6, "DICOM implementation class", start, start + length);
    } else if (item === 0x55) {
      const version = reader.text(length);
      user.fields["implementation_version_name"] = version;
      talk.claim("sender", "software", version, 0.8, "DICOM implementation version", start, start + length);
    } else if (item === 0x53)
      user.fields["asynchronous_operations"] = { invoked: reader.u16(), performed: reader.u16() };
    else if (item === 0x58) readIdentity(reader, talk, user);
    reader.widen(outer);
  }
}

/** Who opens the association, as PS3.7 D.3.3.7 lets a user say: the user's name is told, what proves it is not. */
function readIdentity(reader: Reader, talk: Talk<Memory>, user: User): void {
  const type = reader.u8();
  reader.skip(1);
  const length = Math.min(reader.u16(), reader.left());
  const name = type === 1 || type === 2 ? reader.utf8(length) : "";
  user.identity = type;
  const method = IDENTITY_TYPES[type] ?? "identity";
  user.fields["user_identity_type"] = method;
  talk.note("sender", {
    kind: "credential",
    method: `DICOM ${method}`,
    ...(name === "" ? {} : { user: name }),
    exposure: "clear",
  });
}

/** Reads an A-ASSOCIATE-RJ and emits it. */
export function readReject(reader: Reader, talk: Talk<Memory>, type: number): void {
  reader.skip(1);
  const result = reader.u8();
  const source = reader.u8();
  const reason = reader.u8();
  const name = REJECT_REASONS[source * 256 + reason] ?? "reserved_reason";
  talk.refused(name);
  const { memory } = talk;
  if (memory.associateFrame > 0) talk.answersFrame(memory.associateFrame);
  memory.associateFrame = 0;
  talk.emit(
    UNITS.of(type),
    RESPONSE,
    talk.detailed ? { result: REJECT_RESULTS[result] ?? result, source, reason, reason_name: name } : undefined,
  );
}
