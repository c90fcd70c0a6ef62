import type { Dissector } from "../dissect/dissector.ts";
import type {
  AssessedCapture,
  BlindSpot,
  Device,
  Finding,
  Link,
  ProcessPoint,
  ProtocolShare,
  Summary,
} from "../model/assessment.ts";
import { LEVELS } from "../model/role.ts";
import { type AssembledSite, assembleSite } from "../observe/assemble.ts";
import { blindSpots } from "../observe/blind-spots.ts";
import type { Corrections } from "../observe/corrections.ts";
import type { RuleBook } from "../observe/fingerprints/rules.ts";
import type { Ledger } from "../observe/ledger.ts";
import type { Reading } from "../observe/reading.ts";
import { placeDevices } from "../observe/rules/place.ts";
import { protocolShares } from "../observe/shares.ts";
import type { Site } from "../observe/site.ts";
import type { VendorLookup } from "../observe/vendors.ts";

/** A site as it shows: everything that an assessment tells of it. */
export interface Picture {
  summary: Summary;
  devices: Device[];
  links: Link[];
  points: ProcessPoint[];
  findings: Finding[];
  blindSpots: BlindSpot[];
  protocols: ProtocolShare[];
}

/** What every picture of a process is made with. */
export interface Palette {
  dissectors: readonly Dissector[];
  vendorOf: VendorLookup;
  fingerprints: RuleBook;
  /** All findings of a site. */
  findAll: (site: Site) => Finding[];
}

/** Puts the site together that the sums show: devices, links, values, findings and what was not seen. */
export function pictureOf(
  ledger: Ledger,
  reading: Reading,
  captures: readonly AssessedCapture[],
  palette: Palette,
  corrections?: Corrections,
): Picture {
  const site = assembleSite(ledger, palette.dissectors, palette.vendorOf, palette.fingerprints, corrections);
  placeDevices(site, corrections);
  const findings = palette.findAll(site);
  const shares = protocolShares(ledger, site.protocols);
  return {
    summary: summaryOf(reading, site, findings, shares),
    devices: site.devices,
    links: [...site.links, ...site.toldLinks],
    points: site.points,
    findings,
    blindSpots: blindSpots({ site, ledger, reading, shares, captures }),
    protocols: shares,
  };
}

function summaryOf(
  { counts, flows }: Reading,
  { devices, links, points, toldLinks }: AssembledSite,
  findings: readonly Finding[],
  shares: readonly ProtocolShare[],
): Summary {
  // Frames that could not be read at all are in no share: a link that nobody reads is not explained either.
  const told = shares.reduce((sum, share) => sum + share.bytes, 0);
  const total = Math.max(told, counts.bytes);
  const unread = shares.filter((share) => share.state === "not dissected" || share.state === "encrypted");
  const unexplained = unread.reduce((sum, share) => sum + share.bytes, 0) + (total - told);
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    frames: counts.frames,
    bytes: counts.bytes,
    flows,
    messages: counts.messages,
    devices: devices.length,
    links: links.length,
    ...(toldLinks.length > 0
      ? {
          toldLinks: toldLinks.length,
          toldDevices: devices.filter(({ presence }) => presence === "told by an exporter").length,
        }
      : {}),
    points: points.length,
    findings: { critical: count("critical"), high: count("high"), medium: count("medium"), low: count("low") },
    levels: LEVELS.map((level) => ({
      level,
      devices: devices.filter((device) => device.level.level === level).length,
    })).filter((entry) => entry.devices > 0),
    explained: total === 0 ? 0 : Math.round((1 - unexplained / total) * 10_000) / 10_000,
  };
}
