import type { Link, Severity } from "../../model/assessment.ts";
import { isPrivateAddress } from "../../observe/site.ts";
import type { Detection, Sighting } from "../detection.ts";
import { worseSeverity } from "../detection.ts";
import type { Observation } from "../gather.ts";
import { counted, gatherBy, inWords } from "../gather.ts";
import { isInVain, isUnanswered, observationOf, protocolsOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

interface Exposure extends Observation {
  inbound: boolean;
  answered: boolean;
  severity: Severity;
  protocols: string[];
  encrypted: boolean;
}

/** Plant, medical and IoT devices that speak with public addresses. */
export const otToInternet: Detection = {
  name: "ot-to-internet",
  title: "A plant, medical or IoT device that speaks with the internet",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["safety", "availability"],
      why: "A path between a control device and the internet lets strangers reach the process, or lets a taken-over device be steered from outside.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "privacy"],
      why: "A path between a medical device and the internet puts therapy and patient data within reach of strangers.",
    },
    IoT: {
      severity: "low",
      threatens: ["privacy", "confidentiality"],
      why: "What the device sees or measures leaves the site, and whoever runs the far end can usually steer it.",
    },
    IT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "The device speaks with the internet.",
    },
  },
  techniques: ["T0883", "T0822"],
  checks: ["N13"],
  check:
    "Ask who owns the far end and whether a contract or remote maintenance needs it. At the firewall, look for the rule that lets it through.",
  advice: [
    { action: "List the far ends and ask the maker or integrator which are needed.", tag: "Safe now" },
    {
      action: "Lead needed traffic through a broker or proxy in the IDMZ and block the rest.",
      tag: "With control room",
    },
    { action: "Do not unplug {actor} before its part in the process is known.", tag: "Do not" },
  ],
  falseAlarm: "The site uses public address ranges inside, or the far end is a sanctioned cloud service.",
  blindSpots: "Traffic through a proxy or VPN, whose far end is not seen, and connections made outside of the capture.",
  find(view) {
    const exposures = view.site.links.flatMap((link) => exposureOf(link, view) ?? []);
    return gatherBy(exposures, (entry) => `${entry.inbound ? "in" : "out"} ${entry.actor}`).map((group): Sighting => {
      const first = group.observations[0] as Exposure;
      const inside = first.actor;
      const peers = group.targets;
      const protocols = inWords(group.observations.flatMap((entry) => entry.protocols).sort());
      const answered = group.observations.some((entry) => entry.answered);
      const clear = group.observations.filter((entry) => !entry.encrypted).length;
      const far = view.listed(peers);
      const title = first.inbound
        ? `${view.subject(inside)} ${answered ? "answers" : "is called by"} ${far} on the internet over ${protocols}.`
        : `${view.subject(inside)} ${answered ? "talks" : "tries to talk"} to ${far} on the internet over ${protocols}.`;
      return {
        actors: [inside],
        targets: peers,
        identity: inside,
        about: first.inbound ? "inbound" : "outbound",
        weighedAs: view.weightOf(inside),
        severity: group.observations.map((entry) => entry.severity).reduce(worseSeverity),
        title,
        detail: `${peers.length === 1 ? "1 public address" : `${peers.length} public addresses`} ${first.inbound ? "called it" : "called"}, ${counted(group.count, "frame")}, ${
          clear === 0 ? "all encrypted" : clear === group.observations.length ? "not encrypted" : "partly encrypted"
        }.${answered ? "" : " No answer was seen."}`,
        confidence: 0.85,
        techniques: first.inbound ? ["T0883", "T0819"] : ["T0885", "T0869"],
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};

function exposureOf(link: Link, view: SiteView): Exposure | undefined {
  if (isInVain(link) || onlyReportsErrors(link)) return undefined;
  const clientOut = isFarEnd(link.client, link.clientAddress, link.serverAddress, view);
  const serverOut = isFarEnd(link.server, link.serverAddress, link.clientAddress, view);
  if (clientOut === serverOut) return undefined;
  const inside = clientOut ? link.server : link.client;
  const weight = view.weightOf(inside);
  const device = view.device(inside);
  if (device === undefined || weight === "IT" || device.domain === "network") return undefined;
  const answered = !isUnanswered(link);
  const encrypted = link.encrypted || view.traits(link.protocol)?.encrypted === true;
  return {
    ...observationOf(link),
    actor: inside,
    target: clientOut ? link.client : link.server,
    inbound: clientOut,
    answered,
    encrypted,
    protocols: protocolsOf(link, view),
    severity: severityOf(link, inside, clientOut, answered, encrypted, view),
  };
}

/** A router on the way that says why a packet did not arrive calls nobody. */
function onlyReportsErrors(link: Link): boolean {
  if (link.protocol !== "icmp" && link.protocol !== "icmpv6") return false;
  return link.operations.length > 0 && link.operations.every((entry) => entry.act === "alarm");
}

/** Whether an end stands on the internet: a public address that did not show a network card of its own here. */
function isFarEnd(id: string, address: string, other: string, view: SiteView): boolean {
  if (id === "" || isPrivateAddress(address) || /^ff/i.test(address)) return false;
  if (view.isOutside(id)) return true;
  return (view.device(id)?.macs.length ?? 0) === 0 || isPrivateAddress(other);
}

function severityOf(
  link: Link,
  inside: string,
  inbound: boolean,
  answered: boolean,
  encrypted: boolean,
  view: SiteView,
): Severity {
  const weight = view.weightOf(inside);
  if (inbound) {
    if (!answered) return "medium";
    return weight === "IoT" ? "high" : "critical";
  }
  if (view.traits(link.protocol)?.world === "network") return "low";
  if (weight === "IoT") return encrypted ? "low" : "medium";
  const device = view.device(inside);
  const height = view.heightOf(inside) ?? 2;
  // A gateway or sensor made to report to a cloud is expected to, as long as it calls and not the cloud.
  if (device?.domain === "IIoT" && encrypted) return "medium";
  return height <= 1 || weight === "IoMT" || !encrypted ? "high" : "medium";
}
