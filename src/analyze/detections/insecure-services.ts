import type { Detection, Sighting } from "../detection.ts";
import { greatestOf, inWords, leastOf } from "../gather.ts";

/** Services that hide neither password nor content, by the names of links. */
const INSECURE = /^(telnet|ftp|tftp|rlogin|rsh|rexec|finger|chargen|vnc|rfb|pop3|imap)$/;

/** Services in use that protect nothing, where no login was seen that would be a finding of its own. */
export const insecureServices: Detection = {
  name: "insecure-services",
  title: "A service in use that protects nothing",
  meaning: {
    OT: {
      severity: "low",
      threatens: ["integrity", "confidentiality"],
      why: "Such services hide neither passwords nor content, and are the first that attackers try.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "Such services hide neither passwords nor patient data.",
    },
    IoT: {
      severity: "low",
      threatens: ["privacy", "confidentiality"],
      why: "Bots look for such services first.",
    },
    IT: { severity: "low", threatens: ["confidentiality"], why: "Such services hide neither passwords nor content." },
  },
  techniques: ["T0886", "T0885"],
  checks: ["N35"],
  check: "Ask who uses the service on {actor} and for what.",
  advice: [
    { action: "List who uses it from the conversations in this report.", tag: "Safe now" },
    { action: "Switch it off, or move to SSH, SFTP or HTTPS.", tag: "With control room" },
  ],
  falseAlarm: "The service offers only public files, or is the only one that an old device has and is fenced off.",
  blindSpots: "Services that are open and were not used during the capture.",
  find(view) {
    const loggedIn = new Set(
      view.site.remarks
        .filter(({ remark }) => remark.kind === "credential" || (remark.kind === "session" && remark.anonymous))
        .map((seen) => seen.link),
    );
    return view.site.devices.flatMap((device): Sighting[] => {
      if (view.isOutside(device.id)) return [];
      const links = view
        .linksOf(device.id)
        .filter(
          (link) =>
            link.server === device.id &&
            INSECURE.test(link.protocol) &&
            link.bytes > link.bytesToServer &&
            !loggedIn.has(link.id),
        );
      if (links.length === 0) return [];
      const titles = links.map((link) => view.traits(link.protocol)?.title ?? link.protocol).sort();
      return [
        {
          actors: [device.id],
          targets: [],
          weighedAs: view.weightOf(device.id),
          title: `${view.subject(device.id)} is used over ${inWords(titles)}, which protects nothing.`,
          detail: `Used by ${view.listed([...new Set(links.map((link) => link.client))].sort())}; no login was seen in clear.`,
          confidence: 0.9,
          links: links.map((link) => link.id),
          count: links.reduce((sum, link) => sum + link.flows, 0),
          firstSeen: leastOf(links.map((link) => link.firstSeen)),
          lastSeen: greatestOf(links.map((link) => link.lastSeen)),
          evidence: links.map((link) => link.evidence),
        },
      ];
    });
  },
};
