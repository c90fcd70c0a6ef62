// Every dissector, one line each. Order matters only between protocols whose bytes look equally alike.
import type { Dissector } from "../dissector.ts";
import { arp } from "./arp.ts";

/** The protocols that Bulkhead reads. */
export const PROTOCOLS: readonly Dissector[] = [arp];
