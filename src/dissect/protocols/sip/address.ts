// Addresses in header fields: RFC 3261 sections 19.1 and 20.10.

/** "Name <sip:user@host:port;parameters>" in its parts; "" where one is missing. */
export interface SipAddress {
  display_name: string;
  user: string;
  host: string;
  uri: string;
}

const LONGEST = 1024;

/** Reads one address; passwords in it are left out. */
export function readAddress(value: string): SipAddress {
  const text = value.slice(0, LONGEST);
  const open = text.indexOf("<");
  const close = text.indexOf(">", open + 1);
  const inside = open >= 0 && close > open;
  const uri = inside ? text.slice(open + 1, close) : (text.split(/[;,\s]/, 1)[0] as string);
  const display = inside ? text.slice(0, open).trim().replace(/^"|"$/g, "").replaceAll("\\", "") : "";
  const found = /^(sips?|tel):(?:([^@;?>:]*)(:[^@;?>]*)?@)?(\[[0-9a-f:.]+\]|[^:;?>]*)/i.exec(uri);
  if (found === null) return { display_name: display, user: "", host: "", uri: uri.slice(0, 256) };
  const isNumber = (found[1] as string).toLowerCase() === "tel";
  const user = isNumber ? (found[4] as string) : (found[2] ?? "");
  const host = isNumber ? "" : (found[4] as string).replace(/^\[|\]$/g, "");
  const shown = found[3] === undefined ? uri : uri.replace(found[3], ":***");
  return { display_name: display, user, host, uri: shown.slice(0, 256) };
}

/** How many proxies and agents stand in a row of Via fields. */
export function hopsOf(values: readonly string[]): number {
  let hops = 0;
  for (const value of values) hops += value.split(",").length;
  return hops;
}

/** Whether a text is an address and no name. */
export function isIp(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || (host.includes(":") && /^[0-9a-f:.]+$/i.test(host));
}
