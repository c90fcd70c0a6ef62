// What a KNXnet/IP conversation remembers.
import { noRequests, type OpenRequests } from "../../pairing.ts";

/** Open requests, and devices of the bus that were told; both of bounded size. */
export interface Memory extends OpenRequests {
  readonly parts: Set<number>;
}

/** An empty memory. */
export function newMemory(): Memory {
  return { ...noRequests(), parts: new Set() };
}
