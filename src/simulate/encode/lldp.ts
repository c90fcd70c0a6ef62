// IEEE 802.1AB clause 8: link layer discovery.
import { writer } from "../bytes.ts";

/** What a station says of itself on one port. */
export interface LldpStation {
  mac: Uint8Array;
  port: string;
  portDescription: string;
  name: string;
  description: string;
  managementIp: number;
}

/** The address of the nearest bridge. */
export const LLDP_GROUP = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e);

/** An advertisement valid for 120 seconds: identity, names, capabilities of a bridge, management address. */
export function encodeLldp(station: LldpStation): Uint8Array {
  const out = writer();
  const element = (type: number, value: Uint8Array) => out.u16((type << 9) | value.length).bytes(value);
  element(1, writer().u8(4).bytes(station.mac).done());
  element(2, writer().u8(5).text(station.port).done());
  element(3, writer().u16(120).done());
  element(4, writer().text(station.portDescription).done());
  element(5, writer().text(station.name).done());
  element(6, writer().text(station.description).done());
  element(7, writer().u16(0x0004, 0x0004).done());
  element(8, writer().u8(5, 1).u32(station.managementIp).u8(2).u32(1).u8(0).done());
  element(0, new Uint8Array(0));
  return out.done();
}
