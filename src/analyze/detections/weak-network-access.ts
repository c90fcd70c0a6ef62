import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { observedRemarks } from "../remarks.ts";

/** How somebody may be let into a network: over EAP or RADIUS, whoever carries them. */
const ACCESS = /^(EAP|RADIUS) /;

/** Doors of the network whose lock is weak: methods that can be guessed or overheard, and verdicts that can be forged. */
export const weakNetworkAccess: Detection = {
  name: "weak-network-access",
  title: "Access to the network by a weak method",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "availability"],
      why: "Whoever listens at a port or radio cell can find out the password, or forge the server's yes. He is then inside of the plant's network, where most controllers obey any sender. Let in by certificate, controllers' ports first.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety", "privacy"],
      why: "A stranger can find out the password, or forge the server's yes, and is then among the devices at the bedside: he reads values of patients that pass in clear, and may set pumps and monitors that ask for no password. Let in by certificate; keep devices that cannot in a network of their own.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy", "integrity"],
      why: "A stranger can find out the password, or forge the server's yes, and then watch by the cameras and sensors of the building, or put a device of his own in the place of one. Give every device a password or certificate of its own, so that one that is found out opens nothing else.",
    },
    IT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "The password that is found out is often that of a person, and opens mail and files as well as the network; with a forged yes a stranger comes in without any. Have machines show a certificate, and people change passwords that went by like this.",
    },
  },
  techniques: ["T0842", "T0830", "T0859"],
  checks: ["N06", "N29"],
  check:
    "See in the settings of {actor} and {target} which methods are allowed, and whether both demand a Message-Authenticator in every RADIUS packet.",
  advice: [
    {
      action: "Look up whether the newest software of both sides demands a Message-Authenticator (CVE-2024-3596).",
      tag: "Safe now",
    },
    {
      action: "Move devices to EAP-TLS, or to a method inside a tunnel whose server certificate they check.",
      tag: "With control room",
    },
    { action: "Carry RADIUS over TLS (RFC 6614) or in a network of its own.", tag: "With control room" },
    { action: "Do not forbid a method before every device at the ports can do another.", tag: "Do not" },
  ],
  falseAlarm:
    "The capture was made inside of the tunnel that protects the method, or RADIUS runs in a network that nobody else can reach.",
  blindSpots:
    "Methods inside the tunnels of PEAP, TTLS, FAST and TEAP; shared secrets that are short; withdrawn versions of TLS inside EAP are told as those of TLS.",
  find(view) {
    const methods = observedRemarks(view, "credential", (remark) => ACCESS.test(remark.method));
    const forgeable = observedRemarks(view, "verdict", (remark) => remark.forgeable);
    const seen = [
      ...methods.map((entry) => ({ ...entry, method: entry.remark.method })),
      ...forgeable.map((entry) => ({ ...entry, method: "" })),
    ];
    return gatherPairs(seen).map((group): Sighting => {
      const used = group.observations
        .map(({ method }) => method)
        .filter((method) => method !== "")
        .sort();
      const isForgeable = used.length < group.observations.length;
      const actor = view.subjects(group.actors);
      const isMany = group.actors.length > 1;
      const forged = `${isMany ? "take" : "takes"} the word of ${view.listed(group.targets)} on who may enter without a Message-Authenticator`;
      const asked = `${isMany ? "ask" : "asks"} ${view.listed(group.targets)} for access by ${inWords(used)}`;
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll([...group.actors, ...group.targets]),
        title: `${actor} ${used.length > 0 ? asked : forged}.`,
        detail: `${counted(group.count, "message")}.${isForgeable && used.length > 0 ? " Packets without a Message-Authenticator, so that the verdict can be forged." : ""} Passwords and answers are not kept.`,
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
