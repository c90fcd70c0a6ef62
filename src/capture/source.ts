import type { CaptureFault } from "../model/assessment.ts";

/** One captured record, reused for every record: the bytes are lent until the next call. */
export interface CapturedFrame {
  /** Index of the capture (file) among those opened. */
  capture: number;
  /** 1-based number of the frame within its capture. */
  number: number;
  bytes: Uint8Array;
  /** The captured bytes are `bytes[start..end)`. */
  start: number;
  end: number;
  /** Length on the wire, which a snap length may have cut. */
  originalLength: number;
  /** LINKTYPE_ number of the tcpdump registry. */
  linkType: number;
  /** Index of the interface within the capture (0 in pcap). */
  interfaceIndex: number;
  /** Whole seconds since 1970-01-01 UTC. */
  seconds: number;
  /** 0 to 999,999,999. */
  nanoseconds: number;
  /** What the file says of the frame's way: 0 unknown, 1 inbound, 2 outbound. */
  direction: 0 | 1 | 2;
  /** Comment written into the file for this frame, "" without one. */
  comment: string;
}

/** An open capture that is pulled from: `next` hands out what is buffered, `fill` gets more. */
export interface FrameSource {
  /** Puts the next buffered record into `frame`; false when `fill` must be awaited first. */
  next(frame: CapturedFrame): boolean;
  /** Reads more bytes; false at the end. */
  fill(): Promise<boolean>;
  /** Bytes of the file (before decompression) consumed so far, for progress. */
  consumed(): number;
  /** What is known of the capture; complete after the end. */
  summary(): CaptureSummary;
  close(): void;
}

/** A capture as read: what the assessment later says of its source. */
export interface CaptureSummary {
  /** As given by the user, "-" for standard input. */
  name: string;
  /** "pcap", "pcapng", "unknown". */
  format: string;
  compression: "none" | "gzip" | "zstd";
  /** SHA-256 of the file as it lies on disk (compressed if it is), lower-case hex. */
  sha256: string;
  /** Bytes on disk. */
  size: number;
  frames: number;
  interfaces: CaptureInterface[];
  comments: string[];
  /** Names that the file resolves for addresses (pcapng name resolution blocks). */
  names: { address: string; name: string }[];
  hardware: string;
  operatingSystem: string;
  application: string;
  faults: CaptureFault[];
}

/** One interface of a capture. */
export interface CaptureInterface {
  name: string;
  description: string;
  linkType: number;
  /** 0 when unlimited. */
  snapLength: number;
  filter: string;
  operatingSystem: string;
  hardware: string;
  /** Nanoseconds per time unit. */
  resolution: number;
  frames: number;
  /** Frames the kernel dropped, or -1 when the file does not say. */
  dropped: number;
}
