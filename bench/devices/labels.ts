import { readFileSync } from "node:fs";

/** Attributes that are judged. */
export const JUDGED = ["vendor", "model", "firmware", "serial", "role", "domain", "level"] as const;

/** One attribute that is judged. */
export type Judged = (typeof JUDGED)[number];

/**
 * What is true of one attribute. "said": the bytes of the capture say it, so it must be found. "label": known from the data
 * set only, so it may be missing. "silent": nothing is known, so nothing may be said. "module": the bytes know the maker of
 * a network card or board only, so a maker may be named as that.
 */
export interface Expectation {
  kind: "said" | "label" | "silent" | "module";
  /** Values that are right, as a person would write them. */
  accepted: readonly string[];
}

/** One device of one capture, with what is true of it. */
export interface Label {
  /** Path within the collection of captures, or the sample's name. */
  capture: string;
  /** A hardware or network address of it. */
  device: string;
  /** Attributes without an entry are not judged. */
  expected: Partial<Record<Judged, Expectation>>;
  /** Where the bytes say it. */
  where: string;
}

/** First folder of a capture's path, two for those in deeper folders. */
export function areaOf(capture: string): string {
  const folders = capture.split("/").slice(0, -1);
  return folders.length === 0 ? "synthetic" : folders.join("/");
}

/** Reads the table of labels: one device a line, fields parted by tabs, alternatives by bars, "~" before what only the label knows. */
export function readLabels(path: string | URL): Label[] {
  const [head = "", ...lines] = readFileSync(path, "utf8").split("\n");
  const names = head.split("\t");
  const labels: Label[] = [];
  for (const line of lines) {
    if (line === "") continue;
    const fields = line.split("\t");
    const field = (name: string): string => fields[names.indexOf(name)] ?? "";
    const expected: Label["expected"] = {};
    for (const attribute of JUDGED) {
      const expectation = expectationOf(field(attribute));
      if (expectation !== undefined) expected[attribute] = expectation;
    }
    labels.push({ capture: field("capture"), device: field("device"), expected, where: field("where") });
  }
  return labels;
}

function expectationOf(field: string): Expectation | undefined {
  if (field === "") return undefined;
  if (field === "none") return { kind: "silent", accepted: [] };
  if (field === "module") return { kind: "module", accepted: [] };
  const isLabel = field.startsWith("~");
  return { kind: isLabel ? "label" : "said", accepted: (isLabel ? field.slice(1) : field).split("|") };
}

/** A device of a synthetic site as its truth file tells it. */
export interface TrueDevice {
  name: string;
  macs: string[];
  ips: string[];
  vendor: string;
  model: string;
  orderNumber: string;
  firmware: string;
  serial: string;
  role: string;
  domain: string;
  level: string;
  alsoLevels: string[];
  /** Whether it says anything itself; else its role is known to its maker only. */
  speaks: boolean;
}

/** Labels of a synthetic site, from the truth that its maker wrote. */
export function labelsOfTruth(capture: string, devices: readonly TrueDevice[]): Label[] {
  return devices.map((device) => {
    const expected: Label["expected"] = {};
    const kind = device.speaks ? "said" : "label";
    if (device.vendor !== "") expected.vendor = { kind: "said", accepted: device.vendor.split("/") };
    for (const attribute of ["model", "firmware", "serial"] as const) {
      if (device[attribute] !== "") expected[attribute] = { kind: "said", accepted: [device[attribute]] };
    }
    // An order number names the model too.
    if (device.orderNumber !== "")
      expected.model = { kind: "said", accepted: [device.model, device.orderNumber].filter((name) => name !== "") };
    expected.role = { kind, accepted: [device.role] };
    expected.domain = { kind, accepted: [device.domain] };
    expected.level = { kind, accepted: [device.level, ...device.alsoLevels] };
    return { capture, device: device.ips[0] ?? device.macs[0] ?? "", expected, where: device.name };
  });
}
