import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assessCaptures } from "../../src/assess.ts";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";
import type { Assessment, Device } from "../../src/model/assessment.ts";
import { tidyVendor } from "../../src/observe/vendors.ts";
import type { PlayedDevice, PlayedTruth } from "../../src/simulate/site/play.ts";
import { LIBRARY, simulateSite } from "../../src/simulate/write.ts";

const SECOND = 1_000_000_000;
/** Long enough for nearly every poll, announcement and scenario of the library. */
const DURATION = 240 * SECOND;
const DISSECTED = new Set(PROTOCOLS.map((protocol) => protocol.name));

/** Protocols that name a link in place of the one that carries them. */
const INSIDE: Readonly<Record<string, string>> = { nas5g: "ngap" };

/** A point's address in the truth as the inventory writes it. */
function labelOf(protocol: string, address: string): string {
  return protocol === "coap" ? address.replace(/^resource (\S+), "(.+)"$/, "$1/$2") : address;
}

/** Scenarios whose traffic a detection knows, and which. */
export const DETECTED: Readonly<Record<string, string>> = {
  "arp-spoof": "address-conflict",
  "brute-force": "clear-text-credentials",
  "default-credentials": "default-credentials",
  "camera-botnet": "lateral-movement",
  "dicom-exfiltration": "unasked-images",
  "dnp3-restart": "program-operations",
  "dns-exfiltration": "dns-tunnel",
  "firmware-tampering": "program-operations",
  "goose-spoof": "contradictory-publications",
  "iec104-commands": "command-sequence",
  "modbus-register-writes": "unauthenticated-writes",
  "mqtt-hijack": "anonymous-mqtt",
  "network-sweep": "scanning",
  "new-device": "late-station",
  "pfcp-session-theft": "foreign-session-control",
  "plc-stop": "program-operations",
  "port-scan": "scanning",
  "program-download": "program-operations",
  "pump-reconfiguration": "therapy-settings",
  "rogue-master": "late-station",
  "set-point-drift": "creeping-set-point",
  "smb-spread": "lateral-movement",
  "value-freeze": "frozen-values",
  "value-replay": "replayed-values",
};

/** Detections that take the place of those above where they see more: the lies alone, or what comes through the liar. */
const ALSO: Readonly<Record<string, string>> = { "arp-spoof": "redirected-traffic" };

/** Attacks whose actor speaks for another, by its address or from inside of it, so that nothing shows himself. */
const IN_ANOTHERS_NAME: ReadonlySet<string> = new Set(["goose-spoof", "value-freeze", "value-replay"]);

/** One thing that is compared: how many were right, and what was wrong or missing, in words. */
export interface Score {
  right: number;
  wrong: string[];
  missing: string[];
}

/** What is compared of a site. */
export const ASPECTS = ["devices", "identities", "levels", "roles", "links", "points", "sessions", "attacks"] as const;
/** One of ASPECTS. */
export type Aspect = (typeof ASPECTS)[number];

/** A site of the library, assessed and held against its truth. */
export interface ComparedSite {
  name: string;
  frames: number;
  truth: PlayedTruth;
  assessment: Assessment;
  scores: Record<Aspect, Score>;
}

/** The sites of the library, by name. */
export function librarySites(): string[] {
  const files = readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml"));
  return files.map((file) => file.slice(0, -5)).sort();
}

/** Plays four minutes of a site, assesses the capture and compares. */
export async function compareSite(name: string): Promise<ComparedSite> {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-site-"));
  const capture = join(directory, `${name}.pcapng`);
  try {
    const truth = simulateSite({ site: name, out: capture, duration: DURATION, scale: 1, truth: "" });
    const { assessment } = await assessCaptures([capture], "0");
    return {
      name,
      frames: truth.capture.frames,
      truth,
      assessment,
      scores: new Comparison(truth, assessment).scores(),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

class Comparison {
  private readonly truth: PlayedTruth;
  private readonly assessment: Assessment;
  private readonly byName: ReadonlyMap<string, PlayedDevice>;
  /** Who is impersonated by ARP may be taken for one with the impostor. */
  private readonly impersonated: ReadonlySet<string>;
  /** Who attacks is placed and named by what he pretends to be. */
  private readonly deceivers: ReadonlySet<string>;

  constructor(truth: PlayedTruth, assessment: Assessment) {
    this.truth = truth;
    this.assessment = assessment;
    this.byName = new Map(truth.devices.map((device) => [device.name, device]));
    const spoofs = truth.attacks.filter((attack) => attack.kind === "arp-spoof");
    this.impersonated = new Set(spoofs.flatMap((attack) => attack.targets));
    this.deceivers = new Set(truth.attacks.map((attack) => attack.actor));
  }

  scores(): Record<Aspect, Score> {
    return {
      devices: this.devices(),
      identities: this.identities(),
      levels: this.levels(),
      roles: this.roles(),
      links: this.links(),
      points: this.points(),
      sessions: this.sessions(),
      attacks: this.attacks(),
    };
  }

  private found(expected: PlayedDevice): Device | undefined {
    return this.assessment.devices.find(
      (device) =>
        device.macs.some((mac) => expected.macs.includes(mac)) || device.ips.some((ip) => expected.ips.includes(ip)),
    );
  }

  private get speaking(): PlayedDevice[] {
    return this.truth.devices.filter((device) => device.speaks);
  }

  private devices(): Score {
    const score = makeScore();
    const owners = new Map<string, string>();
    for (const device of this.speaking) {
      const id = this.found(device)?.id;
      const other = owners.get(id ?? "");
      if (id === undefined) score.missing.push(device.name);
      else if (other !== undefined && !this.impersonated.has(device.name)) {
        score.wrong.push(`${device.name} is one with ${other}`);
      } else score.right++;
      if (id !== undefined) owners.set(id, device.name);
    }
    const macs = new Set(this.truth.devices.flatMap((device) => device.macs));
    const ips = new Set(this.truth.devices.flatMap((device) => device.ips));
    const asked = new Set(this.truth.attacks.flatMap((attack) => attack.targets));
    for (const device of this.assessment.devices) {
      const isKnown = device.macs.some((mac) => macs.has(mac)) || device.ips.some((ip) => ips.has(ip));
      if (!isKnown && !asked.has(device.label)) score.wrong.push(`${device.label} is invented (${device.presence})`);
    }
    return score;
  }

  private identities(): Score {
    const score = makeScore();
    const judge = (name: string, attribute: string, got: string, wanted: string, protocol: string): void => {
      if (plain(attribute, got) === plain(attribute, wanted)) score.right++;
      else if (got === "") score.missing.push(`${name} ${attribute} "${wanted}" (${protocol})`);
      else score.wrong.push(`${name} ${attribute} "${got}", not "${wanted}" (${protocol})`);
    };
    for (const { device: name, attribute, value, protocol } of this.truth.identities) {
      const expected = this.byName.get(name);
      if (!DISSECTED.has(protocol) || expected === undefined || !expected.speaks) continue;
      if (this.impersonated.has(name)) continue;
      judge(name, attribute, this.found(expected)?.[attribute] ?? "", value, protocol);
    }
    for (const { device: name, part, attribute, value, protocol } of this.truth.parts) {
      const expected = this.byName.get(name);
      const parts = (expected === undefined ? undefined : this.found(expected))?.parts ?? [];
      const told = parts.find((each) => each.part === part)?.attributes.find((each) => each.attribute === attribute);
      judge(`${name} ${part}`, attribute, told?.candidates[0]?.value ?? "", value, protocol);
    }
    for (const expected of this.speaking) {
      if (expected.vendor === "") continue;
      // Where the address names only the maker of the network module, the assessment says so.
      const vendor = (this.found(expected)?.vendor ?? "").replace(" (network module)", "");
      judge(expected.name, "vendor", vendor, expected.vendor, "address");
    }
    return score;
  }

  private levels(): Score {
    const score = makeScore();
    const readable = new Set(
      this.truth.links.filter((link) => DISSECTED.has(link.protocol)).flatMap((link) => [link.client, link.server]),
    );
    for (const expected of this.speaking) {
      const level = this.found(expected)?.level.level;
      if (level === undefined || this.deceivers.has(expected.name)) continue;
      const levels = [expected.level, ...expected.alsoLevels];
      if (levels.includes(level)) score.right++;
      else if (level !== "Not placed") {
        score.wrong.push(`${expected.name} (${expected.role}) on ${level}, not ${levels.join(" or ")}`);
      } else if (readable.has(expected.name)) score.missing.push(expected.name);
    }
    return score;
  }

  private roles(): Score {
    const score = makeScore();
    for (const expected of this.speaking) {
      if (this.deceivers.has(expected.name)) continue;
      const role = this.found(expected)?.role ?? "unknown";
      if ([expected.role, ...expected.alsoRoles].includes(role)) score.right++;
      else if (role === "unknown") score.missing.push(`${expected.name} (${expected.role})`);
      else score.wrong.push(`${expected.name} (${expected.role}) as ${role}`);
    }
    return score;
  }

  private links(): Score {
    const score = makeScore();
    for (const link of this.truth.links) {
      if (!DISSECTED.has(link.protocol)) continue;
      const client = this.byName.get(link.client);
      const server = this.byName.get(link.server);
      if (client === undefined || server === undefined || (!client.speaks && !server.speaks)) continue;
      const [clientId, serverId] = [this.found(client)?.id, this.found(server)?.id];
      const same = this.assessment.links.filter((each) => each.client === clientId && each.server === serverId);
      const mine = same.filter(({ protocol }) => protocol === link.protocol || INSIDE[protocol] === link.protocol);
      const acts = new Set(mine.flatMap((each) => each.operations.map((operation) => operation.act)));
      const lacking = link.acts.filter((act) => act !== "other" && !acts.has(act));
      const words = `${link.client} to ${link.server} over ${link.protocol}`;
      if (mine.length === 0) score.missing.push(words);
      else if (lacking.length > 0) score.wrong.push(`${words}: no ${lacking.join(", ")}`);
      else score.right++;
    }
    return score;
  }

  private points(): Score {
    const score = makeScore();
    const { points } = this.assessment;
    const told = new Set(points.map((point) => point.protocol));
    const labels = new Set(points.map((point) => `${point.device} ${point.protocol} ${point.label}`));
    const anywhere = new Set(points.map((point) => `${point.protocol} ${point.label}`));
    for (const { device: name, protocol, address } of this.truth.points) {
      const device = this.byName.get(name);
      if (!told.has(protocol) || device === undefined || !device.speaks) continue;
      // A topic belongs to its broker.
      const isThere =
        protocol === "mqtt"
          ? anywhere.has(`mqtt ${address}`)
          : labels.has(`${this.found(device)?.id} ${protocol} ${labelOf(protocol, address)}`);
      if (isThere) score.right++;
      else score.missing.push(`${name} ${protocol} ${address}`);
    }
    return score;
  }

  /** To whom and to which network and slice a radio device belongs, where the capture shows that its session is set up. */
  private sessions(): Score {
    const score = makeScore();
    for (const { device: name, subscriber, network, slice } of this.truth.sessions) {
      const device = this.byName.get(name);
      const attributes = (device === undefined ? undefined : this.found(device))?.attributes ?? [];
      const values = attributes.flatMap(({ candidates }) => candidates.map(({ value }) => value));
      const place = `Mobile data network ${network}${slice === "" ? "" : `, slice ${slice}`}`;
      const wanted = [...(subscriber === "" ? [] : [`IMSI ${subscriber}`]), place];
      for (const value of wanted) {
        if (values.includes(value)) score.right++;
        else score.missing.push(`${name} ${value}`);
      }
    }
    return score;
  }

  private attacks(): Score {
    const score = makeScore();
    for (const attack of this.truth.attacks) {
      const detection = DETECTED[attack.kind];
      const actor = this.byName.get(IN_ANOTHERS_NAME.has(attack.kind) ? (attack.targets[0] ?? "") : attack.actor);
      if (actor === undefined) continue;
      const id = this.found(actor)?.id ?? "";
      const names = [detection, ALSO[attack.kind]];
      const hit = this.assessment.findings.some((each) => names.includes(each.detection) && each.devices.includes(id));
      if (hit) score.right++;
      else if (detection === undefined) score.missing.push(`${attack.kind} (no detection knows it)`);
      else score.wrong.push(`${attack.kind} by ${attack.actor} is no finding of ${detection}`);
    }
    return score;
  }
}

function makeScore(): Score {
  return { right: 0, wrong: [], missing: [] };
}

function plain(attribute: string, value: string): string {
  if (attribute === "vendor") return tidyVendor(value);
  return value.toLowerCase().replace(attribute === "firmware" ? /^v/ : "", "");
}
