// draft-ietf-opsawg-pcapng, sections 4.1 to 4.6: section header, interface, enhanced packet, statistics.
import { type ByteWriter, writer } from "./bytes.ts";

/** What the head of the file says; `hardware` and the like stay out when "". */
export interface CaptureDescription {
  comment: string;
  operatingSystem: string;
  application: string;
  interfaceName: string;
  interfaceDescription: string;
  snapLength: number;
}

/** One frame as captured: time in whole seconds since 1970 UTC and nanoseconds. */
export interface TimedFrame {
  seconds: number;
  nanoseconds: number;
  bytes: Uint8Array;
}

function block(type: number, body: Uint8Array): Uint8Array {
  const padding = (4 - (body.length & 3)) & 3;
  const length = 12 + body.length + padding;
  return writer().u32le(type, length).bytes(body).zeros(padding).u32le(length).done();
}

function option(out: ByteWriter, code: number, value: ArrayLike<number> | string): void {
  if (value.length === 0) return;
  out.u16le(code, value.length);
  if (typeof value === "string") out.text(value);
  else out.bytes(value);
  out.zeros((4 - (value.length & 3)) & 3);
}

function timestamp(out: ByteWriter, seconds: number, nanoseconds: number): void {
  const units = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  out.u32le(Number(units >> 32n), Number(units & 0xffffffffn));
}

/**
 * A whole pcapng file of one Ethernet interface with nanosecond times, least significant byte first; its statistics
 * block says that `dropped` frames were lost before the file.
 */
export function encodePcapng(description: CaptureDescription, frames: TimedFrame[], dropped: number): Uint8Array {
  const section = writer().u32le(0x1a2b3c4d).u16le(1, 0).u32le(0xffffffff, 0xffffffff);
  option(section, 1, description.comment);
  option(section, 3, description.operatingSystem);
  option(section, 4, description.application);
  section.u32le(0);
  const link = writer().u16le(1, 0).u32le(description.snapLength);
  option(link, 2, description.interfaceName);
  option(link, 3, description.interfaceDescription);
  option(link, 9, [9]);
  link.u32le(0);
  const parts = [block(0x0a0d0d0a, section.done()), block(1, link.done())];
  for (const frame of frames) {
    const packet = writer().u32le(0);
    timestamp(packet, frame.seconds, frame.nanoseconds);
    packet.u32le(frame.bytes.length, frame.bytes.length).bytes(frame.bytes);
    parts.push(block(6, packet.done()));
  }
  if (frames.length > 0) {
    const last = frames[frames.length - 1];
    const statistics = writer().u32le(0);
    timestamp(statistics, last.seconds, last.nanoseconds);
    option(
      statistics,
      4,
      writer()
        .u32le(frames.length + dropped, 0)
        .done(),
    );
    option(statistics, 5, writer().u32le(dropped, 0).done());
    statistics.u32le(0);
    parts.push(block(5, statistics.done()));
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
