// What devices say of themselves in SOAP: ONVIF Core Specification, device management service (GetDeviceInformation), and
// OASIS DPWS 1.1 section 5.1 (ThisModel) and 5.2 (ThisDevice), as answers to WS-Transfer Get.
import type { Attribute } from "../../../model/attribute.ts";
import type { Talk } from "../../talk.ts";
import { childText, readXml, type XmlDocument } from "../../xml.ts";
import { printable } from "./head.ts";

type Said = readonly (readonly [element: string, attribute: Attribute, confidence: number])[];

/** Elements around what identifies, with what is inside of them. */
const ANSWERS: readonly { around: string; method: string; says: Said }[] = [
  {
    around: "GetDeviceInformationResponse",
    method: "ONVIF device information",
    says: [
      ["Manufacturer", "vendor", 0.95],
      ["Model", "model", 0.95],
      ["FirmwareVersion", "firmware", 0.95],
      ["SerialNumber", "serial", 0.95],
      ["HardwareId", "hardware", 0.8],
    ],
  },
  {
    around: "ThisModel",
    method: "DPWS model",
    says: [
      ["Manufacturer", "vendor", 0.95],
      ["ModelName", "model", 0.95],
      ["ModelNumber", "orderNumber", 0.7],
    ],
  },
  {
    around: "ThisDevice",
    method: "DPWS device",
    says: [
      ["FriendlyName", "name", 0.7],
      ["FirmwareVersion", "firmware", 0.95],
      ["SerialNumber", "serial", 0.95],
    ],
  },
];

const LONGEST_VALUE = 128;

/** Claims of a SOAP answer by which a device says what it is; false when it is another text. */
export function tellSelfDescription(talk: Talk, text: string): boolean {
  if (!text.includes("Envelope") || !ANSWERS.some(({ around }) => text.includes(around))) return false;
  const document = readXml(text);
  let isTold = false;
  for (const { around, method, says } of ANSWERS) {
    const place = document.elements.findIndex((element) => element.name === around);
    if (place < 0) continue;
    isTold = true;
    for (const [element, attribute, confidence] of says) {
      const value = saidIn(document, place, element);
      if (value !== "") talk.claim("sender", attribute, value, confidence, method);
    }
  }
  return isTold;
}

function saidIn(document: XmlDocument, place: number, element: string): string {
  const value = printable(childText(document, place, element).replace(/\s+/g, " ")).trim();
  return value.length > LONGEST_VALUE ? "" : value;
}
