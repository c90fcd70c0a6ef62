import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { isCommunity, isGuest, observedRemarks } from "../remarks.ts";

/** Logins with a name and password that the maker ships. */
export const defaultCredentials: Detection = {
  name: "default-credentials",
  title: "A login with a well-known default password",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["availability", "integrity"],
      why: "The password stands in the maker's manual: whoever reaches the device can act as its user.",
    },
    IoMT: {
      severity: "critical",
      threatens: ["patient safety", "privacy"],
      why: "The password stands in the maker's manual: whoever reaches the device can change therapy or read patient data.",
    },
    IoT: {
      severity: "high",
      threatens: ["privacy", "confidentiality"],
      why: "Botnets try shipped passwords first; this device would fall to the first one that reaches it.",
    },
    IT: {
      severity: "high",
      threatens: ["confidentiality"],
      why: "The password is publicly known: whoever reaches the device can log in.",
    },
  },
  techniques: ["T0812"],
  checks: ["N01"],
  check: "See whether {target} accepted the login, and which other devices of the same maker still have it.",
  advice: [
    { action: "Look for other devices of this maker and kind in the inventory.", tag: "Safe now" },
    { action: "Set a new password on {target} and in the stations that use it.", tag: "With control room" },
    { action: "Do not change it while an operator station depends on it unannounced.", tag: "Do not" },
  ],
  falseAlarm: "Somebody tried the default and was refused.",
  blindSpots: "Default passwords inside encrypted logins, and defaults that the table does not know.",
  find(view) {
    const seen = observedRemarks(
      view,
      "credential",
      (remark) => remark.wellKnown !== undefined && remark.wellKnown !== "" && !isCommunity(remark) && !isGuest(remark),
    );
    return gatherPairs(seen).map((group): Sighting => {
      const actor = view.subjects(group.actors);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets.length > 0 ? group.targets : group.actors),
        title: `${actor} ${group.actors.length > 1 ? "use" : "uses"} a well-known default password at ${view.listed(group.targets)}.`,
        detail: `${inWords(group.observations.map((entry) => entry.remark.method).sort())}, ${counted(group.count, "time")}.`,
        confidence: 0.85,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};
