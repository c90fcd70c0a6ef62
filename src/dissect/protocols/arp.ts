// ARP: RFC 826, RFC 5227 (probe and announcement).
import { v4Text } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO, REFUSE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const OPERATIONS = operationTable("arp", [
  [1, "request", "identify"],
  [2, "reply", "identify"],
  [3, "request_reverse", "identify"],
  [4, "reply_reverse", "identify"],
  [8, "inarp_request", "identify"],
  [9, "inarp_reply", "identify"],
]);

/** Address resolution on Ethernet for IPv4; other hardware and protocol types are refused. */
export const arp = dissector({
  name: "arp",
  title: "ARP",
  standard: "RFC 826",
  world: "network",
  carriage: [{ over: "ethernet", types: [0x0806] }],
  probe: (reader) => (reader.u16() === 1 && reader.u16() === 0x0800 && reader.u16() === 0x0604 ? CERTAIN : NO),
  read(reader, talk) {
    if (reader.u16() !== 1 || reader.u16() !== 0x0800 || reader.u16() !== 0x0604) return REFUSE;
    const opcode = reader.u16();
    const senderMac = reader.hex(6);
    const senderIp = reader.i32();
    const targetMac = reader.hex(6);
    const targetIp = reader.i32();
    if (!reader.ok) return REFUSE;
    // Frames are padded to 60 bytes; what follows has no meaning.
    reader.skipRest();
    const announcement = senderIp === targetIp;
    // A probe (RFC 5227) asks with an empty sender address: it binds nothing.
    if (senderIp !== 0) {
      talk.note({ mac: senderMac }, { kind: "binding", method: "ARP", mac: senderMac, ip: v4Text(senderIp) });
    }
    const direction = announcement ? UNDIRECTED : opcode === 1 ? REQUEST : opcode === 2 ? RESPONSE : UNDIRECTED;
    talk.emit(
      OPERATIONS.of(opcode),
      direction,
      talk.detailed
        ? {
            opcode,
            sender_hardware_address: senderMac,
            sender_protocol_address: v4Text(senderIp),
            target_hardware_address: targetMac,
            target_protocol_address: v4Text(targetIp),
            announcement,
          }
        : undefined,
    );
    return DONE;
  },
});
