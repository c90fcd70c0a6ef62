// Fingerprint databases of Recog (github.com/rapid7/recog, fingerprints.xsd): what of them serves passive evidence.
// Document types and entities are never expanded; databases about evidence that is not collected are counted and left.
import { parseXml, type XmlElement, XmlError } from "@rgrove/parse-xml";
import type { Attribute } from "../model/attribute.ts";
import type { Role } from "../model/role.ts";
import type { EvidenceKind } from "../observe/fingerprints/evidence.ts";
import type { Rule, RuleSet } from "../observe/fingerprints/rules.ts";
import { compilePattern } from "./patterns.ts";

/** What a file gave. */
export interface ReadPack {
  set: RuleSet;
  /** Rules that were left out, in words, with how many. */
  skipped: Map<string, number>;
  /** What is wrong with the file: path within it, and what to do. Then nothing of it is used. */
  problems: string[];
  /** What a database is about, where that is not collected, so that nothing of it is used. */
  unused: string;
}

/** Databases by what they match; for those without the attribute, by protocol. */
const KINDS: Readonly<Record<string, EvidenceKind>> = {
  "http_header.server": "http.server",
  "http_header.wwwauth": "http.www_authenticate",
  "http_header.x-powered-by": "http.powered_by",
  html_title: "http.title",
  dhcp_vendor_class: "dhcp.vendor_class",
  "mdns.device-info.txt": "mdns.device_info",
  "ftp.banner": "ftp.banner",
  "ssh.banner": "ssh.banner",
  "snmp.sys_description": "snmp.sys_descr",
  "snmp.sys_object_id": "snmp.sys_object_id",
  "smb.native_os": "smb.native_os",
  "smb.native_lm": "smb.native_lm",
  "x509.subject": "tls.subject",
  "x509.issuer": "tls.issuer",
  telnet: "telnet.banner",
};

/** Words of Recog for the class of a device that are one of our roles; others are told as they are. */
const ROLES: Readonly<Record<string, Role>> = {
  PLC: "plc",
  "HMI Controller": "hmi",
  "Remote Terminal": "rtu",
  "Device Server": "gateway",
  "Building Automation": "building controller",
  "Environment Control": "building controller",
  "IP Camera": "camera",
  "Web Cam": "camera",
  DVR: "video recorder",
  Printer: "printer",
  "Print Server": "printer",
  "Multifunction Device": "printer",
  Copier: "printer",
  VoIP: "phone",
  "SIP Device": "phone",
  "Access Control": "badge reader",
  "Light Bulb": "light",
  "Smart TV": "television",
  IPTV: "television",
  Switch: "switch",
  Hub: "switch",
  Router: "router",
  "Broadband Router": "router",
  "ADSL Router": "router",
  "ADSL Modem": "router",
  "DSL Modem": "router",
  "Cable Modem": "router",
  "DOCSIS Cable Modem": "router",
  Firewall: "firewall",
  VPN: "firewall",
  "Security Appliance": "firewall",
  WAP: "access point",
  "Wireless Controller": "access point",
  NAS: "file server",
  Storage: "file server",
  "Storage Appliance": "file server",
  Hypervisor: "server",
  Laptop: "workstation",
  Desktop: "workstation",
  "Thin Client": "workstation",
  Mobile: "mobile device",
  "Mobile Phone": "mobile device",
  Tablet: "mobile device",
  "Power Meter": "meter",
  Sensor: "sensor",
  Medical: "medical device",
};

/** How sure a database is where it does not say, by its own documentation. */
const USUAL_CERTAINTY = 0.85;
/** How far its certainty is believed: the words of a device about itself, read by somebody else's rule. */
const TRUST = 0.75;
const MOST_RULES = 20_000;
const FLAGS = new Set(["REG_ICASE", "REG_DOT_NEWLINE", "REG_MULTILINE", "REG_LINE_ANY_CRLF"]);

/** Whether a text looks like a database of Recog. */
export function isRecog(text: string): boolean {
  return /^\s*(?:<\?xml[^>]{0,200}\?>)?(?:\s|<!--[\s\S]*?-->)*<fingerprints[\s>]/.test(text.slice(0, 4096));
}

/** Reads a database; `source` is what its rules are said to come from. */
export function readRecog(text: string, source: string): ReadPack {
  const pack: ReadPack = { set: { source, rules: [], firstOnly: true }, skipped: new Map(), problems: [], unused: "" };
  let root: XmlElement | null;
  try {
    root = parseXml(text).root;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    pack.problems.push(`is no well-formed XML: ${error.message.split("\n")[0]} (line ${error.line})`);
    return pack;
  }
  if (root === null || root.name !== "fingerprints") {
    pack.problems.push("has no <fingerprints> at its root, so it is no database of Recog");
    return pack;
  }
  const fingerprints = elementsOf(root, "fingerprint");
  const matches = root.attributes["matches"] ?? root.attributes["protocol"] ?? "";
  const on = Object.hasOwn(KINDS, matches) ? (KINDS[matches] as EvidenceKind) : undefined;
  if (on === undefined) {
    pack.unused = matches === "" ? "nothing that it names" : matches;
    return pack;
  }
  const rules: Rule[] = [];
  for (const fingerprint of fingerprints.slice(0, MOST_RULES)) {
    const made = ruleOf(fingerprint, on);
    if (typeof made === "string") count(pack, made, 1);
    else rules.push(made);
  }
  if (fingerprints.length > MOST_RULES) {
    count(pack, `stands behind the first ${MOST_RULES}`, fingerprints.length - MOST_RULES);
  }
  pack.set = { source, rules, firstOnly: true };
  return pack;
}

function count(pack: ReadPack, reason: string, times: number): void {
  pack.skipped.set(reason, (pack.skipped.get(reason) ?? 0) + times);
}

function elementsOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter(
    (child) => child.type === "element" && (child as XmlElement).name === name,
  ) as XmlElement[];
}

/** A rule, or why it cannot be one. */
function ruleOf(fingerprint: XmlElement, on: EvidenceKind): Rule | string {
  const flags = (fingerprint.attributes["flags"] ?? "")
    .split(",")
    .map((flag) => flag.trim())
    .filter(Boolean);
  for (const flag of flags) if (!FLAGS.has(flag)) return `has the unknown flag ${flag}`;
  const text = fingerprint.attributes["pattern"] ?? "";
  // In Ruby, for which these are written, ^ and $ stand at every line, and both flags let the dot pass line ends.
  const compiled = compilePattern(text, {
    ignoreCase: flags.includes("REG_ICASE"),
    dotAll: flags.includes("REG_DOT_NEWLINE") || flags.includes("REG_MULTILINE"),
    multiline: true,
  });
  if (compiled.kind === "refused") return `has a pattern that cannot be used: it ${compiled.reason}`;
  const description = elementsOf(fingerprint, "description")[0]?.text.replace(/\s+/g, " ").trim() ?? "";
  const parameters = new Map<string, string>();
  for (const parameter of elementsOf(fingerprint, "param")) {
    const name = parameter.attributes["name"] ?? "";
    const position = Number(parameter.attributes["pos"] ?? "0");
    if (!Number.isInteger(position) || position < 0 || position > 9) return "has a parameter with a position beyond 9";
    // A dollar of the file itself is no group.
    const value = position > 0 ? `$${position}` : (parameter.attributes["value"] ?? "").replaceAll("$", "");
    if (name !== "") parameters.set(name, value);
  }
  const { gives, confidence } = claimsOf(parameters);
  return {
    on,
    match: compiled.pattern,
    gives,
    confidence,
    name: description === "" ? text.slice(0, 60) : description.slice(0, 80),
  };
}

interface Claims {
  gives: Partial<Record<Attribute, string>>;
  confidence: Partial<Record<Attribute, number>>;
}

/** Parameters of Recog as claims. One without a certainty of its own has the usual one; certainty 0 means that nothing is known. */
function claimsOf(parameters: ReadonlyMap<string, string>): Claims {
  const claims: Claims = { gives: {}, confidence: {} };
  const of = (name: string): string => interpolated(parameters, name, 0);
  const give = (attribute: Attribute, value: string, about: "hw" | "os" | "service", factor = 1): void => {
    const said = parameters.get(`${about}.certainty`);
    const certainty = said === undefined ? USUAL_CERTAINTY : Number(said);
    if (value === "" || !(certainty > 0) || claims.gives[attribute] !== undefined) return;
    claims.gives[attribute] = value;
    claims.confidence[attribute] = Math.round(Math.min(1, certainty) * TRUST * factor * 100) / 100;
  };
  const device = parameters.get("hw.device") ?? parameters.get("os.device") ?? parameters.get("service.device") ?? "";
  const about = parameters.has("hw.device") ? "hw" : "os";
  give("vendor", of("hw.vendor"), "hw");
  give("model", of("hw.model") || of("hw.product"), "hw");
  give("hardware", of("hw.version"), "hw", 0.8);
  give("serial", of("hw.serial_number"), "hw");
  const system = of("os.product") || of("os.family");
  const maker = system === "Linux" && of("os.vendor") !== "Linux" ? of("os.vendor") : "";
  give("operatingSystem", joined(`${maker} ${system}`.trim(), of("os.version"), of("os.edition")), "os");
  const product = of("service.product") || of("service.family");
  // Short names such as HTTPD mean little without their maker.
  const program = /^[A-Z0-9]{2,5}$/.test(product) ? `${of("service.vendor")} ${product}`.trim() : product;
  give("software", joined(program, of("service.version"), ""), "service");
  give("name", of("host.name"), "service", 0.8);
  give("domainName", of("host.domain"), "service", 0.8);
  const role = ROLES[device];
  if (role !== undefined) give("role", role, about);
  if (device !== "") give("kind", device, about);
  return claims;
}

/** A value with "{name}" in it filled from the other parameters; "" when one of them is missing. */
function interpolated(parameters: ReadonlyMap<string, string>, name: string, depth: number): string {
  const value = parameters.get(name) ?? "";
  if (!value.includes("{")) return value === "-" ? "" : value;
  if (depth > 3) return "";
  let isWhole = true;
  const filled = value.replace(/\{([a-z0-9_.]+)\}/gi, (_, other: string) => {
    const found = interpolated(parameters, other, depth + 1);
    if (found === "") isWhole = false;
    return found;
  });
  return isWhole ? filled.replace(/[{}]/g, "") : "";
}

/** A product with edition and version; a version that is found in the text may be missing there. */
function joined(product: string, version: string, edition: string): string {
  if (product === "") return "";
  const optional = (part: string): string => (part === "" ? "" : part.includes("$") ? `{ ${part}}` : ` ${part}`);
  return `${product}${optional(edition)}${optional(version)}`;
}
