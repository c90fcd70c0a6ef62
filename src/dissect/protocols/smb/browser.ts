// Announcements of the browser service: MS-BRWS section 2.2; types of servers: MS-BRWS section 2.2.6 and MS-RPRN's bits.
import { windowsName } from "../../ntlmssp.ts";
import type { Talk } from "../../talk.ts";

const HOST = 0x01;
const DOMAIN = 0x0c;
const LOCAL_MASTER = 0x0f;

const COMMANDS: Readonly<Record<number, string>> = {
  [HOST]: "host_announcement",
  2: "announcement_request",
  8: "request_election",
  9: "get_backup_list_request",
  10: "get_backup_list_response",
  11: "become_backup",
  [DOMAIN]: "domain_announcement",
  13: "master_announcement",
  14: "reset_state_request",
  [LOCAL_MASTER]: "local_master_announcement",
};

/** Bits of the server type, lowest first; "" where they have no use here. */
const TYPES = [
  "workstation",
  "server",
  "sql_server",
  "domain_controller",
  "backup_domain_controller",
  "time_source",
  "apple_file_server",
  "novell_server",
  "domain_member",
  "print_server",
  "dial_in_server",
  "unix_server",
  "windows_nt",
  "windows_for_workgroups",
  "",
  "windows_nt_server",
  "potential_browser",
  "backup_browser",
  "master_browser",
  "domain_master_browser",
];

const UNIX = 0x800;
const WINDOWS_NT = 0x1000;
/** Types of domain controllers, their backups and other servers of Windows NT. */
const SERVERS = 0x8018;

/** Reads one announcement and claims what it tells of its sender; call it before `emit`. */
export function readAnnouncement(talk: Talk, bytes: Uint8Array, start: number, end: number): object {
  const command = bytes[start] as number;
  const fields: Record<string, unknown> = { command, command_name: COMMANDS[command] ?? "" };
  if ((command !== HOST && command !== DOMAIN && command !== LOCAL_MASTER) || start + 32 > end) return fields;
  const name = textOf(bytes, start + 6, start + 22);
  const major = bytes[start + 22] as number;
  const minor = bytes[start + 23] as number;
  const type =
    ((bytes[start + 24] as number) |
      ((bytes[start + 25] as number) << 8) |
      ((bytes[start + 26] as number) << 16) |
      ((bytes[start + 27] as number) << 24)) >>>
    0;
  const comment = textOf(bytes, start + 32, end);
  const types: string[] = [];
  for (let bit = 0; bit < TYPES.length; bit++) {
    if ((type & (1 << bit)) !== 0 && TYPES[bit] !== "") types.push(TYPES[bit] as string);
  }
  Object.assign(fields, { name, os_major: major, os_minor: minor, server_type: type, server_types: types, comment });
  const method = "Windows browser announcement";
  if (command === DOMAIN) {
    // Of a domain the announcement tells the domain's name, and in the comment its master browser.
    talk.claim("sender", "domainName", name, 0.8, method, start, end);
    return fields;
  }
  talk.claim("sender", "name", name, 0.95, method, start + 6, start + 22);
  // What runs on Unix announces the version of Windows that it stands in for.
  if ((type & (WINDOWS_NT | UNIX)) === WINDOWS_NT && major >= 5 && major <= 10) {
    talk.claim("sender", "operatingSystem", systemOf(major, minor, type), 0.7, method, start + 22, start + 24);
  }
  talk.claim("sender", "description", comment, 0.7, method, start + 32, end);
  if ((type & 0x18) !== 0) talk.claim("sender", "role", "directory server", 0.7, method, start + 24, start + 28);
  else if ((type & 0x4) !== 0) talk.claim("sender", "role", "database server", 0.3, method, start + 24, start + 28);
  return fields;
}

/** Client and server versions of Windows share a number; whether it is a server is told by its type. */
function systemOf(major: number, minor: number, type: number): string {
  const [client = "", server] = windowsName(major, minor, 0).split(" or ");
  if (server === undefined) return client;
  return (type & SERVERS) !== 0 ? `Windows ${server}` : client;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end && text.length < 256; at++) {
    const code = bytes[at] as number;
    if (code === 0) break;
    text += code < 32 || code === 127 ? " " : String.fromCharCode(code);
  }
  return text.trim();
}
