import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { bytesOf, dissectExchange, likenessOf, play } from "../../testing.ts";
import { SAMPLES as NFS_SAMPLES } from "../samples/nfs.ts";
import { SAMPLES } from "../samples/oncrpc.ts";
import { call, record, reply, word } from "../samples/oncrpc-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES as WDB_SAMPLES } from "../samples/wdb.ts";
import { nfs } from "./nfs.ts";
import { oncrpc } from "./oncrpc.ts";
import { wdb } from "./wdb.ts";

const [mapper, exported, long, debugged] = SAMPLES as [Exchange, Exchange, Exchange, Exchange];
const told = (exchange: Exchange) => dissectExchange(exchange, [oncrpc, nfs, wdb]);
const sent = (over: "tcp" | "udp", hex: string) =>
  play({ over, port: 111 }, [{ from: "client", bytes: bytesOf(hex) }], [oncrpc, nfs, wdb]);

test("calls of a mapper and their replies tell programs with version, transport and port", () => {
  const seen = told(mapper);
  assert.deepEqual(
    seen.slice(0, 8).map(({ operation, answers, outcome, objects }) => [operation, answers, outcome, objects]),
    [
      ["portmap_getport", 0, "", ["nfs 3 tcp"]],
      ["portmap_getport", 1, "", ["nfs 3 tcp 2049"]],
      ["portmap_getport", 0, "", ["vxi11 1 tcp"]],
      ["portmap_getport", 3, "not_registered", []],
      ["portmap_dump", 0, "", []],
      ["portmap_dump", 5, "", ["portmap 2 udp 111", "mount 3 tcp 892"]],
      ["rpcbind_getaddr", 0, "", ["mount 3 tcp"]],
      ["rpcbind_getaddr", 7, "", ["mount 3 tcp 892"]],
    ],
  );
});

test("refusals are told in the standard's words, callers by the name that they give their machine", () => {
  const seen = told(mapper);
  assert.deepEqual(
    seen.filter(({ outcome }) => outcome !== "").map(({ operation, outcome }) => [operation, outcome]),
    [
      ["portmap_getport", "not_registered"],
      ["reply", "prog_unavail"],
      ["nlm_lock", "auth_tooweak"],
      ["rpcbind_null", "prog_mismatch"],
    ],
  );
  assert.deepEqual([seen[13]?.fields.low, seen[13]?.fields.high], [2, 4]);
  assert.deepEqual(
    seen.flatMap(({ claims }) => claims.map(({ attribute, value }) => [attribute, value])),
    [
      ["name", "hmi-1"],
      ["name", "plc-7"],
    ],
  );
  assert.deepEqual([seen[10]?.fields.uid, seen[10]?.fields.groups], [0, 2]);
});

test("directories that every host may have are noted; records of several fragments are read", () => {
  const seen = told(exported);
  assert.deepEqual(
    seen.map(({ operation, outcome }) => (outcome === "" ? operation : `${operation} ${outcome}`)),
    [
      ...["mount_export", "mount_export", "mount_mnt", "mount_mnt", "mount_mnt", "mount_mnt mnt3err_acces"],
      ...["mount_dump", "mount_dump", "vxi11_create_link", "nfs_acl_getacl", "nfs_acl_getacl"],
      ...["rpcsec_gss_context", "rpcsec_gss_context"],
    ],
  );
  assert.deepEqual(
    seen[1]?.notes.map(({ remark }) => remark),
    [
      {
        ...{ kind: "endpoint", protocol: "NFS", address: "/recipes", security: "None, to every host" },
        ...{ users: ["Anonymous"], weak: true },
      },
    ],
  );
  assert.deepEqual(seen[3]?.fields.auth_flavors, ["AUTH_SYS", "krb5"]);
  assert.deepEqual(seen[7]?.fields.mounts, ["hmi-1:/recipes"]);
  assert.equal(seen[9]?.fields.encrypted, true);
});

test("of a long record the beginning is read and the rest passed over, in one fragment or several", () => {
  const seen = told(long);
  assert.deepEqual(
    seen.map(({ operation, faults }) => [operation, faults.length]),
    [
      ["call", 0],
      ["nfs3_write", 0],
      ["call", 0],
      ["nfs3_write", 0],
      ["portmap_null", 0],
    ],
  );
  assert.equal(seen[1]?.fields.length, 17_000);
});

test("files of NFS go by the name under which they were looked up", () => {
  const [third, second, fourth] = NFS_SAMPLES.map((exchange) => dissectExchange(exchange, [nfs]));
  const used = (seen: typeof third): unknown[] =>
    (seen ?? []).filter(({ objects }) => objects.length > 0).map(({ operation, objects }) => [operation, ...objects]);
  assert.deepEqual(used(third), [
    ["nfs3_lookup", "recipe.csv"],
    ["nfs3_read", "recipe.csv"],
    ["nfs3_write", "recipe.csv"],
    ["nfs3_create", "new.bin"],
    ["nfs3_rename", "new.bin", "firmware.bin"],
    ["nfs3_remove", "recipe.csv"],
    ["nfs3_getattr", "new.bin"],
    ["nfs3_link", "copy.csv"],
  ]);
  assert.deepEqual(used(second), [
    ["nfs2_lookup", "boot.ini"],
    ["nfs2_read", "boot.ini"],
    ["nfs2_write", "boot.ini"],
  ]);
  assert.deepEqual(used(fourth), [
    ["nfs4_open", "setpoints.db"],
    ["nfs4_write", "setpoints.db"],
    ["nfs4_read", "setpoints.db"],
    ["nfs4_lookup", "plant"],
    ["nfs4_create", "archive"],
    ["nfs4_remove", "old.db"],
    ["nfs4_rename", "a", "b"],
  ]);
  assert.deepEqual([third?.[5]?.fields.count, third?.[5]?.fields.eof], [4, true]);
  assert.deepEqual(third?.[15]?.fields.names, ["log.txt"]);
  assert.ok(!JSON.stringify([third, second, fourth]).includes("31323334"), "contents are not kept");
});

test("who uses files without proof is noted once, root as such; statuses have the name of their version", () => {
  const [third, second, fourth] = NFS_SAMPLES.map((exchange) => dissectExchange(exchange, [nfs]));
  assert.deepEqual(
    third?.flatMap(({ notes }) => notes.map(({ remark }) => (remark.kind === "session" ? remark.name : ""))),
    ["AUTH_SYS, uid 1000", "AUTH_SYS, uid 0 (root)"],
  );
  const outcomes = [third, second, fourth].map((seen) => seen?.flatMap(({ outcome }) => (outcome ? [outcome] : [])));
  assert.deepEqual(outcomes, [
    ["nfs3err_acces", "nfs3err_noent"],
    ["nfserr_rofs"],
    ["nfs4err_exist", "nfs4err_denied"],
  ]);
  assert.equal(fourth?.[2]?.claims[0]?.value, "Linux 5.15.0-91-generic x86_64");
});

test("the debug agent of VxWorks tells what it is, and what is done with it weighs", () => {
  const seen = dissectExchange(WDB_SAMPLES[0] as Exchange, [wdb]);
  assert.deepEqual(
    seen.filter(({ direction }) => direction === 1).map(({ operation, act, targets }) => [operation, act, targets]),
    [
      ["target_ping", "identify", []],
      ["target_connect", "identify", []],
      ["mem_read", "read", [{ space: "memory", first: 0x10000, count: 256 }]],
      ["mem_write", "program", [{ space: "memory", first: 0x20000, count: 4 }]],
      ["func_call", "control", []],
      ["context_kill", "control", []],
    ],
  );
  assert.deepEqual(
    seen[3]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["operatingSystem", "VxWorks 5.5"],
      ["hardware", "PLC 860 REV 1"],
      ["description", "debug agent 2.0 is open"],
    ],
  );
  assert.equal(seen[7]?.outcome, "mem_access");
  assert.ok(!JSON.stringify(seen).includes("hidden"), "the boot line is not kept");
  assert.deepEqual(
    told(debugged).map(({ protocol, operation }) => [protocol, operation]),
    [
      ["oncrpc", "call"],
      ["wdb", "target_ping"],
    ],
  );
});

test("hostile lengths and cut messages are named, and nothing waits for them", () => {
  const faults = (hex: string) => sent("udp", hex).messages.map(({ faults }) => faults.map(({ name }) => name));
  assert.deepEqual(faults(`${call(1, 100000, 2, 3).slice(0, 56)}00000190`), [["short"]]);
  assert.deepEqual(faults(call(1, 100000, 2, 3, word(1)).slice(0, 84)), [["short"]]);
  assert.equal(sent("tcp", "ffffffff 00000001 00000000 00000002").messages.length, 0);
  assert.equal(sent("tcp", record(call(1, 100000, 2, 0)).slice(0, 60)).waiting, 30);
  assert.deepEqual(faults(reply(9, 0)), [[]], "a reply without its call");
});

test("only calls and replies are taken", () => {
  assert.equal(likenessOf(oncrpc, call(1, 100000, 2, 0)), CERTAIN);
  assert.equal(likenessOf(oncrpc, call(1, 400001, 2, 0)), LIKELY);
  assert.equal(likenessOf(oncrpc, call(1, 2112, 2, 13)), CERTAIN, "the administration of Kerberos has a low number");
  assert.equal(sent("tcp", record(call(1, 2112, 2, 14))).messages[0]?.operation, "kadm5_get_princs");
  assert.equal(likenessOf(oncrpc, reply(1, 0)), POSSIBLE, "a reply alone looks like much else");
  assert.equal(likenessOf(oncrpc, call(1, 17, 2, 0)), NO);
  assert.equal(likenessOf(oncrpc, reply(1, 6)), NO);
  assert.equal(likenessOf(oncrpc, `${reply(1, 0)}00`), NO);
  // DCE RPC version 5, and a data unit of DICOM.
  assert.equal(likenessOf(oncrpc, "05000b03 10000000 48000000 01000000 b810b810 00000000 01000000 00000100"), NO);
  assert.equal(likenessOf(oncrpc, "04000000 0000001c 00000018 01030000 00000400 00003800 00000000 02001200"), NO);
});
