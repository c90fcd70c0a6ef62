import { isIP } from "node:net";

/** Whether only this machine can reach an address. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, "");
  return plain === "localhost" || plain === "::1" || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** What clients are counted by: an IPv4 address, or the 64 bits of an IPv6 network, in which one machine has all addresses. */
export function clientKey(address: string): string {
  const plain = address.replace(/^::ffff:/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const front = head.split(":");
  const missing = tail === undefined ? 0 : 8 - front.length - tail.split(":").length;
  return [...front, ...Array<string>(Math.max(0, missing)).fill("0")].slice(0, 4).join(":");
}

/** The host of a Host header without its port, in lower case; "" when it is none. */
export function hostOf(header: string | undefined): string {
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9._-]{1,253}))(?::\d{1,5})?$/.exec(header ?? "");
  return (match?.[1] ?? match?.[2] ?? "").toLowerCase().replace(/\.$/, "");
}

/**
 * Whether a request means this server. A page elsewhere can make its own name point to this machine (DNS rebinding), but
 * not an address or a name that was set up here.
 */
export function isOwnHost(header: string | undefined, names: readonly string[]): boolean {
  const host = hostOf(header);
  if (host === "") return false;
  return isIP(host) !== 0 || host === "localhost" || names.some((name) => name.toLowerCase() === host);
}
