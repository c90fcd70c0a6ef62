// Record contents: RFC 1035 section 3.3, 1183, 2782 (SRV), 3403 (NAPTR), 3596 (AAAA), 4034 and 5155 (DNSSEC), 4255 (SSHFP), 6672 (DNAME),
// 6698 (TLSA), 6891 (OPT), 7043 (EUI), 8659 (CAA), 8945 (TSIG), 9460 (SVCB, HTTPS). Other types are given as hexadecimal digits.
import { v4Text, v6TextOf } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import { hexOf, utf8Of } from "../../reader.ts";
import { OPTIONS, SERVICE_PARAMETERS, typeName } from "./codes.ts";
import { nameWasGood, readName } from "./names.ts";

/** Most strings, options or parameters listed of one record. */
const MOST_PARTS = 128;
/** Bytes shown of contents that are not decoded. */
const MOST_HEX = 4096;

/** What the identity rules need of a record, whoever asks for fields. */
export interface RecordContents {
  /** Address of A and AAAA; "" in other types. */
  address: string;
  /** Name in CNAME, DNAME, PTR, NS, SRV, MX; "" in other types. */
  target: string;
  /** Strings of TXT, SPF and HINFO; undefined in other types. */
  texts: string[] | undefined;
  /** Upper eight bits of the response code, from OPT. */
  extendedCode: number;
  /** The contents by their names in the standards; undefined unless asked for. */
  fields: Record<string, unknown> | undefined;
  /** Whether a name in it was malformed. */
  good: boolean;
}

/** A record of contents to be filled by `readContents`. */
export function newContents(): RecordContents {
  return { address: "", target: "", texts: undefined, extendedCode: 0, fields: undefined, good: true };
}

/**
 * Reads the contents of one record, to which the reader is narrowed, into `into`; `base` is where pointers count from.
 * `classField` and `ttl` matter only in OPT, which uses them for other things.
 */
export function readContents(
  reader: Reader,
  base: number,
  type: number,
  classField: number,
  ttl: number,
  detailed: boolean,
  into: RecordContents,
): void {
  into.address = "";
  into.target = "";
  into.texts = undefined;
  into.extendedCode = 0;
  into.fields = undefined;
  into.good = true;
  switch (type) {
    case 1:
      if (reader.left() !== 4) into.good = false;
      into.address = v4Text(reader.i32());
      if (!reader.ok) into.address = "";
      if (detailed) into.fields = { address: into.address };
      return;
    case 28:
      if (reader.left() !== 16) into.good = false;
      into.address = addressV6(reader);
      if (detailed) into.fields = { address: into.address };
      return;
    case 2:
    case 5:
    case 12:
    case 39:
      into.target = name(reader, base, into);
      if (detailed) into.fields = { [TARGET_FIELD[type] as string]: into.target };
      return;
    case 15:
    case 18:
    case 36: {
      const preference = reader.u16();
      into.target = name(reader, base, into);
      if (detailed)
        into.fields =
          type === 18 ? { subtype: preference, hostname: into.target } : { preference, exchange: into.target };
      return;
    }
    case 33: {
      const priority = reader.u16();
      const weight = reader.u16();
      const port = reader.u16();
      into.target = name(reader, base, into);
      if (detailed) into.fields = { priority, weight, port, target: into.target };
      return;
    }
    case 13:
    case 16:
    case 99:
      into.texts = readStrings(reader);
      if (detailed)
        into.fields = type === 13 ? { cpu: into.texts[0] ?? "", os: into.texts[1] ?? "" } : { text: into.texts };
      return;
    case 41:
      into.extendedCode = (ttl >>> 24) & 0xff;
      if (detailed) into.fields = readOptions(reader, classField, ttl);
      else reader.skipRest();
      return;
    default:
      // Read even when nobody wants the fields: the faults must be the same.
      into.fields = readRare(reader, base, type, into);
  }
}

const TARGET_FIELD: Readonly<Record<number, string>> = { 2: "name_server", 5: "cname", 12: "domain_name", 39: "dname" };

function name(reader: Reader, base: number, into: { good: boolean }): string {
  const text = readName(reader, base);
  if (!nameWasGood()) into.good = false;
  return text;
}

function addressV6(reader: Reader): string {
  if (reader.left() < 16) {
    reader.skip(16);
    return "";
  }
  const text = v6TextOf(reader.bytes, reader.position);
  reader.skip(16);
  return text;
}

function readStrings(reader: Reader): string[] {
  const texts: string[] = [];
  while (reader.left() > 0 && texts.length < MOST_PARTS) {
    const length = Math.min(reader.u8(), reader.left());
    texts.push(utf8Of(reader.bytes, reader.position, reader.position + length));
    reader.skip(length);
  }
  reader.skipRest();
  return texts;
}

function readOptions(reader: Reader, classField: number, ttl: number): Record<string, unknown> {
  const options: object[] = [];
  while (reader.left() >= 4 && options.length < MOST_PARTS) {
    const code = reader.u16();
    const length = Math.min(reader.u16(), reader.left());
    options.push({ code, name: OPTIONS[code] ?? "", length, value: shortHex(reader, length) });
  }
  reader.skipRest();
  return {
    udp_payload_size: classField,
    extended_rcode: (ttl >>> 24) & 0xff,
    version: (ttl >>> 16) & 0xff,
    dnssec_ok: (ttl & 0x8000) !== 0,
    options,
  };
}

function shortHex(reader: Reader, length: number): string {
  const text = hexOf(reader.bytes, reader.position, reader.position + Math.min(length, MOST_HEX));
  reader.skip(length);
  return text;
}

function rest(reader: Reader): string {
  return shortHex(reader, reader.left());
}

function characterString(reader: Reader): string {
  const length = Math.min(reader.u8(), reader.left());
  return reader.utf8(length);
}

/** Types that say nothing about devices. */
function readRare(reader: Reader, base: number, type: number, into: { good: boolean }): Record<string, unknown> {
  switch (type) {
    case 6:
      return {
        mname: name(reader, base, into),
        rname: name(reader, base, into),
        serial: reader.u32(),
        refresh: reader.u32(),
        retry: reader.u32(),
        expire: reader.u32(),
        minimum: reader.u32(),
      };
    case 14:
    case 17:
      return { mailbox: name(reader, base, into), second_name: name(reader, base, into) };
    case 35:
      return {
        order: reader.u16(),
        preference: reader.u16(),
        flags: characterString(reader),
        service: characterString(reader),
        regexp: characterString(reader),
        replacement: name(reader, base, into),
      };
    case 43:
    case 59:
      return { key_tag: reader.u16(), algorithm: reader.u8(), digest_type: reader.u8(), digest: rest(reader) };
    case 44:
      return { algorithm: reader.u8(), fingerprint_type: reader.u8(), fingerprint: rest(reader) };
    case 24:
    case 46: {
      const covered = reader.u16();
      return {
        type_covered: covered,
        type_covered_name: typeName(covered),
        algorithm: reader.u8(),
        labels: reader.u8(),
        original_ttl: reader.u32(),
        signature_expiration: reader.u32(),
        signature_inception: reader.u32(),
        key_tag: reader.u16(),
        signer_name: name(reader, base, into),
        signature: rest(reader),
      };
    }
    case 25:
    case 48:
    case 60:
      return { flags: reader.u16(), protocol: reader.u8(), algorithm: reader.u8(), public_key: rest(reader) };
    case 47:
      return { next_domain_name: name(reader, base, into), types: readTypeBitmap(reader) };
    case 50: {
      const head = nsec3Head(reader);
      const length = Math.min(reader.u8(), reader.left());
      return { ...head, next_hashed_owner_name: shortHex(reader, length), types: readTypeBitmap(reader) };
    }
    case 51:
      return nsec3Head(reader);
    case 52:
    case 53:
      return { usage: reader.u8(), selector: reader.u8(), matching_type: reader.u8(), certificate_data: rest(reader) };
    case 64:
    case 65:
      return { priority: reader.u16(), target: name(reader, base, into), parameters: readServiceParameters(reader) };
    case 108:
    case 109:
      return { address: rest(reader) };
    case 250:
      return {
        algorithm: name(reader, base, into),
        time_signed: reader.u16() * 4_294_967_296 + reader.u32(),
        fudge: reader.u16(),
        mac_length: rest(reader).length / 2,
      };
    case 256:
      return { priority: reader.u16(), weight: reader.u16(), target: reader.utf8(reader.left()) };
    case 257: {
      const flags = reader.u8();
      return { flags, tag: characterString(reader), value: reader.utf8(reader.left()) };
    }
    default:
      return { rdata: rest(reader) };
  }
}

function nsec3Head(reader: Reader): Record<string, unknown> {
  const algorithm = reader.u8();
  const flags = reader.u8();
  const iterations = reader.u16();
  const length = Math.min(reader.u8(), reader.left());
  return { hash_algorithm: algorithm, flags, iterations, salt: shortHex(reader, length) };
}

/** RFC 4034 section 4.1.2: windows of 256 types each. */
function readTypeBitmap(reader: Reader): string[] {
  const types: string[] = [];
  while (reader.left() >= 2 && types.length < MOST_PARTS) {
    const window = reader.u8();
    const length = Math.min(reader.u8(), reader.left());
    for (let index = 0; index < length && types.length < MOST_PARTS; index++) {
      const bits = reader.u8();
      for (let bit = 0; bit < 8; bit++) {
        if ((bits & (0x80 >> bit)) !== 0) types.push(typeName(window * 256 + index * 8 + bit));
      }
    }
  }
  reader.skipRest();
  return types;
}

function readServiceParameters(reader: Reader): object[] {
  const parameters: object[] = [];
  while (reader.left() >= 4 && parameters.length < MOST_PARTS) {
    const key = reader.u16();
    const length = Math.min(reader.u16(), reader.left());
    const outer = reader.narrow(length);
    parameters.push({ key, name: SERVICE_PARAMETERS[key] ?? `key${key}`, value: readServiceValue(reader, key) });
    reader.widen(outer);
  }
  reader.skipRest();
  return parameters;
}

function readServiceValue(reader: Reader, key: number): unknown {
  const list: string[] = [];
  switch (key) {
    case 1:
      while (reader.left() > 0 && list.length < MOST_PARTS) list.push(characterString(reader));
      return list;
    case 3:
      return reader.left() >= 2 ? reader.u16() : rest(reader);
    case 4:
      while (reader.left() >= 4 && list.length < MOST_PARTS) list.push(v4Text(reader.i32()));
      return list;
    case 6:
      while (reader.left() >= 16 && list.length < MOST_PARTS) list.push(addressV6(reader));
      return list;
    case 7:
      return reader.utf8(reader.left());
    default:
      return rest(reader);
  }
}
