import type { Detection, Sighting } from "../detection.ts";
import { counted, gatherBy, inWords } from "../gather.ts";
import { observedRemarks } from "../remarks.ts";

/** MQTT brokers that take clients without name, password or certificate. */
export const anonymousMqtt: Detection = {
  name: "anonymous-mqtt",
  title: "An MQTT broker that lets clients in without a name",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "availability"],
      why: "Whoever reaches the broker can read every value, and publish values or commands that others believe.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "privacy"],
      why: "Whoever reaches the broker can read patient values and publish false ones.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy", "integrity"],
      why: "Whoever reaches the broker can listen to every device in the building and steer them.",
    },
    IT: {
      severity: "medium",
      threatens: ["confidentiality", "integrity"],
      why: "Whoever reaches the broker can use it.",
    },
  },
  techniques: ["T0856", "T0801"],
  checks: ["N02", "N03"],
  check: "See in the broker's settings whether anonymous clients may publish, and to which topics.",
  advice: [
    { action: "List the clients and the topics that they use from this report.", tag: "Safe now" },
    {
      action: "Give each client an account or a certificate, then switch anonymous access off.",
      tag: "With control room",
    },
    { action: "Do not switch anonymous access off before every client has an account.", tag: "Do not" },
  ],
  falseAlarm: "The broker tells clients apart by their network alone and on purpose.",
  blindSpots: "Sessions inside of TLS, and sessions that began before the capture.",
  find(view) {
    const seen = observedRemarks(view, "session", (remark) => remark.anonymous && /^MQTT/i.test(remark.protocol));
    return gatherBy(seen, (entry) => entry.target).map((group): Sighting => {
      const target = group.targets[0];
      const names = group.observations.flatMap((entry) => (entry.remark.name ? [`"${entry.remark.name}"`] : [])).sort();
      return {
        actors: group.actors,
        targets: group.targets,
        identity: group.key,
        weighedAs: view.weightOfAll([...group.actors, ...group.targets]),
        title: `${target === undefined ? "A broker" : view.subject(target)} lets ${counted(group.actors.length, "client")} in over MQTT without name or password.`,
        detail: `Clients: ${view.listed(group.actors)}${names.length > 0 ? `, with client ids ${inWords(names)}` : ""}.`,
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
