// A rack of modules is one device to people, known by its controller.
import type { AttributeValue, Candidate, Part } from "../model/assessment.ts";
import type { Attribute } from "../model/attribute.ts";
import { ATTRIBUTES } from "../model/attribute.ts";
import { round } from "./attributes.ts";

/** Attributes by which people know a device. */
const IDENTITY: readonly Attribute[] = ["model", "orderNumber", "firmware", "serial"];
const CONTROLLERS: ReadonlySet<string> = new Set(["plc", "safety controller", "dcs controller"]);
/** Units that stand for a Modbus server itself: 255 and 0 by "MODBUS Messaging on TCP/IP", 1 by habit. */
const OWN_UNITS = /^unit (0|1|255)$/;

/**
 * A device that says nothing of itself is known by the only controller in its rack, or by the only unit that answers
 * for it: what these say becomes what the device is.
 */
export function addFromController(attributes: AttributeValue[], parts: readonly Part[]): void {
  if (IDENTITY.some((attribute) => best(attributes, attribute) !== "")) return;
  const controllers = parts.filter(({ attributes: own }) => CONTROLLERS.has(best(own, "role")));
  const units = parts.filter(({ part }) => part.startsWith("unit "));
  const only = controllers.length === 1 ? controllers[0] : units.length === 1 ? units[0] : undefined;
  if (only === undefined || (controllers.length !== 1 && !OWN_UNITS.test(only.part))) return;
  for (const { attribute, candidates } of only.attributes) {
    if ((attribute !== "vendor" && !IDENTITY.includes(attribute)) || candidates[0] === undefined) continue;
    const { value, confidence, method, evidence, times } = candidates[0];
    const told: Candidate = {
      value,
      confidence: round(confidence * 0.95),
      method: `${only.part}: ${method}`,
      evidence,
      times,
      lost: "",
    };
    const known = attributes.find((entry) => entry.attribute === attribute);
    if (known === undefined) attributes.push({ attribute, candidates: [told] });
    // Only the maker can be known already, by an address block or by itself.
    else if ((known.candidates[0]?.confidence ?? 0) < told.confidence) {
      for (const candidate of known.candidates) candidate.lost = `${told.method} says it more directly`;
      known.candidates.unshift(told);
    }
  }
  attributes.sort((one, other) => ATTRIBUTES.indexOf(one.attribute) - ATTRIBUTES.indexOf(other.attribute));
}

function best(attributes: readonly AttributeValue[], attribute: Attribute): string {
  return attributes.find((entry) => entry.attribute === attribute)?.candidates[0]?.value ?? "";
}
