import type { Detection, Sighting } from "../detection.ts";
import { gatherPairs, inWords } from "../gather.ts";
import { observedRemarks } from "../remarks.ts";

/** Ciphers that can be broken: RC4, DES, 3DES, export, none at all, short Diffie-Hellman. */
export const weakCipher: Detection = {
  name: "weak-cipher",
  title: "A weak cipher",
  meaning: {
    OT: {
      severity: "low",
      threatens: ["confidentiality", "integrity"],
      why: "The encryption looks safe and is not: a patient listener can read or change what is said.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "The encryption looks safe and is not: patient data can be read by a patient listener.",
    },
    IoT: { severity: "low", threatens: ["privacy", "confidentiality"], why: "The encryption can be broken." },
    IT: { severity: "low", threatens: ["confidentiality"], why: "The encryption can be broken." },
  },
  techniques: ["T0830", "T0842"],
  checks: ["N05", "N29"],
  check: "See in the settings of {target} which ciphers it allows; the server chooses.",
  advice: [
    { action: "Look up which ciphers the newest firmware of {target} offers.", tag: "Safe now" },
    { action: "Allow only ciphers with forward secrecy and authenticated encryption.", tag: "With control room" },
  ],
  falseAlarm: "A scanner that asks for weak ciphers on purpose.",
  blindSpots: "Sessions that began before the capture.",
  find(view) {
    // Where a server itself tells of such endpoints, that is told of the server.
    const offered = new Set(
      observedRemarks(view, "endpoint", (remark) => remark.weak).map(
        (entry) => `${entry.target}\n${entry.remark.protocol}`,
      ),
    );
    const seen = observedRemarks(view, "cipher", (remark) => remark.weak).filter(
      (entry) =>
        (!view.isOutside(entry.target) || view.weightOf(entry.actor) !== "IT") &&
        !offered.has(`${entry.target}\n${entry.remark.protocol}`),
    );
    return gatherPairs(seen).map((group): Sighting => {
      const actor = view.subjects(group.actors);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll([...group.actors, ...group.targets]),
        title: `${actor} and ${view.listed(group.targets)} use a weak cipher.`,
        detail: `Agreed: ${inWords(group.observations.map((entry) => `${entry.remark.protocol} ${entry.remark.cipher}`).sort())}.`,
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
