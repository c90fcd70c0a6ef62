import { ipNumber } from "./bytes.ts";
import { createNetwork } from "./network.ts";
import { encodePcapng, type TimedFrame } from "./pcapng.ts";
import { announceCamera, panelShowsCamera } from "./plant-cell/camera.ts";
import {
  HEAD_START,
  type Hosts,
  historianReads,
  panelWithDosing,
  panelWithPump,
  panelWithTank,
  pumpWithDrive,
} from "./plant-cell/controllers.ts";
import { DEVICES, type DeviceName, OFFICE, PLANT } from "./plant-cell/devices.ts";
import {
  engineeringBrowses,
  engineeringFetchesFile,
  engineeringWithSwitch,
  engineeringWithTank,
} from "./plant-cell/engineering.ts";
import { engineeringOpensSwitchPage, panelOpensShare } from "./plant-cell/outdated.ts";
import { gatewayCallsOut, officeBrowses, officeWritesController, publishSensors } from "./plant-cell/outward.ts";
import { advanceProcess, createProcess } from "./plant-cell/process.ts";
import { advertiseSwitch, claimName, leaseAddress, monitorNetwork, setClocks } from "./plant-cell/services.ts";
import { createRandom } from "./random.ts";
import { createSchedule, SECOND } from "./schedule.ts";
import { createStage } from "./stage.ts";
import type { SiteTruth, TrueBlindSpot } from "./truth.ts";

/** 2026-03-10 07:00:00 UTC, the beginning of the capture. */
const EPOCH = 1773126000;
/** Seconds that the capture lasts. */
const DURATION = 600;
/** Share of frames that the mirror port loses. */
const MIRROR_LOSS = 0.0006;
/** Share of TCP data segments lost on their way, which are then sent again. */
const SEGMENT_LOSS = 0.0015;

/** A simulated site: the capture of its mirror port, and the truth about it. */
export interface SimulatedSite {
  frames: TimedFrame[];
  capture: Uint8Array;
  truth: SiteTruth;
}

/**
 * Plays ten minutes of a small plant cell behind an office network and returns what a mirror port saw of it. The same
 * seed (any integer) gives the same bytes.
 */
export function simulatePlantCell(seed: number): SimulatedSite {
  const random = createRandom(seed);
  const schedule = createSchedule(-HEAD_START * SECOND);
  const mirrorRandom = random.fork("mirror");
  const frames: TimedFrame[] = [];
  let dropped = 0;
  const network = createNetwork(
    schedule,
    random.fork("network"),
    (bytes) => {
      const time = schedule.now();
      if (time < 0) return;
      if (mirrorRandom.chance(MIRROR_LOSS)) {
        dropped++;
        return;
      }
      const whole = Math.floor(time / SECOND);
      frames.push({ seconds: EPOCH + whole, nanoseconds: time - whole * SECOND, bytes });
    },
    SEGMENT_LOSS,
  );
  const names = Object.keys(DEVICES) as DeviceName[];
  const hosts = Object.fromEntries(names.map((name) => [name, network.addHost(DEVICES[name].host)])) as Hosts;
  const legs = new Map([
    [PLANT, ipNumber("10.20.10.1")],
    [OFFICE, ipNumber("10.20.40.1")],
  ]);
  for (const [vlan, ip] of legs) network.addLeg(hosts.router, vlan, ip);
  const leg = (vlan: number) => legs.get(vlan) as number;
  const stage = createStage(schedule, network, random.fork("stage"), EPOCH);
  const process = createProcess();
  const processRandom = random.fork("process");
  stage.every(-HEAD_START + 1, 0.1, 0, () => advanceProcess(process, 0.1, processRandom));

  panelWithTank(stage, hosts, process);
  panelWithDosing(stage, hosts, process);
  panelWithPump(stage, hosts, process);
  pumpWithDrive(stage, hosts, process);
  historianReads(stage, hosts, process);
  engineeringBrowses(stage, hosts);
  engineeringWithSwitch(stage, hosts);
  engineeringFetchesFile(stage, hosts);
  engineeringWithTank(stage, hosts, process);
  engineeringOpensSwitchPage(stage, hosts);
  monitorNetwork(stage, hosts);
  advertiseSwitch(stage, hosts.switch);
  panelOpensShare(stage, hosts);
  panelShowsCamera(stage, hosts);
  setClocks(stage, hosts.router, leg, [hosts.hmi, hosts.engineering, hosts.historian, hosts.gateway, hosts.office]);
  publishSensors(stage, hosts, process);
  gatewayCallsOut(stage, hosts, leg);
  officeBrowses(stage, hosts, leg);
  officeWritesController(stage, hosts, process);
  const windowsOptions = [1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 119, 121, 249, 252];
  leaseAddress(stage, hosts.router, leg, hosts.office, 3, "MSFT 5.0", windowsOptions, () =>
    claimName(stage, hosts.office, schedule.now() / SECOND),
  );
  const cameraOptions = [1, 3, 6, 12, 15, 28, 42, 51, 54, 58, 59, 66, 67];
  leaseAddress(stage, hosts.router, leg, hosts.camera, 5, "AXIS,Network Camera,P3245-V,9.80.1", cameraOptions, () =>
    announceCamera(stage, hosts.camera),
  );
  claimName(stage, hosts.hmi, 22);
  claimName(stage, hosts.engineering, 25);
  claimName(stage, hosts.historian, 28);

  schedule.run(DURATION * SECOND);
  const capture = encodePcapng(
    {
      comment: "Synthetic plant cell of the Bulkhead project; no real device was recorded",
      operatingSystem: "",
      application: "bulkhead simulate",
      interfaceName: "mirror-1/8",
      interfaceDescription: "Mirror of VLAN 10 (plant) and VLAN 40 (office), frames as ports take them in",
      snapLength: 65535,
    },
    frames,
    dropped,
  );
  return {
    frames,
    capture,
    truth: {
      site: "plant-cell",
      seed,
      period: { from: EPOCH, to: EPOCH + DURATION },
      capture: { file: "plant-cell.pcapng", frames: frames.length, droppedByMirror: dropped },
      devices: names.map((name) => DEVICES[name].truth),
      links: stage.links,
      events: stage.events,
      hidden: hiddenThings(),
    },
  };
}

function hiddenThings(): TrueBlindSpot[] {
  return [
    {
      kind: "one direction only",
      devices: ["meter-main", "hist-1"],
      detail:
        "The mirror does not copy the meter's port: the historian's requests are seen, the meter's answers are not.",
    },
    {
      kind: "began before the capture",
      devices: ["hmi-cell1", "plc-tank"],
      detail: "The panel's S7 connection was open when the capture began: no handshake, no setup.",
    },
    {
      kind: "routed frames twice",
      devices: ["pc-office-17", "plc-dosing", "rt-plant"],
      detail:
        "Frames between the VLANs are mirrored in both: once with the sender's MAC, once with the router's and one hop less.",
    },
    {
      kind: "behind a router",
      devices: ["www.example.com", "ingest.example.net"],
      detail: "Hosts outside show only the router's MAC.",
    },
    {
      kind: "encrypted",
      devices: ["gw-iiot", "ingest.example.net", "pc-office-17", "www.example.com"],
      detail: "What the gateway and the office PC say over TLS cannot be read.",
    },
    {
      kind: "dropped by the mirror",
      devices: [],
      detail: "The mirror port lost a few frames; the interface statistics of the capture give the number.",
    },
  ];
}
