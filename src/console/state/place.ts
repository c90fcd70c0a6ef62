/** Where in the console a person is: a page with its parts, and everything that decides what it shows. */
export interface Place {
  /** "inventory", or "device" with an id behind it. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
}

/** Parameters that go along from page to page: site, moment, and the filters that map, tables and plots share. */
export const SHARED: readonly string[] = ["site", "at", "level", "role", "vendor", "zone", "domain", "q"];

/** Reads the part of an address behind "#". */
export function parsePlace(hash: string): Place {
  const text = hash.startsWith("#") ? hash.slice(1) : hash;
  const mark = text.indexOf("?");
  const path = (mark < 0 ? text : text.slice(0, mark)).split("/").filter((part) => part !== "");
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1))) {
    if (value !== "") query[name] = value;
  }
  return { path: path.map(decode), query };
}

/** Writes a place as the part of an address behind and with "#"; parameters in the order of their names. */
export function formatPlace({ path, query }: Place): string {
  const words = Object.keys(query)
    .filter((name) => query[name] !== "" && query[name] !== undefined)
    .sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(query[name])}`);
  return `#/${path.map(encodeURIComponent).join("/")}${words.length > 0 ? `?${words.join("&")}` : ""}`;
}

/** The place with some parameters set, or removed where the value is "". */
export function withQuery(place: Place, changes: Readonly<Record<string, string>>): Place {
  const query = { ...place.query };
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") delete query[name];
    else query[name] = value;
  }
  return { path: place.path, query };
}

/** Pages on which the words of `q` look for devices; elsewhere they look for other things and do not go along. */
const OF_DEVICES: readonly string[] = ["map", "inventory", "device", "finding", "evidence"];

function looksForDevices(path: readonly string[]): boolean {
  return OF_DEVICES.includes(path[0] ?? "");
}

/** Another page, with what pages share taken along and `changes` on top. */
export function goingTo(from: Place, path: readonly string[], changes: Readonly<Record<string, string>> = {}): Place {
  const query: Record<string, string> = {};
  for (const name of SHARED) if (from.query[name] !== undefined) query[name] = from.query[name];
  if (!looksForDevices(from.path) || !looksForDevices(path)) delete query.q;
  return withQuery({ path, query }, changes);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
