// Names of numbers in link, network and transport headers: IEEE 802 EtherTypes, IANA protocol numbers, RFC 792, RFC 4443, RFC 826, RFC 9260.

/** EtherTypes. */
export const ETHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0800, "IPv4"],
  [0x0806, "ARP"],
  [0x8100, "802.1Q"],
  [0x86dd, "IPv6"],
  [0x8847, "MPLS"],
  [0x8848, "MPLS multicast"],
  [0x8863, "PPPoE discovery"],
  [0x8864, "PPPoE session"],
  [0x888e, "EAP over LAN"],
  [0x8892, "PROFINET"],
  [0x88a4, "EtherCAT"],
  [0x88a8, "802.1ad"],
  [0x88ab, "Powerlink"],
  [0x88b8, "GOOSE"],
  [0x88ba, "Sampled Values"],
  [0x88cc, "LLDP"],
  [0x88cd, "SERCOS III"],
  [0x88e3, "MRP"],
  [0x88f7, "PTP"],
  [0x892f, "HSR"],
  [0x6558, "Ethernet"],
  [0x88be, "ERSPAN II"],
  [0x22eb, "ERSPAN III"],
]);

/** IP protocol numbers. */
export const IP_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0, "hop-by-hop options"],
  [1, "ICMP"],
  [2, "IGMP"],
  [4, "IPv4"],
  [6, "TCP"],
  [17, "UDP"],
  [41, "IPv6"],
  [43, "routing"],
  [44, "fragment"],
  [47, "GRE"],
  [50, "ESP"],
  [51, "AH"],
  [58, "ICMPv6"],
  [59, "no next header"],
  [60, "destination options"],
  [89, "OSPF"],
  [103, "PIM"],
  [112, "VRRP"],
  [132, "SCTP"],
]);

/** Operations of ARP. */
export const ARP_OPERATIONS: ReadonlyMap<number, string> = new Map([
  [1, "request"],
  [2, "reply"],
  [3, "reverse request"],
  [4, "reverse reply"],
]);

/** Types of ICMP. */
export const ICMP_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "echo reply"],
  [3, "destination unreachable"],
  [4, "source quench"],
  [5, "redirect"],
  [8, "echo request"],
  [9, "router advertisement"],
  [10, "router solicitation"],
  [11, "time exceeded"],
  [12, "parameter problem"],
  [13, "timestamp request"],
  [14, "timestamp reply"],
]);

/** Types of ICMPv6. */
export const ICMP6_TYPES: ReadonlyMap<number, string> = new Map([
  [1, "destination unreachable"],
  [2, "packet too big"],
  [3, "time exceeded"],
  [4, "parameter problem"],
  [128, "echo request"],
  [129, "echo reply"],
  [130, "multicast listener query"],
  [131, "multicast listener report"],
  [133, "router solicitation"],
  [134, "router advertisement"],
  [135, "neighbor solicitation"],
  [136, "neighbor advertisement"],
  [137, "redirect"],
  [143, "multicast listener report, version 2"],
]);

/** Types of SCTP chunks. */
export const SCTP_CHUNKS: ReadonlyMap<number, string> = new Map([
  [0, "DATA"],
  [1, "INIT"],
  [2, "INIT ACK"],
  [3, "SACK"],
  [4, "HEARTBEAT"],
  [5, "HEARTBEAT ACK"],
  [6, "ABORT"],
  [7, "SHUTDOWN"],
  [8, "SHUTDOWN ACK"],
  [9, "ERROR"],
  [10, "COOKIE ECHO"],
  [11, "COOKIE ACK"],
  [14, "SHUTDOWN COMPLETE"],
]);

/** Kinds of TCP options. */
export const TCP_OPTIONS: ReadonlyMap<number, string> = new Map([
  [0, "end of options"],
  [1, "no operation"],
  [2, "maximum segment size"],
  [3, "window scale"],
  [4, "selective acknowledgment permitted"],
  [5, "selective acknowledgment"],
  [8, "timestamps"],
]);

/** Bits of the TCP header's bytes 12 and 13 (RFC 9293, RFC 3168). */
export const TCP_FLAGS: readonly (readonly [number, string])[] = [
  [0x02, "SYN"],
  [0x10, "ACK"],
  [0x08, "PSH"],
  [0x01, "FIN"],
  [0x04, "RST"],
  [0x20, "URG"],
  [0x40, "ECE"],
  [0x80, "CWR"],
  [0x100, "AE"],
];

/** Kinds of packets in Linux cooked captures. */
export const COOKED_KINDS: ReadonlyMap<number, string> = new Map([
  [0, "to this host"],
  [1, "broadcast"],
  [2, "multicast"],
  [3, "to another host"],
  [4, "from this host"],
]);
