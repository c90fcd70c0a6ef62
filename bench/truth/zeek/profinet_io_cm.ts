import { type DissectedMessage, field } from "../field.ts";
import { number, words } from "../normalize.ts";
import type { LogField, LogMap } from "../zeek-log.ts";

const FLAGS: readonly (readonly [string, number])[] = [
  ["last_fragment", 0x02],
  ["fragment", 0x04],
  ["no_fragment_requested", 0x08],
  ["maybe", 0x10],
  ["idempotent", 0x20],
  ["broadcast", 0x40],
];
const TYPES: Readonly<Record<number, string>> = { 0: "Request", 2: "Response" };
const FUNCTIONS = ["Connect", "Release", "Read", "Write", "Control", "Read Implicit"];
const isCall = (message: DissectedMessage) => String(message["interface"]).startsWith("pnio");
const ofCalls = (path: string, column: string, as: LogField["as"], turn?: LogField["turn"], name = path): LogField =>
  field(path, column, as, { name, when: isCall, ...(turn === undefined ? {} : { turn }) });

/** Headers of the calls that set up PROFINET; the log keeps each datagram. */
export const profinetIoCm: LogMap = {
  log: "profinet_io_cm",
  protocol: "dcerpc",
  columns: [
    ...["id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "source_h", "source_p", "destination_h", "destination_p"],
    ...["proto", "rpc_version", "packet_type", "reserved_for_impl_1", "last_fragment", "fragment"],
    ...["no_fragment_requested", "maybe", "idempotent", "broadcast", "reserved_for_impl_2"],
    ...["cancel_was_pending_at_call_end", "integer_encoding", "character_encoding", "floating_point_encoding"],
    ...["serial_high", "object_uuid", "interface_uuid", "activity_uuid", "server_boot_time", "interface_vers_major"],
    ...["interface_vers_minor", "sequence_num", "operation_num", "interface_hint", "activity_hint", "len_of_body"],
    ...["fragment_num", "auth_protocol", "serial_low"],
  ],
  fields: [
    ofCalls("rpc_vers", "rpc_version", number),
    ofCalls("ptype", "packet_type", words, (value) => TYPES[value as number]),
    ...FLAGS.map(([name, bit]) =>
      ofCalls("flags1", name, number, (value) => ((value as number) & bit) !== 0, `flags1: ${name}`),
    ),
    ofCalls("object", "object_uuid", words),
    ofCalls("if_id", "interface_uuid", words),
    ofCalls("act_id", "activity_uuid", words),
    ofCalls("seqnum", "sequence_num", number),
    ofCalls("opnum", "operation_num", words, (value) => FUNCTIONS[value as number]),
    ofCalls("len", "len_of_body", number),
    ofCalls("fragnum", "fragment_num", number),
  ],
};
