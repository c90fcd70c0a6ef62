import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { isCommunity, isGuest, observedRemarks } from "../remarks.ts";

/** Passwords and tokens that every reader of the line can use. */
export const clearTextCredentials: Detection = {
  name: "clear-text-credentials",
  title: "A password sent in clear",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["availability", "integrity"],
      why: "Whoever listens on the line learns the password and can then act on the device as its user, for the decades that plant passwords last.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "privacy"],
      why: "Whoever listens on the line can act on the medical device, or read patient data, as its user.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy", "confidentiality"],
      why: "Whoever listens on the line can look through the device or take it over.",
    },
    IT: {
      severity: "medium",
      threatens: ["confidentiality"],
      why: "Whoever listens on the line can log in as this user.",
    },
  },
  techniques: ["T0859", "T0842"],
  checks: ["N02"],
  check:
    "Find out whether the same password is used elsewhere, and whether {target} offers an encrypted way to log in.",
  advice: [
    { action: "Change to SSH, HTTPS, SFTP or SNMPv3 where {target} offers it.", tag: "With control room" },
    { action: "Change the password after the way to log in was changed.", tag: "With control room" },
    { action: "Do not switch the old service off before the new one works.", tag: "Do not" },
  ],
  falseAlarm:
    "The login goes through a tunnel that this capture was made inside of, or the account can only read public values.",
  blindSpots: "Logins that happened outside of the capture, and passwords inside of undissected protocols.",
  find(view) {
    const seen = observedRemarks(
      view,
      "credential",
      (remark) => remark.exposure === "clear" && !isCommunity(remark) && !isGuest(remark),
    );
    return gatherPairs(seen).map((group): Sighting => {
      const methods = group.observations.map((entry) => entry.remark.method).sort();
      const users = group.observations.flatMap((entry) => (entry.remark.user ? [`"${entry.remark.user}"`] : [])).sort();
      const actor = view.subjects(group.actors);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets.length > 0 ? group.targets : group.actors),
        title: `${actor} ${group.actors.length > 1 ? "log" : "logs"} in to ${view.listed(group.targets)} with a password that anyone on the line can read.`,
        detail: `${inWords(methods)}${users.length > 0 ? ` as ${inWords(users)}` : ""}, ${counted(group.count, "time")}. The password itself is not kept.`,
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
