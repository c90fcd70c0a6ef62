import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { isCommunity, observedRemarks } from "../remarks.ts";

const CAN_WRITE = /private|write|admin|secret/i;

/** SNMP with a community that everybody knows. */
export const defaultSnmpCommunity: Detection = {
  name: "default-snmp-community",
  title: "SNMP with a default community",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["confidentiality", "availability"],
      why: "Whoever reaches the device can read its configuration and neighbors, and with a writing community also change or restart it.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety", "privacy"],
      why: "Whoever reaches the device can read its configuration, and with a writing community disturb it in use.",
    },
    IoT: {
      severity: "medium",
      threatens: ["confidentiality"],
      why: "Whoever reaches the device can read what it is and how it is set.",
    },
    IT: {
      severity: "medium",
      threatens: ["confidentiality"],
      why: "Whoever reaches the device can read what it is and how it is set.",
    },
  },
  techniques: ["T0812", "T0888"],
  checks: ["N01", "N02", "N29"],
  check: "See whether {target} answered, and whether it also takes a community that may write.",
  advice: [
    { action: "List the devices that {actor} manages: they share the community.", tag: "Safe now" },
    { action: "Move to SNMPv3, or set a community of your own and limit who may ask.", tag: "With control room" },
    { action: "Do not switch SNMP off where monitoring of the plant network depends on it.", tag: "Do not" },
  ],
  falseAlarm: "The manager tried the default and the device did not answer.",
  blindSpots: "Devices that would answer to the default but were not asked.",
  find(view) {
    const seen = observedRemarks(
      view,
      "credential",
      (remark) => isCommunity(remark) && remark.wellKnown !== undefined && remark.wellKnown !== "",
    );
    return gatherPairs(seen).map((group): Sighting => {
      const communities = group.observations.map((entry) => entry.remark.wellKnown as string).sort();
      const actor = view.subjects(group.actors);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets.length > 0 ? group.targets : group.actors),
        severity: communities.some((name) => CAN_WRITE.test(name)) ? "high" : undefined,
        title: `${actor} ${group.actors.length > 1 ? "ask" : "asks"} ${view.listed(group.targets)} over SNMP with the default community ${inWords(communities.map((name) => `"${name}"`))}.`,
        detail: `${counted(group.count, "message")} to ${group.targets.length === 0 ? "nobody who answered" : counted(group.targets.length, "device")}.`,
        confidence: 0.95,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};
