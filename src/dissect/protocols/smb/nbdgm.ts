// NetBIOS datagram service: RFC 1002 section 4.4.
// Not decoded: datagrams in several fragments beyond the first.
import { v4Text } from "../../addresses.ts";
import { DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { isHostName, netbiosOf, suffixName } from "../../netbios.ts";
import { operationTable } from "../../operation.ts";
import { NOTICE } from "../../talk.ts";
import { nameWasGood, readName } from "../dns/names.ts";

const ERROR = 0x13;

const TYPES = operationTable("nbdgm", [
  [0x10, "direct_unique_datagram", "identify"],
  [0x11, "direct_group_datagram", "identify"],
  [0x12, "broadcast_datagram", "identify"],
  [ERROR, "datagram_error", "other"],
  [0x14, "datagram_query_request", "identify"],
  [0x15, "datagram_positive_query_response", "other"],
  [0x16, "datagram_negative_query_response", "other"],
]);

/** The frame around announcements of Windows hosts. */
export const nbdgm = dissector({
  name: "nbdgm",
  aliases: ["netbios-dgm"],
  title: "NetBIOS datagram service",
  standard: "RFC 1002 section 4.4",
  world: "it",
  carriage: [{ over: "udp", ports: [138] }],
  probe: (reader) => (TYPES.has(reader.peek()) && reader.left() >= 10 ? POSSIBLE : NO),
  read(reader, talk) {
    reader.fence(reader.end - reader.start);
    const type = reader.u8();
    const flags = reader.u8();
    const id = reader.u16();
    const sourceIp = v4Text(reader.i32());
    const sourcePort = reader.u16();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          type,
          flags,
          more: (flags & 1) !== 0,
          first: (flags & 2) !== 0,
          datagram_id: id,
          source_ip: sourceIp,
          source_port: sourcePort,
        }
      : undefined;
    if (!TYPES.has(type)) talk.fault("unknown type", 0);
    let inner = -1;
    if (type >= 0x10 && type <= 0x12) {
      const length = reader.u16();
      const offset = reader.u16();
      const namesAt = reader.position;
      const source = netbiosOf(readName(reader, reader.position));
      if (!nameWasGood() || source.name === "") talk.fault("bad name", namesAt - reader.start);
      const destinationAt = reader.position;
      const destination = netbiosOf(readName(reader, reader.position));
      if (!nameWasGood() || destination.name === "") talk.fault("bad name", destinationAt - reader.start);
      // A group's name may stand as source; the suffixes of services of one host do not mislead.
      if (
        isHostName(source.name) &&
        (source.suffix === 0 || source.suffix === 0x20) &&
        sourceIp === talk.senderAddress()
      ) {
        talk.claim("sender", "name", source.name, 0.9, "NetBIOS datagram", namesAt, destinationAt);
      }
      if (fields !== undefined) {
        Object.assign(fields, {
          length,
          packet_offset: offset,
          source_name: source.name,
          source_suffix: source.suffix,
          source_suffix_name: suffixName(source.suffix),
          destination_name: destination.name,
          destination_suffix: destination.suffix,
          destination_suffix_name: suffixName(destination.suffix),
        });
      }
      inner = reader.position;
    } else if (type === ERROR) {
      const code = reader.u8();
      if (fields !== undefined) fields["error_code"] = code;
    } else {
      const name = netbiosOf(readName(reader, reader.position));
      if (fields !== undefined) fields["destination_name"] = name.name;
    }
    const ok = reader.ok;
    if (ok) reader.skipRest();
    talk.emit(TYPES.of(type), NOTICE, fields);
    if (ok && inner >= 0) talk.hand("nbdgm", reader.bytes, inner, reader.end);
    return DONE;
  },
});
