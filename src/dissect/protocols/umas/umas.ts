// UMAS, Schneider Electric's service protocol in Modbus function 90: no public standard; as published by analysts, and as
// seen on the wire. Secrets and sessions are not told.
// Not decoded: coils and registers (36, 37), monitoring (80), checks (88), input and output objects (112, 113, 115), and
// what memory and program blocks hold; all are told as octets.
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../../dissector.ts";
import { hexOf, type Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, type Talk } from "../../talk.ts";
import { readAnswer } from "./answers.ts";
import { ANSWER_ERROR, ANSWER_OK, OPERATIONS, RELEASE_RESERVATION, SIGNED_MESSAGE } from "./functions.ts";
import { closeRequest, holderOf, type Memory, newMemory, openRequest, release } from "./memory.ts";
import { readRequest } from "./requests.ts";

/** Modbus header of seven octets and its function code. */
const HEADER = 8;
const FUNCTION = 0x5a;
/** Behind the code of a signed message: an octet, the signature, and the function code of Modbus once more. */
const ENVELOPE = 34;

/** UMAS in whole Modbus/TCP messages, whose transactions pair answers with their requests. */
export const umas = dissector<Memory>({
  name: "umas",
  title: "UMAS",
  standard: "Schneider Electric UMAS (no public standard)",
  world: "ot",
  authentication: "optional",
  carriage: [{ over: "inside", carrier: "modbus", keys: [FUNCTION] }],
  remember: newMemory,
  probe(reader) {
    return reader.left() >= HEADER + 2 && reader.peek(HEADER - 1) === FUNCTION ? CERTAIN : NO;
  },
  read(reader, talk) {
    const transaction = reader.u16();
    reader.skip(2);
    const length = reader.u16();
    const unit = reader.u8();
    if (reader.u8() !== FUNCTION || !reader.ok) return REFUSE;
    if (!reader.fence(HEADER - 2 + length)) return REFUSE;
    let session = reader.u8();
    let code = reader.u8();
    let signed = false;
    const answer = code === ANSWER_OK || code === ANSWER_ERROR;
    // An answer to a signed request is signed itself: the envelope is told by its own function code inside.
    if ((code === SIGNED_MESSAGE || code === ANSWER_OK) && isEnvelope(reader, code)) {
      signed = true;
      reader.skip(ENVELOPE);
      session = reader.u8();
      code = reader.u8();
    }
    const fields = talk.detailed
      ? { transaction_id: transaction, unit_id: unit, session_held: session !== 0, signed }
      : undefined;
    if (answer || code === ANSWER_OK || code === ANSWER_ERROR) {
      readAnswerMessage(reader, talk, transaction, session, code, fields);
    } else readRequestMessage(reader, talk, transaction, session, code, fields);
    return DONE;
  },
});

/** Whether a signed message begins at the reader: the function code of Modbus stands behind its signature. */
function isEnvelope(reader: Reader, code: number): boolean {
  if (reader.left() < ENVELOPE + 2 || reader.peek(ENVELOPE - 1) !== FUNCTION) return false;
  const inner = reader.peek(ENVELOPE + 1);
  return code === SIGNED_MESSAGE || inner === ANSWER_OK || inner === ANSWER_ERROR;
}

function readRequestMessage(
  reader: Reader,
  talk: Talk<Memory>,
  transaction: number,
  session: number,
  code: number,
  fields: object | undefined,
): void {
  const request = openRequest(talk.memory, transaction, talk.side, talk.frame, code);
  const content = readRequest(reader, talk, code, request);
  const operation = OPERATIONS.of(code);
  if (operation === OPERATIONS.unnamed) talk.fault("unknown function", HEADER + 1);
  if (fields === undefined) talk.emit(operation, REQUEST);
  else talk.emit(operation, REQUEST, { ...fields, function_code: code, ...holder(talk, session), ...content });
}

function readAnswerMessage(
  reader: Reader,
  talk: Talk<Memory>,
  transaction: number,
  session: number,
  code: number,
  fields: object | undefined,
): void {
  const asked = closeRequest(talk.memory, transaction, talk.side);
  const { bytes, position, end } = reader;
  const refused = code === ANSWER_ERROR;
  let content: object | undefined;
  if (asked !== undefined) talk.answersFrame(asked.frame);
  if (refused) {
    reader.skipRest();
    talk.refused("umas_error");
    content = talk.detailed ? { error_code: hexOf(bytes, position, end) } : undefined;
  } else if (asked !== undefined && reader.ok && !reader.cut) {
    content = readAnswer(reader, talk, asked);
    if (asked.code === RELEASE_RESERVATION) release(talk.memory, session);
  } else {
    reader.skipRest();
    // What an answer without its request holds cannot be known; it may be a secret.
    content = talk.detailed ? { content_length: end - position } : undefined;
  }
  const operation = OPERATIONS.of(asked === undefined ? code : asked.code);
  if (fields === undefined) talk.emit(operation, RESPONSE);
  else {
    talk.emit(operation, RESPONSE, {
      ...fields,
      function_code: code,
      ...(asked === undefined ? undefined : { asked_function_code: asked.code }),
      ...holder(talk, session),
      ...content,
    });
  }
}

function holder(talk: Talk<Memory>, session: number): object | undefined {
  const name = holderOf(talk.memory, session);
  return name === "" ? undefined : { reservation_holder: name };
}
