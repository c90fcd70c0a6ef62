// What of a device's words fingerprint rules may look at: one name for each kind of evidence, and where it comes from.
import type { Attribute } from "../../model/attribute.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { ClaimTally, RemarkTally } from "../ledger.ts";

/** Kinds of evidence, with what they are called in a sentence. */
export const EVIDENCE_KINDS = {
  "http.server": "HTTP Server",
  "http.user_agent": "HTTP User-Agent",
  "http.powered_by": "HTTP X-Powered-By",
  "http.www_authenticate": "HTTP WWW-Authenticate",
  "http.title": "HTML title",
  "dhcp.options": "DHCP option list",
  "dhcp.vendor_class": "DHCP vendor class",
  "mdns.service": "mDNS service",
  "mdns.device_info": "mDNS device info",
  "ssdp.server": "SSDP server",
  "ssdp.device": "SSDP device type",
  "tls.subject": "TLS certificate subject",
  "tls.issuer": "TLS certificate issuer",
  "tls.ja3": "JA3",
  "tls.ja3s": "JA3S",
  "tls.ja4": "JA4",
  "ssh.banner": "SSH banner",
  "ssh.hassh": "HASSH",
  "ssh.hassh_server": "HASSH server",
  "ftp.banner": "FTP greeting",
  "telnet.banner": "Telnet banner",
  "snmp.sys_descr": "SNMP sysDescr",
  "lldp.sys_descr": "LLDP system description",
  "snmp.sys_object_id": "SNMP sysObjectID",
  "smb.native_os": "SMB native OS",
  "smb.native_lm": "SMB native LAN manager",
  name: "host name",
  vendor: "vendor",
  model: "model",
  order_number: "order number",
  operating_system: "operating system",
} as const;

/** One kind of evidence; see EVIDENCE_KINDS. */
export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

/** One thing a device said, as rules see it. */
export interface Said {
  kind: EvidenceKind;
  value: string;
  times: number;
  evidence: Evidence;
}

/** Remarks of kind "fingerprint" by the method they were noted with. */
const BY_METHOD: Readonly<Record<string, EvidenceKind>> = {
  "HTTP Server": "http.server",
  "HTTP User-Agent": "http.user_agent",
  "HTTP X-Powered-By": "http.powered_by",
  "HTTP WWW-Authenticate": "http.www_authenticate",
  "DHCP options": "dhcp.options",
  "mDNS service": "mdns.service",
  "mDNS device info": "mdns.device_info",
  "SSDP server": "ssdp.server",
  JA3: "tls.ja3",
  JA3S: "tls.ja3s",
  JA4: "tls.ja4",
  "SSH banner": "ssh.banner",
  HASSH: "ssh.hassh",
  "HASSH server": "ssh.hassh_server",
  "SNMP sysObjectID": "snmp.sys_object_id",
};

/** Claims that hold the device's own words, by attribute and method. */
const BY_CLAIM: Readonly<Record<string, EvidenceKind>> = {
  "description HTML title": "http.title",
  "description DHCP vendor class": "dhcp.vendor_class",
  "description FTP greeting": "ftp.banner",
  "description Telnet banner": "telnet.banner",
  "description SNMP sysDescr": "snmp.sys_descr",
  "description LLDP system description": "lldp.sys_descr",
  "kind SSDP device type": "ssdp.device",
  "operatingSystem SMB session setup": "smb.native_os",
  "software SMB session setup": "smb.native_lm",
};

/** Attributes that rules may look at, whoever told them. */
const BY_ATTRIBUTE: Readonly<Partial<Record<Attribute, EvidenceKind>>> = {
  name: "name",
  vendor: "vendor",
  model: "model",
  orderNumber: "order_number",
  operatingSystem: "operating_system",
};

/** What the claims about a device, and the remarks about its addresses, give rules to look at. */
export function evidenceOf(claims: Iterable<ClaimTally>, remarks: Iterable<RemarkTally>): Said[] {
  const said: Said[] = [];
  for (const { attribute, value, method, times, evidence } of claims) {
    const known = BY_CLAIM[`${attribute} ${method}`];
    if (known !== undefined) said.push({ kind: known, value, times, evidence });
    const whoever = BY_ATTRIBUTE[attribute];
    if (whoever !== undefined) said.push({ kind: whoever, value, times, evidence });
  }
  for (const { remark, times, evidence } of remarks) {
    if (remark.kind === "fingerprint") {
      const kind = BY_METHOD[remark.method];
      if (kind !== undefined) said.push({ kind, value: remark.value, times, evidence });
    } else if (remark.kind === "certificate") {
      said.push({ kind: "tls.subject", value: distinguishedName(remark.subject), times, evidence });
      said.push({ kind: "tls.issuer", value: distinguishedName(remark.issuer), times, evidence });
    }
  }
  return said;
}

/** Remarks that are evidence, by the address they are about. */
export function remarksByAddress(remarks: Iterable<RemarkTally>): Map<string, RemarkTally[]> {
  const byAddress = new Map<string, RemarkTally[]>();
  for (const tally of remarks) {
    if (tally.remark.kind !== "fingerprint" && tally.remark.kind !== "certificate") continue;
    const known = byAddress.get(tally.about);
    if (known === undefined) byAddress.set(tally.about, [tally]);
    else known.push(tally);
  }
  return byAddress;
}

/** A name as RFC 4514 writes it: the most special part first, commas within a part escaped. */
function distinguishedName(name: string): string {
  return name
    .split(/, (?=[A-Za-z][A-Za-z0-9.]*=)/)
    .reverse()
    .map((part) => part.replace(/^serialNumber=/, "SERIALNUMBER=").replaceAll(",", "\\,"))
    .join(",");
}
