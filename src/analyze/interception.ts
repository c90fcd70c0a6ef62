import type { SeenBinding, SeenMove, Site } from "../observe/site.ts";
import type { SiteView } from "./view.ts";

/** Announcements by which hosts find each other on the line. */
export const ANNOUNCED: ReadonlySet<string> = new Set(["ARP", "NDP"]);

/** Hardware addresses that routers share on purpose: VRRP (RFC 9568), HSRP, GLBP, CARP. */
const SHARED = /^(00005e0001|00005e0002|00000c07ac|00000c9ff|0007b400)/;

/** Seconds that frames may stand out of order. */
const TOLERANCE = 1;

/** Whether routers share a hardware address, 12 hex digits, on purpose. */
export function isShared(mac: string): boolean {
  return SHARED.test(mac);
}

/** A network card that drew the conversations of others to itself. */
export interface Interception {
  /** 12 hex digits. */
  mac: string;
  /** What it claimed unasked. */
  claims: SeenBinding[];
  /** What came from it afterwards and from another card before. */
  moves: SeenMove[];
}

/**
 * Cards that told single stations, unasked, of an address, and from which conversations then went on that had come from
 * another card. A stand-in for a failed card is none: it has no address but those that the failed one had.
 */
export function interceptionsOf(site: Site): Interception[] {
  const heard = new Set(site.devices.filter((device) => device.framesSent > 0).flatMap((device) => device.ips));
  const claimsOf = new Map<string, SeenBinding[]>();
  for (const binding of site.bindings) {
    if (!ANNOUNCED.has(binding.method) || isShared(binding.mac)) continue;
    const known = claimsOf.get(binding.mac);
    if (known === undefined) claimsOf.set(binding.mac, [binding]);
    else known.push(binding);
  }
  const found: Interception[] = [];
  for (const mac of [...new Set(site.moves.map((move) => move.to))].sort()) {
    const all = claimsOf.get(mac) ?? [];
    // Where the other side of a station is not captured, its questions are missing and not unasked.
    const claims = all.filter((claim) => claim.unasked > 0 && claim.unaskedTo.some((ip) => heard.has(ip)));
    if (claims.length === 0) continue;
    const begin = Math.min(...claims.map((claim) => claim.unaskedEvidence?.time ?? claim.firstSeen));
    // A router hands on what others sent, as its work is. Who pretends to be one claims what another has.
    const isContested = claims.some(({ ip }) =>
      site.bindings.some((other) => other.ip === ip && other.mac !== mac && ANNOUNCED.has(other.method)),
    );
    const moves = site.moves.filter(
      (move) =>
        move.to === mac &&
        (isContested || !move.isRouted) &&
        !isShared(move.from) &&
        move.lastSeen >= begin - TOLERANCE &&
        !isReturn(move, site.moves) &&
        hasOwnAddress(all, claimsOf.get(move.from) ?? []),
    );
    if (moves.length > 0) found.push({ mac, claims, moves });
  }
  return found;
}

/** Whether the conversations only came back to where they had been before. */
function isReturn(move: SeenMove, moves: readonly SeenMove[]): boolean {
  return moves.some((other) => other.from === move.to && other.to === move.from && other.firstSeen < move.firstSeen);
}

/** Whether a card claims several addresses, and one at least that the other never had. */
function hasOwnAddress(claims: readonly SeenBinding[], others: readonly SeenBinding[]): boolean {
  const addresses = new Set(claims.map((claim) => claim.ip).filter((ip) => !ip.startsWith("fe80:")));
  return addresses.size > 1 && [...addresses].some((ip) => !others.some((other) => other.ip === ip));
}

/** Device ids by network address, and by hardware address as 12 hex digits. */
export function ownersOf(view: SiteView): ReadonlyMap<string, string> {
  return new Map(
    view.site.devices.flatMap((device) =>
      [...device.macs.map((mac) => mac.replaceAll(":", "")), ...device.ips].map((address): [string, string] => [
        address,
        device.id,
      ]),
    ),
  );
}

/** A hardware address of 12 hex digits with colons, for people. */
export function macText(mac: string): string {
  return mac.replace(/(..)(?=.)/g, "$1:");
}
