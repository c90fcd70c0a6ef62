import type { AssessedCapture } from "../model/assessment.ts";
import { linkTypeName } from "./linktypes.ts";
import type { CapturedFrame, CaptureSummary } from "./source.ts";

/** What the frames of one capture cover. */
export interface Extent {
  /** Bytes on the wire. */
  bytes: number;
  /** Seconds since 1970-01-01 UTC; `from` is greater than `to` while no frame with a time came. */
  from: number;
  to: number;
}

/** An extent of no frames. */
export function makeExtent(): Extent {
  return { bytes: 0, from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
}

/** Widens an extent by a frame. */
export function widen(extent: Extent, frame: CapturedFrame): void {
  extent.bytes += frame.originalLength;
  // Second 0 stands for frames without a time.
  if (frame.seconds === 0) return;
  const time = frame.seconds + frame.nanoseconds / 1e9;
  if (time < extent.from) extent.from = time;
  if (time > extent.to) extent.to = time;
}

/** What an assessment tells of a capture that was read. */
export function assessedCapture(capture: CaptureSummary, name: string, extent: Extent): AssessedCapture {
  const empty = extent.from > extent.to;
  return {
    name,
    format: capture.format,
    compression: capture.compression,
    sha256: capture.sha256,
    size: capture.size,
    frames: capture.frames,
    bytes: extent.bytes,
    period: empty ? { from: 0, to: 0 } : { from: extent.from, to: extent.to },
    interfaces: capture.interfaces.map((entry) => ({
      name: entry.name,
      description: entry.description,
      linkType: linkTypeName(entry.linkType),
      snapLength: entry.snapLength,
      frames: entry.frames,
      dropped: entry.dropped < 0 ? null : entry.dropped,
    })),
    comments: capture.comments,
    application: capture.application,
    faults: capture.faults,
  };
}
