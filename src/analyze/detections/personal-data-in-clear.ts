import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherPairs, inWords } from "../gather.ts";
import { observedRemarks } from "../remarks.ts";

/** Data about patients and other persons that every reader of the line can read. */
export const personalDataInClear: Detection = {
  name: "personal-data-in-clear",
  title: "Data about persons sent in clear",
  meaning: {
    OT: {
      severity: "low",
      threatens: ["privacy"],
      why: "Data about persons goes through the plant network, where whoever listens on the line can read it.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "Whoever listens reads names and results of patients, and who can read such messages can often write them too. What is measured on a body is health data that laws protect (GDPR article 9, HIPAA), also without a name beside it.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy"],
      why: "Whoever listens on the line, or by radio from the next room, reads what a device knows about its user. What is measured on a body is health data that laws protect (GDPR article 9), also without a name beside it.",
    },
    IT: {
      severity: "medium",
      threatens: ["privacy", "confidentiality"],
      why: "Whoever listens on the line reads data about persons that laws protect.",
    },
  },
  techniques: ["T0842"],
  checks: ["N02"],
  check: "See which network the messages cross between {actor} and {target}, and who else is connected to it.",
  advice: [
    {
      action: "Carry the messages in TLS where both ends offer it, else in a tunnel between them.",
      tag: "With control room",
    },
    {
      action: "Keep both ends in a zone of their own until then, without other devices in it.",
      tag: "With control room",
    },
    {
      action: "Do not switch on encryption at one end only: results that do not arrive endanger patients.",
      tag: "Do not",
    },
  ],
  falseAlarm:
    "The capture was made inside of a tunnel, or the persons are made up, as in tests of an interface, or nobody wore the device that measured.",
  blindSpots: "Data inside of protocols that are not read so far, and in images and waveforms.",
  find(view) {
    const seen = observedRemarks(view, "personal", (remark) => remark.exposure === "clear");
    // Who sends the data may as well be the side that answers.
    const sent = seen.map((one) => ({ ...one, actor: one.seen.device, target: one.seen.peer }));
    return gatherPairs(sent).map((group): Sighting => {
      const contents = [...new Set(group.observations.map((entry) => entry.remark.content))].sort();
      const methods = group.observations.map((entry) => entry.remark.method).sort();
      const actor = view.subjects(group.actors);
      const isUnnamed = group.observations.every((entry) => entry.remark.unnamed === true);
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll(group.targets.length > 0 ? group.targets : group.actors),
        title: `${actor} ${group.actors.length > 1 ? "send" : "sends"} ${inWords(contents)} to ${view.listed(group.targets)} in clear.`,
        detail: `${inWords([...new Set(methods)])}, ${counted(group.count, "time")}.${isUnnamed ? " Nobody is named in them: whose they are shows by whose device it is." : ""} Nothing of what they say is kept.`,
        confidence: isUnnamed ? 0.6 : 0.9,
        links: group.links,
        count: group.count,
        firstSeen: group.firstSeen,
        lastSeen: group.lastSeen,
        evidence: group.evidence,
      };
    });
  },
};
