// Every dissector, one line each. Order matters only between protocols whose bytes look equally alike.
import type { Dissector } from "../dissector.ts";
import { ads } from "./ads/ads.ts";
import { amqp } from "./amqp/amqp.ts";
import { anydesk } from "./anydesk.ts";
import { arp } from "./arp.ts";
import { arubaRtls } from "./aruba-rtls.ts";
import { astm } from "./astm/astm.ts";
import { bacnet } from "./bacnet/bacnet.ts";
import { bacnetMstp } from "./bacnet/mstp.ts";
import { bacnetSecureConnect } from "./bacnet/secure-connect.ts";
import { btatt } from "./bluetooth/att.ts";
import { btle } from "./bluetooth/btle.ts";
import { btsmp } from "./bluetooth/smp.ts";
import { bsap } from "./bsap/bsap.ts";
import { c1222 } from "./c1222.ts";
import { canopen } from "./canopen/canopen.ts";
import { cclinkIe } from "./cclink-ie/cclink-ie.ts";
import { cdp } from "./cdp.ts";
import { diameter } from "./cellular/diameter.ts";
import { gtpprime } from "./cellular/gtpprime.ts";
import { gtpv1 } from "./cellular/gtpv1.ts";
import { gtpv2 } from "./cellular/gtpv2.ts";
import { nas5g } from "./cellular/nas5g.ts";
import { naseps } from "./cellular/naseps.ts";
import { ngap } from "./cellular/ngap.ts";
import { pfcp } from "./cellular/pfcp.ts";
import { s1ap } from "./cellular/s1ap.ts";
import { sbi } from "./cellular/sbi.ts";
import { cip } from "./cip/cip.ts";
import { cipio } from "./cipio.ts";
import { coap } from "./coap/coap.ts";
import { codesys2 } from "./codesys/codesys2.ts";
import { codesys3 } from "./codesys/codesys3.ts";
import { cotp } from "./cotp.ts";
import { mysql } from "./databases/mysql.ts";
import { postgresql } from "./databases/postgresql.ts";
import { tds } from "./databases/tds.ts";
import { dcerpc } from "./dcerpc/dcerpc.ts";
import { dhcp } from "./dhcp/dhcp.ts";
import { dhcpv6 } from "./dhcpv6/dhcpv6.ts";
import { dicom } from "./dicom/dicom.ts";
import { dlms } from "./dlms/dlms.ts";
import { dnp3 } from "./dnp3/dnp3.ts";
import { dns } from "./dns/dns.ts";
import { llmnr } from "./dns/llmnr.ts";
import { mdns } from "./dns/mdns.ts";
import { doip } from "./doip.ts";
import { dpws } from "./dpws/dpws.ts";
import { dtls } from "./dtls.ts";
import { eap } from "./eap/eap.ts";
import { eapol } from "./eapol.ts";
import { egd } from "./egd.ts";
import { enip } from "./enip.ts";
import { esio } from "./esio.ts";
import { ethercat } from "./ethercat/ethercat.ts";
import { ffhse } from "./ffhse/ffhse.ts";
import { fhir } from "./fhir/fhir.ts";
import { fins } from "./fins/fins.ts";
import { fox } from "./fox.ts";
import { fte } from "./fte.ts";
import { ftp } from "./ftp.ts";
import { genisys } from "./genisys.ts";
import { gesrtp } from "./gesrtp/gesrtp.ts";
import { hartip } from "./hartip/hartip.ts";
import { helvarnet } from "./helvarnet/helvarnet.ts";
import { hislip } from "./hislip.ts";
import { hl7 } from "./hl7/hl7.ts";
import { http } from "./http/http.ts";
import { http2 } from "./http2/http2.ts";
import { hue } from "./hue/hue.ts";
import { icmp } from "./icmp.ts";
import { icmpv6 } from "./icmpv6/icmpv6.ts";
import { iec104 } from "./iec104/iec104.ts";
import { goose } from "./iec61850/goose.ts";
import { rgoose } from "./iec61850/rgoose.ts";
import { sampledValues } from "./iec61850/sampled-values.ts";
import { ieee20601 } from "./ieee20601/ieee20601.ts";
import { igmp } from "./igmp.ts";
import { iolink } from "./iolink/iolink.ts";
import { irc } from "./irc.ts";
import { isakmp } from "./isakmp.ts";
import { j1939 } from "./j1939/j1939.ts";
import { kerberos } from "./kerberos/kerberos.ts";
import { knxnet } from "./knxnet/knxnet.ts";
import { lacp } from "./lacp.ts";
import { ldap } from "./ldap/ldap.ts";
import { lldp } from "./lldp.ts";
import { llrp } from "./llrp/llrp.ts";
import { lonworks } from "./lonworks/lonworks.ts";
import { gwmp } from "./lorawan/gwmp.ts";
import { lorawan } from "./lorawan/lorawan.ts";
import { mle } from "./mle.ts";
import { mms } from "./mms/mms.ts";
import { modbus } from "./modbus/modbus.ts";
import { modbusRtu } from "./modbus/rtu.ts";
import { mqtt } from "./mqtt/mqtt.ts";
import { mqttsn } from "./mqttsn.ts";
import { mrp } from "./mrp.ts";
import { nbns } from "./nbns.ts";
import { netflow } from "./netflow.ts";
import { ntp } from "./ntp.ts";
import { ocpp } from "./ocpp/ocpp.ts";
import { nfs } from "./oncrpc/nfs.ts";
import { oncrpc } from "./oncrpc/oncrpc.ts";
import { wdb } from "./oncrpc/wdb.ts";
import { onvif } from "./onvif/onvif.ts";
import { opcua } from "./opcua/opcua.ts";
import { opcuaPubsub } from "./opcua-pubsub/opcua-pubsub.ts";
import { openvpn } from "./openvpn.ts";
import { pccc } from "./pccc/pccc.ts";
import { pcom } from "./pcom/pcom.ts";
import { pnio } from "./pnio/pnio.ts";
import { poct1a } from "./poct1a/poct1a.ts";
import { powerlink } from "./powerlink/powerlink.ts";
import { profinetDcp } from "./profinet/dcp.ts";
import { profinetPtcp } from "./profinet/ptcp.ts";
import { profinetRt } from "./profinet/rt.ts";
import { prp } from "./prp.ts";
import { ptp } from "./ptp/ptp.ts";
import { quic } from "./quic.ts";
import { radius } from "./radius.ts";
import { rdp } from "./rdp.ts";
import { rocplus } from "./rocplus/rocplus.ts";
import { rtp } from "./rtp.ts";
import { rtps } from "./rtps/rtps.ts";
import { rtsp } from "./rtsp/rtsp.ts";
import { s7comm } from "./s7comm/s7comm.ts";
import { s7commPlus } from "./s7comm-plus/s7comm-plus.ts";
import { sbus } from "./sbus/sbus.ts";
import { sercos3 } from "./sercos3.ts";
import { sflow } from "./sflow/sflow.ts";
import { sip } from "./sip/sip.ts";
import { melsoft } from "./slmp/melsoft.ts";
import { slmp } from "./slmp/slmp.ts";
import { nbdgm } from "./smb/nbdgm.ts";
import { nbss } from "./smb/nbss.ts";
import { smb } from "./smb/smb.ts";
import { smb2 } from "./smb/smb2.ts";
import { snmp } from "./snmp/snmp.ts";
import { someip } from "./someip.ts";
import { ssdp } from "./ssdp.ts";
import { ssh } from "./ssh/ssh.ts";
import { stp } from "./stp.ts";
import { synchrophasor } from "./synchrophasor/synchrophasor.ts";
import { syslog } from "./syslog/syslog.ts";
import { tacacs } from "./tacacs.ts";
import { teamviewer } from "./teamviewer.ts";
import { telnet } from "./telnet.ts";
import { tftp } from "./tftp.ts";
import { tls } from "./tls/tls.ts";
import { tplinkShp } from "./tplink_shp.ts";
import { trdp } from "./trdp.ts";
import { tristation } from "./tristation/tristation.ts";
import { tuya } from "./tuya.ts";
import { isotp } from "./uds/isotp.ts";
import { umas } from "./umas/umas.ts";
import { vnc } from "./vnc/vnc.ts";
import { websocket } from "./websocket.ts";
import { wireguard } from "./wireguard.ts";
import { wpan } from "./wpan.ts";
import { wsdiscovery } from "./wsdiscovery/wsdiscovery.ts";
import { xmpp } from "./xmpp.ts";
import { zep } from "./zep.ts";
import { zigbee } from "./zigbee/zigbee.ts";

/** The protocols that Bulkhead reads. */
export const PROTOCOLS: readonly Dissector[] = [
  ads,
  amqp,
  arp,
  arubaRtls,
  astm,
  bacnet,
  bacnetMstp,
  bacnetSecureConnect,
  bsap,
  btatt,
  btle,
  btsmp,
  c1222,
  canopen,
  cclinkIe,
  cdp,
  cip,
  cipio,
  coap,
  codesys2,
  codesys3,
  cotp,
  dcerpc,
  dhcp,
  dhcpv6,
  diameter,
  dicom,
  dlms,
  dnp3,
  dns,
  doip,
  dpws,
  dtls,
  eap,
  eapol,
  egd,
  enip,
  esio,
  ethercat,
  ffhse,
  fhir,
  fins,
  fox,
  fte,
  ftp,
  genisys,
  gesrtp,
  goose,
  gtpprime,
  gtpv1,
  gtpv2,
  gwmp,
  hartip,
  hislip,
  hl7,
  http,
  http2,
  icmp,
  icmpv6,
  iec104,
  ieee20601,
  igmp,
  irc,
  isakmp,
  isotp,
  j1939,
  kerberos,
  knxnet,
  lacp,
  ldap,
  lldp,
  llmnr,
  llrp,
  lonworks,
  lorawan,
  mdns,
  melsoft,
  mle,
  mms,
  modbus,
  modbusRtu,
  mqtt,
  mqttsn,
  mrp,
  mysql,
  nas5g,
  naseps,
  nbdgm,
  nbns,
  nbss,
  ngap,
  netflow,
  nfs,
  ntp,
  oncrpc,
  ocpp,
  hue,
  iolink,
  helvarnet,
  onvif,
  opcua,
  opcuaPubsub,
  openvpn,
  pccc,
  pcom,
  pfcp,
  pnio,
  poct1a,
  postgresql,
  powerlink,
  profinetDcp,
  profinetPtcp,
  profinetRt,
  prp,
  ptp,
  quic,
  radius,
  rdp,
  rgoose,
  rocplus,
  rtp,
  rtps,
  rtsp,
  s1ap,
  s7comm,
  s7commPlus,
  sampledValues,
  sbi,
  sbus,
  sercos3,
  sflow,
  sip,
  slmp,
  smb,
  smb2,
  snmp,
  someip,
  ssdp,
  ssh,
  stp,
  synchrophasor,
  syslog,
  tacacs,
  tds,
  teamviewer,
  anydesk,
  telnet,
  tftp,
  tls,
  tplinkShp,
  trdp,
  tristation,
  tuya,
  umas,
  vnc,
  wdb,
  websocket,
  wireguard,
  wpan,
  wsdiscovery,
  xmpp,
  zep,
  zigbee,
];
