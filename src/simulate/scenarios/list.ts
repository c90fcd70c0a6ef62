// Every scenario, one line each.
import type { Scenario } from "../engine/scenario.ts";
import { arpSpoof } from "./arp-spoof.ts";
import { backup } from "./backup.ts";
import { bruteForce } from "./brute-force.ts";
import { cameraBotnet } from "./camera-botnet.ts";
import { defaultCredentials } from "./default-credentials.ts";
import { deviceOutage } from "./device-outage.ts";
import { deviceReplacement } from "./device-replacement.ts";
import { dicomExfiltration } from "./dicom-exfiltration.ts";
import { dnp3Restart } from "./dnp3-restart.ts";
import { dnsExfiltration } from "./dns-exfiltration.ts";
import { driveParameter } from "./drive-parameter.ts";
import { engineeringWork } from "./engineering-work.ts";
import { failover } from "./failover.ts";
import { firmwareTampering } from "./firmware-tampering.ts";
import { firmwareUpdate } from "./firmware-update.ts";
import { gooseSpoof } from "./goose-spoof.ts";
import { iec104Commands } from "./iec104-commands.ts";
import { modbusRegisterWrites } from "./modbus-register-writes.ts";
import { mqttHijack } from "./mqtt-hijack.ts";
import { networkSweep } from "./network-sweep.ts";
import { newDevice } from "./new-device.ts";
import { pfcpSessionTheft } from "./pfcp-session-theft.ts";
import { plcStop } from "./plc-stop.ts";
import { portScan } from "./port-scan.ts";
import { programDownload } from "./program-download.ts";
import { pumpReconfiguration } from "./pump-reconfiguration.ts";
import { rogueMaster } from "./rogue-master.ts";
import { segmentBreak } from "./segment-break.ts";
import { sensorFailure } from "./sensor-failure.ts";
import { setPointDrift } from "./set-point-drift.ts";
import { smbSpread } from "./smb-spread.ts";
import { switchLoop } from "./switch-loop.ts";
import { timeDrift } from "./time-drift.ts";
import { valueFreeze } from "./value-freeze.ts";
import { valueReplay } from "./value-replay.ts";
/** The scenarios that sites can use. */
export const SCENARIOS: readonly Scenario[] = [
  arpSpoof,
  backup,
  bruteForce,
  cameraBotnet,
  defaultCredentials,
  deviceOutage,
  deviceReplacement,
  dicomExfiltration,
  dnp3Restart,
  dnsExfiltration,
  driveParameter,
  engineeringWork,
  failover,
  firmwareTampering,
  firmwareUpdate,
  gooseSpoof,
  iec104Commands,
  modbusRegisterWrites,
  mqttHijack,
  networkSweep,
  newDevice,
  pfcpSessionTheft,
  plcStop,
  portScan,
  programDownload,
  pumpReconfiguration,
  rogueMaster,
  segmentBreak,
  sensorFailure,
  setPointDrift,
  smbSpread,
  switchLoop,
  timeDrift,
  valueFreeze,
  valueReplay,
];
