import type { Device } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted, greatestOf, inWords, leastOf } from "../gather.ts";
import { linksOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

/** Fewer broken messages than this say nothing. */
const FEWEST = 5;
/** Share of a protocol's messages that must be broken. */
const SHARE = 0.02;
/** Faults that the capture makes, not the device. */
const BY_CAPTURE = /cut|capture|gap|missing|lost|^(stNum|sqNum|smpCnt|SPDU number) (jumped|went back)$/;

/** Devices that send messages which break their own protocol's rules. */
export const malformedMessages: Detection = {
  name: "malformed-messages",
  title: "A device sends messages that break the protocol's rules",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["availability"],
      why: "Broken messages make fragile controllers fail, and are what fuzzers and exploits send.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety", "availability"],
      why: "Broken messages can make a medical device fail while in use.",
    },
    IoT: { severity: "low", threatens: ["availability"], why: "Broken messages point to a failing or hostile device." },
    IT: { severity: "low", threatens: ["availability"], why: "Broken messages point to a failing or hostile device." },
  },
  techniques: ["T0814"],
  checks: ["N26"],
  check:
    "Look at one of the messages in the evidence, then at the device that sent it: its software, cabling and errors.",
  advice: [
    { action: "Ask the maker whether this dialect is known.", tag: "Safe now" },
    { action: "Do not restart {actor} only because of this.", tag: "Do not" },
  ],
  falseAlarm: "A maker's dialect, or another protocol on the same port.",
  blindSpots: "Messages that keep the rules and are still hostile, and protocols that are not dissected.",
  find(view) {
    return view.site.devices.flatMap((device) => sightingOf(device, view) ?? []);
  },
};

function sightingOf(device: Device, view: SiteView): Sighting | undefined {
  const byProtocol = new Map<string, Device["faults"]>();
  for (const fault of device.faults) {
    if (BY_CAPTURE.test(fault.name)) continue;
    byProtocol.set(fault.protocol, [...(byProtocol.get(fault.protocol) ?? []), fault]);
  }
  const told: { protocol: string; faults: Device["faults"]; count: number; share: number }[] = [];
  for (const protocol of [...byProtocol.keys()].sort()) {
    const faults = byProtocol.get(protocol) as Device["faults"];
    const count = faults.reduce((sum, fault) => sum + fault.count, 0);
    const messages = messagesOf(device, protocol, view);
    const share = count / Math.max(messages, count);
    if (count >= FEWEST && share >= SHARE) told.push({ protocol, faults, count, share });
  }
  if (told.length === 0) return undefined;
  const faults = told.flatMap((entry) => entry.faults);
  const links = linksOf(
    device.id,
    told.map((entry) => entry.protocol),
    view,
  );
  const count = told.reduce((sum, entry) => sum + entry.count, 0);
  const titles = told.map((entry) => view.traits(entry.protocol)?.title ?? entry.protocol);
  return {
    actors: [device.id],
    targets: [],
    weighedAs: view.weightOf(device.id),
    title: `${view.subject(device.id)} sends ${inWords(titles)} messages that break the rules.`,
    detail: `${inWords(
      told.map(
        (entry, index) =>
          `${titles[index]}: ${counted(entry.count, "broken message")}, ${Math.max(1, Math.round(entry.share * 100))} % (${inWords(
            entry.faults.map((fault) => fault.name).sort(),
          )})`,
      ),
    )}.`,
    confidence: 0.6,
    links: links.map((link) => link.id),
    count,
    firstSeen: leastOf(faults.map((fault) => fault.evidence.time)),
    lastSeen: greatestOf([...links.map((link) => link.lastSeen), ...faults.map((fault) => fault.evidence.time)]),
    evidence: faults.map((fault) => fault.evidence),
  };
}

/** Messages of a protocol on the device's links; links count what both sides sent. */
function messagesOf(device: Device, protocol: string, view: SiteView): number {
  let messages = 0;
  for (const link of linksOf(device.id, [protocol], view)) {
    for (const entry of link.operations) {
      if (!entry.operation.startsWith(`${protocol}:`)) continue;
      messages += link.client === device.id ? entry.requests : entry.responses;
    }
  }
  return messages;
}
