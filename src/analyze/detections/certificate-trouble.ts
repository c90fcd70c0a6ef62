import type { Severity } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { worseSeverity } from "../detection.ts";
import { gatherBy, inWords } from "../gather.ts";
import type { RemarkObservation, RemarkOf } from "../remarks.ts";
import { observedRemarks } from "../remarks.ts";
import type { SiteView } from "../view.ts";

interface Trouble {
  words: string;
  severity: Severity;
}

/** Certificates that are out of date, weak, vouched for by nobody, or made out to another name. */
export const certificateTrouble: Detection = {
  name: "certificate-trouble",
  title: "A certificate that proves little or nothing",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "availability"],
      why: "People learn to click warnings away, so nobody would notice a stranger between station and device; a client that does check will stop working on the day a certificate ends.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "Nobody would notice a stranger between the station and the medical device.",
    },
    IoT: {
      severity: "low",
      threatens: ["privacy", "confidentiality"],
      why: "Nobody would notice a stranger between the device and who talks with it.",
    },
    IT: { severity: "low", threatens: ["confidentiality"], why: "Nobody would notice a stranger on the line." },
  },
  techniques: ["T0830"],
  checks: ["N05"],
  check: "Open the certificate of {target} and compare it with the one in the evidence.",
  advice: [
    { action: "Note when the certificates of this maker's devices end.", tag: "Safe now" },
    { action: "Give {target} a certificate of the site's own authority.", tag: "With control room" },
    { action: "Do not replace it while a client pins the old one.", tag: "Do not" },
  ],
  falseAlarm: "The capture's clock was wrong, or the client pins this very certificate.",
  blindSpots:
    "TLS 1.3 encrypts certificates: they are not seen. Whether a chain ends at a trusted authority is not checked.",
  find(view) {
    const seen = observedRemarks(view, "certificate", () => true).filter((entry) => {
      const owner = entry.seen.device;
      return owner !== "" && !view.isOutside(owner) && troublesOf(entry, view).length > 0;
    });
    return gatherBy(seen, (entry) => `${entry.seen.device} ${identityOf(entry.remark)}`).map((group): Sighting => {
      const first = group.observations[0] as RemarkObservation<"certificate">;
      const owner = first.seen.device;
      const troubles = group.observations.flatMap((entry) => troublesOf(entry, view));
      const peers = [...group.actors, ...group.targets].filter((id) => id !== owner);
      const words = inWords(
        troubles.map((trouble) => trouble.words),
        6,
      );
      return {
        actors: peers,
        targets: [owner],
        identity: owner,
        about: identityOf(first.remark),
        weighedAs: view.weightOf(owner),
        severity: troubles.map((trouble) => trouble.severity).reduce(worseSeverity),
        title: `${view.subject(owner)} shows a certificate that ${words}.`,
        detail: `Subject ${quoted(first.remark.subject)}, issuer ${quoted(first.remark.issuer)}, ${first.remark.keyType} ${first.remark.keyBits} bits, signed with ${first.remark.signature}, good from ${dateText(first.remark.notBefore)} to ${dateText(first.remark.notAfter)}.`,
        confidence: 0.9,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

function identityOf(remark: RemarkOf<"certificate">): string {
  return remark.fingerprint !== "" ? remark.fingerprint : `${remark.issuer} ${remark.serialNumber}`;
}

function troublesOf(entry: RemarkObservation<"certificate">, view: SiteView): Trouble[] {
  const { remark, seen } = entry;
  const troubles: Trouble[] = [];
  if (remark.notAfter > 0 && remark.notAfter < seen.lastSeen) {
    troubles.push({ words: `ended on ${dateText(remark.notAfter)}`, severity: "medium" });
  }
  if (remark.notBefore > seen.firstSeen) {
    troubles.push({ words: `begins only on ${dateText(remark.notBefore)}`, severity: "medium" });
  }
  const least = leastBits(remark.keyType);
  if (remark.keyBits > 0 && remark.keyBits < least) {
    troubles.push({ words: `has a short key (${remark.keyType} ${remark.keyBits})`, severity: "medium" });
  }
  if (/md5|md2|sha-?1(?![0-9])/i.test(remark.signature)) {
    // A certificate that signs itself is not made stronger or weaker by how it does.
    troubles.push({ words: `is signed with ${remark.signature}`, severity: remark.selfSigned ? "low" : "medium" });
  }
  if (remark.selfSigned) troubles.push({ words: "is vouched for by nobody but itself", severity: "low" });
  const asked = askedNames(entry, view);
  if (remark.names.length > 0 && asked.length > 0 && !asked.some((name) => covers(remark.names, name))) {
    troubles.push({ words: `is not made out to ${quoted(asked[0] as string)}`, severity: "low" });
  }
  return troubles;
}

/** Bits that NIST SP 800-131A still allows for a kind of key; Edwards curves have only good sizes. */
function leastBits(keyType: string): number {
  if (/rsa|dsa(?!.*ec)|dh/i.test(keyType) && !/ec/i.test(keyType)) return 2048;
  return /ec/i.test(keyType) ? 224 : 0;
}

/** Server names that clients asked for on the link where the certificate came. */
function askedNames(entry: RemarkObservation<"certificate">, view: SiteView): string[] {
  if (entry.seen.device !== entry.target) return [];
  const hellos = view.link(entry.link)?.operations.filter((operation) => operation.operation.endsWith(":client_hello"));
  return (hellos ?? []).flatMap((operation) => operation.targets);
}

function covers(names: readonly string[], asked: string): boolean {
  const wanted = asked.toLowerCase();
  return names.some((name) => {
    const pattern = name.toLowerCase();
    if (!pattern.startsWith("*.")) return pattern === wanted;
    const dot = wanted.indexOf(".");
    return dot > 0 && wanted.slice(dot) === pattern.slice(1);
  });
}

function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 77)}...` : text}"`;
}

/** The UTC day of a time in seconds, by the proleptic Gregorian calendar. */
function dateText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  if (!Number.isFinite(days) || Math.abs(days) > 3_000_000) return "an unreadable day";
  // Years counted from March make the leap day the last of its year; 719,468 days lie between 0000-03-01 and 1970.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const padded = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
