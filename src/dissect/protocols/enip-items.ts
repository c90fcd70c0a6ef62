// EtherNet/IP common packet format: ODVA CIP volume 2, 2-6.
import { v4Text } from "../addresses.ts";
import type { Reader } from "../reader.ts";

/** Item types (table 2-6.3). */
export const NULL_ADDRESS = 0x0000;
export const LIST_IDENTITY = 0x000c;
export const LIST_INTERFACES = 0x0086;
export const PCCC_DATA = 0x0091;
export const CONNECTED_ADDRESS = 0x00a1;
export const CONNECTED_DATA = 0x00b1;
export const UNCONNECTED_DATA = 0x00b2;
export const LIST_SERVICES = 0x0100;
export const SOCKET_ORIGINATOR = 0x8000;
export const SOCKET_TARGET = 0x8001;
export const SEQUENCED_ADDRESS = 0x8002;

const NAMES: Readonly<Record<number, string>> = {
  [NULL_ADDRESS]: "null_address",
  [LIST_IDENTITY]: "list_identity_response",
  [LIST_INTERFACES]: "list_interfaces_response",
  [PCCC_DATA]: "pccc_data",
  [CONNECTED_ADDRESS]: "connected_address",
  [CONNECTED_DATA]: "connected_data",
  [UNCONNECTED_DATA]: "unconnected_data",
  [LIST_SERVICES]: "list_services_response",
  [SOCKET_ORIGINATOR]: "sockaddr_info_o_t",
  [SOCKET_TARGET]: "sockaddr_info_t_o",
  [SEQUENCED_ADDRESS]: "sequenced_address",
};

/** The standard's name of an item type; "" when it has none. */
export function itemName(type: number): string {
  return NAMES[type] ?? "";
}

/** A socket address: family, port and address in network order, eight zero bytes. */
export function readSocketAddress(reader: Reader): { sin_family: number; sin_port: number; sin_addr: string } {
  const family = reader.u16();
  const port = reader.u16();
  const address = reader.i32();
  reader.skip(8);
  return { sin_family: family, sin_port: port, sin_addr: v4Text(address) };
}
