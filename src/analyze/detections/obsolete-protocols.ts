import type { Detection } from "../detection.ts";
import { obsoleteVersions } from "../obsolete.ts";

// These have detections of their own; SNMP without protection is told with its communities.
const TOLD_APART = /^(TLS|SSL|DTLS|SMB|CIFS|SSH|SNMP)/i;

/** Other withdrawn protocol versions: RDP standard security, NTLM 1, SNMP without protection and the like. */
export const obsoleteProtocols: Detection = {
  name: "obsolete-protocols",
  title: "Another protocol version that was withdrawn",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "confidentiality"],
      why: "The protection of this version was broken long ago; whoever stands on the line can read or change what is said.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["patient safety", "privacy"],
      why: "The protection of this version was broken long ago; whoever stands on the line can read or change what is said.",
    },
    IoT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "The protection of this version was broken long ago.",
    },
    IT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "The protection of this version was broken long ago.",
    },
  },
  techniques: ["T0842", "T0886"],
  checks: ["N29"],
  check: "See which side holds the other back, and whether its software can do a later version.",
  advice: [
    { action: "Look up what later versions {target} can do.", tag: "Safe now" },
    { action: "Allow only the later version on both sides.", tag: "With control room" },
    { action: "Do not switch the old version off before every client can do better.", tag: "Do not" },
  ],
  falseAlarm: "A client that offers the old version only for a start.",
  blindSpots: "Sessions that began before the capture.",
  find: (view) => obsoleteVersions(view, (protocol) => !TOLD_APART.test(protocol)),
};
