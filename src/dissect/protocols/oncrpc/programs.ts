// Programs by number (IANA "Remote Procedure Call (RPC) Program Numbers") and their procedures: RFC 1833 (port mapper and
// rpcbind), RFC 1813 appendices I and II (MOUNT, NLM), X/Open XNFS (NSM, rquota), VXI-11 revision 1.0, rpcsvc of SunOS,
// kadm_rpc.x of MIT Kerberos.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";

export const PORTMAP = 100000;
export const NFS = 100003;
export const MOUNT = 100005;
export const STATUS = 100024;
export const VXI11 = 395183;
/** The administration of MIT Kerberos; older than the ranges that IANA assigns. */
const KADM5 = 2112;
/** The debug agent of VxWorks. */
export const WDB = 0x55555555;

type Row = readonly [procedure: number, name: string, act: Act];

interface Facts {
  program: number;
  /** Short name, as rpcinfo and makers have it. */
  name: string;
  /** First version that has these procedures; those of a lower one end there. */
  from?: number;
  procedures: readonly Row[];
}

const RPCBIND: readonly Row[] = [
  [1, "set", "configure"],
  [2, "unset", "configure"],
  [3, "getaddr", "read"],
  [4, "dump", "read"],
  [5, "callit", "other"],
  [6, "gettime", "time"],
  [7, "uaddr2taddr", "read"],
  [8, "taddr2uaddr", "read"],
  [9, "getversaddr", "read"],
  [10, "indirect", "other"],
  [11, "getaddrlist", "read"],
  [12, "getstat", "read"],
];

const FACTS: readonly Facts[] = [
  {
    program: PORTMAP,
    name: "portmap",
    procedures: [
      [1, "set", "configure"],
      [2, "unset", "configure"],
      [3, "getport", "read"],
      [4, "dump", "read"],
      [5, "callit", "other"],
    ],
  },
  { program: PORTMAP, name: "rpcbind", from: 3, procedures: RPCBIND },
  {
    program: 100001,
    name: "rstat",
    procedures: [
      [1, "stats", "read"],
      [2, "havedisk", "read"],
    ],
  },
  {
    program: 100002,
    name: "rusers",
    procedures: [
      [1, "num", "read"],
      [2, "names", "read"],
      [3, "allnames", "read"],
    ],
  },
  {
    program: 100004,
    name: "ypserv",
    procedures: [
      [1, "domain", "read"],
      [2, "domain_nonack", "read"],
      [3, "match", "read"],
      [4, "first", "read"],
      [5, "next", "read"],
      [6, "xfr", "control"],
      [7, "clear", "control"],
      [8, "all", "read"],
      [9, "master", "read"],
      [10, "order", "read"],
      [11, "maplist", "read"],
    ],
  },
  {
    program: MOUNT,
    name: "mount",
    procedures: [
      [1, "mnt", "file"],
      [2, "dump", "read"],
      [3, "umnt", "file"],
      [4, "umntall", "file"],
      [5, "export", "read"],
      [6, "exportall", "read"],
      [7, "pathconf", "read"],
    ],
  },
  {
    program: 100007,
    name: "ypbind",
    procedures: [
      [1, "domain", "read"],
      [2, "setdom", "configure"],
    ],
  },
  { program: 100008, name: "rwall", procedures: [[2, "wall", "write"]] },
  { program: 100009, name: "yppasswd", procedures: [[1, "update", "authenticate"]] },
  {
    program: 100011,
    name: "rquota",
    procedures: [
      [1, "getquota", "read"],
      [2, "getactivequota", "read"],
      [3, "setquota", "configure"],
      [4, "setactivequota", "configure"],
    ],
  },
  {
    program: 100012,
    name: "spray",
    procedures: [
      [1, "spray", "other"],
      [2, "get", "read"],
      [3, "clear", "other"],
    ],
  },
  {
    program: 100017,
    name: "rex",
    procedures: [
      [1, "start", "program"],
      [2, "wait", "other"],
      [3, "modes", "configure"],
      [4, "winch", "other"],
      [5, "signal", "control"],
    ],
  },
  {
    program: 100021,
    name: "nlm",
    procedures: [
      [1, "test", "read"],
      [2, "lock", "file"],
      [3, "cancel", "file"],
      [4, "unlock", "file"],
      [5, "granted", "file"],
      [6, "test_msg", "read"],
      [7, "lock_msg", "file"],
      [8, "cancel_msg", "file"],
      [9, "unlock_msg", "file"],
      [10, "granted_msg", "file"],
      [11, "test_res", "other"],
      [12, "lock_res", "other"],
      [13, "cancel_res", "other"],
      [14, "unlock_res", "other"],
      [15, "granted_res", "other"],
      [20, "share", "file"],
      [21, "unshare", "file"],
      [22, "nm_lock", "file"],
      [23, "free_all", "file"],
    ],
  },
  {
    program: STATUS,
    name: "nsm",
    procedures: [
      [1, "stat", "read"],
      [2, "mon", "other"],
      [3, "unmon", "other"],
      [4, "unmon_all", "other"],
      [5, "simu_crash", "control"],
      [6, "notify", "other"],
    ],
  },
  {
    program: 100026,
    name: "bootparam",
    procedures: [
      [1, "whoami", "read"],
      [2, "getfile", "read"],
    ],
  },
  { program: 100029, name: "keyserv", procedures: [] },
  { program: 100068, name: "cmsd", procedures: [] },
  { program: 100069, name: "ypxfrd", procedures: [] },
  { program: 100083, name: "ttdbserver", procedures: [] },
  { program: 100099, name: "autofs", procedures: [] },
  {
    program: 100227,
    name: "nfs_acl",
    procedures: [
      [1, "getacl", "read"],
      [2, "setacl", "configure"],
      [3, "getattr", "read"],
      [4, "access", "read"],
    ],
  },
  { program: 100232, name: "sadmind", procedures: [] },
  { program: 100300, name: "nisplus", procedures: [] },
  { program: 150001, name: "pcnfsd", procedures: [] },
  { program: 300019, name: "amd", procedures: [] },
  {
    program: VXI11,
    name: "vxi11",
    procedures: [
      [10, "create_link", "other"],
      [11, "device_write", "write"],
      [12, "device_read", "read"],
      [13, "device_readstb", "read"],
      [14, "device_trigger", "control"],
      [15, "device_clear", "control"],
      [16, "device_remote", "control"],
      [17, "device_local", "control"],
      [18, "device_lock", "control"],
      [19, "device_unlock", "control"],
      [20, "device_enable_srq", "configure"],
      [22, "device_docmd", "control"],
      [23, "destroy_link", "other"],
      [25, "create_intr_chan", "other"],
      [26, "destroy_intr_chan", "other"],
    ],
  },
  { program: VXI11 + 1, name: "vxi11_async", procedures: [[1, "device_abort", "control"]] },
  { program: VXI11 + 2, name: "vxi11_intr", procedures: [[30, "device_intr_srq", "alarm"]] },
  {
    program: KADM5,
    name: "kadm5",
    procedures: [
      [1, "create_principal", "configure"],
      [2, "delete_principal", "configure"],
      [3, "modify_principal", "configure"],
      [4, "rename_principal", "configure"],
      [5, "get_principal", "read"],
      [6, "chpass_principal", "configure"],
      [7, "chrand_principal", "configure"],
      [8, "create_policy", "configure"],
      [9, "delete_policy", "configure"],
      [10, "modify_policy", "configure"],
      [11, "get_policy", "read"],
      [12, "get_privs", "read"],
      [13, "init", "authenticate"],
      [14, "get_princs", "read"],
      [15, "get_pols", "read"],
      [16, "setkey_principal", "configure"],
      [18, "create_principal3", "configure"],
      [19, "chpass_principal3", "configure"],
      [20, "chrand_principal3", "configure"],
      [21, "setkey_principal3", "configure"],
      [22, "purgekeys", "configure"],
      [23, "get_strings", "read"],
      [24, "set_string", "configure"],
      [25, "setkey_principal4", "configure"],
      [26, "extract_keys", "read"],
    ],
  },
];

/** Versions of a program whose procedures have the same names. */
export interface Program {
  readonly name: string;
  readonly from: number;
  /** What a procedure is called and does; one entry for those without a name. */
  of(procedure: number): Operation;
}

const BY_NUMBER = new Map<number, Program[]>();
for (const facts of FACTS) {
  const rest = operation("oncrpc", `${facts.name}_call`, "other");
  const operations = new Map([[0, operation("oncrpc", `${facts.name}_null`, "other")]]);
  for (const [procedure, name, act] of facts.procedures)
    operations.set(procedure, operation("oncrpc", `${facts.name}_${name}`, act));
  const made: Program = {
    name: facts.name,
    from: facts.from ?? 0,
    of: (procedure) => operations.get(procedure) ?? rest,
  };
  BY_NUMBER.set(facts.program, [made, ...(BY_NUMBER.get(facts.program) ?? [])]);
}

/** Programs with dissectors of their own. */
const OWN: Readonly<Record<number, string>> = { [NFS]: "nfs", [WDB]: "wdb" };

/** A program in one of its versions; undefined for those that are not named here, or have a dissector of their own. */
export function programOf(number: number, version: number): Program | undefined {
  const versions = BY_NUMBER.get(number);
  if (versions === undefined) return undefined;
  for (const program of versions) if (version >= program.from) return program;
  return versions[0];
}

/** Whether a number is one of a known program. */
export function isProgram(number: number): boolean {
  return BY_NUMBER.has(number) || hasDissector(number);
}

/** Whether a program has a dissector of its own, to which its calls and replies are handed. */
export function hasDissector(number: number): boolean {
  return OWN[number] !== undefined;
}

/** What a program is called; its number where it has no name. */
export function programName(number: number, version = 2): string {
  return OWN[number] ?? programOf(number, version)?.name ?? `program ${number}`;
}
