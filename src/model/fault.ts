/** Faults of capture files that are told although all that the file holds of traffic was read. */
const WITHOUT_LOSS: ReadonlySet<string> = new Set([
  "time runs backwards",
  "broken time",
  "frame without time",
  "captured exceeds original",
  "decryption secrets",
]);

/** Whether a fault of a capture file, by its name, means that part of the traffic in it could not be read. */
export function hidesTraffic(name: string): boolean {
  return !WITHOUT_LOSS.has(name);
}

/** A named defect of a message: malformed traffic is a fact about its sender. */
export interface Fault {
  /** Short stable name, e.g. "short", "leftover", "bad length", "bad checksum". */
  name: string;
  /** Offset of the offending byte within the message. */
  offset: number;
}
