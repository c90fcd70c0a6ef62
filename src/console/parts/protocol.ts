/** Short names that people write in another way. */
const WORDS: Readonly<Record<string, string>> = {
  modbus: "Modbus",
  s7comm: "S7",
  "s7comm-plus": "S7comm-plus",
  opcua: "OPC UA",
  bacnet: "BACnet",
  ethernetip: "EtherNet/IP",
  enip: "EtherNet/IP",
  cip: "CIP",
  profinet: "PROFINET",
  pnio: "PROFINET IO",
  iec104: "IEC 104",
  iec61850: "IEC 61850",
  dnp3: "DNP3",
  umas: "UMAS",
  goose: "GOOSE",
  https: "HTTPS",
  profinet_rt: "PROFINET RT",
  cipio: "CIP I/O",
  wsdiscovery: "WS-Discovery",
  kerberos: "Kerberos",
  syslog: "Syslog",
  smb2: "SMB",
};

/** A protocol's short name as people write it; short names without another are written large. */
export function titleWord(protocol: string): string {
  const known = WORDS[protocol];
  if (known) return known;
  // "tcp 102": a port of which no protocol is known.
  const carrier = /^(tcp|udp|ip|sctp) (.+)$/.exec(protocol);
  if (carrier) return `${carrier[1].toUpperCase()} ${carrier[2]}`;
  if (protocol.includes("_")) return protocol.toUpperCase().replaceAll("_", " ");
  return protocol.length <= 5 ? protocol.toUpperCase() : protocol.charAt(0).toUpperCase() + protocol.slice(1);
}
