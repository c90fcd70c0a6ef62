import type { Remark } from "../model/remark.ts";
import type { SeenRemark } from "../observe/site.ts";
import type { Observation } from "./gather.ts";
import { remarkObservation } from "./observations.ts";
import type { SiteView } from "./view.ts";

/** A remark of one kind, seen. */
export type RemarkOf<Kind extends Remark["kind"]> = Extract<Remark, { kind: Kind }>;

/** A remark as an observation between two devices. */
export interface RemarkObservation<Kind extends Remark["kind"]> extends Observation {
  remark: RemarkOf<Kind>;
  seen: SeenRemark;
}

/** Every remark of one kind between known devices that `wanted` accepts. */
export function observedRemarks<Kind extends Remark["kind"]>(
  view: SiteView,
  kind: Kind,
  wanted: (remark: RemarkOf<Kind>) => boolean,
): RemarkObservation<Kind>[] {
  return view.site.remarks.flatMap((seen) => {
    if (seen.remark.kind !== kind) return [];
    const remark = seen.remark as RemarkOf<Kind>;
    if (!wanted(remark)) return [];
    const observation = remarkObservation(seen, view);
    return observation.actor === "" && observation.target === "" ? [] : [{ ...observation, remark, seen }];
  });
}

/** Whether a credential is the agreed name for guests of FTP (RFC 1635): its password protects and gives away nothing. */
export function isGuest(remark: RemarkOf<"credential">): boolean {
  return /^FTP/i.test(remark.method) && /^(anonymous|ftp)$/i.test(remark.user ?? "");
}

/** Whether a credential is an SNMP community: a password in name only, sent with every request. */
export function isCommunity(remark: RemarkOf<"credential">): boolean {
  return /community/i.test(remark.method);
}
