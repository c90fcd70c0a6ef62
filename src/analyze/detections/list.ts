import type { Finding } from "../../model/assessment.ts";
import type { Site } from "../../observe/site.ts";
import type { Detection } from "../detection.ts";
import { runDetections } from "../run.ts";
import { addressConflict } from "./address-conflict.ts";
import { anonymousMqtt } from "./anonymous-mqtt.ts";
import { anonymousSessions } from "./anonymous-sessions.ts";
import { certificateTrouble } from "./certificate-trouble.ts";
import { clearTextCredentials } from "./clear-text-credentials.ts";
import { commandSequence } from "./command-sequence.ts";
import { contradictoryPublications } from "./contradictory-publications.ts";
import { creepingSetPoint } from "./creeping-set-point.ts";
import { defaultCredentials } from "./default-credentials.ts";
import { defaultSnmpCommunity } from "./default-snmp-community.ts";
import { dnsTunnel } from "./dns-tunnel.ts";
import { foreignSessionControl } from "./foreign-session-control.ts";
import { frozenValues } from "./frozen-values.ts";
import { insecureServices } from "./insecure-services.ts";
import { lateStation } from "./late-station.ts";
import { lateralMovement } from "./lateral-movement.ts";
import { malformedMessages } from "./malformed-messages.ts";
import { obsoleteProtocols } from "./obsolete-protocols.ts";
import { obsoleteTls } from "./obsolete-tls.ts";
import { otToInternet } from "./ot-to-internet.ts";
import { personalDataInClear } from "./personal-data-in-clear.ts";
import { programOperations } from "./program-operations.ts";
import { redirectedTraffic } from "./redirected-traffic.ts";
import { replayedValues } from "./replayed-values.ts";
import { scanning } from "./scanning.ts";
import { skipsLevels } from "./skips-levels.ts";
import { smb1 } from "./smb1.ts";
import { ssh1 } from "./ssh1.ts";
import { therapySettings } from "./therapy-settings.ts";
import { unaskedImages } from "./unasked-images.ts";
import { unauthenticatedWrites } from "./unauthenticated-writes.ts";
import { unprotectedEndpoints } from "./unprotected-endpoints.ts";
import { weakCipher } from "./weak-cipher.ts";
import { weakNetworkAccess } from "./weak-network-access.ts";

/** Every detection; adding one is one file and one line here. */
export const DETECTIONS: readonly Detection[] = [
  skipsLevels,
  otToInternet,
  unauthenticatedWrites,
  programOperations,
  creepingSetPoint,
  replayedValues,
  frozenValues,
  therapySettings,
  clearTextCredentials,
  unaskedImages,
  personalDataInClear,
  defaultCredentials,
  defaultSnmpCommunity,
  anonymousMqtt,
  anonymousSessions,
  unprotectedEndpoints,
  obsoleteTls,
  weakCipher,
  weakNetworkAccess,
  certificateTrouble,
  smb1,
  ssh1,
  obsoleteProtocols,
  insecureServices,
  commandSequence,
  contradictoryPublications,
  foreignSessionControl,
  lateralMovement,
  dnsTunnel,
  lateStation,
  redirectedTraffic,
  addressConflict,
  scanning,
  malformedMessages,
];

/** All findings of a site, worst first; the same site gives the same findings in the same order. */
export function findAll(site: Site): Finding[] {
  return runDetections(site, DETECTIONS);
}
