// What identification strings of SSH implementations say about the device; RFC 4253 section 4.2 leaves their form open.
import type { Talk } from "../../talk.ts";
import type { SshMemory } from "./memory.ts";

const METHOD = "SSH identification";

interface Known {
  pattern: RegExp;
  software?: string;
  vendor?: string;
  operatingSystem?: string;
}

/** The first that fits counts; `$1` in the software is the version found. */
const KNOWN: readonly Known[] = [
  { pattern: /^OpenSSH_for_Windows_(\S+)/, software: "OpenSSH for Windows $1", operatingSystem: "Windows" },
  { pattern: /^OpenSSH_(\S+)/, software: "OpenSSH $1" },
  { pattern: /^dropbear_?(\S*)/i, software: "Dropbear $1" },
  { pattern: /^Cisco-(\S+)/, software: "Cisco SSH $1", vendor: "Cisco", operatingSystem: "Cisco IOS" },
  { pattern: /^ROSSSH/, software: "RouterOS SSH", vendor: "MikroTik", operatingSystem: "RouterOS" },
  { pattern: /^HUAWEI-(\S+)/, software: "Huawei SSH $1", vendor: "Huawei" },
  { pattern: /^Comware-(\S+)/, software: "Comware SSH $1", vendor: "HPE", operatingSystem: "Comware $1" },
  { pattern: /^mpSSH_(\S+)/, software: "mpSSH $1", vendor: "HPE" },
  { pattern: /^RomSShell_(\S+)/, software: "RomSShell $1" },
  { pattern: /^Mocana/i, software: "Mocana SSH" },
  { pattern: /^NetScreen/, software: "NetScreen SSH", vendor: "Juniper", operatingSystem: "ScreenOS" },
  { pattern: /^lancom/i, software: "LANCOM SSH", vendor: "LANCOM", operatingSystem: "LCOS" },
  { pattern: /^IPSSH[-_](\S+)/, software: "IPSSH $1", operatingSystem: "VxWorks" },
  { pattern: /^PuTTY_(?:Release_)?(\S+)/, software: "PuTTY $1" },
  { pattern: /^WinSCP_(?:release_)?(\S+)/, software: "WinSCP $1", operatingSystem: "Windows" },
  { pattern: /^FileZilla_(\S+)/, software: "FileZilla $1" },
  { pattern: /^libssh2_(\S+)/, software: "libssh2 $1" },
  { pattern: /^libssh[-_](\S+)/, software: "libssh $1" },
  { pattern: /^paramiko_(\S+)/, software: "Paramiko $1" },
  { pattern: /^JSCH[-_](\S+)/i, software: "JSch $1" },
  { pattern: /^TeraTerm(?:SSH\d)?[_/]?(\S*)/i, software: "Tera Term $1", operatingSystem: "Windows" },
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Ubuntu/i, "Ubuntu Linux"],
  [/Raspbian/i, "Raspbian Linux"],
  [/Debian/i, "Debian Linux"],
  [/FreeBSD/i, "FreeBSD"],
  [/NetBSD/i, "NetBSD"],
  [/QNX/i, "QNX"],
  [/VxWorks/i, "VxWorks"],
];

/** Claims software, maker and operating system as far as the identification tells. */
export function tellSoftware(
  talk: Talk<SshMemory>,
  software: string,
  comments: string,
  start: number,
  end: number,
): void {
  if (software === "") return;
  let system = "";
  let vendor = "";
  let name = software.replace(/_/g, " ");
  for (const known of KNOWN) {
    const found = known.pattern.exec(software);
    if (found === null) continue;
    const version = found[1] ?? "";
    name = known.software === undefined ? name : known.software.replace("$1", version).trim();
    vendor = known.vendor ?? "";
    system = known.operatingSystem?.replace("$1", version) ?? "";
    break;
  }
  for (const [pattern, text] of SYSTEMS) {
    if (system === "" && (pattern.test(comments) || pattern.test(software))) system = text;
  }
  const words = comments === "" ? software : `${software} ${comments}`;
  talk.note("sender", { kind: "fingerprint", method: "SSH banner", value: words.slice(0, 256) });
  talk.claim("sender", "software", name, 0.8, METHOD, start, end);
  talk.claim("sender", "vendor", vendor, 0.6, METHOD, start, end);
  talk.claim("sender", "operatingSystem", system, 0.7, METHOD, start, end);
}
