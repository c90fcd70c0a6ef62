import type { Evidence } from "../model/evidence.ts";
import type { BindingTally, Collector, Host } from "./collector.ts";
import { isPrivateAddress } from "./site.ts";

/** TTLs that senders start with; another value means that a router has taken some off. */
const INITIAL_TTLS = new Set([0, 1, 2, 4, 10, 30, 32, 60, 64, 100, 128, 200, 250, 255]);
/** A hardware address that carries more addresses than this, without any binding, forwards for others. */
const MOST_OWN_ADDRESSES = 8;

/** Addresses that were found to belong to one physical device. */
export interface ResolvedDevice {
  macs: string[];
  ips: string[];
  hosts: Host[];
  bindings: { mac: string; ip: string; method: string; evidence: Evidence }[];
  presence: "spoke" | "addressed only" | "broadcast only" | "behind a router";
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
}

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
export function resolveDevices(collector: Collector): Resolution {
  const hosts = collector.hosts;
  const boundTo = new Map<string, Map<string, BindingTally>>();
  for (const binding of sorted(collector.bindings.values(), (entry) => `${entry.ip} ${entry.mac} ${entry.method}`)) {
    if (isGroupAddress(binding.ip, false) || isGroupAddress(binding.mac, true)) continue;
    const known = boundTo.get(binding.ip) ?? new Map<string, BindingTally>();
    const before = known.get(binding.mac);
    if (before === undefined || before.times < binding.times) known.set(binding.mac, binding);
    boundTo.set(binding.ip, known);
    collector.hostOf(binding.ip, false);
    collector.hostOf(binding.mac, true);
  }
  const carried = carriedAddresses(hosts);
  const forwarders = new Map<string, ReadonlySet<string>>();
  for (const [mac, addresses] of carried) {
    const forwarded = addresses.filter((ip) => isForwarded(ip, mac, hosts.get(ip) as Host, boundTo));
    const unbound = addresses.filter((ip) => !boundTo.has(ip) && ip.includes("."));
    if (forwarded.length > 0) forwarders.set(mac, new Set(forwarded));
    else if (unbound.length > MOST_OWN_ADDRESSES) forwarders.set(mac, new Set(unbound));
  }
  return join(collector, boundTo, carried, forwarders);
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

function isForwarded(
  ip: string,
  mac: string,
  host: Host,
  boundTo: ReadonlyMap<string, ReadonlyMap<string, BindingTally>>,
): boolean {
  const bound = boundTo.get(ip);
  if (bound !== undefined) return !bound.has(mac);
  if (!isPrivateAddress(ip)) return true;
  const ttl = host.macs.get(mac)?.ttl ?? 0;
  return !INITIAL_TTLS.has(ttl);
}

function join(
  collector: Collector,
  boundTo: ReadonlyMap<string, ReadonlyMap<string, BindingTally>>,
  carried: ReadonlyMap<string, readonly string[]>,
  forwarders: ReadonlyMap<string, ReadonlySet<string>>,
): Resolution {
  const hosts = collector.hosts;
  const devices: ResolvedDevice[] = [];
  const byAddress = new Map<string, ResolvedDevice>();
  const silent: string[] = [];
  const deviceOfMac = (mac: string): ResolvedDevice => {
    const known = byAddress.get(mac);
    if (known !== undefined) return known;
    const host = collector.hostOf(mac, true);
    const made = emptyDevice();
    made.macs.push(mac);
    made.hosts.push(host);
    const forwarded = forwarders.get(mac);
    if (forwarded !== undefined) {
      made.forwardsFor = [...forwarded];
      made.forwardEvidence = hosts.get(made.forwardsFor[0] as string)?.macs.get(mac)?.evidence;
    }
    devices.push(made);
    byAddress.set(mac, made);
    return made;
  };
  for (const host of sorted(hosts.values(), (entry) => entry.address)) {
    if (host.isMac || isGroupAddress(host.address, false)) continue;
    const ip = host.address;
    const mac = ownMac(host, boundTo, forwarders);
    if (mac !== "") {
      const device = deviceOfMac(mac);
      device.ips.push(ip);
      device.hosts.push(host);
      byAddress.set(ip, device);
      const bound = boundTo.get(ip)?.get(mac);
      const seen = host.macs.get(mac);
      if (bound !== undefined) device.bindings.push({ mac, ip, method: bound.method, evidence: bound.evidence });
      else if (seen !== undefined) device.bindings.push({ mac, ip, method: "sent from", evidence: seen.evidence });
      continue;
    }
    if (!exists(host)) {
      silent.push(ip);
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
    if (exists(host) || carried.has(host.address)) deviceOfMac(host.address);
  }
  const merged = mergeSameDevices(devices, byAddress);
  for (const device of merged) finishDevice(device, forwarders);
  return { devices: merged, byAddress, silent };
}

/** The hardware address that belongs to a network address itself, "" when it is behind a router or none was seen. */
function ownMac(
  host: Host,
  boundTo: ReadonlyMap<string, ReadonlyMap<string, BindingTally>>,
  forwarders: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const ip = host.address;
  const bound = boundTo.get(ip);
  if (bound !== undefined) {
    // Several claim it: the one whose packets were really seen, then the one that said it most.
    const ranked = [...bound.values()].sort((one, other) => {
      const oneFrames = host.macs.get(one.mac)?.frames ?? 0;
      const otherFrames = host.macs.get(other.mac)?.frames ?? 0;
      if (oneFrames !== otherFrames) return otherFrames - oneFrames;
      if (one.times !== other.times) return other.times - one.times;
      return one.mac < other.mac ? -1 : 1;
    });
    return (ranked[0] as BindingTally).mac;
  }
  const embedded = macOfInterfaceId(ip);
  if (embedded !== "") return embedded;
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

/** The hardware address inside a link-local IPv6 interface identifier (RFC 4291 appendix A), or "". */
function macOfInterfaceId(ip: string): string {
  if (!ip.startsWith("fe80::")) return "";
  const groups = ip.slice(6).split(":");
  if (groups.length !== 4) return "";
  const digits = groups.map((group) => group.padStart(4, "0")).join("");
  if (digits.slice(6, 10) !== "fffe") return "";
  const first = (Number.parseInt(digits.slice(0, 2), 16) ^ 2).toString(16).padStart(2, "0");
  return first + digits.slice(2, 6) + digits.slice(10, 16);
}

/** Whether anything proves that there is a device: it sent, it was proved to answer, or others spoke of it. */
function exists(host: Host): boolean {
  return host.sentFrames > 0 || host.answeredUnseen || host.claims.size > 0 || host.parts.size > 0;
}

/** One device with several interfaces says the same serial number and model from each, or the same system name by LLDP or CDP. */
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
    known.macs.push(...device.macs);
    known.ips.push(...device.ips);
    known.hosts.push(...device.hosts);
    known.bindings.push(...device.bindings);
    known.forwardsFor.push(...device.forwardsFor);
    known.forwardEvidence ??= device.forwardEvidence;
    for (const address of [...device.macs, ...device.ips]) byAddress.set(address, known);
  }
  return kept;
}

function identityOf(device: ResolvedDevice): string {
  let serial = "";
  let model = "";
  let neighborName = "";
  for (const host of device.hosts) {
    for (const claim of host.claims.values()) {
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
  // Ports of one switch announce one name from neighboring hardware addresses.
  const maker = device.macs[0]?.slice(0, 6) ?? "";
  return neighborName !== "" && maker !== "" && device.ips.length === 0 ? `name ${maker} ${neighborName}` : "";
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
  else if (sent === 0) device.presence = "addressed only";
  else device.presence = received === 0 ? "broadcast only" : "spoke";
}

function emptyDevice(): ResolvedDevice {
  return { macs: [], ips: [], hosts: [], bindings: [], presence: "spoke", forwardsFor: [], forwardEvidence: undefined };
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
