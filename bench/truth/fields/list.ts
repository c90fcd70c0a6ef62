import type { FieldMap } from "../field.ts";
import { ads } from "./ads.ts";
import { amqp } from "./amqp.ts";
import { arp } from "./arp.ts";
import { bacnet } from "./bacnet.ts";
import { btatt } from "./btatt.ts";
import { btle } from "./btle.ts";
import { c1222 } from "./c1222.ts";
import { cdp } from "./cdp.ts";
import { cip } from "./cip.ts";
import { cipio } from "./cipio.ts";
import { coap } from "./coap.ts";
import { cotp } from "./cotp.ts";
import { dcerpc } from "./dcerpc.ts";
import { dhcp } from "./dhcp.ts";
import { dhcpv6 } from "./dhcpv6.ts";
import { dicom } from "./dicom.ts";
import { dnp3 } from "./dnp3.ts";
import { dns } from "./dns.ts";
import { eapol } from "./eapol.ts";
import { egd } from "./egd.ts";
import { enip } from "./enip.ts";
import { esio } from "./esio.ts";
import { ethercat } from "./ethercat.ts";
import { fins } from "./fins.ts";
import { ftp } from "./ftp.ts";
import { goose } from "./goose.ts";
import { gtpprime } from "./gtpprime.ts";
import { gtpv2 } from "./gtpv2.ts";
import { hartip } from "./hartip.ts";
import { hislip } from "./hislip.ts";
import { hl7 } from "./hl7.ts";
import { http } from "./http.ts";
import { http2 } from "./http2.ts";
import { icmp } from "./icmp.ts";
import { icmpv6 } from "./icmpv6.ts";
import { iec104 } from "./iec104.ts";
import { igmp } from "./igmp.ts";
import { kerberos } from "./kerberos.ts";
import { knxnet } from "./knxnet.ts";
import { ldap } from "./ldap.ts";
import { lldp } from "./lldp.ts";
import { llmnr } from "./llmnr.ts";
import { mdns } from "./mdns.ts";
import { mms } from "./mms.ts";
import { modbus } from "./modbus.ts";
import { mqtt } from "./mqtt.ts";
import { mrp } from "./mrp.ts";
import { nas5g } from "./nas5g.ts";
import { nbdgm } from "./nbdgm.ts";
import { nbns } from "./nbns.ts";
import { nbss } from "./nbss.ts";
import { ngap } from "./ngap.ts";
import { ntp } from "./ntp.ts";
import { oncrpc } from "./oncrpc.ts";
import { opcua } from "./opcua.ts";
import { pccc } from "./pccc.ts";
import { pfcp } from "./pfcp.ts";
import { pnio } from "./pnio.ts";
import { powerlink } from "./powerlink.ts";
import { profinetDcp } from "./profinet_dcp.ts";
import { profinetPtcp } from "./profinet_ptcp.ts";
import { profinetRt } from "./profinet_rt.ts";
import { ptp } from "./ptp.ts";
import { quic } from "./quic.ts";
import { rdp } from "./rdp.ts";
import { rtp } from "./rtp.ts";
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
import { sv } from "./sv.ts";
import { synchrophasor } from "./synchrophasor.ts";
import { syslog } from "./syslog.ts";
import { telnet } from "./telnet.ts";
import { tftp } from "./tftp.ts";
import { tls } from "./tls.ts";
import { tplinkShp } from "./tplink_shp.ts";
import { wpan } from "./wpan.ts";
import { zigbee } from "./zigbee.ts";

/** Every protocol whose fields are compared, in the order of the printed table. */
export const FIELD_MAPS: readonly FieldMap[] = [
  mms,
  synchrophasor,
  sv,
  pfcp,
  gtpv2,
  ngap,
  tftp,
  ...[ethercat, powerlink, rtps, hislip, sbus, esio],
  ...[modbus, dnp3, cotp, s7comm, enip, cip, pccc, cipio, bacnet, mqtt],
  ...[iec104, goose, profinetDcp, profinetPtcp, profinetRt, pnio, mrp, ptp, opcua],
  ...[fins, hartip, ads, egd],
  ...[arp, dhcp, dhcpv6, dns, mdns, llmnr, lldp, cdp, ssdp, snmp, tls, http, ssh],
  ...[ftp, telnet, ntp, nbns, nbss, nbdgm, smb, smb2, rdp, rtsp, sip, oncrpc],
  ...[kerberos, ldap, dcerpc, icmp, icmpv6, igmp, syslog, stp, eapol, wpan, zigbee],
  ...[btle, btatt],
  ...[amqp, c1222, coap, dicom, gtpprime, hl7, http2, knxnet, nas5g, quic, rtp, tplinkShp],
];

/** Protocols of ours whose fields are not compared with Wireshark, and why. */
export const UNMAPPED: Readonly<Record<string, string>> = {
  cclink_ie: "Wireshark of this version has no dissector of it, and no capture of the collection holds it",
  lacp: "no capture of the collection holds it; compared on frames of our own",
  opcua_pubsub: "Wireshark of this version has no dissector of it, and no capture of the collection holds it",
  prp: "no capture of the collection holds it; compared on frames of our own",
  sercos3: "no capture of the collection holds it; compared on frames of our own",
  dlms: "Wireshark of this version has no dissector of it",
  naseps: "no capture of the collection holds it; compared on frames of our own",
  s1ap: "no capture of the collection holds it; compared on frames of our own",
  diameter: "no capture of the collection holds it; compared on messages of our own",
  tds: "no capture of the collection holds it; compared on packets of our own",
  mysql: "no capture of the collection holds it; compared on packets of our own",
  postgresql: "no capture of the collection holds it; compared on messages of our own",
  irc: "no capture of the collection holds it; compared on lines of our own",
  websocket: "no capture of the collection holds it; compared on frames of our own",
  netflow: "Wireshark looks at its ports alone, and the one capture has it on another; compared on messages of our own",
  sflow: "no capture of the collection holds it; compared on datagrams of our own",
  nfs: "one message in the collection, cut; compared on messages of our own",
  fte: "Wireshark has no dissector of it, and no capture of the collection holds it",
  wdb: "Wireshark has no dissector of it, and no capture of the collection holds it",
  hue: "Wireshark has no dissector of it",
  iolink: "Wireshark has no dissector of it, and no capture of the collection holds it",
  ocpp: "Wireshark of this version has no dissector of it, and no capture of the collection holds it",
  eap: "no capture of the collection holds it; compared on packets of our own",
  sbi: "Wireshark has no dissector of it",
  gtpv1: "no capture of the collection holds a message of it but tunneled packets, which are read as what they carry",
  radius: "no capture of the collection holds a sound message of it",
  tacacs: "no capture of the collection holds it",
  isakmp: "only broken messages in the collection",
  openvpn: "no capture of the collection holds it",
  wireguard: "no capture of the collection holds it",
  anydesk: "no capture of the collection holds it",
  helvarnet: "Wireshark has no dissector of it, and no capture of the collection holds it",
  teamviewer: "no capture of the collection holds it",
  modbus_rtu: "no capture of the collection holds it",
  vnc: "no capture of the collection holds it",
  umas: "Wireshark has no dissector of it and shows octets of Modbus function 90",
  "s7comm-plus": "Wireshark has no dissector of it; a log of Zeek is compared",
  slmp: "Wireshark has no dissector of it, and no capture of the collection holds it",
  melsoft: "Wireshark has no dissector of it",
  bsap: "Wireshark has no dissector of it; logs of Zeek are compared",
  rocplus: "Wireshark has no dissector of it",
  genisys: "Wireshark has no dissector of it; a log of Zeek is compared",
  gesrtp: "Wireshark has no dissector of it, and no capture of the collection holds it",
  pcom: "no capture of the collection holds it",
  tristation: "Wireshark has no dissector of it, and no capture of the collection holds it",
  codesys2: "Wireshark has no dissector of it, and no capture of the collection holds it",
  codesys3: "Wireshark has no dissector of it",
  wsdiscovery: "Wireshark has no dissector of it but that of XML, which has no columns for its elements",
  astm: "Wireshark has no dissector of it, and no capture of the collection holds it",
  poct1a: "Wireshark has no dissector of it, and no capture of the collection holds it",
  ieee20601: "Wireshark has no dissector of it, and no capture of the collection holds it",
  dpws: "no capture of the collection holds it",
  fhir: "Wireshark has no dissector of it, and no capture of the collection holds it",
  rgoose: "no capture of the collection holds it; compared on frames of our own",
  bacnet_sc: "no capture of the collection holds it; compared on frames of our own",
  lonworks: "no capture of the collection holds it; compared on frames of our own",
  ffhse: "no capture of the collection holds it; compared on frames of our own",
  bacnet_mstp: "no capture of the collection holds it; compared on frames of our own",
  canopen: "no capture of the collection holds it; compared on frames of our own",
  j1939: "no capture of the collection holds it; compared on frames of our own",
  isotp: "no capture of the collection holds it; compared on frames of our own",
  aruba_rtls: "no capture of the collection holds it; compared on frames of our own",
  llrp: "no capture of the collection holds it; compared on frames of our own",
  onvif: "no capture of the collection holds it",
  fox: "Wireshark has no dissector of it",
  tuya: "Wireshark has no dissector of it",
  dtls: "no capture of the collection holds it",
  doip: "no capture of the collection holds it",
  mqttsn: "no capture of the collection holds it",
  someip: "no capture of the collection holds it",
  trdp: "no capture of the collection holds it",
  btsmp: "no capture of the collection holds it",
  gwmp: "no capture of the collection holds it",
  lorawan: "no capture of the collection holds it",
  mle: "no capture of the collection holds it",
  zep: "no capture of the collection holds it",
  xmpp: "no capture of the collection holds it",
};
