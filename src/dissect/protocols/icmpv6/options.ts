// Options of neighbor discovery: RFC 4861 section 4.6, 3122 (9, 10), 3971 (13, 14), 4191 (24), 5175 (26), 6275 (7, 8),
// 6775 and 8505 (33 to 35), 8106 (25, 31), 8781 (38), 8910 (37), 9463 (144).
import { macText, readV6, v6TextOf } from "../../addresses.ts";
import { readNames } from "../../labels.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { quoted } from "./quoted.ts";

const MOST_OPTIONS = 64;

const NAMES: Readonly<Record<number, string>> = {
  1: "source_link_layer_address",
  2: "target_link_layer_address",
  3: "prefix_information",
  4: "redirected_header",
  5: "mtu",
  7: "advertisement_interval",
  8: "home_agent_information",
  9: "source_address_list",
  10: "target_address_list",
  11: "cga",
  12: "rsa_signature",
  13: "timestamp",
  14: "nonce",
  15: "trust_anchor",
  16: "certificate",
  24: "route_information",
  25: "recursive_dns_server",
  26: "flags_extension",
  31: "dns_search_list",
  33: "address_registration",
  34: "sixlowpan_context",
  35: "authoritative_border_router",
  37: "captive_portal",
  38: "pref64",
  144: "encrypted_dns",
};
/** Octets behind type and length that an option has at least. */
const SHORTEST: Readonly<Record<number, number>> = {
  3: 30,
  4: 6,
  5: 6,
  7: 6,
  8: 6,
  9: 6,
  10: 6,
  24: 6,
  25: 22,
  31: 6,
  33: 14,
  34: 6,
  35: 22,
  38: 14,
  144: 8,
};
/** RFC 8781 section 4: lengths of the prefix by its code. */
const PREF64_LENGTHS = [96, 64, 56, 48, 40, 32];

/** Hardware addresses that the options of a discovery message give: 12 hex digits, 16 of an EUI-64, or "". */
export interface Links {
  source: string;
  target: string;
}

/** Reads the options up to the reader's end. */
export function readOptions(reader: Reader, talk: Talk): { links: Links; options: object[] } {
  const links: Links = { source: "", target: "" };
  const options: object[] = [];
  for (let count = 0; count < MOST_OPTIONS && reader.left() > 0; count++) {
    const start = reader.position;
    const type = reader.u8();
    const length = reader.u8() * 8 - 2;
    // A length of zero must be discarded (RFC 4861 section 4.6).
    if (length > reader.left() && reader.cutByCapture) {
      reader.skip(length);
      break;
    }
    if (length < 0 || length > reader.left()) {
      talk.fault("bad option length", start - reader.start);
      reader.skipRest();
      break;
    }
    const outer = reader.narrow(length);
    const option = length < (SHORTEST[type] ?? 0) ? undefined : readOption(reader, type, links);
    if (option === undefined) talk.fault("bad option length", start - reader.start);
    if (talk.detailed) options.push({ type, name: NAMES[type] ?? `option_${type}`, ...option });
    reader.widen(outer);
  }
  return { links, options };
}

/** The option that the reader was narrowed to, which is long enough for its type. */
function readOption(reader: Reader, type: number, links: Links): object {
  const length = reader.left();
  switch (type) {
    case 1:
    case 2: {
      // Six bytes on Ethernet; the eight of an EUI-64 take two units.
      const address = reader.hex(length === 14 ? 8 : 6);
      if (type === 1) links.source = address;
      else links.target = address;
      return { link_layer_address: address.length === 12 ? macText(address) : address };
    }
    case 3:
      return prefixInformation(reader);
    case 4:
      reader.skip(6);
      return quoted(reader);
    case 5:
      reader.skip(2);
      return { mtu: reader.u32() };
    case 7:
      reader.skip(2);
      return { advertisement_interval: reader.u32() };
    case 8:
      reader.skip(2);
      return { home_agent_preference: reader.u16(), home_agent_lifetime: reader.u16() };
    case 9:
    case 10:
      reader.skip(6);
      return { addresses: addresses(reader) };
    case 24: {
      const width = reader.u8();
      const preference = (reader.u8() >> 3) & 3;
      const lifetime = reader.u32();
      return { prefix_length: width, preference, route_lifetime: lifetime, prefix: prefixText(reader, width) };
    }
    case 25:
      reader.skip(2);
      return { lifetime: reader.u32(), recursive_dns_servers: addresses(reader) };
    case 31:
      reader.skip(2);
      return { lifetime: reader.u32(), search_list: readNames(reader) };
    case 37:
      return { captive_portal: reader.text(length) };
    default:
      return rarerOption(reader, type);
  }
}

function rarerOption(reader: Reader, type: number): object {
  switch (type) {
    case 33: {
      const status = reader.u8();
      reader.skip(3);
      return { status, registration_lifetime: reader.u16(), eui64: reader.hex(8) };
    }
    case 34: {
      const width = reader.u8();
      const flags = reader.u8();
      reader.skip(2);
      const lifetime = reader.u16();
      return {
        context_length: width,
        compression: (flags & 0x10) !== 0,
        context_id: flags & 15,
        valid_lifetime: lifetime,
        context_prefix: prefixText(reader, width),
      };
    }
    case 35: {
      const low = reader.u16();
      const version = reader.u16() * 65536 + low;
      return { version, valid_lifetime: reader.u16(), border_router_address: readV6(reader) };
    }
    case 38: {
      const word = reader.u16();
      const width = PREF64_LENGTHS[word & 7] ?? 0;
      return { scaled_lifetime: word >> 3, prefix_length: width, prefix: prefixText(reader, width) };
    }
    case 144: {
      const priority = reader.u16();
      const lifetime = reader.u32();
      const outer = reader.narrow(Math.min(reader.u16(), reader.left()));
      const name = readNames(reader)[0] ?? "";
      reader.widen(outer);
      return { service_priority: priority, lifetime, authentication_domain_name: name };
    }
    default:
      return { value: reader.hex(reader.left()) };
  }
}

function prefixInformation(reader: Reader): object {
  const prefixLength = reader.u8();
  const flags = reader.u8();
  const valid = reader.u32();
  const preferred = reader.u32();
  reader.skip(4);
  return {
    prefix_length: prefixLength,
    on_link: (flags & 0x80) !== 0,
    autonomous: (flags & 0x40) !== 0,
    router_address: (flags & 0x20) !== 0,
    valid_lifetime: valid,
    preferred_lifetime: preferred,
    prefix: readV6(reader),
  };
}

/** The rest of the option as the upper part of an address. */
function prefixText(reader: Reader, width: number): string {
  const whole = new Uint8Array(16);
  for (let at = 0; at < 16 && reader.left() > 0; at++) whole[at] = reader.u8();
  return `${v6TextOf(whole, 0)}/${width}`;
}

function addresses(reader: Reader): string[] {
  const list: string[] = [];
  while (reader.left() >= 16) list.push(readV6(reader));
  return list;
}
