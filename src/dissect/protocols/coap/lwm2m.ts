// OMA Lightweight M2M: core 1.2 section 6 (interfaces), 7.4.5 (type-length-value), appendix E.4 (object Device).
import type { Attribute } from "../../../model/attribute.ts";
import type { Operation } from "../../operation.ts";
import { utf8Of } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import {
  BOOTSTRAP,
  DELETE,
  DEREGISTER,
  EXECUTE,
  POST,
  REGISTER,
  SEND,
  UPDATE,
  WRITE_CONFIGURATION,
  WRITE_FIRMWARE,
} from "./names.ts";

const OBJECT = /^\/(\d{1,5})(?:\/(\d{1,5}))?(?:\/(\d{1,5}))?(?:\/\d{1,5})?$/;
const SECURITY = 0;
const SERVER = 1;
const ACCESS_CONTROL = 2;
const DEVICE = 3;
const FIRMWARE_UPDATE = 5;
const LONGEST_TEXT = 128;
const MOST_RESOURCES = 48;

/** Resources of the object Device that say what the device is. */
const DEVICE_RESOURCES: Readonly<Record<number, Attribute>> = {
  0: "vendor",
  1: "model",
  2: "serial",
  3: "firmware",
  17: "kind",
  18: "hardware",
  19: "software",
};

/** What a request is in Lightweight M2M, or undefined for plain CoAP. */
export function managementOf(method: number, path: string, queries: readonly string[]): Operation | undefined {
  const hasEndpoint = queries.some((query) => query.startsWith("ep="));
  if (method === POST && path === "/rd") return hasEndpoint ? REGISTER : undefined;
  if (method === POST && path === "/bs") return hasEndpoint ? BOOTSTRAP : undefined;
  if (method === POST && path === "/dp") return SEND;
  if (path.startsWith("/rd/")) return method === POST ? UPDATE : method === DELETE ? DEREGISTER : undefined;
  const object = method === POST || method === 3 ? OBJECT.exec(path) : null;
  if (object === null) return undefined;
  const id = Number(object[1]);
  if (method === POST && object[3] !== undefined) return EXECUTE;
  if (id === FIRMWARE_UPDATE) return WRITE_FIRMWARE;
  return id === SECURITY || id === SERVER || id === ACCESS_CONTROL ? WRITE_CONFIGURATION : undefined;
}

/** Whether a path is of the object that holds keys, so that no payload of it may be shown. */
export function isSecret(path: string): boolean {
  return path === "/0" || path.startsWith("/0/");
}

/** What a registration says of its sender. */
export function tellRegistration(talk: Talk, queries: readonly string[]): void {
  for (const query of queries) {
    if (!query.startsWith("ep=")) continue;
    const name = query.slice(3);
    talk.claim("sender", "name", name, 0.8, "LwM2M registration");
    talk.note("sender", { kind: "session", protocol: "LwM2M", anonymous: true, name });
  }
}

/** What the object Device holds, read by the path that was asked for. */
export function tellDevice(
  talk: Talk,
  path: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  isTlv: boolean,
): void {
  const object = OBJECT.exec(path);
  if (object === null || Number(object[1]) !== DEVICE) return;
  if (isTlv) {
    tellTlv(talk, bytes, start, end, 0);
    return;
  }
  const attribute = object[3] === undefined ? undefined : DEVICE_RESOURCES[Number(object[3])];
  if (attribute === undefined || end - start > LONGEST_TEXT) return;
  claim(talk, attribute, bytes, start, end);
}

function claim(talk: Talk, attribute: Attribute, bytes: Uint8Array, start: number, end: number): void {
  talk.claim("sender", attribute, utf8Of(bytes, start, end).trim(), 0.9, "LwM2M object Device", start, end);
}

function tellTlv(talk: Talk, bytes: Uint8Array, start: number, end: number, depth: number): void {
  let at = start;
  for (let count = 0; count < MOST_RESOURCES && at + 2 <= end; count++) {
    const type = bytes[at] as number;
    at++;
    let id = bytes[at++] as number;
    if ((type & 0x20) !== 0) id = (id << 8) | (bytes[at++] ?? 0);
    const lengthBytes = (type >> 3) & 3;
    let length = lengthBytes === 0 ? type & 7 : 0;
    for (let more = 0; more < lengthBytes; more++) length = length * 256 + (bytes[at++] ?? 0);
    if (at + length > end) return;
    const kind = type >> 6;
    const attribute = DEVICE_RESOURCES[id];
    if (kind === 0 && depth === 0) tellTlv(talk, bytes, at, at + length, 1);
    else if (kind === 3 && attribute !== undefined && length <= LONGEST_TEXT)
      claim(talk, attribute, bytes, at, at + length);
    at += length;
  }
}
