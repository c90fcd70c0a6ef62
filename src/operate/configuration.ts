import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { DocumentChecker } from "../model/document.ts";
import type { Limits } from "../store/store.ts";

/** Everything that a monitor is told beforehand. */
export interface Configuration {
  /** Folder of the database, packets and certificate. */
  folder: string;
  listen: { host: string; port: number };
  /** Names under which people reach it; loopback names are always allowed. */
  names: string[];
  /** Certificate and key files; undefined for one of its own making. */
  certificate: { certificate: string; key: string } | undefined;
  /** Whether to speak TLS: always outside loopback. */
  secure: boolean;
  sites: ConfiguredSite[];
  limits: Limits;
  /** Seconds between two copies of the database, 0 for none by itself, and how many copies stay. */
  backups: { every: number; keep: number };
  /** Bytes of packets that are kept for evidence, and of one upload at most. */
  packets: number;
  upload: number;
  /** Files and folders with fingerprint rules. */
  fingerprints: string[];
  signIn: OpenIdConnect | undefined;
}

/** One site with what brings its traffic. */
export interface ConfiguredSite {
  id: string;
  name: string;
  interfaces: string[];
  directories: string[];
}

/** A provider of sign-in. */
export interface OpenIdConnect {
  issuer: string;
  client: string;
  /** File with the client's secret. */
  secretFile: string;
  /** The claim that tells groups, and the groups of each role. */
  claim: string;
  roles: { viewer: string[]; analyst: string[]; operator: string[]; administrator: string[] };
}

/** A configuration that cannot be used: every problem with its place and what to do. */
export class ConfigurationProblem extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super(`${file} cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

const DAY = 86_400;
const GB = 1e9;
/** What a configuration may say. */
export const KEYS = [
  "folder",
  "listen",
  "names",
  "tls",
  "sites",
  "keep",
  "backup",
  "upload",
  "fingerprints",
  "sign-in",
];
export const DEFAULT_PORT = 8410;

/** What holds where nothing is said. */
export function defaultConfiguration(folder: string): Configuration {
  return {
    folder,
    listen: { host: "127.0.0.1", port: DEFAULT_PORT },
    names: [],
    certificate: undefined,
    secure: false,
    sites: [{ id: "site", name: "Site", interfaces: [], directories: [] }],
    limits: {
      journalAge: 400 * DAY,
      detailAge: 30 * DAY,
      summaryAge: 5 * 365 * DAY,
      auditAge: 5 * 365 * DAY,
      databaseSize: 50 * GB,
    },
    backups: { every: 0, keep: 7 },
    packets: 20 * GB,
    upload: 20 * GB,
    fingerprints: [],
    signIn: undefined,
  };
}

/** Reads a configuration file; throws a ConfigurationProblem that tells everything wrong with it at once. */
export function readConfiguration(file: string): Configuration {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigurationProblem(file, [error instanceof Error ? error.message : String(error)]);
  }
  return checkConfiguration(text, file);
}

/** Checks the text of a configuration; paths in it are relative to the file. */
export function checkConfiguration(text: string, file: string): Configuration {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new ConfigurationProblem(
      file,
      document.errors.map(({ message }) => message.split("\n")[0] ?? message),
    );
  }
  const check = new DocumentChecker();
  const root = check.map("the file", plainOf(document, file) ?? {}, KEYS);
  const base = dirname(resolve(file));
  const path = (value: string): string => (value === "" || isAbsolute(value) ? value : join(base, value));
  const usual = defaultConfiguration(join(base, "bulkhead-data"));
  const listen = readListen(check, root["listen"], usual.listen);
  const tls = readTls(check, root["tls"], listen.host, path);
  const configuration: Configuration = {
    folder: path(check.text("folder", root["folder"], usual.folder)),
    listen,
    names: check.texts("names", root["names"]),
    ...tls,
    sites: readSites(check, root["sites"], path) ?? usual.sites,
    limits: readLimits(check, root["keep"], usual.limits),
    backups: readBackups(check, root["backup"], usual.backups),
    packets: check.size("keep.packets", fieldOf(root["keep"], "packets"), usual.packets),
    upload: check.size("upload", root["upload"], usual.upload),
    fingerprints: check.texts("fingerprints", root["fingerprints"]).map(path),
    signIn: readSignIn(check, root["sign-in"], path),
  };
  if (check.problems.length > 0) throw new ConfigurationProblem(file, check.problems);
  return configuration;
}

/** The content of a YAML document; what repeats itself without end is refused. */
function plainOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new ConfigurationProblem(file, ["the file: uses aliases (*name); write the values out"]);
  }
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Takes "address:port" apart; "[::1]:8410" for IPv6. Undefined for anything else. */
export function readAddress(value: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(value);
  if (match === null) return undefined;
  const port = Number(match[3]);
  return port <= 65_535 ? { host: match[1] ?? match[2] ?? "", port } : undefined;
}

function readListen(check: DocumentChecker, value: unknown, usual: Configuration["listen"]): Configuration["listen"] {
  const text = check.text("listen", value, "");
  if (text === "") return usual;
  const address = readAddress(text);
  if (address === undefined)
    check.problem("listen", `is not an address with a port; write "127.0.0.1:${DEFAULT_PORT}"`);
  return address ?? usual;
}

function readTls(
  check: DocumentChecker,
  value: unknown,
  host: string,
  path: (value: string) => string,
): Pick<Configuration, "certificate" | "secure"> {
  if (value === "off" || value === false) {
    if (!isLoopback(host)) {
      check.problem(
        "tls",
        "may be off on this machine alone; listen on 127.0.0.1, or leave tls out for a certificate of its own making",
      );
    }
    return { certificate: undefined, secure: false };
  }
  if (value === undefined) return { certificate: undefined, secure: !isLoopback(host) };
  const map = check.map("tls", value, ["certificate", "key"]);
  const certificate = path(check.text("tls.certificate", map["certificate"], ""));
  const key = path(check.text("tls.key", map["key"], ""));
  if (certificate === "") check.problem("tls.certificate", "is missing; name the PEM file of the certificate chain");
  if (key === "") check.problem("tls.key", "is missing; name the PEM file of the private key");
  return { certificate: { certificate, key }, secure: true };
}

function readSites(
  check: DocumentChecker,
  value: unknown,
  path: (value: string) => string,
): ConfiguredSite[] | undefined {
  if (value === undefined) return undefined;
  const sites = check.entries("sites", value).map(([id, each]): ConfiguredSite => {
    const at = `sites.${id}`;
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id))
      check.problem(at, "is no short name; use small letters, digits and dashes");
    const map = check.map(at, each ?? {}, ["name", "interfaces", "directories"]);
    return {
      id,
      name: check.text(`${at}.name`, map["name"], id),
      interfaces: check.texts(`${at}.interfaces`, map["interfaces"]),
      directories: check.texts(`${at}.directories`, map["directories"]).map(path),
    };
  });
  if (sites.length === 0) check.problem("sites", 'holds no site; leave it out for one called "Site"');
  const owners = new Map<string, string>();
  for (const { id, interfaces, directories } of sites) {
    for (const target of [...interfaces, ...directories]) {
      const owner = owners.get(target);
      if (owner !== undefined)
        check.problem(`sites.${id}`, `watches ${target}, which ${owner} watches already; name it once`);
      owners.set(target, id);
    }
  }
  return sites;
}

function readLimits(check: DocumentChecker, value: unknown, usual: Limits): Limits {
  if (value === undefined) return usual;
  const map = check.map("keep", value, ["changes", "values", "summaries", "audit", "database", "packets"]);
  return {
    journalAge: check.duration("keep.changes", map["changes"], usual.journalAge),
    detailAge: check.duration("keep.values", map["values"], usual.detailAge),
    summaryAge: check.duration("keep.summaries", map["summaries"], usual.summaryAge),
    auditAge: check.duration("keep.audit", map["audit"], usual.auditAge),
    databaseSize: check.size("keep.database", map["database"], usual.databaseSize),
  };
}

function readBackups(
  check: DocumentChecker,
  value: unknown,
  usual: Configuration["backups"],
): Configuration["backups"] {
  if (value === undefined) return usual;
  const map = check.map("backup", value, ["every", "keep"]);
  const keep = map["keep"] ?? usual.keep;
  if (!Number.isInteger(keep) || (keep as number) < 1 || (keep as number) > 1000)
    check.problem("backup.keep", "is no number of copies; write a whole number from 1 to 1000");
  return { every: check.duration("backup.every", map["every"], DAY), keep: keep as number };
}

function readSignIn(
  check: DocumentChecker,
  value: unknown,
  path: (value: string) => string,
): OpenIdConnect | undefined {
  if (value === undefined) return undefined;
  const at = "sign-in";
  const map = check.map(at, value, ["issuer", "client", "secret-file", "claim", "roles"]);
  const issuer = check.text(`${at}.issuer`, map["issuer"], "");
  if (!/^https:\/\/[^\s/]+/.test(issuer) && !/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(issuer)) {
    check.problem(`${at}.issuer`, 'is not the address of a provider; write one such as "https://login.example.org"');
  }
  const client = check.text(`${at}.client`, map["client"], "");
  if (client === "") check.problem(`${at}.client`, "is missing; write the client id that the provider gave");
  const roles = check.map(`${at}.roles`, map["roles"] ?? {}, ["viewer", "analyst", "operator", "administrator"]);
  const groups = (role: string): string[] => check.texts(`${at}.roles.${role}`, roles[role]);
  return {
    issuer,
    client,
    secretFile: path(check.text(`${at}.secret-file`, map["secret-file"], "")),
    claim: check.text(`${at}.claim`, map["claim"], "groups"),
    roles: {
      viewer: groups("viewer"),
      analyst: groups("analyst"),
      operator: groups("operator"),
      administrator: groups("administrator"),
    },
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
