// What Bluetooth devices say of themselves to all: Bluetooth Core volume 3 part C section 11, Core Specification Supplement part A,
// Apple's iBeacon and Google's Eddystone formats.
import { reversedText } from "../../radio/addresses.ts";
import type { Reader } from "../../reader.ts";
import { hexOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { appearanceOf, companyOf, companyOfService, hex16, roleOfService, serviceName } from "./numbers.ts";

const METHOD = "Bluetooth advertising";
const APPLE = 0x004c;
const EDDYSTONE = 0xfeaa;
const EDDYSTONE_FRAMES: Readonly<Record<number, string>> = { 0: "UID", 16: "URL", 32: "TLM", 48: "EID" };

type Fields = Record<string, unknown> | undefined;

/** Reads the structures up to the reader's end. */
export function readAdvertising(reader: Reader, talk: Talk, fields: Fields): void {
  const services: string[] = [];
  while (reader.left() > 0 && reader.ok) {
    const length = reader.u8();
    // Zeros fill up what is left.
    if (length === 0) {
      reader.skipRest();
      break;
    }
    const outer = reader.narrow(length);
    const { ok } = reader;
    const type = reader.u8();
    readStructure(reader, talk, fields, services, type);
    reader.widen(outer);
    if (!ok) break;
  }
  if (fields !== undefined && services.length > 0) fields["services"] = services;
}

function readStructure(reader: Reader, talk: Talk, fields: Fields, services: string[], type: number): void {
  switch (type) {
    case 0x01:
      if (fields !== undefined) fields["flags"] = reader.peek();
      return;
    case 0x02:
    case 0x03:
    case 0x14:
      while (reader.left() >= 2) addService(talk, services, reader.u16le());
      return;
    case 0x06:
    case 0x07:
      while (reader.left() >= 16) {
        const at = reader.position;
        reader.skip(16);
        if (services.length < 32) services.push(reversedText(reader.bytes, at, 16).replaceAll(":", ""));
      }
      return;
    case 0x08:
    case 0x09: {
      const name = reader.utf8(reader.left()).replaceAll("\0", "").trim();
      if (fields !== undefined) fields["local_name"] = name;
      talk.claim("sender", "name", name, type === 0x09 ? 0.85 : 0.6, METHOD);
      return;
    }
    case 0x0a: {
      if (fields !== undefined) fields["tx_power"] = ((reader.peek() & 0xff) << 24) >> 24;
      return;
    }
    case 0x16: {
      const service = reader.u16le();
      if (!reader.ok) return;
      addService(talk, services, service);
      if (service === EDDYSTONE) readEddystone(reader, talk, fields);
      return;
    }
    case 0x19: {
      const appearance = reader.u16le();
      if (!reader.ok) return;
      if (fields !== undefined) fields["appearance"] = appearance;
      claimAppearance(talk, appearance, METHOD);
      return;
    }
    case 0xff:
      readMakers(reader, talk, fields);
  }
}

function addService(talk: Talk, services: string[], service: number): void {
  if (services.length < 32) services.push(serviceName(service));
  talk.claim("sender", "vendor", companyOfService(service), 0.6, `${METHOD}, service ${hex16(service)}`);
  claimService(talk, service, METHOD);
}

/** Tells what a service says of its device. */
export function claimService(talk: Talk, service: number, method: string): void {
  const known = roleOfService(service);
  if (known === undefined) return;
  talk.claim("sender", "kind", `Bluetooth ${known[0]}`, 0.6, method);
  if (known[1] !== "unknown") talk.claim("sender", "role", known[1], 0.6, method);
}

/** Tells what an appearance says of its device. */
export function claimAppearance(talk: Talk, appearance: number, method: string): void {
  const known = appearanceOf(appearance);
  if (known === undefined) return;
  talk.claim("sender", "kind", `Bluetooth ${known[0]}`, 0.8, method);
  if (known[1] !== "unknown") talk.claim("sender", "role", known[1], 0.7, method);
}

function readMakers(reader: Reader, talk: Talk, fields: Fields): void {
  const company = reader.u16le();
  if (!reader.ok) return;
  if (fields !== undefined) {
    fields["company_id"] = company;
    fields["company_data_length"] = reader.left();
  }
  // Beacons of every maker send in Apple's format.
  if (company === APPLE && reader.peek() === 0x02 && reader.left() >= 23) {
    const at = reader.position + 2;
    reader.skip(18);
    const major = reader.u16();
    const minor = reader.u16();
    const uuid = hexOf(reader.bytes, at, at + 16);
    if (fields !== undefined) Object.assign(fields, { ibeacon_uuid: uuid, ibeacon_major: major, ibeacon_minor: minor });
    talk.claim("sender", "kind", "iBeacon", 0.9, METHOD);
    talk.object(`iBeacon ${uuid} ${major} ${minor}`);
    return;
  }
  talk.claim("sender", "vendor", companyOf(company), 0.65, `${METHOD}, company identifier`);
}

function readEddystone(reader: Reader, talk: Talk, fields: Fields): void {
  const type = reader.u8();
  const name = EDDYSTONE_FRAMES[type];
  if (!reader.ok || name === undefined) return;
  if (fields !== undefined) fields["eddystone"] = name;
  talk.claim("sender", "kind", "Eddystone beacon", 0.9, METHOD);
  if (type === 0x00 && reader.left() >= 17) {
    reader.skip(1);
    talk.object(`Eddystone ${reader.hex(16)}`);
  }
}
