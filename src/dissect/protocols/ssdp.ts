// SSDP: UPnP Device Architecture 2.0 section 1 (discovery): HTTP-like messages in datagrams.
// Not decoded: bodies (their length is told); the description documents that LOCATION points to are fetched by HTTP.
import type { Likeness } from "../dissector.ts";
import { DONE, dissector, LIKELY, NO } from "../dissector.ts";
import { operation } from "../operation.ts";
import type { Reader } from "../reader.ts";
import { textOf } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";

const NOTIFY = {
  "ssdp:alive": operation("ssdp", "notify_alive", "identify"),
  "ssdp:byebye": operation("ssdp", "notify_byebye", "identify"),
  "ssdp:update": operation("ssdp", "notify_update", "identify"),
} as const;
const OTHER_NOTIFY = operation("ssdp", "notify", "identify");
const SEARCH = operation("ssdp", "m_search", "identify");
const ANSWER = operation("ssdp", "response", "identify");
const OTHER_METHOD = operation("ssdp", "unnamed_method", "other");

const MOST_HEADERS = 64;
const LONGEST_LINE = 2048;
/** Header fields that are told by their names; the others stand in `other_headers`. */
const KNOWN = new Set([
  "host",
  "cache-control",
  "location",
  "nt",
  "nts",
  "server",
  "usn",
  "st",
  "man",
  "mx",
  "ext",
  "date",
  "user-agent",
  "opt",
  "bootid.upnp.org",
  "nextbootid.upnp.org",
  "configid.upnp.org",
  "searchport.upnp.org",
  "tcpport.upnp.org",
  "securelocation.upnp.org",
  "cpfn.upnp.org",
  "cpuuid.upnp.org",
  "content-length",
]);

interface Memory {
  /** Frame of the last search in this conversation. */
  search: number;
}

interface Header {
  value: string;
  start: number;
  end: number;
}

/** UPnP discovery: devices announce themselves and answer searches. */
export const ssdp = dissector<Memory>({
  name: "ssdp",
  title: "SSDP",
  standard: "UPnP Device Architecture 2.0",
  world: "iot",
  carriage: [{ over: "udp", ports: [1900] }],
  remember: () => ({ search: 0 }),
  probe(reader) {
    const text = textOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 12));
    return likenessOf(text);
  },
  read(reader, talk) {
    const first = lineOf(reader, talk);
    const known = new Map<string, Header>();
    const others: { name: string; value: string }[] = [];
    let isEnded = false;
    for (let count = 0; reader.left() > 0 && count < MOST_HEADERS; count++) {
      const start = reader.position;
      const line = lineOf(reader, talk);
      if (line === "") {
        isEnded = true;
        break;
      }
      const colon = line.indexOf(":");
      if (colon <= 0) {
        talk.fault("bad header", start - reader.start);
        continue;
      }
      const name = line.slice(0, colon).trim().toLowerCase();
      const value = line.slice(colon + 1).trim();
      if (KNOWN.has(name) && !known.has(name)) known.set(name, { value, start, end: reader.position });
      else others.push({ name, value });
      if (name === "hue-bridgeid") {
        talk.claim("sender", "serial", value, 0.8, "SSDP hue-bridgeid", start, reader.position);
      }
    }
    if (!isEnded && reader.cutByCapture) reader.u8();
    else if (!isEnded) talk.fault("missing empty line");
    const words = first.split(" ");
    const isResponse = first.startsWith("HTTP/");
    const headerText = (name: string): string => known.get(name)?.value ?? "";
    const statusCode = isResponse ? Number.parseInt(words[1] ?? "", 10) || 0 : 0;
    const fields = talk.detailed
      ? {
          start_line: first,
          ...(isResponse ? { status_code: statusCode, reason: words.slice(2).join(" ") } : { method: words[0] }),
          ...Object.fromEntries(Array.from(known, ([name, header]) => [name.replaceAll(/[.-]/g, "_"), header.value])),
          other_headers: others,
          body_length: reader.left(),
        }
      : undefined;
    if (isResponse) {
      tellDevice(talk, known, "st");
      talk.object(headerText("st"));
      if (statusCode !== 200) talk.refused(words.slice(1).join(" ") || "unknown status");
      if (talk.memory.search > 0) talk.answersFrame(talk.memory.search);
      talk.emit(ANSWER, RESPONSE, fields);
    } else if (words[0] === "NOTIFY") {
      tellDevice(talk, known, "nt");
      talk.object(headerText("nt"));
      talk.emit(NOTIFY[headerText("nts").toLowerCase() as keyof typeof NOTIFY] ?? OTHER_NOTIFY, NOTICE, fields);
    } else if (words[0] === "M-SEARCH") {
      talk.memory.search = talk.frame;
      tellProduct(talk, known.get("user-agent"), "SSDP user agent", 0.5);
      const name = known.get("cpfn.upnp.org");
      if (name !== undefined) {
        talk.claim("sender", "name", name.value, 0.6, "SSDP control point name", name.start, name.end);
      }
      talk.object(headerText("st"));
      talk.emit(SEARCH, REQUEST, fields);
    } else {
      talk.fault("unknown method", 0);
      talk.emit(OTHER_METHOD, UNDIRECTED, fields);
    }
    if (reader.ok) reader.skipRest();
    return DONE;
  },
});

function likenessOf(text: string): Likeness {
  const upper = text.toUpperCase();
  return upper.startsWith("NOTIFY * ") || upper.startsWith("M-SEARCH * ") || upper.startsWith("HTTP/1.") ? LIKELY : NO;
}

/** The next line, or what is left where no line ends. Its control characters become blanks. */
function lineOf(reader: Reader, talk: Talk<Memory>): string {
  const start = reader.position;
  if (reader.line(LONGEST_LINE) !== undefined) return textOf(reader.bytes, start, reader.position);
  if (reader.left() > LONGEST_LINE) talk.fault("line too long", start - reader.start);
  reader.skipRest();
  return textOf(reader.bytes, start, Math.min(reader.end, start + LONGEST_LINE));
}

/** Whose device types many makers build. */
const COMMON = /^(schemas-|dial-|upnp\b|av-openhome|linn-co|microsoft|google|example)/i;
/** A unique device name that ends in the version and the device's own number; hardware addresses are no serial numbers. */
const NUMBERED = /^uuid:[A-Za-z]+-\d+_\d+-(?![0-9A-Fa-f]{12}(?::|$))([0-9A-Z]{8,20})(?=::|$)/;

function tellDevice(talk: Talk<Memory>, known: Map<string, Header>, typeHeader: string): void {
  const server = known.get("server");
  tellProduct(talk, server, "SSDP server", 0.7);
  if (server !== undefined && server.value !== "") {
    talk.note("sender", { kind: "fingerprint", method: "SSDP server", value: server.value.slice(0, 256) });
  }
  const unique = known.get("usn");
  const serial = unique === undefined ? null : NUMBERED.exec(unique.value);
  if (unique !== undefined && serial !== null) {
    talk.claim("sender", "serial", serial[1] as string, 0.6, "SSDP unique device name", unique.start, unique.end);
  }
  const type = known.get(typeHeader);
  if (type === undefined) return;
  // urn:DOMAIN:device:TYPE:VERSION; "Basic" says nothing.
  const parts = type.value.split(":");
  if (parts[0] !== "urn" || parts[2] !== "device" || parts[3] === undefined || parts[3] === "Basic") return;
  // A maker's own word means what the maker wants: a "bridge" of lamps is none of networks.
  const maker = (parts[1] as string).replace(/-(org|com|net)$/, "");
  const kind = maker === "schemas-upnp" ? parts[3] : `${parts[3]} (${maker})`;
  talk.claim("sender", "kind", kind, 0.6, "SSDP device type", type.start, type.end);
  if (!COMMON.test(maker)) talk.claim("sender", "vendor", maker, 0.55, "SSDP device type", type.start, type.end);
}

/** "SYSTEM/VERSION UPnP/1.0 PRODUCT/VERSION", with or without commas between the three. */
function tellProduct(talk: Talk<Memory>, header: Header | undefined, method: string, confidence: number): void {
  if (header === undefined) return;
  const { value, start, end } = header;
  const at = value.search(/UPnP\/\d/i);
  if (at < 0) {
    talk.claim("sender", "software", value, confidence - 0.1, method, start, end);
    return;
  }
  const system = worded(value.slice(0, at));
  const product = worded(value.slice(at).replace(/^UPnP\/[\d.]*/i, ""));
  talk.claim("sender", "operatingSystem", system, confidence - 0.1, method, start, end);
  talk.claim("sender", "software", product, confidence, method, start, end);
}

/** Without the commas around, with a blank between name and version; empty where the text says nothing. */
function worded(text: string): string {
  const bare = text.replace(/^[\s,;]+/, "").replace(/[\s,;]+$/, "");
  if (/^(unspecified|unknown|posix)(\/.*)?$/i.test(bare)) return "";
  return bare.replace("/", " ");
}
