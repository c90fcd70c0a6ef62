import type { Evidence } from "../../model/evidence.ts";
import type { Role } from "../../model/role.ts";

/** One reason to take a device for something. */
export interface Vote {
  role: Role;
  /** 0 to 1. */
  confidence: number;
  /** A sentence for people, beginning with a capital letter. */
  reason: string;
  evidence: Evidence;
  times: number;
  /** Reasons of one source repeat each other and are not added up; reasons of different sources are. */
  source: "words" | "claim" | "behavior";
}

/** What stands in for evidence that does not exist, such as for counts over a whole capture. */
export const NO_EVIDENCE: Evidence = { capture: 0, frame: 0, start: 0, end: 0, time: 0 };

/** Casts one vote for what a device's behavior makes likely. */
export type Cast = (role: Role, confidence: number, reason: string, evidence: Evidence | null, times: number) => void;
