// What controllers say of themselves: SAE J1939-81 (address claimed), J1939-71 (component, software, control unit and vehicle
// identification), NMEA 2000 (product information).
import type { Attribute } from "../../../model/attribute.ts";
import { latinOf, textOf } from "../../reader.ts";
import type { Subject, Talk } from "../../talk.ts";
import { COMPONENT, ECU, PRODUCT, SOFTWARE, VEHICLE } from "./groups.ts";
import { functionOf, INDUSTRIES, makerOf } from "./names.ts";

const LONGEST_TEXT = 512;
const MOST_PARTS = 16;
/** Lengths of the texts of product information, behind version and product code. */
const PRODUCT_TEXT = 32;
const PRODUCT_HEAD = 4;

type Fields = Record<string, unknown> | undefined;

/** A controller is a part of its bus: the bus is all that the capture shows as a sender. */
export function nodeOf(address: number): Subject {
  return { part: `node ${address}`, of: "sender" };
}

/** Tells the NAME in the eight octets from `start`. */
export function tellName(talk: Talk, node: number, bytes: Uint8Array, start: number, fields: Fields): void {
  const octet = (at: number): number => bytes[start + at] as number;
  const identity = octet(0) | (octet(1) << 8) | ((octet(2) & 0x1f) << 16);
  const maker = (octet(2) >> 5) | (octet(3) << 3);
  const code = octet(5);
  const industry = (octet(7) >> 4) & 7;
  if (fields !== undefined) {
    fields["name"] = {
      identity_number: identity,
      manufacturer_code: maker,
      ecu_instance: octet(4) & 7,
      function_instance: octet(4) >> 3,
      function: code,
      vehicle_system: octet(6) >> 1,
      vehicle_system_instance: octet(7) & 15,
      industry_group: INDUSTRIES[industry] ?? industry,
      arbitrary_address_capable: octet(7) >> 7 === 1,
    };
  }
  const about = nodeOf(node);
  const method = "J1939 address claim";
  talk.claim(about, "vendor", makerOf(maker), 0.9, method);
  talk.claim(about, "serial", `${maker}-${identity}`, 0.7, method);
  const known = functionOf(code, industry);
  if (known === undefined) return;
  const instance = octet(4) >> 3;
  talk.claim(about, "kind", instance === 0 ? known[0] : `${known[0]} ${instance + 1}`, 0.9, method);
  if (known[1] !== "unknown") talk.claim(about, "role", known[1], 0.8, method);
}

type Part = readonly [attribute: Attribute, confidence: number] | undefined;

const COMPONENT_PARTS: readonly Part[] = [
  ["vendor", 0.9],
  ["model", 0.95],
  ["serial", 0.95],
  ["name", 0.6],
];
const ECU_PARTS: readonly Part[] = [
  ["orderNumber", 0.95],
  ["serial", 0.9],
  ["location", 0.6],
  ["kind", 0.7],
  ["vendor", 0.85],
  ["hardware", 0.9],
];

/** Tells an identification of a node whose octets lie in `bytes[start..end)`; groups that are none tell nothing. */
export function tellIdentification(
  talk: Talk,
  group: number,
  node: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: Fields,
): void {
  switch (group) {
    case COMPONENT:
      tellParts(talk, node, COMPONENT_PARTS, bytes, start, end, "J1939 component identification", fields);
      return;
    case ECU:
      tellParts(talk, node, ECU_PARTS, bytes, start, end, "J1939 ECU identification", fields);
      return;
    case SOFTWARE: {
      // The number of fields comes first.
      const texts = partsOf(bytes, start + 1, end);
      if (fields !== undefined) fields["identification"] = texts;
      const text = texts.filter((one) => one !== "").join(", ");
      talk.claim(nodeOf(node), "software", text.slice(0, 128), 0.9, "J1939 software identification");
      return;
    }
    case VEHICLE: {
      const vin = partsOf(bytes, start, end)[0] ?? "";
      if (fields !== undefined) fields["vin"] = vin;
      // The number is the vehicle's, whichever controller tells it.
      if (/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) talk.claim("sender", "serial", vin, 0.9, "J1939 vehicle identification");
      return;
    }
    case PRODUCT:
      tellProduct(talk, node, bytes, start, end);
  }
}

/** Texts that end with asterisks. */
function partsOf(bytes: Uint8Array, start: number, end: number): string[] {
  return latinOf(bytes, start, Math.min(end, start + LONGEST_TEXT))
    .split("*", MOST_PARTS)
    .map((part) => part.replace(/[^\x20-\x7e]/g, "").trim());
}

function tellParts(
  talk: Talk,
  node: number,
  meanings: readonly Part[],
  bytes: Uint8Array,
  start: number,
  end: number,
  method: string,
  fields: Fields,
): void {
  const parts = partsOf(bytes, start, end);
  if (fields !== undefined) fields["identification"] = parts;
  for (let index = 0; index < meanings.length; index++) {
    const meaning = meanings[index];
    const text = parts[index] ?? "";
    if (meaning !== undefined && text !== "") talk.claim(nodeOf(node), meaning[0], text, meaning[1], method);
  }
}

/** Model, software, version of the model and serial number, each in a field of its own. */
function tellProduct(talk: Talk, node: number, bytes: Uint8Array, start: number, end: number): void {
  const meanings: readonly Attribute[] = ["model", "firmware", "hardware", "serial"];
  for (let index = 0; index < meanings.length; index++) {
    const at = start + PRODUCT_HEAD + index * PRODUCT_TEXT;
    if (at + PRODUCT_TEXT > end) return;
    // Unused octets are spaces, zeros or all ones.
    const text = textOf(bytes, at, at + PRODUCT_TEXT)
      .replace(/\u00ff+$/, "")
      .trim();
    if (text === "") continue;
    talk.claim(nodeOf(node), meanings[index] as Attribute, text, 0.95, "NMEA 2000 product information");
  }
}
