// CODESYS V2 runtime protocol over TCP, as publicly described: Digital Bond, Redpoint codesys-v2-discover and Basecamp (2012).
// Not decoded: services other than identification and the shell, values of variables, programs.
import type { Answer, Likeness } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Asked } from "../../pairing.ts";
import { answer, ask, nothingAsked } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";

const MAGIC = 0xbbbb;
const HEADER = 6;
const LONGEST = 65_536;
const IDENTIFICATION = 0x01;
const SHELL = 0x92;
/** Where the texts of an identification stand, counted from the message's start, 32 octets each. */
const SYSTEM_AT = 64;
const TEXT = 32;
const IDENTIFICATION_LENGTH = 160;

/** Service codes; most are not public. */
const SERVICES = operationTable("codesys2", [
  [IDENTIFICATION, "identification", "identify"],
  [SHELL, "plc_shell_command", "control"],
  [0x100, "response", "other"],
]);

/** Programming and browsing of controllers with the CODESYS V2 runtime, which many makers build in. */
export const codesys2 = dissector<Asked>({
  name: "codesys2",
  aliases: ["codesys-v2"],
  title: "CODESYS V2",
  standard: "Digital Bond 2012 (public description)",
  world: "ot",
  authentication: "optional",
  longest: LONGEST + HEADER,
  carriage: [{ over: "tcp", ports: [1200, 2455] }],
  remember: nothingAsked,
  probe: (reader) => probeMessage(reader),
  read(reader, talk): Answer {
    const magic = reader.u16();
    if (reader.ok && magic !== MAGIC) return REFUSE;
    if (reader.left() < 4) return MORE;
    const little = isLittle(reader.bytes, reader.position);
    const length = little ? reader.u32le() : reader.u32();
    if (length < 1 || length > LONGEST) return REFUSE;
    if (!reader.fence(HEADER + length)) return MORE;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { byte_order: little ? "little" : "big", length }
      : undefined;
    if (talk.fromClient) {
      const code = reader.u8();
      ask(talk, talk.memory, 0, code);
      if (fields !== undefined) {
        fields["service_code"] = code;
        if (reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
      }
      reader.skipRest();
      talk.emit(SERVICES.of(code), REQUEST, fields);
      return DONE;
    }
    const request = answer(talk, talk.memory, 0);
    const code = request < 0 ? 0x100 : (talk.memory.numbers[request] as number);
    if (code === IDENTIFICATION && length + HEADER >= IDENTIFICATION_LENGTH) readIdentification(reader, talk, fields);
    else if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
    reader.skipRest();
    talk.emit(SERVICES.of(code), RESPONSE, fields);
    return DONE;
  },
});

/** Controllers of both byte orders are spoken to: the order is the one in which the length is sensible. */
function isLittle(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 2] === 0 && bytes[at + 3] === 0;
}

/** Operating system, its version and the product as texts. */
function readIdentification(reader: Reader, talk: Talk<Asked>, fields: Record<string, unknown> | undefined): void {
  const at = reader.start + SYSTEM_AT;
  reader.skip(at - reader.position);
  const system = reader.text(TEXT);
  const version = reader.text(TEXT);
  const product = reader.text(Math.min(TEXT, reader.left()));
  if (!reader.ok) return;
  const method = "CODESYS V2 identification";
  talk.claim("sender", "operatingSystem", `${system} ${version}`.trim(), 0.9, method, at, at + 2 * TEXT);
  talk.claim("sender", "model", product, 0.9, method, at + 2 * TEXT, at + 3 * TEXT);
  talk.claim("sender", "role", "plc", 0.8, method);
  if (fields !== undefined) Object.assign(fields, { os_name: system, os_version: version, product_type: product });
}

function probeMessage(reader: Reader): Likeness {
  if (reader.peek16() !== MAGIC) return NO;
  if (reader.left() < HEADER + 1) return reader.complete ? NO : POSSIBLE;
  const { bytes, position } = reader;
  const at = position + 2;
  const first = isLittle(bytes, at)
    ? (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    : (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
  const sensible = isLittle(bytes, at) || (bytes[at] === 0 && bytes[at + 1] === 0);
  return sensible && first > 0 ? CERTAIN : NO;
}
