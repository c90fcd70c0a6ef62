// Answers of domain controllers to the question who they are: MS-ADTS section 6.3.1 (flags, opcodes, structures), and
// what the one who asks puts into its filter (section 6.3.3).
import { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { nameWasGood, readName } from "../dns/names.ts";

const SAM_LOGON_RESPONSE_EX = 23;
const SAM_USER_UNKNOWN_EX = 25;

const OPCODES: Readonly<Record<number, string>> = {
  19: "logon_sam_logon_response",
  20: "logon_sam_pause_response",
  21: "logon_sam_user_unknown",
  [SAM_LOGON_RESPONSE_EX]: "logon_sam_logon_response_ex",
  24: "logon_sam_pause_response_ex",
  [SAM_USER_UNKNOWN_EX]: "logon_sam_user_unknown_ex",
};

const FLAGS: readonly (readonly [number, string])[] = [
  [0x1, "primary"],
  [0x4, "global_catalog"],
  [0x8, "ldap"],
  [0x10, "directory_service"],
  [0x20, "kerberos"],
  [0x40, "time_service"],
  [0x80, "closest"],
  [0x100, "writable"],
  [0x200, "good_time_service"],
  [0x400, "no_domain_naming_context"],
  [0x800, "read_only_some_secrets"],
  [0x1000, "writable_all_secrets"],
  [0x2000, "web_service"],
  [0x4000, "windows_2012_or_later"],
  [0x8000, "windows_2012_r2_or_later"],
  [0x10000, "windows_2016_or_later"],
];

// Apart from the message's reader: names in the structure point back to its own start.
const reader = new Reader();

/** Reads the Netlogon value in `bytes[start..end)`; claims what it tells of the sender and the receiver, answers its fields. */
export function readNetlogon(talk: Talk, bytes: Uint8Array, start: number, end: number): object {
  reader.open(bytes, start, end, true);
  reader.fence(end - start);
  const opcode = reader.u16le();
  const fields: Record<string, unknown> = { opcode, opcode_name: OPCODES[opcode] ?? "" };
  if (opcode < SAM_LOGON_RESPONSE_EX || opcode > SAM_USER_UNKNOWN_EX) return fields;
  const method = "Netlogon answer over LDAP";
  reader.skip(2);
  const flags = reader.u32le();
  fields["flags"] = flags;
  fields["flag_names"] = FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  fields["domain_guid"] = guidOf(reader);
  const names: string[] = [];
  for (let index = 0; index < 8 && reader.ok && reader.left() > 0; index++) {
    const name = readName(reader, start);
    if (!nameWasGood()) break;
    names.push(name === "." ? "" : name);
  }
  const [forest = "", domain = "", host = "", netbiosDomain = "", netbiosHost = "", user = "", site = "", asked = ""] =
    names;
  Object.assign(fields, {
    dns_forest_name: forest,
    dns_domain_name: domain,
    dns_host_name: host,
    netbios_domain_name: netbiosDomain,
    netbios_computer_name: netbiosHost,
    user_name: user,
    dc_site_name: site,
    client_site_name: asked,
  });
  talk.claim("sender", "name", host, 0.95, method, start, end);
  talk.claim("sender", "name", netbiosHost.replace(/^\\\\/, ""), 0.94, method, start, end);
  talk.claim("sender", "domainName", domain.toLowerCase(), 0.95, method, start, end);
  talk.claim("sender", "role", "directory server", 0.95, "answers as a domain controller", start, end);
  if (site !== "") talk.claim("sender", "location", `directory site ${site}`, 0.7, method, start, end);
  if (asked !== "") talk.claim("receiver", "location", `directory site ${asked}`, 0.6, method, start, end);
  return fields;
}

/** A GUID in the mixed order of MS-DTYP section 2.3.4. */
function guidOf(from: Reader): string {
  const first = from.u32le();
  const second = from.u16le();
  const third = from.u16le();
  const rest = from.hex(8);
  const head = `${hex(first, 8)}-${hex(second, 4)}-${hex(third, 4)}`;
  return `${head}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
