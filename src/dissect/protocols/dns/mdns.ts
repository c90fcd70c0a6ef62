// Multicast DNS: RFC 6762; service discovery on it: RFC 6763.
// Not decoded: nothing beyond what DNS leaves. TXT keys are read for identity only where they are in common use.
import type { Attribute } from "../../../model/attribute.ts";
import { DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import type { Talk } from "../../talk.ts";
import type { DnsMemory, Known } from "./message.ts";
import { MOST_NAMES, newMemory, operationsOf, readMessage } from "./message.ts";
import { addressOfReverseName } from "./names.ts";
import { SERVICES } from "./services.ts";

const OPERATIONS = operationsOf("mdns", "identify");

/** Names and services on the local link. */
export const mdns = dissector<DnsMemory>({
  name: "mdns",
  title: "mDNS",
  standard: "RFC 6762",
  world: "network",
  carriage: [{ over: "udp", ports: [5353] }],
  remember: newMemory,
  probe(reader) {
    return reader.left() >= 12 && ((reader.peek(2) >> 3) & 15) === 0 ? POSSIBLE : NO;
  },
  read(reader, talk) {
    readMessage(reader, talk, "mdns", OPERATIONS, learn);
    return DONE;
  },
});

/** Which attribute a TXT key tells, and how surely; keys in lower case. */
const KEYS: ReadonlyMap<string, readonly [Attribute, number]> = new Map([
  ["model", ["model", 0.9]],
  ["md", ["model", 0.9]],
  ["am", ["model", 0.85]],
  ["ty", ["model", 0.85]],
  ["usb_mdl", ["model", 0.9]],
  ["modelname", ["model", 0.9]],
  ["model_number", ["model", 0.85]],
  ["modelid", ["orderNumber", 0.7]],
  ["product", ["model", 0.7]],
  ["devicetype", ["kind", 0.7]],
  ["manufacturer", ["vendor", 0.9]],
  ["manufacture", ["vendor", 0.9]],
  ["mfg", ["vendor", 0.9]],
  ["usb_mfg", ["vendor", 0.9]],
  ["vendor", ["vendor", 0.9]],
  ["brand", ["vendor", 0.8]],
  ["fw", ["firmware", 0.85]],
  ["fwversion", ["firmware", 0.9]],
  ["fw_version", ["firmware", 0.9]],
  ["firmware", ["firmware", 0.9]],
  ["swversion", ["firmware", 0.8]],
  ["app_version", ["firmware", 0.7]],
  ["serial", ["serial", 0.9]],
  ["serialnumber", ["serial", 0.9]],
  ["sn", ["serial", 0.8]],
  ["osxvers", ["operatingSystem", 0.7]],
  ["os", ["operatingSystem", 0.7]],
  ["fn", ["name", 0.7]],
  ["friendlyname", ["name", 0.7]],
  ["note", ["location", 0.6]],
]);

function learn(talk: Talk<DnsMemory>, response: boolean, _question: string, records: readonly Known[]): void {
  if (!response) return;
  let sender = "";
  let names = 0;
  let claims = 0;
  for (const record of records) {
    if (names >= MOST_NAMES || claims >= MOST_NAMES) break;
    switch (record.type) {
      case 1:
      case 28:
        if (record.address === "") break;
        names++;
        sender ||= talk.senderAddress();
        talk.note({ ip: record.address }, { kind: "name", method: "mDNS", name: record.name, ip: record.address });
        // A sleep proxy answers for others: only the own address is the sender.
        if (record.address === sender) {
          claims++;
          talk.claim("sender", "name", hostOf(record.name), 0.95, "mDNS host record", record.start, record.end);
        }
        break;
      case 12:
        claims += learnPointer(talk, record);
        break;
      case 13:
        claims++;
        talk.claim("sender", "hardware", record.texts?.[0] ?? "", 0.8, "mDNS HINFO record", record.start, record.end);
        talk.claim(
          "sender",
          "operatingSystem",
          record.texts?.[1] ?? "",
          0.8,
          "mDNS HINFO record",
          record.start,
          record.end,
        );
        break;
      case 16:
        claims += learnText(talk, record);
        break;
      default:
    }
  }
}

function hostOf(name: string): string {
  return name.toLowerCase().endsWith(".local") ? name.slice(0, -6) : name;
}

/** The service type at the end of a name, with the instance's label before it; undefined when it names no service. */
function serviceOf(name: string): { instance: string; type: string } | undefined {
  const match = /(?:^|\.)(_[^.]{1,64}\._(?:tcp|udp))\.[^.]+\.?$/i.exec(name);
  if (match === null) return undefined;
  return { instance: name.slice(0, match.index), type: (match[1] as string).toLowerCase() };
}

/** A pointer from a service type to an instance: the sender offers that service. Answers how many claims it made. */
function learnPointer(talk: Talk<DnsMemory>, record: Known): number {
  const reverse = addressOfReverseName(record.name);
  if (reverse !== "") {
    talk.note({ ip: reverse }, { kind: "name", method: "mDNS reverse", name: record.target, ip: reverse });
    return 1;
  }
  const service = serviceOf(record.target);
  if (service === undefined || service.instance === "") return 0;
  const meaning = SERVICES.get(service.type);
  const method = `mDNS service ${service.type}`;
  const words = meaning === undefined ? service.type : meaning.title;
  talk.claim("sender", "description", `${service.instance}: ${words}`, 0.5, method, record.start, record.end);
  if (meaning?.role !== undefined) talk.claim("sender", "role", meaning.role, 0.6, method, record.start, record.end);
  talk.note("sender", { kind: "fingerprint", method: "mDNS service", value: service.type });
  return 1;
}

/** Keys and values of a service (RFC 6763 section 6.3). Answers how many claims it made. */
function learnText(talk: Talk<DnsMemory>, record: Known): number {
  const service = serviceOf(record.name);
  const method = service === undefined ? "mDNS TXT record" : `mDNS TXT record of ${service.type}`;
  let claims = 0;
  for (const text of record.texts ?? []) {
    const equals = text.indexOf("=");
    if (equals < 1 || equals > 32) continue;
    const key = KEYS.get(text.slice(0, equals).toLowerCase());
    const value = text.slice(equals + 1).trim();
    if (key === undefined || value === "" || value.length > 128 || value === "0" || value.includes("\ufffd")) continue;
    claims++;
    talk.claim("sender", key[0], value, key[1], method, record.start, record.end);
  }
  if (service?.type === "_device-info._tcp" && (record.texts?.length ?? 0) > 0) {
    const words = (record.texts as readonly string[]).join(",").slice(0, 256);
    talk.note("sender", { kind: "fingerprint", method: "mDNS device info", value: words });
  }
  return claims;
}
