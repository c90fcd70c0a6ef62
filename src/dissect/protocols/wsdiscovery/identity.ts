// What types and scopes of a target service tell of the device: ONVIF Core Specification section 7.3, DPWS 1.1, the print and
// scan services of Windows, IEEE 11073-20702 (medical devices).
import type { Role } from "../../../model/role.ts";
import { utf8Of } from "../../reader.ts";
import type { About, Talk } from "../../talk.ts";
import { printable } from "../http/head.ts";
import { readProduct } from "../http/products.ts";
import { withoutSecrets } from "../http/secrets.ts";

const MOST_ITEMS = 64;

/** One target service of a message. */
export interface Service {
  endpoint: string;
  types: string[];
  scopes: string[];
  addresses: string[];
  metadata_version: string;
}

/** Types by their local names; "Device" of DPWS and ONVIF says nothing. */
const TYPES: Readonly<Record<string, { kind: string; role?: Role; confidence: number }>> = {
  NetworkVideoTransmitter: { kind: "network video transmitter (ONVIF)", role: "camera", confidence: 0.65 },
  NetworkVideoStorage: { kind: "network video storage (ONVIF)", role: "video recorder", confidence: 0.75 },
  NetworkVideoDisplay: { kind: "network video display (ONVIF)", confidence: 0.6 },
  NetworkVideoAnalytics: { kind: "network video analytics (ONVIF)", confidence: 0.6 },
  PrintDeviceType: { kind: "printer", role: "printer", confidence: 0.8 },
  PrinterServiceType: { kind: "printer", role: "printer", confidence: 0.75 },
  ScanDeviceType: { kind: "document scanner", confidence: 0.7 },
  ScannerServiceType: { kind: "document scanner", confidence: 0.7 },
  MedicalDevice: { kind: "medical device (IEEE 11073 SDC)", role: "medical device", confidence: 0.8 },
  Computer: { kind: "computer", role: "workstation", confidence: 0.35 },
};

/** Splits a list of words with blanks between; at most 64 are told. */
export function words(text: string): string[] {
  return text
    .slice(0, 8192)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, MOST_ITEMS);
}

/** Claims and bindings of one service that a message announces. */
export function tellService(talk: Talk, service: Service): void {
  const about = ownerOf(talk, service.addresses);
  for (const type of service.types) {
    const local = type.slice(type.indexOf(":") + 1);
    const known = TYPES[local];
    if (known === undefined) continue;
    talk.claim(about, "kind", known.kind, known.confidence, "WS-Discovery type");
    if (known.role !== undefined) talk.claim(about, "role", known.role, known.confidence, "WS-Discovery type");
    // Only Windows publishes itself as a computer (MS-PBSD).
    if (local === "Computer") talk.claim(about, "operatingSystem", "Windows", 0.6, "WS-Discovery type");
  }
  for (const scope of service.scopes) tellScope(talk, about, scope);
}

/** Whose service it is: a proxy answers for others, whose addresses stand in what it says. */
function ownerOf(talk: Talk, addresses: readonly string[]): About {
  const hosts: string[] = [];
  for (const address of addresses) {
    const host = /^[a-z]+:\/\/(?:[^/@]*@)?(?:\[([0-9a-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?=[:/]|$)/i.exec(address);
    const ip = host?.[1]?.toLowerCase() ?? host?.[2] ?? "";
    if (ip !== "") hosts.push(ip);
  }
  const sender = hosts.length > 0 ? talk.senderAddress() : "";
  const own = hosts.length === 0 || hosts.includes(sender);
  const other = hosts.find((host) => !host.startsWith("fe80:") && !host.startsWith("169.254."));
  // Hosts with two kinds of address list either.
  if (own || other === undefined || other.includes(":") !== sender.includes(":")) return "sender";
  return { ip: other };
}

function tellScope(talk: Talk, about: About, scope: string): void {
  const onvif = /^onvif:\/\/www\.onvif\.org\/([^/]+)\/(.+)$/i.exec(scope);
  if (onvif !== null) {
    tellOnvif(talk, about, (onvif[1] as string).toLowerCase(), decoded(onvif[2] as string));
    return;
  }
  // Where a medical device is, in the words of its hospital.
  const place = /^sdc\.ctxt\.loc:[^?]*\?(.+)$/i.exec(scope);
  if (place === null) return;
  const parts = (place[1] as string).split("&", 16).map((part) => decoded(part.slice(part.indexOf("=") + 1)));
  const told = parts.filter((part) => part !== "").join(" / ");
  talk.claim(about, "location", told, 0.85, "SDC location context");
}

function tellOnvif(talk: Talk, about: About, category: string, value: string): void {
  const method = "ONVIF scope";
  switch (category) {
    case "name": {
      talk.claim(about, "name", value, 0.6, method);
      talk.claim(about, "vendor", readProduct(value).vendor, 0.6, method);
      return;
    }
    case "hardware":
      talk.claim(about, "model", value, 0.9, method);
      return;
    case "manufacturer":
      talk.claim(about, "vendor", value, 0.9, method);
      return;
    case "location":
      // The place where it was made is what many ship with.
      talk.claim(about, "location", value, /^(country|city)\//i.test(value) ? 0.3 : 0.7, method);
      return;
    case "serial":
    case "serialnumber":
      talk.claim(about, "serial", value, 0.9, method);
      return;
    case "firmware":
    case "firmwareversion":
      talk.claim(about, "firmware", value, 0.85, method);
      return;
    case "mac":
    case "macaddress": {
      const mac = value.replaceAll(/[:-]/g, "").toLowerCase();
      const ip = about === "sender" ? talk.senderAddress() : "";
      if (/^[0-9a-f]{12}$/.test(mac) && !/^(0*|f*)$/.test(mac) && ip !== "") {
        talk.note({ mac }, { kind: "binding", method, mac, ip });
      }
    }
  }
}

/** Percent-decoded UTF-8; what is no escape stays. */
function decoded(text: string): string {
  const plain = text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (digits) => Number.parseInt(digits, 16));
    return utf8Of(bytes, 0, bytes.length);
  });
  return printable(plain);
}

/** Addresses as they may be shown. */
export function shownAddresses(text: string): string[] {
  return words(text).map((address) => withoutSecrets(address));
}
