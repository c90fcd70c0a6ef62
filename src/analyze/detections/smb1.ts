import type { Detection } from "../detection.ts";
import { obsoleteVersions } from "../obsolete.ts";

/** SMB 1, withdrawn by its maker in 2014. */
export const smb1: Detection = {
  name: "smb1",
  title: "SMB version 1",
  meaning: {
    OT: {
      severity: "medium",
      threatens: ["availability", "safety"],
      why: "Worms such as WannaCry and NotPetya spread over SMB 1 and have stopped whole plants.",
    },
    IoMT: {
      severity: "high",
      threatens: ["patient safety", "availability"],
      why: "Worms such as WannaCry spread over SMB 1 and have stopped hospitals.",
    },
    IoT: {
      severity: "medium",
      threatens: ["availability", "confidentiality"],
      why: "Worms spread over SMB 1.",
    },
    IT: {
      severity: "medium",
      threatens: ["availability", "confidentiality"],
      why: "Worms spread over SMB 1.",
    },
  },
  techniques: ["T0866", "T0867"],
  checks: ["N29", "N35"],
  check: "Find out which of {actor} and {target} cannot do SMB 2, and whether they have the updates against MS17-010.",
  advice: [
    { action: "Check both for the updates against MS17-010.", tag: "Safe now" },
    { action: "Switch to SMB 2 or later, or to a file exchange in the IDMZ.", tag: "With control room" },
    { action: "Do not switch SMB 1 off before the shares that the process uses are known.", tag: "Do not" },
  ],
  falseAlarm: "A client that offers SMB 1 only to find out what the server can do, and then speaks a later version.",
  blindSpots: "Sessions that began before the capture, and SMB inside of encrypted tunnels.",
  find: (view) => obsoleteVersions(view, (protocol) => /^(SMB|CIFS)/i.test(protocol)),
};
