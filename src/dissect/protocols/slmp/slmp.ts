// Seamless message protocol of MELSEC controllers: Mitsubishi Electric SH-080956ENG section 4 (3E and 4E frames, binary code).
// Not decoded: ASCII code, 1E frames, extended device specification (subcommands 008x), labels, buffer memory, contents of
// files, node search answers, cyclic data of CC-Link IE Field Basic.
import type { Likeness } from "../../dissector.ts";
import { DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { answer, ask } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { COMMANDS, endCodeName } from "./commands.ts";
import { type Fields, type Memory, newMemory, readRequest, readResponse } from "./contents.ts";

const REQUEST_3E = 0x5000;
const RESPONSE_3E = 0xd000;
const REQUEST_4E = 0x5400;
const RESPONSE_4E = 0xd400;
/** Longest data that a frame may have; modules take up to 2,048 words. */
const LONGEST = 8192;
const OWN_NETWORK = 0;
const OWN_STATION = 0xff;
const PORTS = [5006, 5007];

/** SLMP and MC protocol, 3E and 4E frames in binary code, over TCP and UDP. */
export const slmp = dissector<Memory>({
  name: "slmp",
  aliases: ["melsec", "mc-protocol"],
  title: "SLMP (MELSEC)",
  standard: "Mitsubishi Electric SH-080956ENG",
  world: "ot",
  authentication: "optional",
  longest: LONGEST + 16,
  carriage: [
    { over: "tcp", ports: PORTS },
    { over: "udp", ports: PORTS },
  ],
  remember: newMemory,
  probe: (reader) => probeFrame(reader),
  read(reader, talk) {
    const kind = reader.u16();
    if (!reader.ok) return MORE;
    const serialized = kind === REQUEST_4E || kind === RESPONSE_4E;
    const isAnswer = kind === RESPONSE_3E || kind === RESPONSE_4E;
    if (!serialized && kind !== REQUEST_3E && kind !== RESPONSE_3E) return REFUSE;
    const serial = serialized ? reader.u16le() : 0;
    const reserved = serialized ? reader.u16() : 0;
    const network = reader.u8();
    const station = reader.u8();
    const module = reader.u16le();
    const multidrop = reader.u8();
    const length = reader.u16le();
    if (!reader.ok) return MORE;
    if (reserved !== 0 || length < (isAnswer ? 2 : 6) || length > LONGEST) return REFUSE;
    if (!reader.fence(reader.position - reader.start + length)) return MORE;
    const unit = network === OWN_NETWORK && station === OWN_STATION ? -1 : network * 256 + station;
    // Without a serial number an answer belongs to the latest request of the same station.
    const mark = serialized ? 0x1000000 | serial : (network << 8) | station;
    const fields: Fields | undefined = talk.detailed
      ? {
          subheader: kind,
          serial: serialized ? serial : undefined,
          network,
          station,
          module_io: module,
          multidrop,
          length,
        }
      : undefined;
    let code = 0;
    if (isAnswer) {
      const end = reader.u16le();
      const { asked } = talk.memory;
      const request = answer(talk, asked, mark);
      code = request < 0 ? -1 : (asked.numbers[request] as number);
      if (fields !== undefined) fields["end_code"] = end;
      if (end !== 0 && reader.ok) {
        talk.refused(endCodeName(end));
        // What could not be done is repeated: station, command and subcommand.
        if (reader.left() >= 9) {
          reader.skip(5);
          const refused = reader.u16le();
          const sub = reader.u16le();
          if (code < 0) code = refused;
          if (fields !== undefined) Object.assign(fields, { command: refused, subcommand: sub });
        }
      } else if (request >= 0) readResponse(reader, talk, unit, request, fields);
    } else {
      const timer = reader.u16le();
      const command = reader.u16le();
      const sub = reader.u16le();
      code = command;
      if (fields !== undefined) Object.assign(fields, { monitoring_timer: timer, command, subcommand: sub });
      if (!COMMANDS.has(command)) talk.fault("unknown command", reader.position - reader.start - 4);
      const { wanted } = readRequest(reader, talk, command, sub, unit, fields);
      ask(talk, talk.memory.asked, mark, command, sub, wanted.device * 0x1000000 + wanted.first, wanted.count);
    }
    if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
    reader.skipRest();
    talk.emit(code < 0 ? COMMANDS.unnamed : COMMANDS.of(code), isAnswer ? RESPONSE : REQUEST, fields);
    return DONE;
  },
});

/** Modules that can be addressed: CPUs, and I/O numbers of a multidrop's master. */
function isModule(module: number): boolean {
  return (module >= 0x03d0 && module <= 0x03e3) || (module >= 0x03fe && module <= 0x03ff) || module <= 0x01ff;
}

function probeFrame(reader: Reader): Likeness {
  const { bytes, position } = reader;
  const kind = reader.peek16();
  const serialized = kind === REQUEST_4E || kind === RESPONSE_4E;
  const isAnswer = kind === RESPONSE_3E || kind === RESPONSE_4E;
  if (!serialized && kind !== REQUEST_3E && kind !== RESPONSE_3E) return NO;
  const at = serialized ? 6 : 2;
  if (reader.left() < at + 7) return reader.complete ? NO : POSSIBLE;
  if (serialized && reader.peek16(4) !== 0) return NO;
  const little = (ahead: number): number =>
    ahead + 2 > reader.left()
      ? -1
      : (bytes[position + ahead] as number) | ((bytes[position + ahead + 1] as number) << 8);
  const length = little(at + 5);
  if (reader.peek(at) > 239 || reader.peek(at + 4) > 31 || !isModule(little(at + 2))) return NO;
  if (length < (isAnswer ? 2 : 6) || length > LONGEST) return NO;
  const exact = at + 7 + length === reader.left();
  if (reader.complete && !exact) return NO;
  if (isAnswer) return exact && little(at + 2) === 0x03ff ? LIKELY : POSSIBLE;
  return COMMANDS.has(little(at + 9)) && little(at + 11) < 0x0100 ? LIKELY : POSSIBLE;
}
