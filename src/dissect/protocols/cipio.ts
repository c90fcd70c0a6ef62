// EtherNet/IP implicit messages (class 0 and 1 connections): ODVA CIP volume 2, 3-2.2 and 2-6.
// Not decoded: the values. Their layout is agreed in the Forward_Open, which goes another way (TCP).
import { CERTAIN, DONE, dissector, MORE, NO, REFUSE } from "../dissector.ts";
import { operation } from "../operation.ts";
import { UNDIRECTED } from "../talk.ts";
import {
  CONNECTED_DATA,
  readSocketAddress,
  SEQUENCED_ADDRESS,
  SOCKET_ORIGINATOR,
  SOCKET_TARGET,
} from "./enip-items.ts";

const IMPLICIT_IO = operation("cipio", "implicit_io", "other");
const MOST_ITEMS = 4;

/** Cyclic inputs and outputs: connection id, sequence number, and process values as they are. */
export const cipio = dissector({
  name: "cipio",
  aliases: ["cip-io"],
  title: "EtherNet/IP I/O",
  standard: "ODVA CIP volume 2, 3-2.2",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [2222] }],
  probe(reader) {
    const items = reader.u16le();
    if (items < 2 || items > MOST_ITEMS) return NO;
    if (reader.u16le() !== SEQUENCED_ADDRESS || reader.u16le() !== 8) return NO;
    reader.skip(8);
    return reader.u16le() === CONNECTED_DATA && reader.u16le() <= reader.left() && reader.ok ? CERTAIN : NO;
  },
  read(reader, talk) {
    if (!reader.fence(reader.left())) return MORE;
    const items = reader.u16le();
    if (items < 2 || items > MOST_ITEMS) return REFUSE;
    if (reader.u16le() !== SEQUENCED_ADDRESS || reader.u16le() !== 8) return REFUSE;
    const connection = reader.u32le();
    const sequence = reader.u32le();
    if (reader.u16le() !== CONNECTED_DATA) return REFUSE;
    const length = reader.u16le();
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { connection_id: connection, sequence_number: sequence, length }
      : undefined;
    const start = reader.position;
    reader.skip(length);
    if (fields !== undefined) {
      const end = reader.position;
      reader.position = start;
      fields["io_data"] = reader.hex(end - start);
    }
    for (let index = 2; index < items && reader.ok; index++) {
      const type = reader.u16le();
      const size = reader.u16le();
      const isSocket = (type === SOCKET_ORIGINATOR || type === SOCKET_TARGET) && size === 16;
      if (!isSocket) reader.skip(size);
      else {
        const address = readSocketAddress(reader);
        if (fields !== undefined)
          fields[type === SOCKET_ORIGINATOR ? "sockaddr_info_o_t" : "sockaddr_info_t_o"] = address;
      }
    }
    talk.emit(IMPLICIT_IO, UNDIRECTED, fields);
    return DONE;
  },
});
