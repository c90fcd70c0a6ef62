// What the medical device information base tells: descriptors (who made the device), states (values, contexts). IEEE 11073-10207
// chapter 5 and annex A; nomenclature of production specifications of IEEE 11073-10101.
import type { Attribute } from "../../../model/attribute.ts";
import { BAD, GOOD, pointSpace, type Quality, UNCERTAIN } from "../../points.ts";
import type { Talk } from "../../talk.ts";
import { attributeOf, childOf, childText, type XmlElement } from "../../xml.ts";
import type { Envelope } from "../http/envelope.ts";

const METRIC = pointSpace("dpws", "", "metric");
const REQUESTED = pointSpace("dpws", "", "requested value");
const METHOD = "SDC device description";
const MOST_STATES = 512;
const MOST_ALERTS = 64;

/** Children of MetaData of the device system. */
const META: readonly (readonly [element: string, attribute: Attribute, confidence: number])[] = [
  ["Manufacturer", "vendor", 0.95],
  ["ModelName", "model", 0.95],
  ["ModelNumber", "orderNumber", 0.8],
  ["SerialNumber", "serial", 0.95],
];

/** MDC_ID_PROD_SPEC_*: what a production specification is about, by its code. */
const SPECIFICATIONS: Readonly<Record<string, Attribute>> = {
  "531972": "serial",
  "531973": "orderNumber",
  "531974": "hardware",
  "531975": "software",
  "531976": "firmware",
};

/** Claims of the device system's description; the first system speaks for the device. */
export function tellDescription(talk: Talk, envelope: Envelope): void {
  const { document } = envelope;
  const { elements } = document;
  const system = elements.findIndex((element) => element.name === "Mds" && attributeOf(element, "Handle") !== "");
  if (system < 0) return;
  talk.claim("sender", "role", "medical device", 0.9, METHOD);
  const meta = childOf(document, system, "MetaData");
  if (meta >= 0) {
    for (const [name, attribute, confidence] of META)
      talk.claim("sender", attribute, plain(childText(document, meta, name)), confidence, METHOD);
    const udi = childOf(document, meta, "Udi");
    if (udi >= 0) {
      const identifier = plain(childText(document, udi, "DeviceIdentifier"));
      if (identifier !== "") talk.object(`device identifier ${identifier}`);
    }
  }
  const type = childOf(document, system, "Type");
  if (type >= 0) {
    const code = attributeOf(elements[type], "Code");
    const words = plain(childText(document, type, "ConceptDescription"));
    talk.claim("sender", "kind", words === "" && code !== "" ? `MDC ${code}` : words, 0.8, METHOD);
  }
  for (let index = system; index < elements.length; index++) {
    if (elements[index]?.name !== "ProductionSpecification" || elements[index]?.parent !== system) continue;
    const spec = childOf(document, index, "SpecType");
    const attribute = SPECIFICATIONS[attributeOf(elements[spec], "Code")];
    if (attribute !== undefined)
      talk.claim("sender", attribute, plain(childText(document, index, "ProductionSpec")), 0.9, METHOD);
  }
}

/** Values, alerts and contexts among the states of a message. Nothing of a patient's context is told but that it is there. */
export function tellStates(talk: Talk, envelope: Envelope): { states: number; alerts: number } {
  const { elements } = envelope.document;
  let states = 0;
  let alerts = 0;
  let hasPatient = false;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index] as XmlElement;
    if (element.name === "MetricValue" && states < MOST_STATES) {
      const state = elements[element.parent];
      const handle = attributeOf(state, "DescriptorHandle").slice(0, 64);
      const value = attributeOf(element, "Value");
      if (handle === "" || !isNumber(value)) continue;
      states++;
      talk.sample(METRIC, -1, handle, -1, Number(value), qualityOf(envelope, index));
    } else if (attributeOf(element, "Presence") === "true" && alerts < MOST_ALERTS) {
      const handle = attributeOf(element, "DescriptorHandle").slice(0, 64);
      if (handle === "") continue;
      alerts++;
      talk.object(`alert ${handle}`);
    } else if (element.name === "CoreData" || isType(element, "PatientContextState")) hasPatient = true;
    else if (element.name === "LocationDetail") tellLocation(talk, element);
  }
  if (hasPatient) {
    talk.note("sender", {
      kind: "personal",
      content: "patient data",
      method: "SDC patient context",
      exposure: "clear",
    });
  }
  return { states, alerts };
}

/** The value that an operation sets, under the handle of the operation. */
export function tellRequested(talk: Talk, envelope: Envelope): string {
  const { document, content } = envelope;
  const handle = childText(document, content, "OperationHandleRef").slice(0, 64);
  if (handle !== "") talk.object(`operation ${handle}`);
  const value = childText(document, content, "RequestedNumericValue");
  if (handle !== "" && isNumber(value)) talk.sample(REQUESTED, -1, handle, -1, Number(value));
  return handle;
}

function qualityOf(envelope: Envelope, value: number): Quality {
  const quality = childOf(envelope.document, value, "MetricQuality");
  const validity = attributeOf(envelope.document.elements[quality], "Validity");
  if (validity === "Vld" || validity === "Vldated" || validity === "") return GOOD;
  return validity === "Inv" || validity === "NA" ? BAD : UNCERTAIN;
}

/** Where the device stands, in the words of its hospital. */
function tellLocation(talk: Talk, element: XmlElement): void {
  const parts = ["Facility", "Building", "Floor", "PoC", "Room", "Bed"].map((name) =>
    plain(attributeOf(element, name)),
  );
  talk.claim("sender", "location", parts.filter((part) => part !== "").join(" / "), 0.85, "SDC location context");
}

function isType(element: XmlElement, name: string): boolean {
  const type = attributeOf(element, "type");
  return type === name || type.endsWith(`:${name}`);
}

function isNumber(text: string): boolean {
  return /^-?\d{1,15}(?:\.\d{1,17})?(?:[eE][+-]?\d{1,2})?$/.test(text);
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 128);
}
