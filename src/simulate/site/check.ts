import { DocumentChecker, secondsOf } from "../../model/document.ts";
import { SECOND } from "../schedule.ts";
import type {
  Catalog,
  DeviceEntry,
  MirrorEntry,
  ScenarioEntry,
  SiteDescription,
  TalkEntry,
  ZoneEntry,
} from "./describe.ts";

/** Nanoseconds of a duration such as "500ms", "10m" or "7d"; undefined for anything else. */
export function readDuration(value: unknown): number | undefined {
  const seconds = secondsOf(value);
  return seconds === undefined ? undefined : Math.round(seconds * SECOND);
}

/** First address and prefix length of a subnet such as "10.1.2.0/24"; undefined for anything else. */
export function readSubnet(value: unknown): { base: number; bits: number } | undefined {
  const match = typeof value === "string" ? /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(value) : null;
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  if (parts.slice(0, 4).some((part) => part > 255) || parts[4] < 8 || parts[4] > 30) return undefined;
  const base = parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  return base % 2 ** (32 - parts[4]) === 0 ? { base, bits: parts[4] } : undefined;
}

/** A checker whose durations are nanoseconds, as the simulation counts. */
class Checker extends DocumentChecker {
  override duration(path: string, value: unknown, usual: number): number {
    return Math.round(super.duration(path, value, usual / SECOND) * SECOND);
  }
}

const SITE_KEYS = [
  "site",
  "about",
  "start",
  "for",
  "seed",
  "loss",
  "scale",
  "include",
  "zones",
  "mirrors",
  "devices",
  "talks",
  "scenarios",
];

/** Checks one document of a site as a whole; `problems` is empty when it can be played. */
export function checkDocument(
  name: string,
  value: unknown,
  catalog: Catalog,
): { site: SiteDescription; problems: string[] } {
  const check = new Checker();
  const root = check.map(name, value, SITE_KEYS);
  const at = (path: string) => `${name}: ${path}`;
  const site: SiteDescription = {
    name: check.text(at("site"), root["site"], name),
    about: check.text(at("about"), root["about"], ""),
    start: readStart(check, at("start"), root["start"]),
    duration: check.duration(at("for"), root["for"], 600 * SECOND),
    seed: check.number(at("seed"), root["seed"], 1, 0, 4294967295),
    loss: check.number(at("loss"), root["loss"], 0, 0, 0.2),
    scale: check.number(at("scale"), root["scale"], 1, 0.01, 10000),
    include: check.texts(at("include"), root["include"]),
    zones: check.entries(at("zones"), root["zones"]).map(([key, each]) => zone(check, at(`zones.${key}`), key, each)),
    mirrors: check
      .entries(at("mirrors"), root["mirrors"])
      .map(([key, each]) => mirror(check, at(`mirrors.${key}`), key, each)),
    devices: check
      .entries(at("devices"), root["devices"])
      .map(([key, each]) => device(check, at(`devices.${key}`), key, each, catalog)),
    talks: check
      .list(at("talks"), root["talks"])
      .map((each, index) => talk(check, at(`talks[${index}]`), each, catalog)),
    scenarios: check
      .list(at("scenarios"), root["scenarios"])
      .map((each, index) => scenario(check, at(`scenarios[${index}]`), each, catalog)),
  };
  return { site, problems: check.problems };
}

function readStart(check: Checker, path: string, value: unknown): number {
  const usual = 1773036000;
  if (value === undefined) return usual;
  const text = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? value : "";
  const seconds = Date.parse(text) / 1000;
  if (Number.isInteger(seconds)) return seconds;
  check.problem(path, 'is not a moment; write it as "2026-03-09T06:00:00Z"');
  return usual;
}

function zone(check: Checker, path: string, name: string, value: unknown): ZoneEntry {
  const map = check.map(path, value, ["vlan", "subnet", "router", "outside", "level"]);
  const subnet = readSubnet(map["subnet"]);
  if (subnet === undefined) check.problem(`${path}.subnet`, 'is not a subnet; write one such as "10.40.20.0/24"');
  return {
    path,
    name,
    vlan: check.number(`${path}.vlan`, map["vlan"], 0, 0, 4094),
    base: subnet?.base ?? 0,
    bits: subnet?.bits ?? 24,
    router: check.text(`${path}.router`, map["router"], ""),
    outside: check.truth(`${path}.outside`, map["outside"], false),
    level: check.text(`${path}.level`, map["level"], ""),
  };
}

function mirror(check: Checker, path: string, name: string, value: unknown): MirrorEntry {
  const map = check.map(path, value, ["zones", "tagged", "twice", "loss", "unseen"]);
  return {
    path,
    name,
    zones: check.texts(`${path}.zones`, map["zones"]),
    tagged: check.truth(`${path}.tagged`, map["tagged"], true),
    twice: check.truth(`${path}.twice`, map["twice"], false),
    loss: check.number(`${path}.loss`, map["loss"], 0, 0, 0.5),
    unseen: check.texts(`${path}.unseen`, map["unseen"]),
  };
}

function device(check: Checker, path: string, name: string, value: unknown, catalog: Catalog): DeviceEntry {
  const map = check.map(path, value, [
    "type",
    "zone",
    "count",
    "address",
    "firmware",
    "level",
    "radio",
    "core",
    "process",
  ]);
  const type = check.text(`${path}.type`, map["type"], "");
  if (!catalog.deviceTypes.has(type)) {
    check.problem(
      `${path}.type`,
      `"${type}" is no device type; there are ${[...catalog.deviceTypes.keys()].join(", ")}`,
    );
  }
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
    check.problem(path, "is no name; use small letters, digits, dots and dashes");
  }
  const address = check.text(`${path}.address`, map["address"], "");
  if (address !== "" && readSubnet(`${address}/30`) === undefined && !/^\d+(\.\d+){3}$/.test(address)) {
    check.problem(`${path}.address`, 'is not an address; write one such as "10.40.20.11", or leave it out');
  }
  return {
    path,
    name,
    type,
    zone: check.text(`${path}.zone`, map["zone"], ""),
    count: check.number(`${path}.count`, map["count"], 0, 1, 100_000),
    address,
    firmware: check.text(`${path}.firmware`, map["firmware"], ""),
    level: check.text(`${path}.level`, map["level"], ""),
    radio: check.text(`${path}.radio`, map["radio"], ""),
    core: check.text(`${path}.core`, map["core"], ""),
  };
}

function talk(check: Checker, path: string, value: unknown, catalog: Catalog): TalkEntry {
  const name = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["talk"] : undefined;
  const known = typeof name === "string" ? catalog.talks.get(name) : undefined;
  if (known === undefined) {
    check.problem(`${path}.talk`, `"${String(name)}" is no talk; there are ${[...catalog.talks.keys()].join(", ")}`);
  }
  const options = known === undefined ? [] : Object.keys(known.options);
  const map =
    known === undefined ? {} : check.map(path, value, ["talk", "from", "to", "every", "pairs", "open", ...options]);
  const pairs = check.text(`${path}.pairs`, map["pairs"], "all");
  if (pairs !== "all" && pairs !== "spread") check.problem(`${path}.pairs`, 'is neither "all" nor "spread"');
  return {
    path,
    talk: typeof name === "string" ? name : "",
    from: check.texts(`${path}.from`, map["from"]),
    to: check.texts(`${path}.to`, map["to"]),
    every: check.duration(`${path}.every`, map["every"], (known?.every ?? 1) * SECOND),
    spread: pairs === "spread",
    open: check.truth(`${path}.open`, map["open"], false),
    options: Object.fromEntries(options.map((key) => [key, map[key]])),
  };
}

function scenario(check: Checker, path: string, value: unknown, catalog: Catalog): ScenarioEntry {
  const name = typeof value === "object" && value !== null ? (value as Record<string, unknown>)["scenario"] : undefined;
  const known = typeof name === "string" ? catalog.scenarios.get(name) : undefined;
  if (known === undefined) {
    const all = [...catalog.scenarios.keys()].join(", ");
    check.problem(`${path}.scenario`, `"${String(name)}" is no scenario; there are ${all}`);
  }
  const options = known === undefined ? [] : Object.keys(known.options);
  const map = known === undefined ? {} : check.map(path, value, ["scenario", "from", "to", "at", ...options]);
  if (known !== undefined && map["at"] === undefined)
    check.problem(`${path}.at`, 'is missing; say when it begins, such as "5m"');
  return {
    path,
    scenario: typeof name === "string" ? name : "",
    from: check.texts(`${path}.from`, map["from"]),
    to: check.texts(`${path}.to`, map["to"]),
    at: check.duration(`${path}.at`, map["at"], SECOND),
    options: Object.fromEntries(options.map((key) => [key, map[key]])),
  };
}
