// Names of DNS codes: the IANA registry "Domain Name System (DNS) Parameters", RFC 6895.

/** Resource record types and question types by number. */
export const TYPES: Readonly<Record<number, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  10: "NULL",
  11: "WKS",
  12: "PTR",
  13: "HINFO",
  14: "MINFO",
  15: "MX",
  16: "TXT",
  17: "RP",
  18: "AFSDB",
  24: "SIG",
  25: "KEY",
  28: "AAAA",
  29: "LOC",
  33: "SRV",
  35: "NAPTR",
  36: "KX",
  37: "CERT",
  39: "DNAME",
  41: "OPT",
  42: "APL",
  43: "DS",
  44: "SSHFP",
  45: "IPSECKEY",
  46: "RRSIG",
  47: "NSEC",
  48: "DNSKEY",
  49: "DHCID",
  50: "NSEC3",
  51: "NSEC3PARAM",
  52: "TLSA",
  53: "SMIMEA",
  55: "HIP",
  59: "CDS",
  60: "CDNSKEY",
  61: "OPENPGPKEY",
  62: "CSYNC",
  63: "ZONEMD",
  64: "SVCB",
  65: "HTTPS",
  99: "SPF",
  108: "EUI48",
  109: "EUI64",
  249: "TKEY",
  250: "TSIG",
  251: "IXFR",
  252: "AXFR",
  253: "MAILB",
  254: "MAILA",
  255: "ANY",
  256: "URI",
  257: "CAA",
  32768: "TA",
  32769: "DLV",
  65281: "WINS",
  65282: "WINSR",
};

/** Classes by number. */
export const CLASSES: Readonly<Record<number, string>> = { 1: "IN", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY" };

/** Response codes, with the extended ones of EDNS and TSIG. */
export const RESPONSE_CODES: Readonly<Record<number, string>> = {
  0: "noerror",
  1: "formerr",
  2: "servfail",
  3: "nxdomain",
  4: "notimp",
  5: "refused",
  6: "yxdomain",
  7: "yxrrset",
  8: "nxrrset",
  9: "notauth",
  10: "notzone",
  11: "dsotypeni",
  16: "badvers",
  17: "badkey",
  18: "badtime",
  19: "badmode",
  20: "badname",
  21: "badalg",
  22: "badtrunc",
  23: "badcookie",
};

/** Options of EDNS (RFC 6891) by number. */
export const OPTIONS: Readonly<Record<number, string>> = {
  1: "LLQ",
  2: "UL",
  3: "NSID",
  4: "OWNER",
  5: "DAU",
  6: "DHU",
  7: "N3U",
  8: "ECS",
  9: "EXPIRE",
  10: "COOKIE",
  11: "TCP-KEEPALIVE",
  12: "PADDING",
  13: "CHAIN",
  14: "KEY-TAG",
  15: "EDE",
};

/** Parameters of SVCB and HTTPS records (RFC 9460 section 14.3.2). */
export const SERVICE_PARAMETERS: Readonly<Record<number, string>> = {
  0: "mandatory",
  1: "alpn",
  2: "no-default-alpn",
  3: "port",
  4: "ipv4hint",
  5: "ech",
  6: "ipv6hint",
  7: "dohpath",
  8: "ohttp",
};

/** The name of a type, or TYPEn as RFC 3597 section 5 writes it. */
export function typeName(type: number): string {
  return TYPES[type] ?? `TYPE${type}`;
}

/** The name of a class, or CLASSn as RFC 3597 section 5 writes it. */
export function className(value: number): string {
  return CLASSES[value] ?? `CLASS${value}`;
}
