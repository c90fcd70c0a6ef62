// What the text of a message tells of the device that wrote it: the header of ArcSight's Common Event Format and IBM's LEEF,
// the origin element of RFC 5424 section 7.2, and the habits of makers of network equipment.
import type { About, Talk } from "../../talk.ts";
import { enterpriseName } from "../snmp/enterprises.ts";

/** A relay may have passed the message on: what it says is about its writer. */
const BY_WRITER = 0.6;

/** Tells claims from the text behind the header, at most once each: `isNew` says whether a text was not told before. */
export function tellContent(talk: Talk, app: string, content: string, isNew: (text: string) => boolean): void {
  const event = /\b(?:CEF:\d|LEEF:[\d.]+)\|([^|]{1,64})\|([^|]{1,64})\|([^|]{0,64})\|/.exec(content);
  if (event !== null) {
    if (!isNew(event[0])) return;
    const [, vendor, product, version] = event as unknown as [string, string, string, string];
    const method = content.includes("CEF:") ? "CEF header in syslog" : "LEEF header in syslog";
    talk.claim("sender", "vendor", vendor, BY_WRITER, method);
    talk.claim("sender", "software", `${product} ${version}`.trim(), BY_WRITER, method);
    return;
  }
  const cisco = /^%([A-Z0-9_]{2,32})-(?:[A-Z0-9_]+-)?[0-7]-[A-Z0-9_]+$/.exec(app);
  if (cisco !== null) {
    const isFirewall = /^(ASA|PIX|FTD|FWSM)$/.test(cisco[1] as string);
    if (!isNew(isFirewall ? "%ASA" : "%")) return;
    talk.claim("sender", "vendor", "Cisco", BY_WRITER, "syslog mnemonic");
    if (isFirewall) talk.claim("sender", "kind", "firewall", BY_WRITER, "syslog mnemonic");
    else talk.claim("sender", "operatingSystem", "Cisco IOS", 0.4, "syslog mnemonic");
    return;
  }
  const fortinet = /\bdevname="?([\w.-]{1,64})"? devid="?([A-Z0-9]{8,24})"?/.exec(content);
  if (fortinet !== null) {
    if (!isNew(fortinet[0])) return;
    talk.claim("sender", "vendor", "Fortinet", 0.7, "FortiOS log");
    talk.claim("sender", "name", fortinet[1] as string, 0.7, "FortiOS log");
    talk.claim("sender", "serial", fortinet[2] as string, 0.7, "FortiOS log");
    return;
  }
  const screen = /\bNetScreen device_id=([\w.-]{1,64})/.exec(content);
  if (screen === null || !isNew(screen[0])) return;
  talk.claim("sender", "vendor", "Juniper", BY_WRITER, "ScreenOS log");
  talk.claim("sender", "kind", "firewall", BY_WRITER, "ScreenOS log");
  talk.claim("sender", "name", app, 0.5, "ScreenOS log");
  // Its own name may stand for the number.
  if (/^\d{16}$/.test(screen[1] as string))
    talk.claim("sender", "serial", screen[1] as string, BY_WRITER, "ScreenOS log");
}

/** Tells the origin element of structured data, if there is one: who wrote the message, by its own word. */
export function tellOrigin(talk: Talk, data: string, isNew: (text: string) => boolean): void {
  const origin = /\[origin ((?:[^\]"\\]|"(?:[^"\\]|\\.){0,256}"){1,1024})\]/.exec(data);
  if (origin === null || !isNew(origin[0])) return;
  const parameter = (name: string): string =>
    new RegExp(`(?:^| )${name}="([^"\\\\]{1,128})"`).exec(origin[1] as string)?.[1] ?? "";
  const ip = parameter("ip");
  const isOther = /^(\d{1,3}\.){3}\d{1,3}$/.test(ip) && ip !== talk.senderAddress();
  const about: About = isOther ? { ip } : "sender";
  const method = "syslog origin";
  const enterprise = Number(parameter("enterpriseId").split(".")[0]);
  talk.claim(about, "vendor", enterpriseName(enterprise), 0.6, method);
  talk.claim(about, "software", `${parameter("software")} ${parameter("swVersion")}`.trim(), 0.8, method);
}

/** Names of the elements of structured data, at most 16. */
export function elementNames(data: string): string[] {
  const names: string[] = [];
  const pattern = /\[([^\s="\]]{1,32})(?:\s(?:[^\]"\\]|"(?:[^"\\]|\\.)*")*)?\]/g;
  for (let found = pattern.exec(data); found !== null && names.length < 16; found = pattern.exec(data)) {
    names.push(found[1] as string);
  }
  return names;
}

const SECRET =
  /\b((?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|community)\s*["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi;

/** The beginning of the text, its secrets hidden. */
export function shownText(text: string): string {
  return text.replace(SECRET, "$1***").slice(0, 120);
}
