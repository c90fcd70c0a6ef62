/** A named defect of a message: malformed traffic is a fact about its sender. */
export interface Fault {
  /** Short stable name, e.g. "short", "leftover", "bad length", "bad checksum". */
  name: string;
  /** Offset of the offending byte within the message. */
  offset: number;
}
