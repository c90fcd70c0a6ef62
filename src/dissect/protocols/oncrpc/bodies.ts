// Arguments and results of the programs that are read: RFC 1833 sections 2.1 and 3 (mappers), RFC 1813 appendix I (MOUNT),
// XNFS chapter 11 (NSM), VXI-11 revision 1.0 section B.5.
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { passFixed, passOpaque, readString } from "../../xdr.ts";
import { FLAVORS, type Head, PSEUDO_FLAVORS } from "./head.ts";
import { MOUNT, PORTMAP, programName, STATUS, VXI11 } from "./programs.ts";

type Fields = Record<string, unknown>;

const MOST_ENTRIES = 256;
const MOST_TOLD = 64;
const HANDLE_OF_2 = 32;
const LONGEST_HANDLE = 64;
const TRANSPORTS: Readonly<Record<number, string>> = { 6: "tcp", 17: "udp" };
/** mountstat3: RFC 1813 section 5.1.5. */
const MOUNT_STATUS: Readonly<Record<number, string>> = {
  1: "mnt3err_perm",
  2: "mnt3err_noent",
  5: "mnt3err_io",
  13: "mnt3err_acces",
  20: "mnt3err_notdir",
  22: "mnt3err_inval",
  63: "mnt3err_nametoolong",
  10004: "mnt3err_notsupp",
  10006: "mnt3err_serverfault",
};
const GETPORT = 3;
const DUMP = 4;
const MNT = 1;
const MOUNT_DUMP = 2;
const UMNT = 3;
const EXPORT = 5;
const EXPORT_ALL = 6;
const NOTIFY = 6;
const CREATE_LINK = 10;

/** Reads the arguments of a call; answers what its reply cannot be understood without, as a number. */
export function readArguments(reader: Reader, talk: Talk, head: Head, fields: Fields): number {
  switch (head.program) {
    case PORTMAP:
      return readMapping(reader, talk, head, fields);
    case MOUNT:
      if (head.procedure === MNT || head.procedure === UMNT) {
        const path = readString(reader);
        fields["path"] = path;
        if (path !== "") talk.object(path);
      }
      return 0;
    case STATUS:
      if (head.procedure === NOTIFY) {
        const name = readString(reader);
        fields["mon_name"] = name;
        talk.claim("sender", "name", name, 0.7, "NSM notification");
      }
      return 0;
    case VXI11:
      if (head.procedure === CREATE_LINK) {
        reader.skip(12);
        const device = readString(reader);
        fields["device"] = device;
        if (device !== "") talk.object(device);
      }
      return 0;
  }
  return 0;
}

/** SET, UNSET, GETPORT and GETADDR name a program with its version and transport. */
function readMapping(reader: Reader, talk: Talk, head: Head, fields: Fields): number {
  if (head.procedure < 1 || (head.procedure > GETPORT && head.procedure !== 9 && head.procedure !== 11)) return 0;
  const program = reader.u32();
  const version = reader.u32();
  let protocol = 0;
  let port = 0;
  if (head.version < 3) {
    protocol = reader.u32();
    port = reader.u32();
  } else {
    const network = readString(reader);
    protocol = network.startsWith("tcp") ? 6 : network.startsWith("udp") ? 17 : 0;
    port = portOf(readString(reader));
  }
  if (!reader.ok) return 0;
  Object.assign(fields, { mapped_program: program, mapped_version: version, mapped_protocol: protocol });
  if (port > 0) fields["port"] = port;
  talk.object(mappingText(program, version, protocol, port));
  return program * 65536 + (version & 0xff) * 256 + (protocol & 0xff);
}

/** Reads the results of a call that succeeded; `asked` is what `readArguments` answered. */
export function readResults(reader: Reader, talk: Talk, head: Head, asked: number, fields: Fields): void {
  if (head.program === PORTMAP) readMapped(reader, talk, head, asked, fields);
  else if (head.program === MOUNT) readMounted(reader, talk, head, fields);
}

function readMapped(reader: Reader, talk: Talk, head: Head, asked: number, fields: Fields): void {
  if (head.procedure === GETPORT) {
    const port = head.version < 3 ? reader.u32() : portOf(readString(reader));
    fields["port"] = port;
    if (port === 0) talk.refused("not_registered");
    else if (asked > 0)
      talk.object(mappingText(Math.floor(asked / 65536), Math.floor(asked / 256) % 256, asked % 256, port));
  } else if (head.procedure === DUMP) {
    const mappings: string[] = [];
    let count = 0;
    for (; count < MOST_ENTRIES && reader.u32() === 1; count++) {
      const program = reader.u32();
      const version = reader.u32();
      let protocol: number;
      let port: number;
      if (head.version < 3) {
        protocol = reader.u32();
        port = reader.u32();
      } else {
        const network = readString(reader);
        protocol = network.startsWith("tcp") ? 6 : network.startsWith("udp") ? 17 : 0;
        port = portOf(readString(reader));
        readString(reader);
      }
      if (!reader.ok) break;
      if (mappings.length < MOST_TOLD) mappings.push(mappingText(program, version, protocol, port));
    }
    fields["mapping_count"] = count;
    fields["mappings"] = mappings;
    for (const mapping of mappings) talk.object(mapping);
  }
}

function mappingText(program: number, version: number, protocol: number, port: number): string {
  const transport = TRANSPORTS[protocol];
  const where = `${transport === undefined ? "" : ` ${transport}`}${port > 0 ? ` ${port}` : ""}`;
  return `${programName(program, version)} ${version}${where}`;
}

/** Port of a universal address, whose last two numbers are its octets: RFC 5665 section 5.2.3.3. */
function portOf(address: string): number {
  const numbers = address.split(".");
  const high = Number(numbers.at(-2));
  const low = Number(numbers.at(-1));
  return numbers.length > 2 && high >= 0 && high < 256 && low >= 0 && low < 256 ? high * 256 + low : 0;
}

function readMounted(reader: Reader, talk: Talk, head: Head, fields: Fields): void {
  if (head.procedure === MNT) {
    const status = reader.u32();
    fields["status"] = status;
    if (status !== 0) {
      talk.refused(MOUNT_STATUS[status] ?? `status_${status}`);
      return;
    }
    if (head.version < 3) passFixed(reader, HANDLE_OF_2);
    else if (passOpaque(reader, LONGEST_HANDLE)) readFlavors(reader, fields);
    return;
  }
  if (head.procedure === EXPORT || head.procedure === EXPORT_ALL) readExports(reader, talk, fields);
  else if (head.procedure === MOUNT_DUMP) {
    const mounts: string[] = [];
    for (let count = 0; count < MOST_ENTRIES && reader.u32() === 1; count++) {
      const host = readString(reader);
      const path = readString(reader);
      if (!reader.ok) break;
      if (mounts.length < MOST_TOLD) mounts.push(`${host}:${path}`);
    }
    fields["mounts"] = mounts;
  }
}

function readFlavors(reader: Reader, fields: Fields): void {
  const flavors: (string | number)[] = [];
  const count = Math.min(reader.u32(), 16);
  for (let index = 0; index < count; index++) {
    const flavor = reader.u32();
    flavors.push(FLAVORS[flavor] ?? PSEUDO_FLAVORS[flavor] ?? flavor);
  }
  fields["auth_flavors"] = flavors;
}

/** Directories that are given out, each with who may have it; nobody named means everybody. */
function readExports(reader: Reader, talk: Talk, fields: Fields): void {
  const exported: { path: string; groups: string[] }[] = [];
  for (let count = 0; count < MOST_ENTRIES && reader.u32() === 1; count++) {
    const path = readString(reader);
    const groups: string[] = [];
    let named = 0;
    for (; named < MOST_ENTRIES && reader.u32() === 1; named++) {
      const group = readString(reader);
      if (groups.length < MOST_TOLD) groups.push(group);
    }
    if (!reader.ok) break;
    if (exported.length >= MOST_TOLD) continue;
    exported.push({ path, groups });
    talk.object(path);
    if (named > 0 && !groups.includes("*") && !groups.includes("(everyone)")) continue;
    const offer = { kind: "endpoint", protocol: "NFS", security: "None, to every host" } as const;
    talk.note("sender", { ...offer, address: path, users: ["Anonymous"], weak: true });
  }
  fields["exports"] = exported;
}
