import type { Detection, Sighting } from "../detection.ts";
import { shiftSeverity } from "../detection.ts";
import { counted, gatherBy, inWords } from "../gather.ts";
import type { RemarkOf } from "../remarks.ts";
import { observedRemarks } from "../remarks.ts";
import type { SiteView } from "../view.ts";

/** Ways in that a server offers and that protect nothing, or by means that were withdrawn. */
export const unprotectedEndpoints: Detection = {
  name: "unprotected-endpoints",
  title: "A server that offers a way in without protection",
  meaning: {
    OT: {
      severity: "low",
      threatens: ["integrity", "confidentiality"],
      why: "Over such an endpoint messages can be read and changed on their way, so that values and commands cannot be trusted.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety", "privacy"],
      why: "Over such an endpoint what belongs to a patient can be read and changed on its way.",
    },
    IoT: {
      severity: "low",
      threatens: ["integrity", "privacy"],
      why: "Over such an endpoint messages can be read and changed on their way.",
    },
    IT: {
      severity: "low",
      threatens: ["integrity", "confidentiality"],
      why: "Over such an endpoint messages can be read and changed on their way.",
    },
  },
  techniques: ["T0830", "T0886"],
  checks: ["N04"],
  check: "Ask who needs the unprotected endpoints of {target}, and see whether all its clients can sign and encrypt.",
  advice: [
    { action: "List the clients of {target} and the endpoint that each uses.", tag: "Safe now" },
    {
      action:
        "Move the clients to an endpoint that signs and encrypts, then switch off those with None, Basic128Rsa15 and Basic256.",
      tag: "With control room",
    },
    { action: "Do not switch an endpoint off before its clients have moved.", tag: "Do not" },
  ],
  falseAlarm:
    "The endpoint serves only to ask for the other endpoints: a discovery server has to answer without protection.",
  blindSpots: "Servers that nobody asked for their endpoints during the capture.",
  find(view) {
    const all = observedRemarks(view, "endpoint", () => true);
    return gatherBy(
      all.filter((entry) => entry.remark.weak && !view.isOutside(entry.target)),
      (entry) => `${entry.target} ${entry.remark.protocol}`,
    ).map((group): Sighting => {
      const target = group.targets[0] ?? "";
      const offers = group.observations.map((entry) => entry.remark);
      const protocol = offers[0]?.protocol ?? "";
      const users = usersOf(target, protocol, view);
      const nameless = offers.some((offer) => offer.users.some((user) => /^anonymous$/i.test(user)));
      const others = all.some((entry) => entry.target === target && !entry.remark.weak);
      const weight = view.weightOfAll([...users, ...group.targets]);
      const { severity } = unprotectedEndpoints.meaning[weight];
      return {
        actors: users,
        targets: group.targets,
        identity: group.key,
        about: protocol,
        weighedAs: weight,
        severity: shiftSeverity(severity, users.length > 0 ? 1 : 0),
        title: `${view.subject(target)} offers ${protocol} ${waysOf(offers)}${users.length > 0 ? `, and ${users.length === 1 ? view.named(users[0] as string) : counted(users.length, "client")} came in that way` : ""}.`,
        detail: [
          `It tells of ${inWords(offers.map((offer) => `${offer.security} at ${offer.address}`).sort())}.`,
          nameless ? "Users without a name may come in there." : "",
          others ? "It offers protected endpoints as well." : "It was not heard to offer anything better.",
          users.length > 0
            ? `Sessions without sound protection: ${view.listed(users)}.`
            : "Nobody was seen to open a session there.",
        ]
          .filter((sentence) => sentence !== "")
          .join(" "),
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

/** What is wrong with what is offered: "without protection", "with the withdrawn Basic256". */
function waysOf(offers: readonly RemarkOf<"endpoint">[]): string {
  const withdrawn = offers
    .map((offer) => (/^None\b/.test(offer.security) ? "" : (offer.security.split(" ")[0] as string)))
    .filter((policy) => policy !== "")
    .sort();
  const bare = withdrawn.length < offers.length;
  const words = withdrawn.length > 0 ? `with the withdrawn ${inWords(withdrawn)}` : "";
  return bare ? `without protection${words === "" ? "" : ` and ${words}`}` : words;
}

/** Clients that opened a session over a channel of no or of weak protection: asking for endpoints is none. */
function usersOf(target: string, protocol: string, view: SiteView): string[] {
  const weak = observedRemarks(view, "cipher", (remark) => remark.weak && remark.protocol === protocol);
  const pairs = new Set(weak.map((entry) => `${entry.actor}\n${entry.target}`));
  const sessions = observedRemarks(view, "session", (remark) => remark.protocol === protocol);
  const users = sessions
    .filter((entry) => entry.target === target && pairs.has(`${entry.actor}\n${entry.target}`))
    .map((entry) => entry.actor);
  return [...new Set(users)].filter((id) => id !== "").sort();
}
