import type { Detection } from "../detection.ts";
import { obsoleteVersions } from "../obsolete.ts";

/** SSH 1, replaced by RFC 4251 in 2006. */
export const ssh1: Detection = {
  name: "ssh1",
  title: "SSH version 1",
  meaning: {
    OT: {
      severity: "high",
      threatens: ["integrity", "confidentiality"],
      why: "The session can be read and changed by whoever stands on the line, and passwords with it.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "privacy"],
      why: "The session can be read and changed by whoever stands on the line.",
    },
    IoT: {
      severity: "medium",
      threatens: ["confidentiality"],
      why: "The session can be read and changed by whoever stands on the line.",
    },
    IT: {
      severity: "medium",
      threatens: ["confidentiality"],
      why: "The session can be read and changed by whoever stands on the line.",
    },
  },
  techniques: ["T0830", "T0886"],
  checks: ["N05", "N29"],
  check: "See which of {actor} and {target} cannot do SSH 2.",
  advice: [
    { action: "Look up the newest firmware of {target} and what it offers.", tag: "Safe now" },
    { action: "Allow only SSH 2 on both sides.", tag: "With control room" },
    { action: "Do not fall back to Telnet in the meantime.", tag: "Do not" },
  ],
  falseAlarm: "A server that names 1.99 can do both and is not meant here.",
  blindSpots: "Sessions that began before the capture.",
  find: (view) => obsoleteVersions(view, (protocol) => /^SSH/i.test(protocol)),
};
