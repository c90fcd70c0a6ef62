import type { Device, LevelTerm } from "../../model/assessment.ts";
import type { Level } from "../../model/role.ts";
import { type Corrections, correctLevel, correctPlace, correctRole, NO_CORRECTIONS, statedOf } from "../corrections.ts";
import { isPrivateAddress, type Site } from "../site.ts";
import { type Conduct, conductOf } from "./conduct.ts";
import { domainOf } from "./domain.ts";
import { neighborTerms, ownTerms, placementOf, propagatedTerms, type Surroundings } from "./level.ts";
import { decideRole, WordFinder } from "./role.ts";

const UNTAGGED = "the untagged wire";
/** A score below this leaves a device to what its neighbors are. */
const LITTLE_KNOWN = 2;

/**
 * Fills every device's role, domain and level with their reasons. Levels are found in rounds, each judged by all levels
 * of the round before, so that neither the order of devices nor that of links matters.
 */
export function placeDevices(site: Site, corrections: Corrections = NO_CORRECTIONS): void {
  const conducts = conductOf(site);
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const labelOf = (id: string): string => devices.get(id)?.label ?? "an unknown device";
  const words = new WordFinder();
  const stated = new Map<string, ReturnType<typeof statedOf>>();
  for (const device of site.devices) {
    const said = statedOf(corrections, device);
    if (said.length > 0) stated.set(device.id, said);
  }
  for (const conduct of conducts.values()) decideRole(conduct, labelOf, words);
  for (const [id, said] of stated) correctRole(devices.get(id) as Device, said);
  const around = surroundingsOf(devices, conducts);
  const terms = new Map<string, LevelTerm[]>();
  for (const [id, conduct] of conducts) terms.set(id, ownTerms(conduct, around));
  const settleAll = (): void => {
    settle(devices, terms);
    for (const [id, said] of stated) {
      const device = devices.get(id) as Device;
      device.level = correctLevel(device.level, said);
    }
  };
  settleAll();
  addRound(terms, conducts, (conduct) => neighborTerms(conduct, around));
  settleAll();
  addRound(terms, conducts, (conduct) =>
    conduct.device.level.score < LITTLE_KNOWN && conduct.device.level.runnerUp === ""
      ? propagatedTerms(conduct, around)
      : [],
  );
  settleAll();
  for (const conduct of conducts.values()) conduct.device.domain = domainOf(conduct, around.hasProcess);
  for (const [id, said] of stated) correctPlace(devices.get(id) as Device, said);
}

/** Asks every device before any term is added: a round sees only what the one before has settled. */
function addRound(
  terms: Map<string, LevelTerm[]>,
  conducts: ReadonlyMap<string, Conduct>,
  termsOf: (conduct: Conduct) => LevelTerm[],
): void {
  for (const [id, conduct] of conducts) (terms.get(id) as LevelTerm[]).push(...termsOf(conduct));
}

function settle(devices: ReadonlyMap<string, Device>, terms: ReadonlyMap<string, readonly LevelTerm[]>): void {
  for (const [id, device] of devices) device.level = placementOf(terms.get(id) ?? []);
}

function surroundingsOf(devices: ReadonlyMap<string, Device>, conducts: ReadonlyMap<string, Conduct>): Surroundings {
  const networks = new Map<string, string[]>();
  const members = new Map<string, string[]>();
  for (const [id, device] of devices) {
    networks.set(id, networksOf(device));
    for (const network of membershipsOf(device)) {
      const known = members.get(network);
      if (known === undefined) members.set(network, [id]);
      else known.push(id);
    }
  }
  let hasProcess = false;
  for (const { ties } of conducts.values()) {
    hasProcess ||= ties.some((tie) => tie.facts.world === "ot" && tie.trust >= 0.6);
  }
  return {
    labelOf: (id) => devices.get(id)?.label ?? "an unknown device",
    roleOf: (id) => devices.get(id)?.role ?? "unknown",
    levelOf: (id): Level => devices.get(id)?.level.level ?? "Not placed",
    networksOf: (id) => networks.get(id) ?? [],
    membersOf: (network) => members.get(network) ?? [],
    hasProcess,
  };
}

/** Networks by private IPv4 blocks of 256, else by VLAN, else the untagged wire. */
function networksOf(device: Device): string[] {
  const networks = new Set<string>();
  for (const ip of device.ips) {
    if (ip.includes(".") && isPrivateAddress(ip)) networks.add(`network ${ip.slice(0, ip.lastIndexOf("."))}.0/24`);
  }
  if (networks.size > 0) return [...networks].sort();
  return wiresOf(device);
}

/** All networks that a device counts for, those of its wire included. */
function membershipsOf(device: Device): string[] {
  return [...new Set([...networksOf(device), ...wiresOf(device)])];
}

function wiresOf(device: Device): string[] {
  if (device.vlans.length > 0) return device.vlans.map((vlan) => `VLAN ${vlan}`);
  return device.macs.length > 0 ? [UNTAGGED] : [];
}
