// Mesh link establishment of Thread: draft-ietf-6lo-mesh-link-establishment-00, Thread 1.3 section 4 (commands), 8.10 (discovery).
// Not decoded: commands under encryption, which is nearly all; values of commands in clear but those of discovery.
import { DONE, dissector, LIKELY, type Likeness, NO, POSSIBLE, REFUSE } from "../dissector.ts";
import { operation, operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Direction, Talk } from "../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const COMMANDS = operationTable("mle", [
  [0, "link_request", "other"],
  [1, "link_accept", "other"],
  [2, "link_accept_and_request", "other"],
  [3, "link_reject", "other"],
  [4, "advertisement", "identify"],
  [5, "update", "configure"],
  [6, "update_request", "other"],
  [7, "data_request", "other"],
  [8, "data_response", "other"],
  [9, "parent_request", "authenticate"],
  [10, "parent_response", "authenticate"],
  [11, "child_id_request", "authenticate"],
  [12, "child_id_response", "authenticate"],
  [13, "child_update_request", "other"],
  [14, "child_update_response", "other"],
  [15, "announce", "configure"],
  [16, "discovery_request", "identify"],
  [17, "discovery_response", "identify"],
]);
const SECURED = operation("mle", "secured_command", "other");
const WITHOUT_SECURITY = 255;
const ANNOUNCE = 15;
const DISCOVERY_RESPONSE = 17;
const DISCOVERY = 26;
const EXTENDED_PAN = 2;
const NETWORK_NAME = 3;
/** Key identifiers by their mode, in bytes. */
const KEY_LENGTHS: readonly number[] = [0, 1, 5, 9];
const LONGEST_NAME = 16;

/** How devices of Thread find and keep their neighbors. */
export const mle = dissector({
  name: "mle",
  aliases: ["thread_mle"],
  title: "Thread mesh link establishment",
  standard: "Thread 1.3",
  world: "iot",
  authentication: "optional",
  carriage: [{ over: "udp", ports: [19788] }],
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    const suite = reader.u8();
    if (suite !== WITHOUT_SECURITY) {
      const control = reader.u8();
      const counter = reader.u32le();
      reader.skip(KEY_LENGTHS[(control >> 3) & 3] as number);
      if (reader.ok) talk.claim("sender", "kind", "Thread device", 0.8, "Thread mesh link establishment");
      const fields = talk.detailed
        ? {
            security_suite: suite,
            security_level: control & 7,
            frame_counter: counter,
            encrypted_length: reader.left(),
          }
        : undefined;
      reader.skipRest();
      talk.emit(SECURED, UNDIRECTED, fields);
      return DONE;
    }
    readCommand(reader, talk);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  const suite = reader.peek();
  if (suite === WITHOUT_SECURITY) {
    const command = reader.peek(1);
    return command >= 0 && COMMANDS.has(command) && hasWholeValues(reader)
      ? command >= ANNOUNCE
        ? LIKELY
        : POSSIBLE
      : NO;
  }
  // Suite 0: security level 5, its key by index, a counter, at least a command and an integrity code.
  const control = reader.peek(1);
  if (suite !== 0 || control < 0 || (control & 7) !== 5 || (control & 0xe0) !== 0) return NO;
  return reader.left() >= 6 + (KEY_LENGTHS[(control >> 3) & 3] as number) + 5 ? POSSIBLE : NO;
}

/** Whether type, length and value follow each other up to the end. */
function hasWholeValues(reader: Reader): boolean {
  const length = reader.left();
  let at = 2;
  while (at + 2 <= length) at += 2 + reader.peek(at + 1);
  return at === length || reader.cutByCapture;
}

function readCommand(reader: Reader, talk: Talk): void {
  const command = reader.u8();
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? { security_suite: WITHOUT_SECURITY, command }
    : undefined;
  while (reader.left() >= 2) {
    const type = reader.u8();
    const outer = reader.narrow(reader.u8());
    if (!reader.ok) break;
    if (type === DISCOVERY) readDiscovery(reader, talk, fields);
    reader.widen(outer);
  }
  if (reader.ok) talk.claim("sender", "kind", "Thread device", 0.8, "Thread mesh link establishment");
  reader.skipRest();
  const direction: Direction =
    command === DISCOVERY_RESPONSE
      ? RESPONSE
      : command === DISCOVERY_RESPONSE - 1
        ? REQUEST
        : command === ANNOUNCE
          ? NOTICE
          : UNDIRECTED;
  talk.emit(COMMANDS.of(command), direction, fields);
}

function readDiscovery(reader: Reader, talk: Talk, fields: Record<string, unknown> | undefined): void {
  while (reader.left() >= 2) {
    const type = reader.u8();
    const length = reader.u8();
    if (length > reader.left()) {
      reader.skip(length);
      return;
    }
    if (type === NETWORK_NAME && length <= LONGEST_NAME) {
      const name = reader.utf8(length);
      if (fields !== undefined) fields["network_name"] = name;
      talk.object(`Thread network ${name}`);
    } else if (type === EXTENDED_PAN && length === 8) {
      const network = reader.hex(8);
      if (fields !== undefined) fields["extended_pan_id"] = network;
    } else reader.skip(length);
  }
}
