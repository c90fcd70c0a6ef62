import { EUI64_METHOD } from "../dissect/radio/addresses.ts";
import type { Device } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Corrections } from "./corrections.ts";
import { NO_CORRECTIONS } from "./corrections.ts";
import type { BindingTally, Host, Ledger } from "./ledger.ts";
import { isPrivateAddress } from "./site.ts";
import { type ToldHost, toldHosts } from "./told-tally.ts";

/** TTLs that senders start with; another value means that a router has taken some off. */
export const INITIAL_TTLS: ReadonlySet<number> = new Set([0, 1, 2, 4, 10, 30, 32, 60, 64, 100, 128, 200, 250, 255]);
/** A hardware address that carries more addresses than this, without any binding, forwards for others. */
const MOST_OWN_ADDRESSES = 8;

/** Answers to ARP for more addresses than this are looked at as a router's that answers for others. */
const MOST_ANNOUNCED_ADDRESSES = 1;

/** Addresses that were found to belong to one physical device. */
export interface ResolvedDevice {
  macs: string[];
  ips: string[];
  hosts: Host[];
  bindings: { mac: string; ip: string; method: string; evidence: Evidence }[];
  presence: Device["presence"];
  /** Where exporters told that it sent. */
  told: ToldHost | undefined;
  /** Addresses that it forwards for: more than zero makes it a router or a gateway. */
  forwardsFor: string[];
  forwardEvidence: Evidence | undefined;
}

/** The devices of a capture and which address belongs to which. */
export interface Resolution {
  devices: ResolvedDevice[];
  byAddress: Map<string, ResolvedDevice>;
  /** Addresses that were asked for or written to and never proved to exist. */
  silent: string[];
  /** Broadcast addresses of subnets, known by the frames that carried packets to them. */
  broadcasts: ReadonlySet<string>;
}

type Bindings = ReadonlyMap<string, ReadonlyMap<string, BindingTally>>;
/** Network addresses that a hardware address forwards for, by hardware address. */
type Forwarders = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether an address names a group or nobody, never one device. */
export function isGroupAddress(address: string, isMac: boolean): boolean {
  if (isMac)
    return address === "000000000000" || address === "" || (Number.parseInt(address.slice(0, 2), 16) & 1) === 1;
  if (address.includes(":")) return address.startsWith("ff") || address === "::";
  const first = Number.parseInt(address, 10);
  return address === "0.0.0.0" || first >= 224 || address === "255.255.255.255";
}

/**
 * Joins hardware and network addresses into devices. An announced binding (ARP, DHCP, NDP) is believed first, then the
 * hardware address that unrouted packets came with; a hardware address whose packets were routed is a router, and what
 * is behind it stays apart.
 */
export function resolveDevices(ledger: Ledger, corrections: Corrections = NO_CORRECTIONS): Resolution {
  const { hosts } = ledger;
  const bindings = sorted(ledger.bindings.values(), (entry) => `${entry.ip} ${entry.mac} ${entry.method}`);
  const boundTo = new Map<string, Map<string, BindingTally>>();
  for (const binding of bindings) {
    if (isGroupAddress(binding.ip, false) || isGroupAddress(binding.mac, true)) continue;
    const known = boundTo.get(binding.ip) ?? new Map<string, BindingTally>();
    const before = known.get(binding.mac);
    if (before === undefined || before.times < binding.times) known.set(binding.mac, binding);
    boundTo.set(binding.ip, known);
    ledger.hostOf(binding.ip, false);
    ledger.hostOf(binding.mac, true);
  }
  const told = toldHosts(sorted(ledger.told.values(), ({ key }) => key));
  for (const address of told.keys()) ledger.hostOf(address, !address.includes(".") && !address.includes(":"));
  dropForeignAnswers(boundTo, hosts);
  const carried = carriedAddresses(hosts);
  const forwarders = forwardersOf(carried, hosts, boundTo);
  return join(ledger, boundTo, carried, forwarders, told, corrections);
}

/** A router that answers ARP for others (RFC 1027) gives itself away by the hops that their packets have lost. */
function dropForeignAnswers(boundTo: Map<string, Map<string, BindingTally>>, hosts: ReadonlyMap<string, Host>): void {
  const announced = new Map<string, number>();
  for (const [ip, macs] of boundTo) {
    // NAT too takes hops off what a router sends in its own name: its link-local address beside the other says nothing.
    if (isLinkLocal(ip)) continue;
    const family = familyOf(ip);
    for (const mac of macs.keys()) {
      const key = `${mac} ${family}`;
      announced.set(key, (announced.get(key) ?? 0) + 1);
    }
  }
  for (const [ip, macs] of boundTo) {
    for (const mac of macs.keys()) {
      if ((announced.get(`${mac} ${familyOf(ip)}`) ?? 0) <= MOST_ANNOUNCED_ADDRESSES) continue;
      const ttl = hosts.get(ip)?.macs.get(mac)?.ttl;
      if (ttl !== undefined && !INITIAL_TTLS.has(ttl)) macs.delete(mac);
    }
    if (macs.size === 0) boundTo.delete(ip);
  }
}

function familyOf(ip: string): number {
  return ip.includes(":") ? 6 : 4;
}

function isLinkLocal(ip: string): boolean {
  return ip.startsWith("fe80:") || ip.startsWith("169.254.");
}

/** Network addresses by the hardware address their packets came with. */
function carriedAddresses(hosts: ReadonlyMap<string, Host>): Map<string, string[]> {
  const carried = new Map<string, string[]>();
  for (const host of sorted(hosts.values(), (entry) => entry.address)) {
    if (host.isMac || isGroupAddress(host.address, false)) continue;
    for (const mac of host.macs.keys()) {
      if (isGroupAddress(mac, true)) continue;
      const known = carried.get(mac);
      if (known === undefined) carried.set(mac, [host.address]);
      else known.push(host.address);
    }
  }
  return carried;
}

function forwardersOf(
  carried: ReadonlyMap<string, readonly string[]>,
  hosts: ReadonlyMap<string, Host>,
  boundTo: Bindings,
): Map<string, Set<string>> {
  // Where no private IPv4 address speaks, public ones are the site's own: laboratories, universities, carriers.
  let isPublicSite = true;
  for (const host of hosts.values()) {
    if (host.sentFrames === 0 || !isSitePrivate(host)) continue;
    isPublicSite = false;
    break;
  }
  const forwarders = new Map<string, Set<string>>();
  for (const [mac, addresses] of carried) {
    const forwarded = new Set(
      addresses.filter((ip) => isForwarded(ip, mac, hosts.get(ip) as Host, boundTo, isPublicSite)),
    );
    const unbound = addresses.filter((ip) => !boundTo.has(ip) && !ip.includes(":"));
    if (unbound.length > MOST_OWN_ADDRESSES) {
      const main = mainAddress(mac, unbound, hosts);
      for (const ip of unbound) if (ip !== main) forwarded.add(ip);
    }
    if (forwarded.size > 0) forwarders.set(mac, forwarded);
  }
  return forwarders;
}

/** The private address that sends more than all others together from a hardware address, with all hops left; "" without one. */
function mainAddress(mac: string, addresses: readonly string[], hosts: ReadonlyMap<string, Host>): string {
  let total = 0;
  let main = "";
  let most = 0;
  for (const ip of addresses) {
    const seen = hosts.get(ip)?.macs.get(mac);
    if (seen === undefined) continue;
    total += seen.frames;
    if (seen.frames > most && isPrivateAddress(ip) && INITIAL_TTLS.has(seen.ttl)) {
      most = seen.frames;
      main = ip;
    }
  }
  return most * 2 > total ? main : "";
}

function isSitePrivate(host: Host): boolean {
  const { address, isMac } = host;
  if (isMac || address.includes(":") || isGroupAddress(address, false)) return false;
  return isPrivateAddress(address) && !address.startsWith("169.254.") && !address.startsWith("127.");
}

function isForwarded(ip: string, mac: string, host: Host, boundTo: Bindings, isPublicSite: boolean): boolean {
  const bound = boundTo.get(ip);
  const hopsLost = !INITIAL_TTLS.has(host.macs.get(mac)?.ttl ?? 0);
  // Another hardware address that sends with all hops left is a second card or a stand-in, not a router.
  if (bound !== undefined) return !bound.has(mac) && hopsLost;
  if (hopsLost) return true;
  // Address translation of virtual machines sets the hops anew: a public IPv4 address beside private ones is far away.
  return !ip.includes(":") && !isPrivateAddress(ip) && !isPublicSite;
}

function join(
  ledger: Ledger,
  boundTo: Bindings,
  carried: ReadonlyMap<string, readonly string[]>,
  forwarders: Forwarders,
  told: ReadonlyMap<string, ToldHost>,
  corrections: Corrections,
): Resolution {
  const { hosts } = ledger;
  const devices: ResolvedDevice[] = [];
  const byAddress = new Map<string, ResolvedDevice>();
  const silent: string[] = [];
  const broadcasts = new Set<string>();
  const deviceOfMac = (mac: string): ResolvedDevice => {
    const known = byAddress.get(mac);
    if (known !== undefined) return known;
    const made = emptyDevice();
    made.macs.push(mac);
    made.hosts.push(ledger.hostOf(mac, true));
    const forwarded = forwarders.get(mac);
    if (forwarded !== undefined) {
      made.forwardsFor = [...forwarded];
      made.forwardEvidence = hosts.get(made.forwardsFor[0] as string)?.macs.get(mac)?.evidence;
    }
    devices.push(made);
    byAddress.set(mac, made);
    return made;
  };
  const proves = (mac: string): boolean => {
    const host = hosts.get(mac);
    return carried.has(mac) || told.has(mac) || (host !== undefined && exists(host));
  };
  for (const host of sorted(hosts.values(), (entry) => entry.address)) {
    if (host.isMac || isGroupAddress(host.address, false)) continue;
    const ip = host.address;
    if (host.broadcast && host.sentFrames === 0 && !boundTo.has(ip)) {
      broadcasts.add(ip);
      continue;
    }
    const mac = ownMac(host, boundTo, forwarders);
    if (mac !== "") {
      const device = deviceOfMac(mac);
      device.ips.push(ip);
      device.hosts.push(host);
      byAddress.set(ip, device);
      const bound = boundTo.get(ip);
      const seen = host.macs.get(mac);
      if (bound !== undefined)
        addBindings(ip, mac, bound, (other) => (other === mac || proves(other) ? deviceOfMac(other) : undefined));
      else if (seen !== undefined) device.bindings.push({ mac, ip, method: "sent from", evidence: seen.evidence });
      continue;
    }
    if (!exists(host) && !told.has(ip)) {
      // Names of far addresses that nobody wrote to are answers of name servers, not devices.
      if (host.receivedFrames > 0) silent.push(ip);
      continue;
    }
    const made = emptyDevice();
    made.ips.push(ip);
    made.hosts.push(host);
    devices.push(made);
    byAddress.set(ip, made);
  }
  for (const host of sorted(hosts.values(), (entry) => entry.address)) {
    if (!host.isMac || isGroupAddress(host.address, true) || byAddress.has(host.address)) continue;
    if (proves(host.address)) deviceOfMac(host.address);
  }
  // A router that never speaks for itself shows only in the packets that it hands on.
  for (const [mac, forwarded] of sorted(forwarders, ([key]) => key)) {
    if (forwarded.size > 1 && !byAddress.has(mac) && !isGroupAddress(mac, true)) deviceOfMac(mac);
  }
  const merged = mergeSameDevices(devices, byAddress);
  for (const [one, other] of corrections.joined) joinDevices(merged, byAddress, one, other);
  for (const [one, other] of corrections.parted) partDevices(merged, byAddress, one, other);
  addSeenForwarders(ledger, byAddress);
  for (const device of merged) {
    device.told = firstTold(device, told);
    finishDevice(device, forwarders);
  }
  return { devices: merged, byAddress, silent, broadcasts };
}

/** Where a mirror shows packets before and behind a router, the second time with fewer hops left, it is known by them. */
function addSeenForwarders(ledger: Ledger, byAddress: ReadonlyMap<string, ResolvedDevice>): void {
  for (const { to, addresses, isRouted, evidence } of sorted(
    ledger.moves.values(),
    ({ from, to }) => `${from} ${to}`,
  )) {
    const device = isRouted ? byAddress.get(to) : undefined;
    if (device === undefined) continue;
    for (const ip of addresses) {
      const owner = byAddress.get(ip);
      if (owner === undefined || owner === device || device.forwardsFor.includes(ip)) continue;
      device.forwardsFor.push(ip);
      device.forwardEvidence ??= evidence;
    }
  }
}

/**
 * Writes an address's bindings into the devices that announced it. The address stands with every device that held it
 * alone for a time (a lease that moved on); where two claimed it at once, it stands with the stronger claim only.
 */
function addBindings(
  ip: string,
  owner: string,
  bound: ReadonlyMap<string, BindingTally>,
  deviceOf: (mac: string) => ResolvedDevice | undefined,
): void {
  const own = bound.get(owner);
  for (const [mac, binding] of bound) {
    const device = deviceOf(mac);
    if (device === undefined) continue;
    device.bindings.push({ mac, ip, method: binding.method, evidence: binding.evidence });
    if (mac === owner || own === undefined) continue;
    if (binding.lastSeen < own.firstSeen || own.lastSeen < binding.firstSeen) device.ips.push(ip);
  }
}

/** The hardware address that belongs to a network address itself, "" when it is behind a router or none was seen. */
function ownMac(host: Host, boundTo: Bindings, forwarders: Forwarders): string {
  const ip = host.address;
  const bound = boundTo.get(ip);
  if (bound !== undefined) {
    // Several claim it: the one whose packets were really seen, then the first, for impostors come later.
    const ranked = [...bound.values()].sort((one, other) => {
      const oneFrames = host.macs.get(one.mac)?.frames ?? 0;
      const otherFrames = host.macs.get(other.mac)?.frames ?? 0;
      if (oneFrames !== otherFrames) return otherFrames - oneFrames;
      if (one.firstSeen !== other.firstSeen) return one.firstSeen - other.firstSeen;
      return one.mac < other.mac ? -1 : 1;
    });
    return (ranked[0] as BindingTally).mac;
  }
  const embedded = macOfInterfaceId(ip);
  if (embedded !== "" && (ip.startsWith("fe80:") || host.macs.has(embedded))) return embedded;
  if (host.macs.size === 0) return "";
  const own = [...host.macs.keys()].filter(
    (mac) => !isGroupAddress(mac, true) && !(forwarders.get(mac)?.has(ip) ?? false),
  );
  own.sort((one, other) => {
    const difference = (host.macs.get(other)?.frames ?? 0) - (host.macs.get(one)?.frames ?? 0);
    return difference !== 0 ? difference : one < other ? -1 : 1;
  });
  return own[0] ?? "";
}

/** The hardware address inside an IPv6 interface identifier (RFC 4291 appendix A), or "". */
function macOfInterfaceId(ip: string): string {
  if (!ip.includes(":")) return "";
  const digits = addressKey(ip).replaceAll(":", "").slice(17);
  if (digits.slice(6, 10) !== "fffe") return "";
  const first = (Number.parseInt(digits.slice(0, 2), 16) ^ 2).toString(16).padStart(2, "0");
  return first + digits.slice(2, 6) + digits.slice(10, 16);
}

/** Whether anything proves that there is a device: it sent, it was proved to answer, or others spoke of it. */
function exists(host: Host): boolean {
  return host.sentFrames > 0 || host.answeredUnseen || host.claims.size > 0 || host.parts.size > 0;
}

/** One device with several interfaces says the same serial number and model from each, the same system name by LLDP or CDP, or the same radio address. */
function mergeSameDevices(devices: ResolvedDevice[], byAddress: Map<string, ResolvedDevice>): ResolvedDevice[] {
  const byIdentity = new Map<string, ResolvedDevice>();
  const kept: ResolvedDevice[] = [];
  for (const device of devices) {
    const identity = identityOf(device);
    const known = identity === "" ? undefined : byIdentity.get(identity);
    if (known === undefined) {
      if (identity !== "") byIdentity.set(identity, device);
      kept.push(device);
      continue;
    }
    takeOver(known, device, byAddress);
  }
  return kept;
}

function takeOver(known: ResolvedDevice, device: ResolvedDevice, byAddress: Map<string, ResolvedDevice>): void {
  known.macs.push(...device.macs);
  known.ips.push(...device.ips);
  known.hosts.push(...device.hosts);
  known.bindings.push(...device.bindings);
  known.forwardsFor.push(...device.forwardsFor);
  known.forwardEvidence ??= device.forwardEvidence;
  for (const address of [...device.macs, ...device.ips]) byAddress.set(address, known);
}

/** A person said that two addresses are one device. */
function joinDevices(
  devices: ResolvedDevice[],
  byAddress: Map<string, ResolvedDevice>,
  one: string,
  other: string,
): void {
  const kept = byAddress.get(one);
  const given = byAddress.get(other);
  if (kept === undefined || given === undefined || kept === given) return;
  takeOver(kept, given, byAddress);
  devices.splice(devices.indexOf(given), 1);
}

/** A person said that an address is not of the device that holds the other: it becomes one of its own. */
function partDevices(
  devices: ResolvedDevice[],
  byAddress: Map<string, ResolvedDevice>,
  one: string,
  other: string,
): void {
  const device = byAddress.get(one);
  if (device === undefined || byAddress.get(other) !== device || one === other) return;
  const made = emptyDevice();
  const isMac = device.macs.includes(one);
  // The network addresses that were announced with a hardware address, and with no other, go with it.
  const goes = (ip: string): boolean => {
    const macs = device.bindings.filter((binding) => binding.ip === ip).map((binding) => binding.mac);
    return isMac ? ip !== other && macs.length > 0 && macs.every((mac) => mac === one) : ip === one;
  };
  made.macs = isMac ? [one] : [];
  made.ips = device.ips.filter(goes);
  device.macs = device.macs.filter((mac) => !made.macs.includes(mac));
  device.ips = device.ips.filter((ip) => !made.ips.includes(ip));
  const isMade = (address: string): boolean => made.macs.includes(address) || made.ips.includes(address);
  made.hosts = device.hosts.filter((host) => isMade(host.address));
  device.hosts = device.hosts.filter((host) => !isMade(host.address));
  made.bindings = device.bindings.filter(({ ip, mac }) => made.ips.includes(ip) && (!isMac || mac === one));
  device.bindings = device.bindings.filter(({ ip }) => !made.ips.includes(ip));
  for (const address of [...made.macs, ...made.ips]) byAddress.set(address, made);
  devices.push(made);
}

function identityOf(device: ResolvedDevice): string {
  let serial = "";
  let model = "";
  let neighborName = "";
  for (const host of device.hosts) {
    for (const claim of [...host.claims.values(), ...host.concluded]) {
      // A radio's short address in a network and its own are of one device.
      if (claim.method === EUI64_METHOD) return `radio ${claim.value}`;
      if (claim.confidence < 0.9) continue;
      if (claim.attribute === "serial" && isTellingSerial(claim.value)) serial = claim.value;
      if (claim.attribute === "model" || claim.attribute === "orderNumber")
        model = model < claim.value ? claim.value : model;
      if (claim.attribute === "name" && (claim.method.startsWith("LLDP") || claim.method.startsWith("CDP"))) {
        neighborName = claim.value;
      }
    }
  }
  if (serial !== "" && model !== "") return `serial ${model} ${serial}`;
  // Ports of one switch announce one name from neighboring hardware addresses; names as delivered are told apart by them.
  const block = device.macs[0]?.slice(0, 10) ?? "";
  return neighborName !== "" && block !== "" && device.ips.length === 0 ? `name ${block} ${neighborName}` : "";
}

/** Serial numbers such as 0, ffffffff or 12345678 are left by makers who did not set one. */
function isTellingSerial(serial: string): boolean {
  const digits = serial.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
  return digits.length >= 6 && new Set(digits).size > 2 && !"0123456789abcdef".includes(digits);
}

function finishDevice(device: ResolvedDevice, forwarders: ReadonlyMap<string, ReadonlySet<string>>): void {
  device.macs = [...new Set(device.macs)].sort();
  device.ips = inAddressOrder(new Set(device.ips));
  const own = new Set(device.ips);
  device.forwardsFor = inAddressOrder(new Set(device.forwardsFor.filter((ip) => !own.has(ip))));
  const sent = device.hosts.reduce((sum, host) => sum + host.sentFrames, 0);
  const received = device.hosts.reduce((sum, host) => sum + host.receivedFrames, 0);
  const routed =
    device.macs.length === 0 &&
    device.hosts.some((host) => [...host.macs.keys()].some((mac) => forwarders.get(mac)?.has(host.address) ?? false));
  if (routed) device.presence = "behind a router";
  else if (sent === 0) {
    const isTold = received === 0 && device.told !== undefined && !device.hosts.some(exists);
    device.presence = device.forwardsFor.length > 0 ? "spoke" : isTold ? "told by an exporter" : "addressed only";
  } else device.presence = received === 0 && !device.hosts.some((host) => host.sentToOne) ? "broadcast only" : "spoke";
}

function emptyDevice(): ResolvedDevice {
  return {
    ...{ macs: [], ips: [], hosts: [], bindings: [], presence: "spoke", told: undefined },
    ...{ forwardsFor: [], forwardEvidence: undefined },
  };
}

/** What exporters told first of any address of a device, and last. */
function firstTold(device: ResolvedDevice, told: ReadonlyMap<string, ToldHost>): ToldHost | undefined {
  let first: ToldHost | undefined;
  for (const { address } of device.hosts) {
    const one = told.get(address);
    if (one === undefined) continue;
    if (first === undefined) first = { ...one };
    if (one.firstSeen < first.firstSeen) Object.assign(first, { firstSeen: one.firstSeen, evidence: one.evidence });
    first.lastSeen = Math.max(first.lastSeen, one.lastSeen);
  }
  return first;
}

/** IPv4 before IPv6, each in numeric order. */
export function inAddressOrder(addresses: Iterable<string>): string[] {
  const list = [...addresses];
  return list.length < 2 ? list : sorted(list, addressKey);
}

/** A text that sorts as the addresses do. */
export function addressKey(address: string): string {
  if (!address.includes(":"))
    return `4${address
      .split(".")
      .map((part) => part.padStart(3, "0"))
      .join(".")}`;
  const [head = "", tail = ""] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === "" ? [] : tail.split(":");
  const middle = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return `6${[...front, ...middle, ...back].map((group) => group.padStart(4, "0")).join(":")}`;
}

/** Values in the order of a key: maps keep the order of the traffic, which must not show. */
export function sorted<Value>(values: Iterable<Value>, keyOf: (value: Value) => string): Value[] {
  const keyed = Array.from(values, (value) => ({ value, key: keyOf(value) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return keyed.map((entry) => entry.value);
}
