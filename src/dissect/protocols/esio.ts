// SAIA Ether-S-I/O: cyclic data of SAIA PCD controllers and remote inputs and outputs, by the layout that the maker's telegrams show.
// Not decoded: what the transferred octets mean (it is configured, not on the wire), and status other than its numbers.
import { CERTAIN, DONE, dissector, NO } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { pointSpace } from "../points.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { NOTICE, UNDIRECTED } from "../talk.ts";

/** "ESIO". */
const MAGIC = 0x4553494f;
const TRANSFER = 1;
const STATUS = 2;
const TELEGRAMS = operationTable("esio", [
  [TRANSFER, "data_transfer", "write"],
  [STATUS, "status", "read"],
]);
const HEADER = 12;
const MOST_TRANSFERS = 64;
const DATA = pointSpace("esio", "transfer", "octet", "station", "byte");

/** Cyclic inputs and outputs between controllers of SAIA. */
export const esio = dissector<null>({
  name: "esio",
  title: "SAIA Ether-S-I/O",
  standard: "SAIA Ether-S-I/O",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "udp", ports: [6060] }],
  remember: () => null,
  probe: (reader) => (reader.u32() === MAGIC && reader.peek16() >= 0 && reader.peek16() <= 255 ? CERTAIN : NO),
  read(reader, talk) {
    reader.skip(4);
    const type = reader.u16();
    const version = reader.u16();
    const length = reader.u16();
    const transaction = reader.u16();
    if (length < HEADER || length > reader.left() + HEADER) {
      if (!reader.cutByCapture) talk.fault("bad length", 8);
    } else if (length < reader.left() + HEADER) talk.fault("leftover", length);
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? { type, version, length, transaction_id: transaction }
      : undefined;
    if (type === TRANSFER) readTransfers(reader, talk, fields);
    else if (type === STATUS) readStatus(reader, talk, fields);
    else talk.fault("unknown telegram type", 4);
    talk.emit(TELEGRAMS.of(type), type === TRANSFER ? NOTICE : UNDIRECTED, fields);
    reader.skipRest();
    return DONE;
  },
});

function readTransfers(reader: Reader, talk: Talk<null>, fields: Record<string, unknown> | undefined): void {
  const telegram = reader.u32();
  const source = reader.u32();
  const count = reader.u8();
  const flags = reader.u8();
  const transfers: object[] = [];
  for (let index = 0; index < count && index < MOST_TRANSFERS && reader.ok; index++) {
    const id = reader.u32();
    const destination = reader.u32();
    const length = reader.u16();
    if (!reader.ok) break;
    if (length > reader.left()) {
      if (!reader.cutByCapture) talk.fault("bad length", reader.position - reader.start - 2);
      break;
    }
    talk.target("transfer", id, 1);
    for (let octet = 0; octet < length; octet++)
      talk.sample(DATA, source, `transfer ${id}`, octet, reader.bytes[reader.position + octet] as number);
    if (talk.detailed)
      transfers.push({ transfer_id: id, destination_id: destination, length, data: reader.hex(length) });
    else reader.skip(length);
  }
  if (fields === undefined) return;
  fields["telegram_id"] = telegram;
  fields["source_station"] = source;
  fields["transfer_count"] = count;
  fields["flags"] = flags;
  fields["transfers"] = transfers;
}

function readStatus(reader: Reader, talk: Talk<null>, fields: Record<string, unknown> | undefined): void {
  const kind = reader.u16();
  const length = reader.u16();
  const station = reader.u32();
  const status = reader.u8();
  const lost = reader.u8();
  const diagnosis = reader.u8();
  if (reader.ok) talk.object(`station ${station}`);
  if (fields === undefined) return;
  fields["status_type"] = kind;
  fields["status_length"] = length;
  fields["source_station"] = station;
  fields["status"] = status;
  fields["lost_telegrams"] = lost;
  fields["diagnosis"] = diagnosis;
}
