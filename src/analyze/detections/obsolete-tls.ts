import type { Detection } from "../detection.ts";
import { obsoleteVersions } from "../obsolete.ts";

/** Withdrawn versions of TLS and SSL (RFC 8996, RFC 7568, RFC 6176). */
export const obsoleteTls: Detection = {
  name: "obsolete-tls",
  title: "An obsolete version of TLS or SSL",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["integrity", "confidentiality"],
      why: "The encryption of this management access can be broken or weakened by whoever stands on the line; then commands and passwords are theirs.",
    },
    IoMT: {
      severity: "medium",
      threatens: ["privacy", "patient safety"],
      why: "The encryption can be broken by whoever stands on the line, and patient data or settings with it.",
    },
    IoT: {
      severity: "medium",
      threatens: ["privacy", "confidentiality"],
      why: "The encryption can be broken by whoever stands on the line.",
    },
    IT: {
      severity: "low",
      threatens: ["confidentiality"],
      why: "The encryption can be broken by whoever stands on the line.",
    },
  },
  techniques: ["T0830", "T0842"],
  checks: ["N05", "N29"],
  check: "See in the settings of {target} whether it can do TLS 1.2 or later, and which side holds it back.",
  advice: [
    { action: "Look up the newest firmware of {target} and what it offers.", tag: "Safe now" },
    { action: "Allow TLS 1.2 or later and switch the old versions off on both sides.", tag: "With control room" },
    { action: "Do not switch the old version off before every client can do better.", tag: "Do not" },
  ],
  falseAlarm: "A scanner that asks with old versions on purpose.",
  blindSpots: "Sessions that began before the capture: their version is not told again.",
  find: (view) => obsoleteVersions(view, (protocol) => protocol === "TLS" || protocol === "SSL" || protocol === "DTLS"),
};
