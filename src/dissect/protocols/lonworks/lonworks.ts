// LonTalk over IP: ISO/IEC 14908-4 = EIA-852 (packets between devices on IP), with ISO/IEC 14908-1 = EIA-709.1 inside.
// Not decoded: contents of registration, membership, routing and statistics; structures of network variables, which their
// types define; segments are not put together.
import { DONE, dissector, LIKELY, MORE, NO, REFUSE } from "../../dissector.ts";
import { nothingAsked } from "../../pairing.ts";
import { UNDIRECTED } from "../../talk.ts";
import { type Memory, readLonTalk } from "./message.ts";
import { DATA_PACKET, PACKETS } from "./names.ts";

const HEADER = 20;
const VERSION = 1;
const SECURITY = 0x20;
const PROTOCOL = 0x1f;
const LONTALK = 0;
const LONGEST = 1500;

/** Building automation and lighting on LonWorks channels that run over IP. */
export const lonworks = dissector<Memory>({
  name: "lonworks",
  aliases: ["lontalk", "cnip", "eia852"],
  title: "LonTalk/IP",
  standard: "ISO/IEC 14908-4 (EIA-852)",
  world: "building",
  authentication: "optional",
  carriage: [{ over: "udp", ports: [1628, 1629] }],
  remember: () => ({ asked: nothingAsked(), toldSession: false }),
  probe(reader) {
    const length = reader.peek16();
    if (length < HEADER || length > LONGEST || reader.peek(2) !== VERSION || !PACKETS.has(reader.peek(3))) return NO;
    const protocol = reader.peek(5);
    if (protocol < 0 || (protocol & 0xc0) !== 0 || reader.peek(4) > 8) return NO;
    // Several packets may share a datagram; each begins alike.
    const left = reader.left();
    return left === length || (left > length && reader.peek(length + 2) === VERSION) ? LIKELY : NO;
  },
  read(reader, talk) {
    const length = reader.u16();
    const version = reader.u8();
    const type = reader.u8();
    if (!reader.ok || length < HEADER || version !== VERSION) return REFUSE;
    if (!reader.fence(length)) return MORE;
    const extended = reader.u8();
    const flags = reader.u8();
    const vendor = reader.u16();
    const session = reader.u32();
    const sequence = reader.u32();
    const stamp = reader.u32();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          packet_type: type,
          protocol_code: flags & PROTOCOL,
          security: (flags & SECURITY) !== 0,
          vendor_code: vendor,
          session_id: session,
          sequence_number: sequence,
          time_stamp: stamp,
        }
      : undefined;
    // Octets of the extended header are counted in fours.
    reader.skip(extended * 4);
    if (!PACKETS.has(type)) talk.fault("unknown packet type", 3);
    if (type === DATA_PACKET && reader.ok && (flags & PROTOCOL) === LONTALK) {
      readLonTalk(talk, reader, fields);
      return DONE;
    }
    if (reader.ok) reader.skipRest();
    talk.emit(PACKETS.of(type), UNDIRECTED, fields);
    return DONE;
  },
});
