// Our own fingerprint rules. Facts from makers' documentation, registries and captures of the named devices; each rule
// says in its name what it rests on. What a dissector reads as part of its protocol's format is told by it, not here.
import type { Attribute } from "../../model/attribute.ts";
import type { EvidenceKind } from "./evidence.ts";
import type { Rule, RuleSet } from "./rules.ts";
import { THINGS } from "./things.ts";

type Gives = Readonly<Partial<Record<Attribute, string>>>;

/**
 * Parameter request lists of DHCP clients (RFC 2132 section 9.8) in the order asked for: software asks in the same order
 * everywhere, so the list tells the client that asks, not the device around it.
 */
const DHCP_OPTIONS: readonly (readonly [list: string, name: string, confidence: number, gives: Gives])[] = [
  [
    "1,3,6,15,31,33,43,44,46,47,119,121,249,252",
    "Windows 10 and later",
    0.65,
    { operatingSystem: "Windows 10 or later" },
  ],
  ["1,15,3,6,44,46,47,31,33,121,249,252,43", "Windows 8", 0.6, { operatingSystem: "Windows 8 or 8.1" }],
  ["1,15,3,6,44,46,47,31,33,121,249,43", "Windows Vista and 7", 0.6, { operatingSystem: "Windows Vista or 7" }],
  ["1,15,3,6,44,46,47,31,33,249,43", "Windows XP", 0.6, { operatingSystem: "Windows XP" }],
  ["1,15,3,6,44,46,47,31,33,43", "Windows 2000", 0.55, { operatingSystem: "Windows 2000" }],
  ["1,121,3,6,15,119,252,95,44,46", "macOS", 0.65, { operatingSystem: "macOS", vendor: "Apple" }],
  ["1,3,6,15,119,95,252,44,46", "older macOS", 0.6, { operatingSystem: "macOS", vendor: "Apple" }],
  ["1,121,3,6,15,119,252", "iOS", 0.6, { operatingSystem: "iOS", vendor: "Apple" }],
  ["1,3,6,15,119,252", "older iOS", 0.55, { operatingSystem: "iOS", vendor: "Apple" }],
  ["1,3,6,15,26,28,51,58,59,43", "Android", 0.65, { operatingSystem: "Android" }],
  ["1,121,33,3,6,15,28,51,58,59,119", "older Android", 0.55, { operatingSystem: "Android" }],
  ["1,33,3,6,15,28,51,58,59", "older Android", 0.55, { operatingSystem: "Android" }],
  ["1,28,2,3,15,6,119,12,44,47,26,121,42", "dhclient of Debian and Ubuntu", 0.6, { operatingSystem: "Linux" }],
  ["1,28,2,121,15,6,12,40,41,42,26,119,3", "dhclient of Red Hat", 0.55, { operatingSystem: "Linux" }],
  [
    "1,121,33,3,6,12,15,28,42,51,54,58,59,100,101,119",
    "dhcpcd",
    0.55,
    { operatingSystem: "Linux", software: "dhcpcd" },
  ],
  ["1,3,6,12,15,28,42", "BusyBox", 0.55, { operatingSystem: "Linux", software: "BusyBox" }],
  ["1,3,28,6,15,44,46,47,31,33,121,43", "ESP8266", 0.65, { hardware: "Espressif ESP8266", kind: "embedded device" }],
  ["1,3,28,6", "lwIP", 0.5, { software: "lwIP", kind: "embedded device" }],
  ["1,3,6,15,66,67,13,44", "GainSpan modules", 0.5, { hardware: "GainSpan", kind: "embedded device" }],
];

/** Subtrees of sysObjectID (IANA private enterprise numbers, makers' product MIBs) that one kind of device uses. */
const OBJECT_IDENTIFIERS: readonly (readonly [prefix: string, name: string, confidence: number, gives: Gives])[] = [
  ["248.14.10", "Hirschmann products", 0.7, { role: "switch" }],
  ["8691.7", "Moxa switches", 0.7, { role: "switch" }],
  ["8691.2", "Moxa serial servers", 0.7, { role: "gateway" }],
  ["15004.2", "RUGGEDCOM", 0.65, { role: "switch", vendor: "Siemens" }],
  ["4196.1.1.5", "SIMATIC NET", 0.65, { role: "switch", vendor: "Siemens" }],
  ["318.1.3", "APC power devices", 0.5, { kind: "power device" }],
  ["11.2.3.9.1", "HP print servers", 0.8, { role: "printer" }],
  ["641.1", "Lexmark printers", 0.75, { role: "printer" }],
  ["641.2", "Lexmark printers", 0.75, { role: "printer" }],
  ["2435.2.3.9.1", "Brother printers", 0.8, { role: "printer" }],
  ["253.8.62.1", "Xerox printers", 0.8, { role: "printer" }],
  ["367.1.1", "Ricoh printers", 0.75, { role: "printer" }],
  ["1602.4", "Canon printers", 0.75, { role: "printer" }],
  ["1347.41", "Kyocera printers", 0.75, { role: "printer" }],
  ["14988.1", "RouterOS", 0.75, { role: "router", operatingSystem: "RouterOS" }],
  ["12356.101.1", "FortiGate", 0.8, { role: "firewall", operatingSystem: "FortiOS" }],
  ["25461.2.3", "PAN-OS", 0.8, { role: "firewall", operatingSystem: "PAN-OS" }],
  ["6876.4.1", "ESXi", 0.8, { role: "server", operatingSystem: "VMware ESXi" }],
  ["311.1.1.3.1.1", "Windows workstation", 0.7, { role: "workstation", operatingSystem: "Windows" }],
  ["311.1.1.3.1.2", "Windows server", 0.7, { role: "server", operatingSystem: "Windows Server" }],
  ["311.1.1.3.1.3", "Windows domain controller", 0.8, { role: "directory server", operatingSystem: "Windows Server" }],
  ["8072.3.2.10", "Net-SNMP on Linux", 0.7, { operatingSystem: "Linux" }],
  ["8072.3.2.8", "Net-SNMP on FreeBSD", 0.7, { operatingSystem: "FreeBSD" }],
  ["8072.3.2.3", "Net-SNMP on Solaris", 0.7, { operatingSystem: "Solaris" }],
];

/** Rules with patterns. */
const PATTERNS: readonly (readonly [
  on: EvidenceKind,
  match: RegExp,
  name: string,
  confidence: number,
  gives: Gives,
])[] = [
  [
    "tls.subject",
    /\bCN=IOS-Self-Signed-Certificate-/i,
    "Cisco IOS",
    0.8,
    { vendor: "Cisco", operatingSystem: "Cisco IOS" },
  ],
  [
    "tls.subject",
    /\bCN=(FG[0-9A-Z]{2,6})T?[0-9A-Z]{8,14}\b/,
    "FortiGate serial number",
    0.7,
    { vendor: "Fortinet", role: "firewall" },
  ],
  ["tls.subject", /\bCN=axis-([0-9a-f]{12})\b/i, "Axis host name", 0.75, { vendor: "Axis", role: "camera" }],
  ["tls.subject", /\bCN=localhost\.localdomain\b.*\bO=VMware\\, Inc\b/i, "ESXi", 0.5, { software: "VMware ESXi" }],
  ["http.www_authenticate", /realm="AXIS_([0-9A-F]{12})"/i, "Axis realm", 0.8, { vendor: "Axis", role: "camera" }],
  [
    "http.www_authenticate",
    /realm="(TP-LINK|NETGEAR|D-Link|Linksys)\b/i,
    "router realm",
    0.55,
    { vendor: "$1", role: "router" },
  ],
  [
    "http.www_authenticate",
    /realm="level_15_access"/i,
    "Cisco IOS realm",
    0.8,
    { vendor: "Cisco", operatingSystem: "Cisco IOS" },
  ],
  [
    "http.server",
    /^Boa\/|^GoAhead-Webs|^RomPager\/|^Allegro-Software-RomPager/i,
    "embedded web server",
    0.4,
    { kind: "embedded device" },
  ],
  ["mdns.device_info", /\bmodel=([A-Za-z]+\d+,\d+)\b/, "Apple model", 0.85, { vendor: "Apple", model: "$1" }],
  ["mdns.service", /^_(airplay|raop|companion-link)\._tcp$/, "Apple services", 0.35, { vendor: "Apple" }],
  ["mdns.service", /^_googlecast\._tcp$/, "Google Cast", 0.4, { kind: "media player" }],
  ["mdns.service", /^_hap\._(tcp|udp)$/, "HomeKit accessory", 0.5, { kind: "HomeKit accessory" }],
  ["mdns.service", /^_axis-video\._tcp$/, "Axis video", 0.85, { vendor: "Axis", role: "camera" }],
  ["mdns.service", /^_(ipp|ipps|pdl-datastream|printer)\._tcp$/, "printing services", 0.5, { role: "printer" }],
  [
    "ssdp.server",
    // The number behind it is that of the programming interface, not of the firmware.
    /\bIpBridge\/[\d.]+/,
    "Hue bridge",
    0.8,
    { vendor: "Signify", model: "Hue Bridge", role: "iot hub" },
  ],
  [
    "ssdp.server",
    /\bSonos\/([\d.-]+) \(([A-Z0-9]+)\)/,
    "Sonos player",
    0.85,
    { vendor: "Sonos", firmware: "$1", model: "$2", role: "speaker" },
  ],
  ["ssdp.server", /\bRoku\b/i, "Roku player", 0.75, { vendor: "Roku", role: "television" }],
  [
    "ssdp.server",
    /\bFRITZ!Box ([^"]{2,40}?) (?:UPnP\/1\.0 )?AVM\b/,
    "FRITZ!Box",
    0.8,
    { vendor: "AVM", model: "FRITZ!Box $1", role: "router" },
  ],
  ["ssdp.device", /^InternetGatewayDevice$/, "Internet gateway", 0.7, { role: "router" }],
  ["smb.native_lm", /^Samba (\d[\w.-]*)/, "Samba", 0.6, { software: "Samba $1" }],
];

const ENTERPRISES = "1.3.6.1.4.1.";

/** A pattern that fits an object identifier and all below it. */
function below(prefix: string): RegExp {
  return new RegExp(`^${(ENTERPRISES + prefix).replaceAll(".", "\\.")}(\\.|$)`);
}

function rule(on: EvidenceKind, match: RegExp | string, name: string, confidence: number, gives: Gives): Rule {
  return { on, match, name, confidence, gives };
}

/** The rules that Bulkhead brings along. */
export const OWN_RULES: RuleSet = {
  source: "",
  firstOnly: false,
  rules: [
    ...DHCP_OPTIONS.map(([list, name, confidence, gives]) => rule("dhcp.options", list, name, confidence, gives)),
    ...OBJECT_IDENTIFIERS.map(([prefix, name, confidence, gives]) =>
      rule("snmp.sys_object_id", below(prefix), name, confidence, gives),
    ),
    ...[...PATTERNS, ...THINGS].map(([on, match, name, confidence, gives]) => rule(on, match, name, confidence, gives)),
  ],
};
