// IEC 61158-4-12 section 5 (EtherCAT frames and datagrams), IEC 61158-6-12 (mailbox and CAN application protocol over it).
import { type ByteWriter, writer } from "../bytes.ts";

/** Commands. */
export const APWR = 2;
export const FPRD = 4;
export const FPWR = 5;
export const BRD = 7;
export const BWR = 8;
export const LRD = 10;
export const LWR = 11;
export const LRW = 12;
export const FRMW = 14;

const DATAGRAMS = 0x1000;
const MORE_FOLLOW = 0x8000;

/** One datagram as the master sends it, and as it comes back through all devices. */
export interface Datagram {
  command: number;
  /** Device and offset in it, or both halves of a logical address, low half first. */
  device: number;
  offset: number;
  sent: Uint8Array;
  back: Uint8Array;
  /** What the devices made of the device's address: each adds one to a position. */
  deviceBack: number;
  /** Working counter when it comes back. */
  counter: number;
}

/** A frame of datagrams, on its way out or back. */
export function ethercatFrame(out: ByteWriter, datagrams: readonly Datagram[], first: number, isBack: boolean): void {
  const start = out.length;
  out.u16le(0);
  datagrams.forEach((each, place) => {
    const content = isBack ? each.back : each.sent;
    out.u8(each.command, (first + place) & 0xff).u16le(isBack ? each.deviceBack : each.device, each.offset);
    out.u16le(content.length | (place < datagrams.length - 1 ? MORE_FOLLOW : 0), 0);
    out.bytes(content).u16le(isBack ? each.counter : 0);
  });
  out.patch16le(start, (out.length - start - 2) | DATAGRAMS);
}

const COE = 3;
const SDO_REQUEST = 0x2000;
const SDO_RESPONSE = 0x3000;
const UPLOAD = 0x40;
const DOWNLOADED = 0x60;

/** A mailbox of `size` bytes with one message of CoE; its counter goes from 1 to 7. */
function mailbox(size: number, counter: number, service: number, content: ByteWriter): Uint8Array {
  const out = writer();
  out
    .u16le(2 + content.length, 0)
    .u8(0, (counter << 4) | COE)
    .u16le(service)
    .add(content);
  return out.zeros(size - out.length).done();
}

/** Asks for an object. */
export function sdoUpload(size: number, counter: number, index: number, subindex: number): Uint8Array {
  return mailbox(size, counter, SDO_REQUEST, writer().u8(UPLOAD).u16le(index).u8(subindex).u32le(0));
}

/** Gives an object: a number of four bytes at once, a text with its length. */
export function sdoUploaded(
  size: number,
  counter: number,
  index: number,
  subindex: number,
  value: number | string,
): Uint8Array {
  const out = writer();
  if (typeof value === "number") out.u8(0x43).u16le(index).u8(subindex).u32le(value);
  else out.u8(0x41).u16le(index).u8(subindex).u32le(value.length).text(value);
  return mailbox(size, counter, SDO_RESPONSE, out);
}

/** Writes an object of two bytes. */
export function sdoDownload(size: number, counter: number, index: number, subindex: number, value: number): Uint8Array {
  return mailbox(size, counter, SDO_REQUEST, writer().u8(0x2b).u16le(index).u8(subindex).u16le(value, 0));
}

/** Says that it was written. */
export function sdoDownloaded(size: number, counter: number, index: number, subindex: number): Uint8Array {
  return mailbox(size, counter, SDO_RESPONSE, writer().u8(DOWNLOADED).u16le(index).u8(subindex).u32le(0));
}
