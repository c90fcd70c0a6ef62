// Every dissector, one line each. Order matters only between protocols whose bytes look equally alike.
import type { Dissector } from "../dissector.ts";
import { arp } from "./arp.ts";
import { dnp3 } from "./dnp3/dnp3.ts";

/** The protocols that Bulkhead reads. */
export const PROTOCOLS: readonly Dissector[] = [arp, dnp3];
