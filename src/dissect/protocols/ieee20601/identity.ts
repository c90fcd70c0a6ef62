// What an agent says of itself in the attributes of its system object: IEEE 11073-20601 section 6.3.2 and annex A.
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { profileOf, SPECIFICATIONS, specializationOf } from "./names.ts";

const MODEL = 2344;
const PRODUCTION = 2349;
const SYSTEM_ID = 2436;
const BATTERY = 2460;
const CONFIGURATION = 2628;
const SPECIALIZATIONS = 2650;
const CHARGE = pointSpace("ieee20601", "", "INT-U16");
const METHOD = "IEEE 11073-20601 system object";
export const SYSTEM_METHOD = "IEEE 11073-20601 system identifier";
const MOST_ENTRIES = 32;
const LONGEST_TEXT = 256;

/** Makers by the organizational part of their devices' system identifiers, as IEEE's registry gives them. */
const MAKERS: ReadonlyMap<number, string> = new Map([
  [0x00091f, "A&D"],
  [0x001afa, "Welch Allyn"],
  [0x001c05, "Nonin"],
  [0x001c0c, "Tanita"],
  [0x002209, "Omron Healthcare"],
  [0x0022d0, "Polar"],
  [0x0024e4, "Withings"],
  [0x0026df, "TaiDoc"],
  [0x004049, "Roche"],
  [0x004d32, "Andon Health"],
  [0x006019, "Roche"],
  [0xb0495f, "Omron Healthcare"],
]);

/** Reads one attribute of an agent and tells what it says of the device; other attributes are left. */
export function readIdentity(reader: Reader, talk: Talk, attribute: number): void {
  const { position } = reader;
  switch (attribute) {
    case MODEL: {
      const maker = readText(reader);
      const model = readText(reader);
      talk.claim("sender", "vendor", maker, 0.9, METHOD, position, reader.position);
      talk.claim("sender", "model", model, 0.95, METHOD, position, reader.position);
      return;
    }
    case PRODUCTION:
      readProduction(reader, talk);
      return;
    case SYSTEM_ID: {
      const length = reader.u16();
      if (length === 8) tellSystem(talk, reader.hex(8), SYSTEM_METHOD);
      return;
    }
    case CONFIGURATION:
      tellConfiguration(talk, reader.u16());
      return;
    case SPECIALIZATIONS:
      readSpecializations(reader, talk);
      return;
    case BATTERY: {
      const charge = reader.u16();
      if (reader.ok) talk.sample(CHARGE, -1, "battery charge (%)", -1, charge);
    }
  }
}

/** Octets with their length in front, as text. */
function readText(reader: Reader): string {
  const outer = reader.narrow(reader.u16());
  const text = reader.utf8(Math.min(reader.left(), LONGEST_TEXT)).replaceAll("\0", "").trim();
  reader.widen(outer);
  return text;
}

function readProduction(reader: Reader, talk: Talk): void {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && index < MOST_ENTRIES && reader.left() > 0 && reader.ok; index++) {
    const { position } = reader;
    const kind = reader.u16();
    // Entries of the device as a whole come with component 0, those of its parts with numbers of the maker's.
    const component = reader.u16();
    const text = readText(reader);
    const about = SPECIFICATIONS[kind];
    if (about === undefined || !reader.ok) continue;
    talk.claim("sender", about, text, component === 0 ? 0.95 : 0.8, METHOD, position, reader.position);
  }
  reader.widen(outer);
}

function readSpecializations(reader: Reader, talk: Talk): void {
  const count = reader.u16();
  const outer = reader.narrow(reader.u16());
  for (let index = 0; index < count && index < MOST_ENTRIES && reader.left() >= 4; index++) {
    const code = reader.u16();
    reader.skip(2);
    const known = profileOf(code);
    if (known !== undefined) tellKind(talk, known[0], known[1], "IEEE 11073-20601 specialization");
  }
  reader.widen(outer);
}

/** Tells what a standard configuration says of the agent that names it. */
export function tellConfiguration(talk: Talk, configuration: number): void {
  const known = specializationOf(configuration);
  if (known !== undefined) tellKind(talk, known.kind, known.role, `standard configuration of ${known.standard}`);
  else talk.claim("sender", "role", "medical device", 0.8, "IEEE 11073-20601 association");
}

function tellKind(talk: Talk, kind: string, role: string, method: string): void {
  talk.claim("sender", "kind", kind, 0.9, method);
  talk.claim("sender", "role", role, 0.9, method);
}

/** Tells a system identifier, an EUI-64 of 16 hex digits; its first 24 bits are the maker's. */
export function tellSystem(talk: Talk, identifier: string, method: string): void {
  if (/^(?:0{16}|f{16})?$/.test(identifier)) return;
  talk.object(`system ${identifier}`);
  talk.claim("sender", "description", `IEEE 11073 system ${identifier}`, 0.6, method);
  talk.claim("sender", "vendor", MAKERS.get(Number.parseInt(identifier.slice(0, 6), 16)) ?? "", 0.7, method);
}
