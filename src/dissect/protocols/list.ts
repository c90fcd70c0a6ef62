// Every dissector, one line each. Order matters only between protocols whose bytes look equally alike.
import type { Dissector } from "../dissector.ts";
import { arp } from "./arp.ts";
import { bacnet } from "./bacnet/bacnet.ts";
import { cclinkIe } from "./cclink-ie/cclink-ie.ts";
import { cdp } from "./cdp.ts";
import { cip } from "./cip/cip.ts";
import { cipio } from "./cipio.ts";
import { cotp } from "./cotp.ts";
import { dcerpc } from "./dcerpc/dcerpc.ts";
import { dhcp } from "./dhcp/dhcp.ts";
import { dhcpv6 } from "./dhcpv6/dhcpv6.ts";
import { dnp3 } from "./dnp3/dnp3.ts";
import { dns } from "./dns/dns.ts";
import { llmnr } from "./dns/llmnr.ts";
import { mdns } from "./dns/mdns.ts";
import { eapol } from "./eapol.ts";
import { enip } from "./enip.ts";
import { esio } from "./esio.ts";
import { ethercat } from "./ethercat/ethercat.ts";
import { ftp } from "./ftp.ts";
import { hislip } from "./hislip.ts";
import { http } from "./http/http.ts";
import { icmp } from "./icmp.ts";
import { icmpv6 } from "./icmpv6/icmpv6.ts";
import { iec104 } from "./iec104/iec104.ts";
import { goose } from "./iec61850/goose.ts";
import { igmp } from "./igmp.ts";
import { kerberos } from "./kerberos/kerberos.ts";
import { lacp } from "./lacp.ts";
import { ldap } from "./ldap/ldap.ts";
import { lldp } from "./lldp.ts";
import { modbus } from "./modbus/modbus.ts";
import { modbusRtu } from "./modbus/rtu.ts";
import { mqtt } from "./mqtt/mqtt.ts";
import { mrp } from "./mrp.ts";
import { nbns } from "./nbns.ts";
import { ntp } from "./ntp.ts";
import { opcua } from "./opcua/opcua.ts";
import { opcuaPubsub } from "./opcua-pubsub/opcua-pubsub.ts";
import { pccc } from "./pccc/pccc.ts";
import { pnio } from "./pnio/pnio.ts";
import { powerlink } from "./powerlink/powerlink.ts";
import { profinetDcp } from "./profinet/dcp.ts";
import { profinetPtcp } from "./profinet/ptcp.ts";
import { profinetRt } from "./profinet/rt.ts";
import { prp } from "./prp.ts";
import { ptp } from "./ptp/ptp.ts";
import { rdp } from "./rdp.ts";
import { rtps } from "./rtps/rtps.ts";
import { rtsp } from "./rtsp/rtsp.ts";
import { s7comm } from "./s7comm/s7comm.ts";
import { s7commPlus } from "./s7comm-plus/s7comm-plus.ts";
import { sbus } from "./sbus/sbus.ts";
import { sercos3 } from "./sercos3.ts";
import { sip } from "./sip/sip.ts";
import { nbdgm } from "./smb/nbdgm.ts";
import { nbss } from "./smb/nbss.ts";
import { smb } from "./smb/smb.ts";
import { smb2 } from "./smb/smb2.ts";
import { snmp } from "./snmp/snmp.ts";
import { ssdp } from "./ssdp.ts";
import { ssh } from "./ssh/ssh.ts";
import { stp } from "./stp.ts";
import { syslog } from "./syslog/syslog.ts";
import { telnet } from "./telnet.ts";
import { tls } from "./tls/tls.ts";
import { umas } from "./umas/umas.ts";
import { vnc } from "./vnc/vnc.ts";
import { wsdiscovery } from "./wsdiscovery/wsdiscovery.ts";

/** The protocols that Bulkhead reads. */
export const PROTOCOLS: readonly Dissector[] = [
  arp,
  bacnet,
  cclinkIe,
  cdp,
  cip,
  cipio,
  cotp,
  dcerpc,
  dhcp,
  dhcpv6,
  dnp3,
  dns,
  eapol,
  enip,
  esio,
  ethercat,
  ftp,
  goose,
  hislip,
  http,
  icmp,
  icmpv6,
  iec104,
  igmp,
  kerberos,
  lacp,
  ldap,
  lldp,
  llmnr,
  mdns,
  modbus,
  modbusRtu,
  mqtt,
  mrp,
  nbdgm,
  nbns,
  nbss,
  ntp,
  opcua,
  opcuaPubsub,
  pccc,
  pnio,
  powerlink,
  profinetDcp,
  profinetPtcp,
  profinetRt,
  prp,
  ptp,
  rdp,
  rtps,
  rtsp,
  s7comm,
  s7commPlus,
  sbus,
  sercos3,
  sip,
  smb,
  smb2,
  snmp,
  ssdp,
  ssh,
  stp,
  syslog,
  telnet,
  tls,
  umas,
  vnc,
  wsdiscovery,
];
