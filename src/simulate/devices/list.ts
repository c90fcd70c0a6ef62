// Every device type, one line each.
import type { DeviceType } from "../engine/device.ts";
import { accessManagement } from "./access-management.ts";
import { badgeReader } from "./badge-reader.ts";
import { baseStation } from "./base-station.ts";
import { bayController } from "./bay-controller.ts";
import { buildingController } from "./building-controller.ts";
import { buildingStation } from "./building-station.ts";
import { camera } from "./camera.ts";
import { cipDrive } from "./cip-drive.ts";
import { coapMeter } from "./coap-meter.ts";
import { controllogix } from "./controllogix.ts";
import { directoryServer } from "./directory-server.ts";
import { dnp3Rtu } from "./dnp3-rtu.ts";
import { drive } from "./drive.ts";
import { engineeringStation } from "./engineering-station.ts";
import { ethercatMaster } from "./ethercat-master.ts";
import { gateway } from "./gateway.ts";
import { guardlogix } from "./guardlogix.ts";
import { hartMultiplexer } from "./hart-multiplexer.ts";
import { historian } from "./historian.ts";
import { imaging } from "./imaging.ts";
import { infusionPump } from "./infusion-pump.ts";
import { integrationEngine } from "./integration-engine.ts";
import { internetServer } from "./internet-server.ts";
import { iotSensor } from "./iot-sensor.ts";
import { jumpHost } from "./jump-host.ts";
import { knxRouter } from "./knx-router.ts";
import { mergingUnit } from "./merging-unit.ts";
import { mesServer } from "./mes-server.ts";
import { modiconM221 } from "./modicon-m221.ts";
import { modiconM580 } from "./modicon-m580.ts";
import { mqttBroker } from "./mqtt-broker.ts";
import { networkRepository } from "./network-repository.ts";
import { opcuaServer } from "./opcua-server.ts";
import { operatorPanel } from "./operator-panel.ts";
import { otRouter } from "./ot-router.ts";
import { otSwitch } from "./ot-switch.ts";
import { pacs } from "./pacs.ts";
import { patientMonitor } from "./patient-monitor.ts";
import { phasorUnit } from "./phasor-unit.ts";
import { powerMeter } from "./power-meter.ts";
import { profinetIo } from "./profinet-io.ts";
import { protectionRelay } from "./protection-relay.ts";
import { rogueDevice } from "./rogue-device.ts";
import { s71500 } from "./s7-1500.ts";
import { scadaServer } from "./scada-server.ts";
import { sessionManagement } from "./session-management.ts";
import { smartMeter } from "./smart-meter.ts";
import { timeServer } from "./time-server.ts";
import { userPlane } from "./user-plane.ts";
import { vehicle } from "./vehicle.ts";
import { videoRecorder } from "./video-recorder.ts";
import { webServer } from "./web-server.ts";
import { workstation } from "./workstation.ts";

/** The device types that sites can use. */
export const DEVICE_TYPES: readonly DeviceType[] = [
  accessManagement,
  badgeReader,
  baseStation,
  bayController,
  buildingController,
  buildingStation,
  camera,
  cipDrive,
  coapMeter,
  controllogix,
  directoryServer,
  dnp3Rtu,
  drive,
  engineeringStation,
  ethercatMaster,
  gateway,
  guardlogix,
  hartMultiplexer,
  historian,
  imaging,
  infusionPump,
  integrationEngine,
  internetServer,
  iotSensor,
  jumpHost,
  knxRouter,
  mergingUnit,
  mesServer,
  modiconM221,
  modiconM580,
  mqttBroker,
  networkRepository,
  opcuaServer,
  operatorPanel,
  otRouter,
  otSwitch,
  pacs,
  patientMonitor,
  phasorUnit,
  powerMeter,
  profinetIo,
  protectionRelay,
  rogueDevice,
  s71500,
  scadaServer,
  sessionManagement,
  smartMeter,
  timeServer,
  userPlane,
  vehicle,
  videoRecorder,
  webServer,
  workstation,
];
