// What the first bytes of a body tell: titles of pages, UPnP device descriptions (UPnP Device Architecture section 2.3),
// and passwords in forms and JSON.
import type { Attribute } from "../../../model/attribute.ts";
import type { Talk } from "../../talk.ts";
import { printable } from "./head.ts";
import { PASSWORD_NAME, shippedPair, USER_NAME } from "./secrets.ts";
import { tellSelfDescription } from "./soap.ts";
import { isTelling, tellPairs, tellPassword } from "./tell.ts";

const DESCRIPTION = "UPnP device description";

/** Elements of a device description that identify, and how sure they are. */
const ELEMENTS: readonly (readonly [element: string, attribute: Attribute, confidence: number])[] = [
  ["manufacturer", "vendor", 0.9],
  ["modelName", "model", 0.9],
  ["modelNumber", "orderNumber", 0.6],
  ["serialNumber", "serial", 0.9],
  ["friendlyName", "name", 0.6],
  ["modelDescription", "description", 0.7],
  ["firmwareVersion", "firmware", 0.9],
  ["softwareVersion", "firmware", 0.8],
  ["hardwareVersion", "hardware", 0.8],
];

/** Claims of the first bytes of a response's body. */
export function tellDocument(talk: Talk, text: string): void {
  if (tellSelfDescription(talk, text)) return;
  if (/<device[\s>]/.test(text) && /<(?:modelName|deviceType)[\s>]/.test(text)) {
    tellDescription(talk, text);
    return;
  }
  const title = /<title[^>]{0,256}>([^<]{2,128})<\/title/i.exec(text);
  if (title === null) return;
  const words = unescaped(title[1] as string);
  if (isTelling(words)) talk.claim("sender", "description", words, 0.4, "HTML title");
}

/** The root device comes first; devices within it describe parts of it. */
function tellDescription(talk: Talk, text: string): void {
  for (const [element, attribute, confidence] of ELEMENTS) {
    const value = elementText(text, element);
    if (value !== "") talk.claim("sender", attribute, value, confidence, DESCRIPTION);
  }
  const type = /^urn:[^:]+:device:([^:]+)/.exec(elementText(text, "deviceType"))?.[1];
  if (type !== undefined && type !== "Basic") talk.claim("sender", "kind", type, 0.7, DESCRIPTION);
}

function elementText(text: string, element: string): string {
  const start = text.indexOf(`<${element}>`);
  if (start < 0) return "";
  const from = start + element.length + 2;
  const end = text.indexOf("<", from);
  return end < 0 || end - from > 256 ? "" : unescaped(text.slice(from, end));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function unescaped(text: string): string {
  const plain = text.replace(
    /&(?:#(\d{1,5})|([a-z]{2,5}));/gi,
    (all: string, code: string | undefined, name: string) =>
      code === undefined ? (ENTITIES[name.toLowerCase()] ?? all) : String.fromCharCode(Number(code)),
  );
  return printable(plain.replace(/\s+/g, " "));
}

/** Remarks a password among the first bytes of a request's body. */
export function tellForm(talk: Talk, type: string, text: string): void {
  if (type.includes("json") || text.startsWith("{")) {
    tellJson(talk, text);
    return;
  }
  if (type === "" || type.includes("urlencoded") || type.includes("plain")) {
    // Binary content without a type is no form.
    if (/^[\x20-\x7e]{0,256}/.exec(text)?.[0].length === Math.min(256, text.trimEnd().length)) {
      tellPairs(talk, "HTTP form", text.trimEnd());
    }
  }
}

function tellJson(talk: Talk, text: string): void {
  let user = "";
  let password: string | undefined;
  const strings = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.){1,256})"/g;
  for (let found = strings.exec(text), count = 0; found !== null && count < 64; found = strings.exec(text), count++) {
    const [, name, value] = found as unknown as [string, string, string];
    if (password === undefined && PASSWORD_NAME.test(name)) password = value;
    else if (user === "" && USER_NAME.test(name)) user = value;
  }
  if (password !== undefined) tellPassword(talk, "HTTP JSON", user, shippedPair(user, password));
}
