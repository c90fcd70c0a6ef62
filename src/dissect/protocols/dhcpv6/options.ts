// Options: RFC 8415 section 21; RFC 3319, 3646, 4580, 4649, 4704, 5007, 5908, 5970, 6939, 8520, 8947.
import { macText, readV6 } from "../../addresses.ts";
import { readNames } from "../../labels.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { withoutSecrets } from "../http/secrets.ts";
import type { Found } from "./found.ts";
import { say } from "./found.ts";
import { macOf } from "./identifier.ts";
import { identifier, identityValue } from "./identity.ts";
import { OPTIONS, optionName, statusName } from "./names.ts";

/** An option takes four bytes at least, so a datagram could hold thousands; real messages hold some dozens. */
const MOST_OPTIONS = 512;
const DEEPEST = 6;
/** Reads options up to the reader's end; answers them when the talk is detailed. `asks` tells whether a client speaks. */
export function readOptions(reader: Reader, talk: Talk, found: Found, asks: boolean, depth = 0): object[] {
  const options: object[] = [];
  while (reader.left() > 0 && reader.ok) {
    if (++found.count > MOST_OPTIONS) {
      talk.fault("too many options");
      reader.skipRest();
      break;
    }
    const start = reader.position;
    if (depth > 0 && reader.left() < 4) {
      talk.fault("bad option length", start - reader.start);
      reader.skipRest();
      break;
    }
    const code = reader.u16();
    const length = reader.u16();
    if (!reader.ok) break;
    if (length > reader.left()) {
      if (reader.cutByCapture) reader.skip(length);
      else {
        talk.fault("bad length", start - reader.start);
        reader.skipRest();
      }
      break;
    }
    const outer = reader.narrow(length);
    const from = reader.position;
    let value = depth < DEEPEST ? optionValue(reader, talk, found, code, asks, depth) : undefined;
    if (value === undefined) {
      talk.fault(depth < DEEPEST ? "bad option length" : "options nested too deep", start - reader.start);
      reader.position = from;
      value = reader.hex(Math.min(length, 64));
    }
    if (talk.detailed) options.push({ code, name: optionName(code), value });
    reader.widen(outer);
  }
  return options;
}

/** Value of the option that the reader was narrowed to; undefined when its length does not fit. */
function optionValue(reader: Reader, talk: Talk, found: Found, code: number, asks: boolean, depth: number): unknown {
  const length = reader.left();
  const kind = OPTIONS[code]?.[1] ?? "bytes";
  switch (kind) {
    case "ip":
      return length === 16 ? readV6(reader) : undefined;
    case "ips":
      return length % 16 === 0 ? addresses(reader) : undefined;
    case "u8":
      return length === 1 ? reader.u8() : undefined;
    case "u16":
      return length === 2 ? reader.u16() : undefined;
    case "u32":
      return length === 4 ? reader.u32() : undefined;
    case "flag":
      return length === 0 ? true : undefined;
    case "u16s": {
      if (length % 2 !== 0) return undefined;
      const codes = Array.from({ length: length / 2 }, () => reader.u16());
      if (code === 6) found.requested = codes;
      return codes;
    }
    case "names":
      return readNames(reader);
    case "text": {
      const from = reader.position;
      const text = code === 59 ? withoutSecrets(reader.utf8(length)) : reader.utf8(length);
      if (code === 59) found.bootFile = text;
      if (code === 112 && asks) say(found, "description", text, 0.6, "DHCPv6 MUD URL", from, from + length);
      return text;
    }
    case "identifier":
      return identifier(reader, found, code);
    case "options":
      return code === 45
        ? clientData(reader, talk, found, asks, depth)
        : readOptions(reader, talk, found, asks, depth + 1);
    case "bytes":
      return reader.hex(length);
    default:
      return ownValue(reader, talk, found, code, asks, depth);
  }
}

function ownValue(reader: Reader, talk: Talk, found: Found, code: number, asks: boolean, depth: number): unknown {
  const length = reader.left();
  const inner = (): object[] => readOptions(reader, talk, found, asks, depth + 1);
  switch (code) {
    case 3:
    case 25:
    case 138:
      return length < 12 ? undefined : { iaid: reader.u32(), t1: reader.u32(), t2: reader.u32(), options: inner() };
    case 4:
      return length < 4 ? undefined : { iaid: reader.u32(), options: inner() };
    case 5: {
      if (length < 24) return undefined;
      const ip = readV6(reader);
      const lease = { address: ip, preferred_lifetime: reader.u32(), valid_lifetime: reader.u32() };
      const refusals = found.refusals;
      const options = inner();
      if (lease.valid_lifetime > 0 && found.refusals === refusals && ip !== "::") found.addresses.push(ip);
      return { ...lease, options };
    }
    case 26: {
      if (length < 25) return undefined;
      const lifetimes = { preferred_lifetime: reader.u32(), valid_lifetime: reader.u32() };
      const width = reader.u8();
      return { ...lifetimes, prefix: `${readV6(reader)}/${width}`, options: inner() };
    }
    case 139: {
      if (length < 12) return undefined;
      const hardware = reader.u16();
      const size = reader.u16();
      if (size > reader.left() - 8) return undefined;
      const first = reader.hex(size);
      return {
        hardware_type: hardware,
        link_layer_address: size === 6 ? macText(first) : first,
        extra_addresses: reader.u32(),
        valid_lifetime: reader.u32(),
        options: inner(),
      };
    }
    case 44:
      if (length < 17) return undefined;
      return { query_type: reader.u8(), link_address: readV6(reader), options: inner() };
    case 47:
      return length < 16 ? undefined : { peer_address: readV6(reader), relay_message_length: reader.left() };
    case 9:
      found.relayStart = reader.position;
      found.relayEnd = reader.end;
      return { length };
    case 87:
      found.dhcp4Start = reader.position;
      found.dhcp4End = reader.end;
      return { length };
    case 11:
      // What follows may be a key in clear (RFC 8415 section 20.4): it is not shown.
      if (length < 11) return undefined;
      return {
        protocol: reader.u8(),
        algorithm: reader.u8(),
        rdm: reader.u8(),
        replay_detection: reader.hex(8),
        information_length: reader.left(),
      };
    case 13: {
      if (length < 2) return undefined;
      const status = reader.u16();
      if (status !== 0) {
        found.refusals++;
        if (found.status === "") found.status = statusName(status);
      }
      return { status, status_name: statusName(status), message: reader.utf8(reader.left()) };
    }
    case 81:
      return { length };
    default:
      return identityValue(reader, found, code, asks);
  }
}

/** The lease of a client that a relay or another server asked about. */
function clientData(reader: Reader, talk: Talk, found: Found, asks: boolean, depth: number): object[] {
  const { client, addresses: mine } = found;
  found.client = undefined;
  found.addresses = [];
  const options = readOptions(reader, talk, found, asks, depth + 1);
  const mac = macOf(found.client);
  if (mac !== "") for (const ip of found.addresses) found.leases.push({ mac, ip });
  found.client = client;
  found.addresses = mine;
  return options;
}

function addresses(reader: Reader): string[] {
  const list: string[] = [];
  while (reader.left() >= 16) list.push(readV6(reader));
  return list;
}
