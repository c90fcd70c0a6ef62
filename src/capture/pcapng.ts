// draft-ietf-opsawg-pcapng, section 4 (blocks); the obsolete packet block is of its appendix.
import type { FaultLog } from "./faults.ts";
import type { CaptureFormat, RecordReader } from "./format.ts";
import { longestRecord } from "./format.ts";
import { dropFrameCheck } from "./pcap.ts";
import type { BlockOption, ResolvedName } from "./pcapng-options.ts";
import { readNames, readOptions, readText, readWide } from "./pcapng-options.ts";
import type { CapturedFrame, CaptureInterface, CaptureSummary } from "./source.ts";
import type { Clock } from "./ticks.ts";
import { clockOf, readTicks } from "./ticks.ts";
import type { Window } from "./window.ts";

const sectionHeader = 0x0a0d0d0a;
const interfaceDescription = 1;
const obsoletePacket = 2;
const simplePacket = 3;
const nameResolution = 4;
const interfaceStatistics = 5;
const enhancedPacket = 6;
const systemdJournal = 9;
const decryptionSecrets = 10;
/** Sysdig events, versions 1, 2 and large. */
const sysdigEvents: readonly number[] = [0x204, 0x216, 0x221];
const customBlocks: readonly number[] = [0x0bad, 0x40000bad];

const byteOrderMagic = 0x1a2b3c4d;
const ethernet = 1;
const mostInterfaces = 65_536;
const mostNames = 65_536;
const mostCommentCharacters = 1_048_576;

/** The pcapng file: sections of either byte order, many interfaces, every block type. */
export const pcapng: CaptureFormat = {
  name: "pcapng",
  recognizes(magic) {
    return magic === sectionHeader;
  },
  read(window, faults) {
    return new PcapngRecords(window, faults);
  },
};

interface Interface {
  described: CaptureInterface;
  /** Index within the capture. */
  index: number;
  clock: Clock;
  checkLength: number;
  /** Latest count of the interface statistics blocks, or -1. */
  countedDrops: number;
  /** Drops told by the packets themselves. */
  toldDrops: number;
}

class PcapngRecords implements RecordReader {
  stopped = false;
  timeless = false;
  frames = 0;
  private readonly window: Window;
  private readonly faults: FaultLog;
  private little = true;
  /** Whether the section is of a version that can be read. */
  private readable = false;
  /** Interfaces of the whole capture. */
  private readonly interfaces: Interface[] = [];
  /** Index of the current section's first interface. */
  private sectionStart = 0;
  private readonly comments: string[] = [];
  private commentCharacters = 0;
  private readonly names: ResolvedName[] = [];
  private hardware = "";
  private operatingSystem = "";
  private application = "";

  constructor(window: Window, faults: FaultLog) {
    this.window = window;
    this.faults = faults;
  }

  next(frame: CapturedFrame): boolean {
    const window = this.window;
    while (!this.stopped) {
      const at = window.position;
      const present = window.end - at;
      if (present < 12) {
        window.needed = 12;
        return false;
      }
      const view = window.view;
      let type = view.getUint32(at, this.little);
      if (type === sectionHeader) {
        if (!this.readByteOrder(at)) return false;
      }
      const little = this.little;
      type = view.getUint32(at, little);
      const claimed = view.getUint32(at + 4, little);
      const length = roundUp(claimed);
      if (claimed < 12 || length > longestRecord) {
        this.stop("broken block", `A block claims a length of ${claimed} bytes; nothing after it could be read.`);
        return false;
      }
      if (present < length) {
        window.needed = length;
        return false;
      }
      const end = at + length - 4;
      if (roundUp(view.getUint32(end, little)) !== length) {
        this.stop(
          "broken block",
          `A block's length is ${claimed} at its start and ${view.getUint32(end, little)} at its end; nothing after it could be read.`,
        );
        return false;
      }
      window.position = at + length;
      if (type === enhancedPacket) {
        if (this.readable && this.readPacket(frame, at, end, view.getUint32(at + 8, little))) return true;
      } else if (this.readOther(frame, type, at, end)) {
        return true;
      }
    }
    return false;
  }

  finish(): boolean {
    if (this.stopped) return false;
    const window = this.window;
    const left = window.end - window.position;
    if (left > 0) {
      this.stop("cut record", `The file ends within its last block: ${left} of ${window.needed} bytes are there.`);
    }
    return false;
  }

  describe(summary: CaptureSummary): void {
    summary.hardware = this.hardware;
    summary.operatingSystem = this.operatingSystem;
    summary.application = this.application;
    for (const comment of this.comments) summary.comments.push(comment);
    for (const name of this.names) summary.names.push(name);
    for (const one of this.interfaces) {
      const dropped = one.countedDrops >= 0 ? one.countedDrops : one.toldDrops > 0 ? one.toldDrops : -1;
      summary.interfaces.push({ ...one.described, dropped });
    }
  }

  private readByteOrder(at: number): boolean {
    const view = this.window.view;
    if (view.getUint32(at + 8, true) === byteOrderMagic) this.little = true;
    else if (view.getUint32(at + 8, false) === byteOrderMagic) this.little = false;
    else {
      this.stop("broken block", "A section header has no valid byte-order magic; nothing after it could be read.");
      return false;
    }
    return true;
  }

  /** Reads a block that is no enhanced packet; true when it is a frame. */
  private readOther(frame: CapturedFrame, type: number, at: number, end: number): boolean {
    if (type === sectionHeader) this.readSection(at, end);
    else if (!this.readable) return false;
    else if (type === interfaceDescription) this.readInterface(at, end);
    else if (type === simplePacket) return this.readSimplePacket(frame, at, end);
    else if (type === obsoletePacket) return this.readObsoletePacket(frame, at, end);
    else if (type === nameResolution) this.readNameResolution(at, end);
    else if (type === interfaceStatistics) this.readStatistics(at, end);
    else if (type === decryptionSecrets) {
      this.fault("decryption secrets", "The file carries secrets to decrypt traffic; they were not read.", at);
    } else if (type === systemdJournal || sysdigEvents.includes(type) || customBlocks.includes(type)) {
      // A custom block begins with the number of the enterprise that made it.
      this.handOpaque(frame, customBlocks.includes(type) ? at + 12 : at + 8, end);
      this.fault("not a packet", "The file holds records that are no packets (journal, system calls, custom).", at);
      return true;
    }
    return false;
  }

  private readSection(at: number, end: number): void {
    const { bytes, view } = this.window;
    const little = this.little;
    this.sectionStart = this.interfaces.length;
    this.readable = false;
    if (end - at < 24) {
      this.fault("broken block", "A section header is too short.", at);
      return;
    }
    const major = view.getUint16(at + 12, little);
    const minor = view.getUint16(at + 14, little);
    if (major !== 1 || (minor !== 0 && minor !== 2)) {
      this.fault("unsupported version", `A section is of version ${major}.${minor}; it was skipped.`, at);
      return;
    }
    this.readable = true;
    this.options(at + 24, end, (option) => {
      const text = readText(bytes, option.start, option.end);
      if (option.code === 1) this.keepComment(text, at);
      else if (option.code === 2 && this.hardware === "") this.hardware = text;
      else if (option.code === 3 && this.operatingSystem === "") this.operatingSystem = text;
      else if (option.code === 4 && this.application === "") this.application = text;
    });
  }

  private readInterface(at: number, end: number): void {
    const { bytes, view } = this.window;
    const little = this.little;
    if (end - at < 16) {
      // The interface still counts, or the numbers of those after it would be wrong.
      this.fault("broken block", "An interface description is too short.", at);
    }
    if (this.interfaces.length >= mostInterfaces) {
      this.fault("too many interfaces", `More than ${mostInterfaces} interfaces; the rest was left out.`, at);
      return;
    }
    const whole = end - at >= 16;
    const described: CaptureInterface = {
      name: "",
      description: "",
      linkType: whole ? view.getUint16(at + 8, little) : -1,
      snapLength: whole ? view.getUint32(at + 12, little) : 0,
      filter: "",
      operatingSystem: "",
      hardware: "",
      resolution: 1000,
      frames: 0,
      dropped: -1,
    };
    let resolution = 6;
    let offset = 0;
    let checkLength = 0;
    if (whole) {
      this.options(at + 16, end, (option) => {
        const { code, start, end: stop } = option;
        const length = stop - start;
        if (code === 1) this.keepComment(readText(bytes, start, stop), at);
        else if (code === 2) described.name = readText(bytes, start, stop);
        else if (code === 3) described.description = readText(bytes, start, stop);
        else if (code === 9 && length >= 1) resolution = bytes[start];
        else if (code === 11 && length >= 1) described.filter = readFilter(bytes, start, stop);
        else if (code === 12) described.operatingSystem = readText(bytes, start, stop);
        else if (code === 13 && length >= 1) checkLength = bytesOfCheck(bytes[start]);
        else if (code === 14 && length >= 8) offset = readSigned(view, start, little);
        else if (code === 15) described.hardware = readText(bytes, start, stop);
      });
    }
    const clock = clockOf(resolution, offset);
    described.resolution = clock.resolution;
    if (described.linkType !== ethernet) checkLength = 0;
    const index = this.interfaces.length;
    this.interfaces.push({ described, index, clock, checkLength, countedDrops: -1, toldDrops: 0 });
  }

  /** An enhanced packet, or the obsolete one, whose fields lie in the same places. */
  private readPacket(frame: CapturedFrame, at: number, end: number, interfaceId: number): boolean {
    const window = this.window;
    const view = window.view;
    const little = this.little;
    const source = this.interfaces[this.sectionStart + interfaceId];
    if (source === undefined || end - at < 28) {
      const what = source === undefined ? `interface ${interfaceId}, which the file does not describe` : "no header";
      this.handOpaque(frame, at + 8, end);
      this.fault("broken packet", `A packet block has ${what}; its bytes were not read.`, at);
      return true;
    }
    const captured = view.getUint32(at + 20, little);
    const start = at + 28;
    const stop = start + captured;
    if (stop > end) {
      this.handOpaque(frame, start, end);
      this.fault("broken packet", `A packet block of ${end - start} bytes claims ${captured} bytes of packet.`, at);
      return true;
    }
    this.handOut(frame, source, start, stop, view.getUint32(at + 24, little));
    readTicks(source.clock, view.getUint32(at + 12, little), view.getUint32(at + 16, little), frame);
    this.timeless = false;
    const options = start + roundUp(captured);
    if (end - options >= 4) this.readPacketOptions(frame, source, options, end);
    else if (source.checkLength > 0) dropFrameCheck(frame, source.checkLength);
    if (captured > frame.originalLength && stop === frame.end) {
      this.fault("captured exceeds original", "More bytes captured than were on the wire.", at);
    }
    return true;
  }

  /** Walks the options itself: packets are many, and a callback each would cost. */
  private readPacketOptions(frame: CapturedFrame, source: Interface, at: number, end: number): void {
    const { bytes, view } = this.window;
    const little = this.little;
    let checkLength = source.checkLength;
    while (end - at >= 4) {
      const code = view.getUint16(at, little);
      const length = view.getUint16(at + 2, little);
      if (code === 0) break;
      const start = at + 4;
      if (start + length > end) {
        this.brokenOption(at);
        break;
      }
      if (code === 1) {
        const text = readText(bytes, start, start + length);
        frame.comment = frame.comment === "" ? text : `${frame.comment}\n${text}`;
      } else if (code === 2 && length >= 4) {
        const flags = view.getUint32(start, little);
        const way = flags & 3;
        frame.direction = way === 1 ? 1 : way === 2 ? 2 : 0;
        const told = (flags >>> 5) & 15;
        if (told > 0 && frame.linkType === ethernet) checkLength = told;
      } else if (code === 4 && length >= 8) {
        source.toldDrops += readWide(view, start, little);
      }
      at = start + roundUp(length);
    }
    if (checkLength > 0) dropFrameCheck(frame, checkLength);
  }

  private readObsoletePacket(frame: CapturedFrame, at: number, end: number): boolean {
    const view = this.window.view;
    const interfaceId = view.getUint16(at + 8, this.little);
    if (end - at >= 28) {
      const drops = view.getUint16(at + 10, this.little);
      const source = this.interfaces[this.sectionStart + interfaceId];
      if (source !== undefined && drops !== 0xffff) source.toldDrops += drops;
    }
    return this.readPacket(frame, at, end, interfaceId);
  }

  private readSimplePacket(frame: CapturedFrame, at: number, end: number): boolean {
    const source = this.interfaces[this.sectionStart];
    if (source === undefined || end - at < 12) {
      this.handOpaque(frame, at + 8, end);
      this.fault("broken packet", "A simple packet block comes before any interface; its bytes were not read.", at);
      return true;
    }
    const original = this.window.view.getUint32(at + 8, this.little);
    const snapLength = source.described.snapLength;
    const captured = snapLength > 0 && snapLength < original ? snapLength : original;
    const start = at + 12;
    if (start + captured > end) {
      this.handOpaque(frame, start, end);
      this.fault("broken packet", `A packet block of ${end - start} bytes claims ${captured} bytes of packet.`, at);
      return true;
    }
    this.handOut(frame, source, start, start + captured, original);
    if (source.checkLength > 0) dropFrameCheck(frame, source.checkLength);
    this.timeless = true;
    this.fault("frame without time", "Simple packet blocks carry no time; the time of the frame before is used.", at);
    return true;
  }

  private handOut(frame: CapturedFrame, source: Interface, start: number, end: number, original: number): void {
    this.frames++;
    source.described.frames++;
    frame.bytes = this.window.bytes;
    frame.start = start;
    frame.end = end;
    frame.originalLength = original;
    frame.linkType = source.described.linkType;
    frame.interfaceIndex = source.index;
    frame.direction = 0;
    frame.comment = "";
  }

  /** Hands out a record that is no packet or cannot be read as one: it is counted, as Wireshark does. */
  private handOpaque(frame: CapturedFrame, start: number, end: number): void {
    this.frames++;
    frame.bytes = this.window.bytes;
    frame.start = Math.min(start, end);
    frame.end = end;
    frame.originalLength = end - frame.start;
    frame.linkType = -1;
    frame.interfaceIndex = 0;
    frame.direction = 0;
    frame.comment = "";
    this.timeless = true;
  }

  private readNameResolution(at: number, end: number): void {
    const { bytes, view } = this.window;
    const whole = readNames(bytes, view, at + 8, end, this.little, (name) => {
      if (this.names.length < mostNames) this.names.push(name);
      else this.fault("too many names", `More than ${mostNames} resolved names; the rest was left out.`, at);
    });
    if (!whole) this.fault("broken block", "A name resolution block is broken.", at);
  }

  private readStatistics(at: number, end: number): void {
    const view = this.window.view;
    if (end - at < 20) return;
    const source = this.interfaces[this.sectionStart + view.getUint32(at + 8, this.little)];
    if (source === undefined) {
      this.fault("broken block", "Interface statistics are of an interface that the file does not describe.", at);
      return;
    }
    // Each block counts from the start of the capture: the last one stands.
    let dropped = -1;
    this.options(at + 20, end, (option) => {
      if ((option.code !== 5 && option.code !== 7) || option.end - option.start < 8) return;
      dropped = Math.max(dropped, 0) + readWide(view, option.start, this.little);
    });
    if (dropped >= 0) source.countedDrops = dropped;
  }

  private options(at: number, end: number, visit: (option: BlockOption) => void): void {
    if (!readOptions(this.window.view, at, end, this.little, visit)) this.brokenOption(at);
  }

  private brokenOption(at: number): void {
    this.fault("broken option", "An option claims more bytes than its block holds; the block's others were used.", at);
  }

  private keepComment(text: string, at: number): void {
    if (text === "") return;
    this.commentCharacters += text.length;
    if (this.commentCharacters <= mostCommentCharacters) this.comments.push(text);
    else
      this.fault(
        "too many comments",
        "The file holds over a million characters of comment; the rest was left out.",
        at,
      );
  }

  private fault(name: string, detail: string, at: number): void {
    this.faults.add(name, detail, this.frames, this.window.offset + at);
  }

  private stop(name: string, detail: string): void {
    this.stopped = true;
    this.faults.add(name, detail, this.frames + 1, this.window.offset + this.window.position);
  }
}

/** Block and packet lengths are padded to 32 bits. */
function roundUp(length: number): number {
  return length + ((4 - (length & 3)) & 3);
}

function readFilter(bytes: Uint8Array, start: number, end: number): string {
  // The first byte says which kind of filter follows: 0 is text, others are byte code.
  return bytes[start] === 0 ? readText(bytes, start + 1, end) : "";
}

/** if_fcslen is written in bits by some and in bytes by others; no check sequence is longer than eight bytes. */
function bytesOfCheck(length: number): number {
  return length > 8 ? length >>> 3 : length;
}

function readSigned(view: DataView, at: number, little: boolean): number {
  const high = view.getInt32(little ? at + 4 : at, little);
  const low = view.getUint32(little ? at : at + 4, little);
  return high * 4_294_967_296 + low;
}
