/** Where in a capture something was said. Frames count from 1, as analyzers do; byte offsets count from the frame's first byte. */
export interface Evidence {
  /** Index into the assessment's captures. */
  capture: number;
  /** 1-based number of the frame in which the message ends. */
  frame: number;
  /** First byte within the frame, or -1 when the message was put together from several frames. */
  start: number;
  /** One past the last byte within the frame, or -1. */
  end: number;
  /** Seconds since 1970-01-01 UTC, from the packet. */
  time: number;
}
