import type { Kind } from "../model/journal.ts";

/** How a kind of thing is called in addresses, names of routes and the OpenAPI document. */
export interface Shelf {
  kind: Kind;
  /** "devices" in addresses. */
  path: string;
  /** "Device" and "Devices" in names of routes. */
  one: string;
  many: string;
  /** Name of its form, as in assessment.schema.json. */
  form: string;
}

/** Every kind of thing, in the order of documents. */
export const SHELVES: readonly Shelf[] = [
  { kind: "device", path: "devices", one: "Device", many: "Devices", form: "device" },
  { kind: "link", path: "links", one: "Link", many: "Links", form: "link" },
  { kind: "point", path: "points", one: "Point", many: "Points", form: "processPoint" },
  { kind: "finding", path: "findings", one: "Finding", many: "Findings", form: "finding" },
  { kind: "blindSpot", path: "blind-spots", one: "BlindSpot", many: "BlindSpots", form: "blindSpot" },
  { kind: "protocol", path: "protocols", one: "Protocol", many: "Protocols", form: "protocolShare" },
];
