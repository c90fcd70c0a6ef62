// Zigbee encapsulation protocol of sniffers, versions 1 and 2: header as Exegin's capture devices write it.
// Not decoded: signal quality and timestamps; the radio frame inside is handed on.
import { CERTAIN, DONE, dissector, type Likeness, NO, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import { checkSequence } from "../radio/link.ts";
import type { Reader } from "../reader.ts";
import { NOTICE, UNDIRECTED } from "../talk.ts";

const DATA = operation("zep", "data", "read");
const ACK = operation("zep", "ack", "other");
const PREAMBLE = 0x4558;
const ACK_LENGTH = 8;
const TRAILER = 2;
const CHECK_MODE = 1;

/** Radio frames of IEEE 802.15.4 that a sniffer sends on over UDP. */
export const zep = dissector({
  name: "zep",
  title: "Zigbee encapsulation",
  standard: "ZEP version 2",
  world: "iot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [17754] }],
  probe: likenessOf,
  read(reader, talk) {
    if (likenessOf(reader) === NO) return REFUSE;
    reader.skip(2);
    const version = reader.u8();
    const type = version === 2 ? reader.u8() : 1;
    if (version === 2 && type === 2) {
      const sequence = reader.u32();
      reader.skipRest();
      talk.emit(ACK, UNDIRECTED, talk.detailed ? { version, type, sequence_number: sequence } : undefined);
      return DONE;
    }
    const channel = reader.u8();
    const device = reader.u16();
    const mode = reader.u8();
    reader.skip(1);
    let sequence = -1;
    if (version === 2) {
      reader.skip(8);
      sequence = reader.u32();
      reader.skip(10);
    } else reader.skip(7);
    const length = reader.u8();
    const { bytes, position } = reader;
    const isWhole = reader.ok && length <= reader.left();
    const end = position + Math.min(length, reader.left());
    // In the other mode a signal strength stands where the check sequence was.
    const isDamaged =
      isWhole &&
      mode === CHECK_MODE &&
      length > TRAILER &&
      checkSequence(bytes, position, end - TRAILER) !==
        ((bytes[end - 2] as number) | ((bytes[end - 1] as number) << 8));
    if (isDamaged) talk.fault("bad checksum", end - TRAILER - reader.start);
    reader.skip(length);
    reader.skipRest();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { version, type, channel, device_id: device, mode, length }
      : undefined;
    if (fields !== undefined && sequence >= 0) fields["sequence_number"] = sequence;
    talk.emit(DATA, NOTICE, fields);
    if (isWhole && !isDamaged && length > TRAILER) talk.hand("wpan", bytes, position, end - TRAILER);
    return DONE;
  },
});

function likenessOf(reader: Reader): Likeness {
  if (reader.peek16() !== PREAMBLE) return NO;
  const version = reader.peek(2);
  const left = reader.left();
  if (version === 2 && reader.peek(3) === 2) return left >= ACK_LENGTH ? CERTAIN : NO;
  const header = version === 2 ? 32 : version === 1 ? 16 : -1;
  if (header < 0 || left < header || (version === 2 && reader.peek(3) !== 1)) return NO;
  return header + reader.peek(header - 1) <= left || reader.cutByCapture ? CERTAIN : NO;
}
