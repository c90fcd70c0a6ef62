import type { Link } from "../../model/assessment.ts";
import type { Detection, Sighting } from "../detection.ts";
import { counted } from "../gather.ts";
import { isUnanswered, observationOf } from "../observations.ts";
import type { SiteView } from "../view.ts";

const PROTOCOLS = ["dns", "mdns", "llmnr"];
/** Distinct names under one domain, and letters in front of it, from which on names carry something. */
const FEWEST_NAMES = 20;
const LONG_NAME = 30;
/** Second labels under which registries sell names: "example.co.uk". */
const SECOND_LEVEL = /^(co|com|net|org|gov|ac|edu|go|or|ne)$/;

/** Names that are asked for once each and are long: data on its way out, or commands on their way in. */
export const dnsTunnel: Detection = {
  name: "dns-tunnel",
  title: "Data carried in DNS names",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["confidentiality", "integrity"],
      why: "Questions for names pass most firewalls. Whoever sits in the plant network can carry data out and take commands in by them.",
    },
    IoMT: {
      severity: "high",
      threatens: ["privacy", "patient safety"],
      why: "Questions for names pass most firewalls, and can carry out what concerns patients.",
    },
    IoT: {
      severity: "high",
      threatens: ["privacy"],
      why: "Questions for names pass most firewalls, and can carry out what a device knows.",
    },
    IT: {
      severity: "high",
      threatens: ["confidentiality"],
      why: "Questions for names pass most firewalls, and can carry data out.",
    },
  },
  techniques: ["T0869", "T0882"],
  checks: ["N40"],
  check: "Look up who owns the domain, and which program on {actor} asks for these names.",
  advice: [
    { action: "Keep the name server's log, and look for the domain in it since when.", tag: "Safe now" },
    { action: "Let the name server refuse the domain.", tag: "With control room" },
    {
      action: "Let devices of the plant ask an own name server that knows the plant's names only.",
      tag: "With control room",
    },
    { action: "Do not ask for such names yourself: their owner sees it.", tag: "Do not" },
  ],
  falseAlarm:
    "Virus scanners, mail filters and content networks that ask by long check sums; their domains belong to known companies.",
  blindSpots: "Tunnels in few or short names, in answers alone, and in DNS that is encrypted.",
  find(view) {
    return view.site.links.flatMap((link) => sightingsOf(link, view));
  },
};

function sightingsOf(link: Link, view: SiteView): Sighting[] {
  // A name server asks on for others.
  if (!PROTOCOLS.includes(link.protocol) || view.device(link.client)?.role === "name server" || isUnanswered(link))
    return [];
  const byDomain = new Map<string, Set<string>>();
  let more = 0;
  for (const operation of link.operations) {
    if (operation.requests === 0) continue;
    more += operation.moreTargets;
    for (const name of operation.targets) {
      const domain = domainOf(name);
      if (domain === "") continue;
      const known = byDomain.get(domain) ?? new Set<string>();
      byDomain.set(domain, known.add(name));
    }
  }
  const observation = observationOf(link);
  return [...byDomain]
    .filter(([domain, names]) => isTunnel(domain, names))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([domain, names]): Sighting => {
      const letters = [...names].reduce((sum, name) => sum + name.length - domain.length - 1, 0);
      return {
        actors: [link.client],
        targets: [link.server],
        about: domain,
        weighedAs: view.weightOf(link.client),
        title: `${view.subject(link.client)} carries data in names under ${domain}.`,
        detail: `${names.size}${more > 0 ? " and more" : ""} distinct names under one domain, ${Math.round(letters / names.size)} letters in front of it on average: ${counted(
          link.operations.reduce((sum, entry) => sum + entry.requests, 0),
          "question",
        )} in all.`,
        confidence: 0.7,
        links: [link.id],
        count: names.size + more,
        firstSeen: observation.firstSeen,
        lastSeen: observation.lastSeen,
        evidence: [
          observation.evidence,
          ...link.operations.filter((entry) => entry.requests > 0).map((entry) => entry.evidence),
        ],
      };
    });
}

function isTunnel(domain: string, names: ReadonlySet<string>): boolean {
  let long = 0;
  for (const name of names) if (name.length - domain.length - 1 >= LONG_NAME) long++;
  return long >= FEWEST_NAMES && long * 2 >= names.size;
}

/** The domain that somebody registered; "" for reverse look-ups and bare names. */
function domainOf(name: string): string {
  const labels = name.toLowerCase().replace(/\.$/, "").split(".");
  if (labels.length < 3 || labels.at(-1) === "arpa" || labels.at(-1) === "local") return "";
  const last = labels.at(-1) as string;
  const isSecondLevel = last.length === 2 && SECOND_LEVEL.test(labels.at(-2) as string);
  return labels.slice(isSecondLevel ? -3 : -2).join(".");
}
