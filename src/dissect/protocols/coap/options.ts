// CoAP options: RFC 7252 section 3.1.
import { hexOf, utf8Of } from "../../reader.ts";
import {
  ACCEPT,
  BLOCK1,
  BLOCK2,
  CONTENT_FORMAT,
  LOCATION_PATH,
  OBSERVE_OPTION,
  OPTIONS,
  OSCORE,
  PROXY_URI,
  URI_HOST,
  URI_PATH,
  URI_QUERY,
} from "./names.ts";

const PAYLOAD_MARKER = 0xff;
const MOST_OPTIONS = 64;
const CRITICAL = 1;

const REQUESTS_ONLY: ReadonlySet<number> = new Set([1, 3, 5, 7, 11, 15, 16, 17, 35, 39, 258]);
const RESPONSES_ONLY: ReadonlySet<number> = new Set([8, 14, 20]);

/** What walking over the options found. */
export interface Walk {
  /** Where the payload begins; the end without one. -1 when the options are not well-formed. */
  payload: number;
  count: number;
  /** Options whose number is not registered; of them, critical ones. */
  unknown: number;
  unknownCritical: number;
  /** Options longer or shorter than registered. */
  badLength: number;
  /** Bytes of Uri-Path that hardly any path holds. */
  strange: boolean;
  /** Options that only requests have, and that only responses have. */
  ofRequests: number;
  ofResponses: number;
}

const walk: Walk = {
  payload: 0,
  count: 0,
  unknown: 0,
  unknownCritical: 0,
  badLength: 0,
  strange: false,
  ofRequests: 0,
  ofResponses: 0,
};
/** The option that `next` stands on. */
const option = { number: 0, start: 0, length: 0 };

/** Moves to the next option; answers where it ends, 0 at a payload marker, -1 when it is broken. */
function next(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] as number;
  if (first === PAYLOAD_MARKER) return 0;
  let position = at + 1;
  let delta = first >> 4;
  let length = first & 15;
  if (delta === 15 || length === 15) return -1;
  if (delta === 13) delta = 13 + (position < end ? (bytes[position++] as number) : 0);
  else if (delta === 14) {
    if (position + 2 > end) return -1;
    delta = 269 + (bytes[position] as number) * 256 + (bytes[position + 1] as number);
    position += 2;
  }
  if (length === 13) length = 13 + (position < end ? (bytes[position++] as number) : 0);
  else if (length === 14) {
    if (position + 2 > end) return -1;
    length = 269 + (bytes[position] as number) * 256 + (bytes[position + 1] as number);
    position += 2;
  }
  option.number += delta;
  option.start = position;
  option.length = length;
  return position + length > end ? -1 : position + length;
}

/** Walks over all options without making anything of them; the answer is used again by the next call. */
export function walkOptions(bytes: Uint8Array, start: number, end: number): Walk {
  walk.count = 0;
  walk.unknown = 0;
  walk.unknownCritical = 0;
  walk.badLength = 0;
  walk.strange = false;
  walk.ofRequests = 0;
  walk.ofResponses = 0;
  walk.payload = end;
  option.number = 0;
  for (let at = start; at < end; ) {
    const stop = next(bytes, at, end);
    if (stop === 0) {
      // RFC 7252 section 3: a marker without a payload is a format error.
      walk.payload = at + 1 < end ? at + 1 : -1;
      return walk;
    }
    if (stop < 0 || walk.count >= MOST_OPTIONS) {
      walk.payload = -1;
      return walk;
    }
    const known = OPTIONS.get(option.number);
    if (known === undefined) {
      walk.unknown++;
      if ((option.number & CRITICAL) !== 0) walk.unknownCritical++;
    } else if (option.length < known[1] || option.length > known[2]) walk.badLength++;
    if (option.number === URI_PATH)
      for (let index = option.start; index < stop; index++)
        if ((bytes[index] as number) < 32 || (bytes[index] as number) > 126) walk.strange = true;
    if (REQUESTS_ONLY.has(option.number)) walk.ofRequests++;
    else if (RESPONSES_ONLY.has(option.number)) walk.ofResponses++;
    walk.count++;
    at = stop;
  }
  return walk;
}

/** What the options say. */
export interface Options {
  path: string;
  queries: string[];
  observe: number;
  contentFormat: number;
  isProtected: boolean;
  /** Block that the payload is of: -1 without one. */
  block: number;
  hasMore: boolean;
  fields: Record<string, unknown>;
}

const SECRET = /^[^=]*(?:pass|pwd|secret|token|key|auth|credential)[^=]*=/i;

/** Reads the options of a message that `walkOptions` took; `isRequest` says which of the two blocks the payload is of. */
export function readOptions(bytes: Uint8Array, start: number, end: number, isRequest: boolean): Options {
  const options: Options = {
    path: "",
    queries: [],
    observe: -1,
    contentFormat: -1,
    isProtected: false,
    block: -1,
    hasMore: false,
    fields: {},
  };
  const { fields } = options;
  let location = "";
  option.number = 0;
  for (let at = start, count = 0; at < end && count < MOST_OPTIONS; count++) {
    const stop = next(bytes, at, end);
    if (stop <= 0) break;
    at = stop;
    const { number } = option;
    switch (number) {
      case URI_PATH:
        options.path += `/${utf8Of(bytes, option.start, stop)}`;
        break;
      case URI_QUERY: {
        const query = utf8Of(bytes, option.start, stop);
        options.queries.push(SECRET.test(query) ? `${query.slice(0, query.indexOf("="))}=` : query);
        break;
      }
      case LOCATION_PATH:
        location += `/${utf8Of(bytes, option.start, stop)}`;
        break;
      case OBSERVE_OPTION:
        options.observe = unsigned(bytes, stop);
        fields["observe"] = options.observe;
        break;
      case CONTENT_FORMAT:
        options.contentFormat = unsigned(bytes, stop);
        fields["content_format"] = options.contentFormat;
        break;
      case ACCEPT:
        fields["accept"] = unsigned(bytes, stop);
        break;
      case BLOCK1:
      case BLOCK2: {
        const block = unsigned(bytes, stop);
        const isOwn = (number === BLOCK1) === isRequest;
        if (isOwn) {
          options.block = Math.floor(block / 16);
          options.hasMore = (block & 8) !== 0;
        }
        fields[number === BLOCK1 ? "block1" : "block2"] = {
          number: Math.floor(block / 16),
          more: (block & 8) !== 0,
          size: 1 << ((block & 7) + 4),
        };
        break;
      }
      case OSCORE:
        options.isProtected = true;
        fields["oscore"] = true;
        break;
      case URI_HOST:
      case PROXY_URI:
      case 39:
        fields[(OPTIONS.get(number) as readonly [string, number, number])[0]] = utf8Of(bytes, option.start, stop);
        break;
      case 4:
        fields["etag"] = hexOf(bytes, option.start, stop);
        break;
      case 7:
      case 14:
      case 16:
      case 28:
      case 60:
        fields[(OPTIONS.get(number) as readonly [string, number, number])[0]] = unsigned(bytes, stop);
        break;
      default: {
        const others = (fields["other_options"] as unknown[] | undefined) ?? [];
        others.push(OPTIONS.get(number)?.[0] ?? number);
        fields["other_options"] = others;
      }
    }
  }
  if (location !== "") fields["location_path"] = location;
  return options;
}

/** The option at hand as a number of up to four bytes; none is 0. */
function unsigned(bytes: Uint8Array, stop: number): number {
  let value = 0;
  for (let at = option.start; at < stop && at < option.start + 4; at++) value = value * 256 + (bytes[at] as number);
  return value;
}
