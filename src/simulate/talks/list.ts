// Every way to talk, one line each.
import type { Talk } from "../engine/talk.ts";
import { bacnet } from "./bacnet.ts";
import { bacnetDiscovery } from "./bacnet-discovery.ts";
import { cip } from "./cip.ts";
import { cipIo } from "./cip-io.ts";
import { coap } from "./coap.ts";
import { dhcp } from "./dhcp.ts";
import { dicom } from "./dicom.ts";
import { dlms } from "./dlms.ts";
import { dnp3 } from "./dnp3.ts";
import { dns } from "./dns.ts";
import { ethercat } from "./ethercat.ts";
import { goose } from "./goose.ts";
import { hartIp } from "./hart-ip.ts";
import { hl7 } from "./hl7.ts";
import { http } from "./http.ts";
import { iec104 } from "./iec104.ts";
import { kerberos } from "./kerberos.ts";
import { knx } from "./knx.ts";
import { ldap } from "./ldap.ts";
import { lldp } from "./lldp.ts";
import { mms } from "./mms.ts";
import { modbus } from "./modbus.ts";
import { mqtt } from "./mqtt.ts";
import { mqttSubscribe } from "./mqtt-subscribe.ts";
import { netbios } from "./netbios.ts";
import { ngap } from "./ngap.ts";
import { ntp } from "./ntp.ts";
import { opcua } from "./opcua.ts";
import { pfcp } from "./pfcp.ts";
import { profinetDcp } from "./profinet-dcp.ts";
import { profinetIo } from "./profinet-io.ts";
import { ptp } from "./ptp.ts";
import { radius } from "./radius.ts";
import { rdp } from "./rdp.ts";
import { rtp } from "./rtp.ts";
import { rtsp } from "./rtsp.ts";
import { s7comm } from "./s7comm.ts";
import { sampledValues } from "./sampled-values.ts";
import { sbi } from "./sbi.ts";
import { smb } from "./smb.ts";
import { snmp } from "./snmp.ts";
import { synchrophasor } from "./synchrophasor.ts";
import { tls } from "./tls.ts";

/** The ways to talk that sites can use. */
export const TALKS: readonly Talk[] = [
  bacnet,
  bacnetDiscovery,
  cip,
  cipIo,
  coap,
  dhcp,
  dicom,
  dlms,
  dnp3,
  dns,
  ethercat,
  goose,
  hartIp,
  hl7,
  http,
  iec104,
  knx,
  kerberos,
  ldap,
  lldp,
  mms,
  modbus,
  mqtt,
  mqttSubscribe,
  netbios,
  ngap,
  ntp,
  opcua,
  pfcp,
  profinetDcp,
  profinetIo,
  ptp,
  radius,
  rdp,
  rtp,
  rtsp,
  s7comm,
  sampledValues,
  sbi,
  smb,
  snmp,
  synchrophasor,
  tls,
];
