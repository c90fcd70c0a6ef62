// draft-ietf-opsawg-pcap, sections 4 (file header) and 5 (packet record); LINKTYPE registry of the same series.
import type { FaultLog } from "./faults.ts";
import type { CaptureFormat, RecordReader } from "./format.ts";
import { longestRecord } from "./format.ts";
import type { CapturedFrame, CaptureInterface, CaptureSummary } from "./source.ts";
import type { Window } from "./window.ts";

const magicMicroseconds = 0xa1b2c3d4;
const magicNanoseconds = 0xa1b23c4d;
/** Alexey Kuznetsov's patched libpcap of Linux 2.2: eight more bytes per record. */
const magicKuznetsov = 0xa1b2cd34;

const fileHeaderLength = 24;
const longestUsualRecord = 262_144;
/** Links whose records may be longer than the rest: D-Bus, USBPcap, EBHSCR. */
const longRecordLinks: readonly number[] = [231, 249, 279];
const ethernet = 1;

/** The classic libpcap file: both byte orders, microseconds and nanoseconds, Kuznetsov's variant. */
export const pcap: CaptureFormat = {
  name: "pcap",
  recognizes(magic) {
    return isMagic(magic) || isMagic(swapped(magic));
  },
  read(window, faults) {
    return new PcapRecords(window, faults);
  },
};

class PcapRecords implements RecordReader {
  stopped = false;
  timeless = false;
  frames = 0;
  private readonly window: Window;
  private readonly faults: FaultLog;
  private begun = false;
  private atEnd = false;
  private little = true;
  private nanoseconds = false;
  private headerLength = 16;
  private minor = 4;
  private linkType = -1;
  private snapLength = 0;
  /** Bytes of frame check sequence at the end of each frame. */
  private checkLength = 0;
  private limit = longestUsualRecord;

  constructor(window: Window, faults: FaultLog) {
    this.window = window;
    this.faults = faults;
  }

  next(frame: CapturedFrame): boolean {
    if (!this.begun && !this.begin()) return false;
    const window = this.window;
    const at = window.position;
    const start = at + this.headerLength;
    if (start > window.end || this.stopped) {
      window.needed = this.headerLength;
      return false;
    }
    const view = window.view;
    const little = this.little;
    let captured = view.getUint32(at + 8, little);
    let original = view.getUint32(at + 12, little);
    // Files before version 2.3 held the two lengths the other way round, and 2.3 came both ways.
    if (this.minor < 4 && (this.minor < 3 || captured > original)) {
      const first = captured;
      captured = original;
      original = first;
    }
    if (captured > this.limit) {
      this.stop(
        "absurd length",
        `The record claims ${captured} captured bytes where at most ${this.limit} are possible; nothing after it could be read.`,
      );
      return false;
    }
    const end = start + captured;
    if (end > window.end) {
      window.needed = end - at;
      return false;
    }
    window.position = end;
    this.frames++;
    frame.bytes = window.bytes;
    frame.start = start;
    frame.end = end;
    frame.originalLength = original;
    frame.linkType = this.linkType;
    frame.interfaceIndex = 0;
    frame.direction = 0;
    frame.comment = "";
    let seconds = view.getUint32(at, little);
    let fraction = view.getUint32(at + 4, little);
    if (!this.nanoseconds) fraction *= 1000;
    if (fraction > 999_999_999) {
      this.fault("broken time", "The fraction of a second is larger than a second.", at);
      seconds += Math.floor(fraction / 1_000_000_000);
      fraction %= 1_000_000_000;
    }
    frame.seconds = seconds;
    frame.nanoseconds = fraction;
    if (captured > original) this.fault("captured exceeds original", "More bytes captured than were on the wire.", at);
    if (this.checkLength > 0) dropFrameCheck(frame, this.checkLength);
    if (this.headerLength === 24) frame.direction = view.getUint8(at + 22) === 4 ? 2 : 1;
    return true;
  }

  finish(): boolean {
    if (this.stopped) return false;
    const window = this.window;
    if (!this.begun && window.end - window.position >= fileHeaderLength && !this.atEnd) {
      // Only the look ahead was missing bytes: what is there can be read.
      this.atEnd = true;
      return true;
    }
    const left = window.end - window.position;
    if (!this.begun) {
      this.stop("cut record", `The file ends within its header: ${left} of ${fileHeaderLength} bytes are there.`);
    } else if (left > 0) {
      const part = left < this.headerLength ? "record's header" : "record";
      const detail = `The file ends within the last ${part}: ${left} of ${window.needed} bytes are there.`;
      this.stop("cut record", detail);
    }
    return false;
  }

  describe(summary: CaptureSummary): void {
    if (!this.begun) return;
    const only: CaptureInterface = {
      name: "",
      description: "",
      linkType: this.linkType,
      snapLength: this.snapLength,
      filter: "",
      operatingSystem: "",
      hardware: "",
      resolution: this.nanoseconds ? 1 : 1000,
      frames: this.frames,
      dropped: -1,
    };
    summary.interfaces.push(only);
  }

  private begin(): boolean {
    const window = this.window;
    const at = window.position;
    if (this.stopped || window.end - at < fileHeaderLength) {
      window.needed = fileHeaderLength;
      return false;
    }
    const view = window.view;
    this.little = isMagic(view.getUint32(at, true));
    const little = this.little;
    const magic = view.getUint32(at, little);
    this.nanoseconds = magic === magicNanoseconds;
    if (magic === magicMicroseconds && !this.seesTwoRecords(at + fileHeaderLength, little)) return false;
    const patched = magic === magicKuznetsov || (magic === magicMicroseconds && this.looksPatched(at + 24, little));
    this.headerLength = patched ? 24 : 16;
    const major = view.getUint16(at + 4, little);
    this.minor = view.getUint16(at + 6, little);
    if (major !== 2) {
      this.stop("unsupported version", `The file is of pcap version ${major}.${this.minor}; version 2 can be read.`);
      return false;
    }
    this.snapLength = view.getUint32(at + 16, little);
    const network = view.getUint32(at + 20, little);
    this.linkType = network & 0xffff;
    // Bit 26 says that the top four bits count the 16-bit words of frame check sequence.
    if ((network & 0x04000000) !== 0 && this.linkType === ethernet) this.checkLength = (network >>> 28) * 2;
    if (longRecordLinks.includes(this.linkType)) this.limit = longestRecord;
    window.position = at + fileHeaderLength;
    this.begun = true;
    return true;
  }

  /** Whether the window reaches far enough to tell how long the record headers are, or the file is no longer. */
  private seesTwoRecords(first: number, little: boolean): boolean {
    const window = this.window;
    const present = window.end - first;
    let needed = 16;
    if (present >= 16) {
      const captured = window.view.getUint32(first + 8, little);
      if (captured <= longestUsualRecord) needed = 24 + captured + 16;
    }
    if (present >= needed || this.atEnd) return true;
    window.needed = fileHeaderLength + needed;
    return false;
  }

  /**
   * Some programs (a Bluetooth sniffer among them) write the patched libpcap's longer record headers under the usual
   * magic: then the second record is absurd where it should be, and makes sense eight bytes further on.
   */
  private looksPatched(first: number, little: boolean): boolean {
    const { view, end } = this.window;
    if (end - first < 40) return false;
    const captured = view.getUint32(first + 8, little);
    if (captured > longestUsualRecord || first + 24 + captured + 16 > end) return false;
    if (view.getUint32(first + 16 + captured + 8, little) <= longestUsualRecord) return false;
    const second = first + 24 + captured;
    const length = view.getUint32(second + 8, little);
    return (
      length <= longestUsualRecord &&
      length <= view.getUint32(second + 12, little) &&
      view.getUint32(second + 4, little) < 1_000_000 &&
      Math.abs(view.getUint32(second, little) - view.getUint32(first, little)) < 86_400
    );
  }

  private fault(name: string, detail: string, at: number): void {
    this.faults.add(name, detail, this.frames, this.window.offset + at);
  }

  private stop(name: string, detail: string): void {
    this.stopped = true;
    this.faults.add(name, detail, this.begun ? this.frames + 1 : 0, this.window.offset + this.window.position);
  }
}

/** Takes `length` bytes of frame check sequence off the end, as far as they were captured. */
export function dropFrameCheck(frame: CapturedFrame, length: number): void {
  const captured = frame.end - frame.start;
  const original = Math.max(0, frame.originalLength - length);
  frame.end = frame.start + Math.min(captured, original);
  frame.originalLength = original;
}

function isMagic(value: number): boolean {
  return value === magicMicroseconds || value === magicNanoseconds || value === magicKuznetsov;
}

function swapped(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}
