import type { FieldMap } from "../field.ts";
import { arp } from "./arp.ts";
import { bacnet } from "./bacnet.ts";
import { cdp } from "./cdp.ts";
import { cip } from "./cip.ts";
import { cipio } from "./cipio.ts";
import { cotp } from "./cotp.ts";
import { dcerpc } from "./dcerpc.ts";
import { dhcp } from "./dhcp.ts";
import { dhcpv6 } from "./dhcpv6.ts";
import { dnp3 } from "./dnp3.ts";
import { dns } from "./dns.ts";
import { eapol } from "./eapol.ts";
import { enip } from "./enip.ts";
import { esio } from "./esio.ts";
import { ethercat } from "./ethercat.ts";
import { ftp } from "./ftp.ts";
import { goose } from "./goose.ts";
import { hislip } from "./hislip.ts";
import { http } from "./http.ts";
import { icmp } from "./icmp.ts";
import { icmpv6 } from "./icmpv6.ts";
import { iec104 } from "./iec104.ts";
import { igmp } from "./igmp.ts";
import { kerberos } from "./kerberos.ts";
import { ldap } from "./ldap.ts";
import { lldp } from "./lldp.ts";
import { llmnr } from "./llmnr.ts";
import { mdns } from "./mdns.ts";
import { modbus } from "./modbus.ts";
import { mqtt } from "./mqtt.ts";
import { mrp } from "./mrp.ts";
import { nbdgm } from "./nbdgm.ts";
import { nbns } from "./nbns.ts";
import { nbss } from "./nbss.ts";
import { ntp } from "./ntp.ts";
import { opcua } from "./opcua.ts";
import { pccc } from "./pccc.ts";
import { pnio } from "./pnio.ts";
import { powerlink } from "./powerlink.ts";
import { profinetDcp } from "./profinet_dcp.ts";
import { profinetPtcp } from "./profinet_ptcp.ts";
import { profinetRt } from "./profinet_rt.ts";
import { ptp } from "./ptp.ts";
import { rdp } from "./rdp.ts";
import { rtps } from "./rtps.ts";
import { rtsp } from "./rtsp.ts";
import { s7comm } from "./s7comm.ts";
import { sbus } from "./sbus.ts";
import { sip } from "./sip.ts";
import { smb } from "./smb.ts";
import { smb2 } from "./smb2.ts";
import { snmp } from "./snmp.ts";
import { ssdp } from "./ssdp.ts";
import { ssh } from "./ssh.ts";
import { stp } from "./stp.ts";
import { syslog } from "./syslog.ts";
import { telnet } from "./telnet.ts";
import { tls } from "./tls.ts";

/** Every protocol whose fields are compared, in the order of the printed table. */
export const FIELD_MAPS: readonly FieldMap[] = [
  ...[ethercat, powerlink, rtps, hislip, sbus, esio],
  ...[modbus, dnp3, cotp, s7comm, enip, cip, pccc, cipio, bacnet, mqtt],
  ...[iec104, goose, profinetDcp, profinetPtcp, profinetRt, pnio, mrp, ptp, opcua],
  ...[arp, dhcp, dhcpv6, dns, mdns, llmnr, lldp, cdp, ssdp, snmp, tls, http, ssh],
  ...[ftp, telnet, ntp, nbns, nbss, nbdgm, smb, smb2, rdp, rtsp, sip],
  ...[kerberos, ldap, dcerpc, icmp, icmpv6, igmp, syslog, stp, eapol],
];

/** Protocols of ours whose fields are not compared with Wireshark, and why. */
export const UNMAPPED: Readonly<Record<string, string>> = {
  modbus_rtu: "no capture of the collection holds it",
  vnc: "no capture of the collection holds it",
  umas: "Wireshark has no dissector of it and shows octets of Modbus function 90",
  "s7comm-plus": "Wireshark has no dissector of it; a log of Zeek is compared",
  wsdiscovery: "Wireshark has no dissector of it but that of XML, which has no columns for its elements",
};
