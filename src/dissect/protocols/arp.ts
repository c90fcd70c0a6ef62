// ARP: RFC 826, RFC 5227 (probe and announcement), RFC 903 and 2390 (reverse and inverse).
// Not decoded: the meaning of addresses other than Ethernet with IPv4; they are shown as hexadecimal.
import { v4Text } from "../addresses.ts";
import { CERTAIN, DONE, dissector, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const OPERATIONS = operationTable("arp", [
  [1, "request", "identify"],
  [2, "reply", "identify"],
  [3, "request_reverse", "identify"],
  [4, "reply_reverse", "identify"],
  [8, "inarp_request", "identify"],
  [9, "inarp_reply", "identify"],
]);

/** Address resolution: who has which hardware address. */
export const arp = dissector({
  name: "arp",
  title: "ARP",
  standard: "RFC 826",
  world: "network",
  carriage: [{ over: "ethernet", types: [0x0806] }],
  probe: (reader) => (reader.u16() === 1 && reader.u16() === 0x0800 && reader.u16() === 0x0604 ? CERTAIN : POSSIBLE),
  read(reader, talk) {
    const hardwareType = reader.u16();
    const protocolType = reader.u16();
    const hardwareLength = reader.u8();
    const protocolLength = reader.u8();
    const opcode = reader.u16();
    if (hardwareType !== 1 || protocolType !== 0x0800 || hardwareLength !== 6 || protocolLength !== 4) {
      return readUnusual(reader, talk, opcode, hardwareType, protocolType, hardwareLength, protocolLength);
    }
    const senderMac = reader.hex(6);
    const senderIp = reader.i32();
    const targetMac = reader.hex(6);
    const targetIp = reader.i32();
    const announcement = senderIp === targetIp;
    // A probe (RFC 5227) asks with an empty sender address: it binds nothing.
    if (reader.ok && senderIp !== 0) {
      const told = announcement || targetIp === 0 || opcode > 2 ? undefined : v4Text(targetIp);
      talk.note(
        { mac: senderMac },
        {
          kind: "binding",
          method: "ARP",
          mac: senderMac,
          ip: v4Text(senderIp),
          ...(told === undefined ? {} : opcode === 1 ? { asks: told } : { to: told }),
        },
      );
    }
    const direction = announcement ? UNDIRECTED : opcode === 1 ? REQUEST : opcode === 2 ? RESPONSE : UNDIRECTED;
    talk.emit(
      OPERATIONS.of(opcode),
      direction,
      talk.detailed
        ? {
            hardware_type: hardwareType,
            protocol_type: protocolType,
            hardware_length: hardwareLength,
            protocol_length: protocolLength,
            opcode,
            sender_hardware_address: senderMac,
            sender_protocol_address: v4Text(senderIp),
            target_hardware_address: targetMac,
            target_protocol_address: v4Text(targetIp),
            announcement,
          }
        : undefined,
    );
    // Frames are padded to 60 bytes; what follows has no meaning.
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function readUnusual(
  reader: Reader,
  talk: Talk,
  opcode: number,
  hardwareType: number,
  protocolType: number,
  hardwareLength: number,
  protocolLength: number,
): 0 {
  talk.fault("unusual address types", 0);
  const addresses = [hardwareLength, protocolLength, hardwareLength, protocolLength].map((length) =>
    reader.hex(length),
  );
  talk.emit(
    OPERATIONS.of(opcode),
    UNDIRECTED,
    talk.detailed
      ? {
          hardware_type: hardwareType,
          protocol_type: protocolType,
          hardware_length: hardwareLength,
          protocol_length: protocolLength,
          opcode,
          sender_hardware_address: addresses[0],
          sender_protocol_address: addresses[1],
          target_hardware_address: addresses[2],
          target_protocol_address: addresses[3],
          announcement: false,
        }
      : undefined,
  );
  if (reader.ok) reader.skipRest();
  return 0;
}
