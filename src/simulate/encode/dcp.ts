// IEC 61158-6-10 section 4.3: PROFINET discovery and configuration (DCP), and cyclic real-time frames.
import { type ByteWriter, writer } from "../bytes.ts";

/** Where questions to all stations go. */
export const DCP_GROUP = Uint8Array.of(0x01, 0x0e, 0xcf, 0, 0, 0);

/** Asks all stations who they are. */
export function identifyAll(out: ByteWriter, transaction: number): void {
  out.u16(0xfefe).u8(5, 0).u32(transaction).u16(1, 4).u8(0xff, 0xff).u16(0);
}

/** What a station answers. */
export interface Station {
  name: string;
  kind: string;
  vendor: number;
  device: number;
  controller: boolean;
  ip: number;
  mask: number;
  gateway: number;
}

function block(out: ByteWriter, option: number, suboption: number, content: ByteWriter): void {
  out
    .u8(option, suboption)
    .u16(content.length + 2, 0)
    .add(content);
  if (content.length % 2 === 1) out.u8(0);
}

/** Answers with name, kind, identity, role and address. */
export function identifyAnswer(out: ByteWriter, transaction: number, station: Station): void {
  const blocks = writer();
  block(blocks, 2, 1, writer().text(station.kind));
  block(blocks, 2, 2, writer().text(station.name));
  block(blocks, 2, 3, writer().u16(station.vendor, station.device));
  block(blocks, 2, 4, writer().u8(station.controller ? 2 : 1, 0));
  blocks.u8(1, 2).u16(14, 1).u32(station.ip).u32(station.mask).u32(station.gateway);
  out.u16(0xfeff).u8(5, 1).u32(transaction).u16(0, blocks.length).add(blocks);
}

/** Cyclic values with their state: good, running, from the primary. */
export function cyclic(out: ByteWriter, frame: number, values: ArrayLike<number>, cycle: number): void {
  out.u16(frame).bytes(values);
  if (values.length < 40) out.zeros(40 - values.length);
  out.u16(cycle & 0xffff).u8(0x35, 0);
}
