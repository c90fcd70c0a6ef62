// TFTP: RFC 1350; options: RFC 2347 to 2349, RFC 7440. Devices fetch and store firmware and configurations with it.
// Not decoded: contents of files; data that go between two ports that the request did not name are known by their form alone.
import { type Answer, CERTAIN, DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const READ = 1;
const WRITE = 2;
const DATA = 3;
const ACKNOWLEDGMENT = 4;
const ERROR = 5;
const OPTION_ACKNOWLEDGMENT = 6;
/** A block, unless another size was agreed. */
const BLOCK = 516;
const LONGEST_NAME = 255;
const MOST_OPTIONS = 16;
const MODES = new Set(["netascii", "octet", "mail"]);

const OPERATIONS = operationTable("tftp", [
  [READ, "read_request", "file"],
  [WRITE, "write_request", "file"],
  [DATA, "data", "file"],
  [ACKNOWLEDGMENT, "acknowledgment", "file"],
  [ERROR, "error", "file"],
  [OPTION_ACKNOWLEDGMENT, "option_acknowledgment", "file"],
]);
const ERRORS = [
  "not_defined",
  "file_not_found",
  "access_violation",
  "disk_full",
  "illegal_operation",
  "unknown_transfer_id",
  "file_already_exists",
  "no_such_user",
  "options_refused",
];

/** Below this, a port may be a server's own and tell more than who spoke first. */
const FIRST_PICKED_PORT = 32_768;
/** Shortest text of an error that is known by its form. */
const SHORTEST_MESSAGE = 4;

interface Memory {
  requestFrame: number;
  /** Whether a message of the conversation was read before. */
  started: boolean;
}

/** Files without any proof of who asks. */
export const tftp = dissector<Memory>({
  name: "tftp",
  title: "TFTP",
  standard: "RFC 1350",
  world: "it",
  carriage: [{ over: "udp", ports: [69] }],
  remember: () => ({ requestFrame: 0, started: false }),
  probe(reader) {
    const code = reader.peek16();
    switch (code) {
      case READ:
      case WRITE:
        return asksFor(reader);
      case DATA:
        return reader.left() === BLOCK && reader.peek16(2) > 0 ? LIKELY : reader.left() >= 4 ? POSSIBLE : NO;
      case ACKNOWLEDGMENT:
        return reader.left() === 4 ? POSSIBLE : NO;
      case ERROR:
        if (reader.left() < 5 || reader.peek16(2) >= ERRORS.length) return NO;
        return messageFits(reader) ? LIKELY : POSSIBLE;
      case OPTION_ACKNOWLEDGMENT:
        return optionsFit(reader) ? LIKELY : NO;
      default:
        return NO;
    }
  },
  read(reader, talk): Answer {
    const code = reader.u16();
    if (!OPERATIONS.has(code)) return REFUSE;
    reader.fence(reader.end - reader.start);
    const { memory } = talk;
    const isFirst = !memory.started;
    memory.started = true;
    const fields: Record<string, unknown> | undefined = talk.detailed ? { opcode: code } : undefined;
    if (code === READ || code === WRITE) {
      const name = word(reader);
      const mode = word(reader);
      if (name !== "") talk.object(name);
      if (fields !== undefined) Object.assign(fields, { filename: name, mode, options: optionsOf(reader) });
      memory.requestFrame = talk.frame;
      reader.skipRest();
      talk.emit(OPERATIONS.of(code), REQUEST, fields);
      return DONE;
    }
    // Options are agreed to by the server; an error of an ongoing transfer may come from either side.
    let direction =
      code === OPTION_ACKNOWLEDGMENT || (code === ERROR && (isFirst || memory.requestFrame > 0))
        ? RESPONSE
        : UNDIRECTED;
    if (code === OPTION_ACKNOWLEDGMENT) {
      if (fields !== undefined) fields["options"] = optionsOf(reader);
    } else {
      const number = reader.u16();
      if (code === ERROR) {
        const reason = ERRORS[number] ?? `error_${number}`;
        talk.refused(reason);
        if (fields !== undefined) Object.assign(fields, { error_code: number, error: reason, message: word(reader) });
      } else if (fields !== undefined) {
        fields["block"] = number;
        if (code === DATA) fields["data_length"] = reader.left();
      }
      if (code === DATA && number === 1 && isFirst) direction = firstBlock(talk);
    }
    if (memory.requestFrame > 0 && code !== ACKNOWLEDGMENT) talk.answersFrame(memory.requestFrame);
    memory.requestFrame = 0;
    reader.skipRest();
    talk.emit(OPERATIONS.of(code), direction, fields);
    return DONE;
  },
});

/**
 * Who sends the first block between two ports that the request did not name: the server, when nobody spoke there before,
 * for it picks a port of its own and speaks first (RFC 1350 section 4); else the client, whom the server let write.
 */
function firstBlock(talk: Talk<Memory>): Direction {
  if (talk.fromClient) return RESPONSE;
  return Math.min(talk.sourcePort, talk.destinationPort) >= FIRST_PICKED_PORT ? REQUEST : UNDIRECTED;
}

/** Whether the text of an error is readable and ends with the message. */
function messageFits(reader: Reader): boolean {
  const { bytes, position, end } = reader;
  if (end - position < 5 + SHORTEST_MESSAGE || bytes[end - 1] !== 0) return false;
  for (let at = position + 4; at < end - 1; at++) {
    const octet = bytes[at] as number;
    if (octet < 32 || octet > 126) return false;
  }
  return true;
}

/** Text up to a zero, at most 255 octets of it. */
function word(reader: Reader): string {
  const { bytes, position, end } = reader;
  let at = position;
  while (at < end && bytes[at] !== 0) at++;
  const text = reader.text(Math.min(at - position, LONGEST_NAME));
  reader.position = Math.min(end, at + 1);
  return text;
}

function optionsOf(reader: Reader): Record<string, string> | undefined {
  const options: Record<string, string> = {};
  let count = 0;
  for (; reader.left() > 1 && count < MOST_OPTIONS; count++) {
    const name = word(reader).toLowerCase();
    options[name] = word(reader);
  }
  return count === 0 ? undefined : options;
}

/** How much what follows the code looks like a file name and a mode; a name of no letters is enough on the own port only. */
function asksFor(reader: Reader): Likeness {
  const { bytes, position, end } = reader;
  let at = position + 2;
  const first = at;
  for (; at < end && bytes[at] !== 0; at++) {
    const octet = bytes[at] as number;
    if (octet < 32 || octet === 127) return NO;
  }
  if (at - first > LONGEST_NAME) return NO;
  const modeAt = at + 1;
  for (at = modeAt; at < end && at - modeAt < 9 && bytes[at] !== 0; at++);
  let mode = "";
  for (let place = modeAt; place < at; place++) mode += String.fromCharCode(bytes[place] as number);
  if (!MODES.has(mode.toLowerCase())) return NO;
  return modeAt - 1 > first ? CERTAIN : POSSIBLE;
}

/** Whether all that follows is text with zeros between, in pairs. */
function optionsFit(reader: Reader): boolean {
  const { bytes, position, end } = reader;
  if (end - position < 6 || bytes[end - 1] !== 0) return false;
  let zeros = 0;
  for (let at = position + 2; at < end; at++) {
    const octet = bytes[at] as number;
    if (octet === 0) zeros++;
    else if (octet < 32 || octet > 126) return false;
  }
  return zeros % 2 === 0;
}
