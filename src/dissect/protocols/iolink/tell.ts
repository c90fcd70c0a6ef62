// What is learned of a gateway, its ports and the devices behind them.
import type { Attribute } from "../../../model/attribute.ts";
import { type JsonObject, objectOf } from "../../json.ts";
import { pointSpace } from "../../points.ts";
import type { About, Talk } from "../../talk.ts";

const NUMBER = pointSpace("iolink", "", "number");
const BOOLEAN = pointSpace("iolink", "", "boolean");
/** Process data as octets: which value lies where, the description of the device (IODD) alone says. */
const OCTET = pointSpace("iolink", "", "octet", "", "byte");
const METHOD = "IO-Link gateway";
const LONGEST = 128;
/** Process data are 32 octets at most (IEC 61131-9). */
const MOST_OCTETS = 32;
const MOST_MEMBERS = 32;
const DEEPEST = 4;

/** Data points that identify, by the last part of their address: of the IoT Core, and members of JSON Integration. */
const IDENTITY: ReadonlyMap<string, Attribute> = new Map([
  ["vendor", "vendor"],
  ["vendorname", "vendor"],
  ["productname", "model"],
  ["productcode", "orderNumber"],
  ["productid", "orderNumber"],
  ["serial", "serial"],
  ["serialnumber", "serial"],
  ["swrevision", "firmware"],
  ["firmwarerevision", "firmware"],
  ["hwrevision", "hardware"],
  ["hardwarerevision", "hardware"],
  ["devicefamily", "kind"],
  ["applicationspecifictag", "description"],
  ["applicationtag", "description"],
]);

/** Whom an address is about: the device at a port of the gateway, or the gateway. */
export function aboutOf(address: string): About {
  const port = /port\[(\d{1,3})\]\/iolinkdevice\b/i.exec(address)?.[1];
  if (port !== undefined) return { part: `port ${port}`, of: "sender" };
  const device = /^\/iolink\/v1\/devices\/([^/]{1,64})/i.exec(address)?.[1];
  return device === undefined ? "sender" : { part: device, of: "sender" };
}

/** Tells one data point of the IoT Core: "/iolinkmaster/port[2]/iolinkdevice/productname" and its value. */
export function tellDataPoint(talk: Talk, address: string, value: unknown, isWrite: boolean): void {
  const place = address.replace(/\/(?:getdata|setdata|datachanged)$/i, "").slice(0, LONGEST);
  const last = place.slice(place.lastIndexOf("/") + 1).toLowerCase();
  const attribute = IDENTITY.get(last);
  const text = typeof value === "string" ? value.trim() : "";
  if (attribute !== undefined) {
    // Who writes a tag does not say what it is.
    if (!isWrite) talk.claim(aboutOf(place), attribute, text.slice(0, LONGEST), 0.9, METHOD);
    return;
  }
  if ((last === "pdin" || last === "pdout") && /^(?:[0-9A-Fa-f]{2})+$/.test(text)) {
    for (let at = 0; at * 2 < text.length && at < MOST_OCTETS; at++)
      talk.sample(OCTET, -1, pointName(place), at, Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
  } else tellValue(talk, pointName(place), value, 0);
}

/** Addresses begin with a slash that people do not write. */
function pointName(place: string): string {
  return place.replace(/^\/+/, "");
}

/** Claims the members of an identification of JSON Integration. */
export function tellIdentification(talk: Talk, path: string, content: JsonObject): void {
  const about = aboutOf(path);
  for (const [member, value] of Object.entries(content).slice(0, MOST_MEMBERS)) {
    const attribute = IDENTITY.get(member.toLowerCase());
    if (attribute !== undefined && typeof value === "string")
      talk.claim(about, attribute, value.slice(0, LONGEST), 0.9, METHOD);
  }
}

/** Tells process data of JSON Integration, as octets or as the members that the description of the device names. */
export function tellProcessData(talk: Talk, path: string, content: JsonObject): void {
  const device = /\/devices\/([^/]{1,64})/.exec(path)?.[1] ?? "";
  for (const direction of ["getData", "setData"]) {
    const data = objectOf(content[direction]);
    const value = (objectOf(data?.["ioLink"]) ?? objectOf(data?.["cqValue"]))?.["value"];
    const name = `${device}/${direction === "getData" ? "pdin" : "pdout"}`;
    if (Array.isArray(value)) {
      for (const [at, octet] of value.slice(0, MOST_OCTETS).entries())
        if (typeof octet === "number") talk.sample(OCTET, -1, name, at, octet);
    } else tellValue(talk, name, value, 0);
  }
  if (content["value"] !== undefined) tellValue(talk, `${device}/value`, content["value"], 0);
}

function tellValue(talk: Talk, name: string, value: unknown, depth: number): void {
  if (typeof value === "number") talk.sample(NUMBER, -1, name, -1, value);
  else if (typeof value === "boolean") talk.sample(BOOLEAN, -1, name, -1, value ? 1 : 0);
  const members = depth < DEEPEST ? objectOf(value) : undefined;
  for (const [member, inner] of Object.entries(members ?? {}).slice(0, MOST_MEMBERS)) {
    const part = member === "value" ? name : `${name}/${member.slice(0, 32)}`;
    tellValue(talk, part.slice(0, LONGEST), inner, depth + 1);
  }
}
