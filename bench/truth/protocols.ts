/** A protocol as both sides name it. */
export interface ComparedProtocol {
  /** Name in `bulkhead dissect`. */
  name: string;
  /** Names in Wireshark's `frame.protocols` that mean a message of this protocol is in the frame. */
  layers: readonly string[];
}

/** The protocols whose frames are compared, in the order of the printed table. */
export const COMPARED: readonly ComparedProtocol[] = [
  { name: "modbus", layers: ["modbus", "mbtcp", "mbudp"] },
  { name: "modbus_rtu", layers: ["mbrtu"] },
  { name: "dnp3", layers: ["dnp3"] },
  // The service data unit is a layer of its own in Wireshark.
  { name: "iec104", layers: ["iec60870_104", "iec60870_asdu"] },
  { name: "cotp", layers: ["cotp"] },
  { name: "s7comm", layers: ["s7comm"] },
  { name: "enip", layers: ["enip"] },
  // The connection manager, class 3, PCCC and safety parts are layers of their own in Wireshark and services of CIP here.
  { name: "cip", layers: ["cip", "cipcm", "cipcls", "cippccc", "cipmb", "cipcco"] },
  { name: "pccc", layers: ["cippccc"] },
  { name: "cipio", layers: ["cipio"] },
  { name: "bacnet", layers: ["bvlc", "bacnet", "bacapp"] },
  { name: "opcua", layers: ["opcua"] },
  { name: "mqtt", layers: ["mqtt"] },
  { name: "arp", layers: ["arp"] },
  { name: "dhcp", layers: ["dhcp", "bootp"] },
  { name: "dhcpv6", layers: ["dhcpv6"] },
  { name: "dns", layers: ["dns"] },
  { name: "mdns", layers: ["mdns"] },
  { name: "llmnr", layers: ["llmnr"] },
  { name: "lldp", layers: ["lldp"] },
  { name: "cdp", layers: ["cdp"] },
  { name: "ssdp", layers: ["ssdp"] },
  { name: "snmp", layers: ["snmp"] },
  { name: "tls", layers: ["tls", "ssl"] },
  { name: "http", layers: ["http"] },
  { name: "ssh", layers: ["ssh"] },
  { name: "ftp", layers: ["ftp"] },
  { name: "telnet", layers: ["telnet"] },
  { name: "ntp", layers: ["ntp"] },
  { name: "nbns", layers: ["nbns"] },
  { name: "nbss", layers: ["nbss"] },
  { name: "nbdgm", layers: ["nbdgm"] },
  { name: "smb", layers: ["smb"] },
  { name: "smb2", layers: ["smb2"] },
  { name: "rdp", layers: ["rdp"] },
  { name: "vnc", layers: ["vnc"] },
  { name: "rtsp", layers: ["rtsp"] },
  { name: "sip", layers: ["sip"] },
  { name: "kerberos", layers: ["kerberos"] },
  { name: "ldap", layers: ["ldap", "cldap"] },
  { name: "dcerpc", layers: ["dcerpc"] },
  { name: "icmp", layers: ["icmp"] },
  { name: "icmpv6", layers: ["icmpv6"] },
  { name: "igmp", layers: ["igmp"] },
  { name: "syslog", layers: ["syslog"] },
  { name: "stp", layers: ["stp"] },
  { name: "eapol", layers: ["eapol"] },
  { name: "goose", layers: ["goose"] },
  { name: "profinet_rt", layers: ["pn_rt"] },
  { name: "profinet_dcp", layers: ["pn_dcp"] },
  { name: "profinet_ptcp", layers: ["pn_ptcp"] },
  { name: "ptp", layers: ["ptp"] },
  { name: "ethercat", layers: ["ecatf"] },
  { name: "powerlink", layers: ["epl"] },
  { name: "rtps", layers: ["rtps"] },
  { name: "mrp", layers: ["pn_mrp", "mrp"] },
];
