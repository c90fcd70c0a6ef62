// What role and level rules know of protocols: facts of the field. Dissectors tell the world of what they read; this
// table adds the protocols that are only recognized by port or frame type, and how a protocol is used.
import type { ProtocolTraits } from "../site.ts";

/** The worlds a protocol may belong to. */
export type World = ProtocolTraits["world"];

/** What a protocol's use tells of the devices at its ends. */
export type Use =
  /** Requests and answers about the process: the answering side is a controller or nearer to the process. */
  | "process"
  /** Cyclic input and output between a controller and field devices. */
  | "cyclic io"
  /** Events from protection devices to all. */
  | "protection event"
  /** Sampled currents and voltages. */
  | "sampled values"
  /** Publish and subscribe by way of a broker. */
  | "broker"
  | "historian"
  | "database"
  | "directory"
  | "name service"
  | "time service"
  | "address service"
  | "file share"
  | "file transfer"
  | "web"
  | "mail"
  | "print"
  | "voice"
  | "video"
  | "remote desktop"
  | "remote shell"
  | "management"
  | "log"
  | "medical record"
  | "medical image"
  | "building"
  | "mobile core control"
  | "mobile core session"
  | "mobile user plane"
  | "other";

/** One protocol's facts. */
export interface ProtocolFacts {
  /** One name per protocol, whatever a link is called. */
  key: string;
  title: string;
  world: World;
  use: Use;
}

type Row = readonly [names: string, ports: string, title: string, world: World, use: Use];

/** Names as links carry them, parted by commas; ports as "tcp 502", which is also what a link is called when nothing read it. */
const ROWS: readonly Row[] = [
  ["modbus, modbus_rtu, umas", "tcp 502 udp 502", "Modbus", "ot", "process"],
  ["s7comm, s7comm-plus", "", "S7", "ot", "process"],
  // Its port is shared by S7, MMS and others: which one it is, the messages must tell.
  ["cotp", "tcp 102", "ISO transport", "ot", "process"],
  ["enip, cip, pccc", "tcp 44818 udp 44818 tcp 2221", "EtherNet/IP", "ot", "process"],
  ["cipio", "udp 2222", "EtherNet/IP implicit I/O", "ot", "cyclic io"],
  ["dnp3", "tcp 20000 udp 20000 tcp 19999", "DNP3", "ot", "process"],
  ["iec104", "tcp 2404 tcp 19998", "IEC 60870-5-104", "ot", "process"],
  ["mms", "", "MMS", "ot", "process"],
  ["goose, iec61850 gse, rgoose", "", "GOOSE", "ot", "protection event"],
  ["sampled values, sv", "", "sampled values", "ot", "sampled values"],
  ["synchrophasor", "tcp 4712 udp 4713", "synchrophasors", "ot", "process"],
  ["profinet, profinet_io, pnio, profinet_rt", "udp 34964 udp 34962", "PROFINET", "ot", "cyclic io"],
  ["profinet_dcp", "", "PROFINET DCP", "ot", "other"],
  ["profinet_ptcp", "", "PROFINET PTCP", "ot", "other"],
  ["mrp", "", "MRP", "ot", "other"],
  ["ethercat", "udp 34980", "EtherCAT", "ot", "cyclic io"],
  ["powerlink", "", "POWERLINK", "ot", "cyclic io"],
  ["sercos iii, sercos", "", "SERCOS III", "ot", "cyclic io"],
  ["fins", "udp 9600 tcp 9600", "FINS", "ot", "process"],
  [
    "melsec, slmp, melsoft",
    "tcp 5006 tcp 5007 udp 5006 tcp 5010 udp 5010 udp 5560 tcp 5562",
    "MELSEC",
    "ot",
    "process",
  ],
  ["sbus", "udp 5050", "S-Bus", "ot", "process"],
  ["srtp, ge_srtp, gesrtp", "tcp 18245 tcp 18246", "GE SRTP", "ot", "process"],
  ["egd", "udp 18246", "EGD", "ot", "cyclic io"],
  ["codesys, codesys2, codesys3", "tcp 11740 tcp 1740 udp 1740 tcp 1200 tcp 2455", "CODESYS", "ot", "process"],
  ["ads, ams", "tcp 48898 udp 48899", "ADS", "ot", "process"],
  ["tristation", "udp 1502", "TriStation", "ot", "process"],
  ["roc, rocplus", "tcp 4000 udp 4000", "ROC", "ot", "process"],
  ["pcom", "tcp 20256", "PCOM", "ot", "process"],
  ["bsap", "udp 1234", "BSAP", "ot", "process"],
  ["hartip", "tcp 5094 udp 5094", "HART-IP", "ot", "process"],
  ["dlms", "tcp 4059 udp 4059", "DLMS", "ot", "process"],
  ["c1222", "tcp 1153 udp 1153", "ANSI C12.22", "ot", "process"],
  ["genisys", "tcp 10001", "Genisys", "ot", "process"],
  ["opcua", "tcp 4840", "OPC UA", "ot", "process"],
  ["ffhse", "udp 1089 udp 1090 udp 1091", "Foundation Fieldbus HSE", "ot", "process"],
  ["canopen", "", "CANopen", "ot", "cyclic io"],
  ["fte", "", "Fault Tolerant Ethernet", "ot", "other"],
  ["j1939", "", "J1939", "ot", "cyclic io"],
  ["suitelink", "tcp 5413", "SuiteLink", "ot", "historian"],
  ["pi", "tcp 5450", "PI", "ot", "historian"],
  ["bacnet, bacnet_sc, bacnet_mstp", "udp 47808", "BACnet", "building", "building"],
  ["helvarnet", "", "HelvarNet", "building", "building"],
  ["knxnet, knxip", "udp 3671 tcp 3671", "KNXnet/IP", "building", "building"],
  ["fox, niagara_fox", "tcp 1911 tcp 4911", "Fox", "building", "building"],
  ["lonworks", "udp 1628 udp 1629", "LonWorks", "building", "building"],
  ["mqtt, mqtt_ws, mqttsn", "tcp 1883 tcp 8883", "MQTT", "iot", "broker"],
  ["amqp", "tcp 5672 tcp 5671", "AMQP", "iot", "broker"],
  ["coap", "udp 5683 udp 5684", "CoAP", "iot", "other"],
  ["wpan, 802.15.4", "", "IEEE 802.15.4", "iot", "other"],
  ["zigbee", "", "Zigbee", "iot", "other"],
  ["zep", "udp 17754", "Zigbee encapsulation", "iot", "other"],
  ["mle", "udp 19788", "Thread", "iot", "other"],
  ["gwmp, lorawan", "udp 1700", "LoRaWAN", "iot", "other"],
  ["btle, bluetooth le, btatt, btsmp", "", "Bluetooth LE", "iot", "other"],
  ["llrp", "tcp 5084", "LLRP", "iot", "other"],
  ["aruba_rtls", "", "Aruba RTLS", "iot", "other"],
  ["tplink_shp", "tcp 9999 udp 9999", "TP-Link Smart Home", "iot", "other"],
  ["tuya", "tcp 6668 udp 6666 udp 6667", "Tuya", "iot", "other"],
  ["dicom", "tcp 104 tcp 11112 tcp 2762", "DICOM", "iomt", "medical image"],
  ["hl7", "tcp 2575", "HL7", "iomt", "medical record"],
  ["ngap, nas5g", "sctp 38412", "NGAP", "5g", "mobile core control"],
  ["s1ap, naseps", "sctp 36412", "S1AP", "5g", "mobile core control"],
  ["dpws, sdc", "", "DPWS", "iot", "other"],
  ["fhir", "", "FHIR", "iomt", "medical record"],
  ["poct1a", "", "POCT1-A", "iomt", "medical record"],
  ["astm", "", "ASTM E1394", "iomt", "medical record"],
  ["ieee20601", "", "IEEE 11073-20601", "iomt", "other"],
  ["pfcp", "udp 8805", "PFCP", "5g", "mobile core session"],
  ["gtp, gtpu, gtp_u", "udp 2152", "GTP-U", "5g", "mobile user plane"],
  ["gtpc, gtp_c, gtpv1, gtpv2", "udp 2123", "GTP-C", "5g", "mobile core session"],
  ["gtpprime", "udp 3386 tcp 3386", "GTP'", "5g", "mobile core session"],
  ["diameter", "tcp 3868 sctp 3868", "Diameter", "5g", "mobile core session"],
  ["sbi", "", "5G service-based interface", "5g", "mobile core session"],
  ["kerberos", "tcp 88 udp 88", "Kerberos", "it", "directory"],
  ["ldap", "tcp 389 tcp 636 udp 389 tcp 3268", "LDAP", "it", "directory"],
  ["mssql, tds", "tcp 1433", "SQL Server", "it", "database"],
  ["irc", "tcp 6667", "IRC", "it", "other"],
  ["oracle", "tcp 1521", "Oracle database", "it", "database"],
  ["mysql", "tcp 3306", "MySQL", "it", "database"],
  ["postgresql", "tcp 5432", "PostgreSQL", "it", "database"],
  ["dns", "udp 53 tcp 53", "DNS", "network", "name service"],
  ["ntp", "udp 123", "NTP", "network", "time service"],
  ["ptp", "udp 319 udp 320", "PTP", "network", "time service"],
  ["dhcp, dhcpv6", "udp 67 udp 547", "DHCP", "network", "address service"],
  ["smb, smb2", "tcp 445 tcp 139", "SMB", "it", "file share"],
  ["oncrpc", "tcp 111 udp 111", "ONC RPC", "it", "other"],
  ["sflow", "udp 6343", "sFlow", "network", "log"],
  ["netflow", "udp 2055 udp 4739", "NetFlow", "network", "log"],
  ["wdb", "udp 17185", "VxWorks WDB", "ot", "management"],
  ["nfs", "tcp 2049 udp 2049", "NFS", "it", "file share"],
  ["ftp", "tcp 21", "FTP", "it", "file transfer"],
  ["tftp", "udp 69", "TFTP", "it", "file transfer"],
  ["radius", "udp 1812 udp 1813", "RADIUS", "it", "directory"],
  ["tacacs", "tcp 49", "TACACS+", "it", "directory"],
  ["isakmp", "udp 500 udp 4500", "IPsec", "it", "other"],
  ["wireguard", "udp 51820", "WireGuard", "it", "other"],
  ["openvpn", "udp 1194 tcp 1194", "OpenVPN", "it", "other"],
  ["teamviewer", "tcp 5938 udp 5938", "TeamViewer", "it", "remote desktop"],
  ["anydesk", "", "AnyDesk", "it", "remote desktop"],
  ["http, http2", "tcp 80 tcp 8080", "HTTP", "it", "web"],
  ["tls, quic, dtls", "tcp 443 udp 443", "TLS", "it", "web"],
  ["smtp", "tcp 25 tcp 587", "SMTP", "it", "mail"],
  ["imap", "tcp 143 tcp 993", "IMAP", "it", "mail"],
  ["pop3", "tcp 110 tcp 995", "POP3", "it", "mail"],
  ["ipp", "tcp 631", "IPP", "it", "print"],
  ["lpd", "tcp 515", "LPD", "it", "print"],
  ["jetdirect", "tcp 9100", "raw printing", "it", "print"],
  ["sip", "tcp 5060 udp 5060 tcp 5061", "SIP", "it", "voice"],
  ["skinny", "tcp 2000", "Skinny", "it", "voice"],
  ["rtsp", "tcp 554 udp 554 tcp 8554", "RTSP", "iot", "video"],
  ["rdp", "tcp 3389 udp 3389", "RDP", "it", "remote desktop"],
  ["vnc, rfb", "tcp 5900 tcp 5901", "VNC", "it", "remote desktop"],
  ["ssh", "tcp 22", "SSH", "it", "remote shell"],
  ["telnet", "tcp 23", "Telnet", "it", "remote shell"],
  ["snmp", "udp 161", "SNMP", "network", "management"],
  ["wsdiscovery", "udp 3702", "WS-Discovery", "iot", "other"],
  ["hue", "", "Philips Hue", "iot", "other"],
  ["iolink", "", "IO-Link gateway", "ot", "process"],
  ["ocpp", "", "OCPP", "ot", "other"],
  ["onvif", "", "ONVIF", "iot", "video"],
  ["syslog", "udp 514 tcp 514 tcp 6514", "syslog", "network", "log"],
  ["rtp", "", "RTP", "it", "voice"],
  ["xmpp", "tcp 5222 tcp 5269", "XMPP", "it", "other"],
  ["doip", "tcp 13400 udp 13400", "DoIP", "ot", "process"],
  ["isotp", "", "UDS and OBD over CAN", "ot", "process"],
  ["someip", "udp 30490", "SOME/IP", "ot", "process"],
  ["trdp", "udp 17224 udp 17225 tcp 17225", "TRDP", "ot", "cyclic io"],
];

const UNKNOWN: ProtocolFacts = { key: "", title: "", world: "network", use: "other" };

const BY_NAME: ReadonlyMap<string, ProtocolFacts> = new Map(
  ROWS.flatMap(([names, ports, title, world, use]) => {
    const facts: ProtocolFacts = { key: names.split(", ")[0] as string, title, world, use };
    const byPort: string[] = ports === "" ? [] : (ports.match(/(tcp|udp|sctp) \d+/g) ?? []);
    return [...names.split(", "), ...byPort].map((name) => [name, facts] as const);
  }),
);

/** What is known of a protocol: its dissector's own words first, then the table; a link named by port is looked up by it. */
export function protocolFacts(protocols: ReadonlyMap<string, ProtocolTraits>, name: string): ProtocolFacts {
  const traits = protocols.get(name);
  const facts = BY_NAME.get(name);
  if (traits === undefined) return facts ?? UNKNOWN;
  const use = facts?.use ?? (traits.world === "ot" ? "process" : traits.world === "building" ? "building" : "other");
  return { key: facts?.key ?? name, title: traits.title, world: traits.world, use };
}

/** What is inside TLS on a port that one protocol has for itself; undefined for the web's and unknown ports. */
export function factsInTls(port: number): ProtocolFacts | undefined {
  const facts = BY_NAME.get(`tcp ${port}`);
  return facts === undefined || facts.use === "web" ? undefined : { ...facts, title: `${facts.title} in TLS` };
}

/** Whether a link is named by its port alone, for nothing could read it. */
export function isNamedByPort(name: string): boolean {
  return /^(tcp|udp|sctp) \d+$/.test(name);
}
