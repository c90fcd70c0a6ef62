import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { kerberos } from "../kerberos/kerberos.ts";
import { SAMPLES } from "../samples/dcerpc.ts";
import { bindBody, packet, requestBody } from "../samples/dcerpc-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import { little, sizeOf, smb2Message, smbBlock, smbHeader } from "../samples/smb-bytes.ts";
import { smb } from "../smb/smb.ts";
import { smb2 } from "../smb/smb2.ts";
import { dcerpc } from "./dcerpc.ts";
import { INTERFACES } from "./interface-facts.ts";
import { interfaceOf } from "./interfaces.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [dcerpc, kerberos]);
}

function names(messages: readonly (SeenMessage | undefined)[]): unknown[] {
  return messages.map((message) => message?.operation);
}

test("interfaces are known once each, and their functions have names and acts", () => {
  assert.equal(new Set(INTERFACES.map(({ uuid }) => uuid)).size, INTERFACES.length);
  for (const { uuid, name, functions } of INTERFACES) {
    assert.match(uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, name);
    assert.equal(new Set(functions.map(([opnum]) => opnum)).size, functions.length, name);
  }
  const svcctl = interfaceOf("367abb81-9844-35f1-ad32-98f038001003");
  assert.equal(svcctl?.of(12).name, "svcctl_r_create_service_w");
  assert.deepEqual([svcctl?.of(12).act, svcctl?.of(19).act, svcctl?.of(6).act], ["configure", "control", "read"]);
});

test("the endpoint mapper tells where an interface answers", () => {
  const [bind, bound, ask, answer] = sample("endpoint mapper");
  assert.deepEqual([bind?.operation, bind?.objects, bound?.answers], ["bind", ["epmapper"], 1]);
  assert.deepEqual(bound?.fields.results, [{ result: "acceptance", transfer_syntax: "NDR" }]);
  assert.deepEqual([bind?.fields.assoc_group_id, bound?.fields.assoc_group_id], [0, 0x1234]);
  assert.deepEqual([bound?.fields.max_xmit_frag, bound?.fields.max_recv_frag], [4280, 4280]);
  assert.equal(ask?.operation, "epmapper_ept_map");
  assert.equal(ask?.fields.map_tower.interface, "drsuapi");
  assert.deepEqual(answer?.objects, ["drsuapi tcp 49664", "01234567-89ab-cdef-0123-456789abcdef tcp 49665"]);
  assert.equal(answer?.fields.towers[0].address, "192.0.2.2");
  assert.deepEqual([answer?.direction, answer?.answers], [RESPONSE, 3]);
});

test("administration by remote calls is told by function and by what it touches", () => {
  const messages = sample("services, keys");
  const [, bound, create, created, open, key, fault, task, replication, write, unnamed] = messages;
  assert.equal(bound?.outcome, "", "one of the contexts was taken");
  assert.deepEqual(
    [create?.operation, create?.act, create?.objects],
    ["svcctl_r_create_service_w", "configure", ["UpdateSvc"]],
  );
  assert.equal(create?.fields.binary_path_name, "%TEMP%\\a.exe");
  assert.deepEqual(
    [created?.operation, created?.direction, created?.answers],
    ["svcctl_r_create_service_w", RESPONSE, 3],
  );
  assert.deepEqual(open?.objects, ["UpdateSvc"]);
  assert.deepEqual([key?.operation, key?.objects], ["winreg_base_reg_open_key", ["SOFTWARE\\X"]]);
  assert.deepEqual([fault?.operation, fault?.outcome], ["winreg_base_reg_open_key", "rpc_s_access_denied"]);
  assert.deepEqual([task?.operation, task?.objects], ["i_task_scheduler_service_sch_rpc_register_task", ["\\Update"]]);
  assert.equal(replication?.fields.opnum_name, "IDL_DRSGetNCChanges");
  assert.deepEqual([write?.operation, write?.act], ["iopc_sync_io_write", "write"]);
  assert.equal(unnamed?.operation, "svcctl_call");
});

test("logins by NTLM and Kerberos are read, sealed arguments are not", () => {
  const [, challenge, login, sealed, alive, , ticket] = sample("a login with");
  assert.ok(challenge?.claims.some((claim) => claim.attribute === "domainName" && claim.value === "plant.example"));
  assert.deepEqual([login?.operation, login?.fields.ntlmssp.user_name], ["auth3", "operator"]);
  assert.deepEqual(
    [sealed?.operation, sealed?.fields.auth_level_name],
    ["ioxid_resolver_server_alive2", "pkt_privacy"],
  );
  assert.deepEqual(alive?.fields.string_bindings, ["hist-1", "192.0.2.2", "fe80::1"]);
  assert.deepEqual(
    alive?.claims.map((claim) => [claim.about, claim.attribute, claim.value]),
    [["sender", "name", "hist-1"]],
  );
  assert.deepEqual([ticket?.protocol, ticket?.claims[0]?.value], ["kerberos", "hist-1.plant.example"]);
});

test("refusals have names, later fragments are no calls of their own, and the byte order is the sender's", () => {
  const messages = sample("refusals");
  const [, nak, , rejected, first, second, , fault, cancel, , shutdown, big] = messages;
  assert.equal(nak?.outcome, "authentication_type_not_recognized");
  assert.equal(rejected?.outcome, "abstract_syntax_not_supported");
  assert.deepEqual([first?.operation, first?.direction], ["request", REQUEST]);
  assert.deepEqual([second?.operation, second?.direction], ["continued_fragment", UNDIRECTED]);
  assert.equal(fault?.outcome, "nca_s_unk_if");
  assert.deepEqual([cancel?.direction, shutdown?.direction], [REQUEST, RESPONSE]);
  assert.deepEqual([big?.fields.contexts[0].interface, big?.fields.call_id], ["epmapper", 4]);
  assert.equal(big?.fields.contexts[0].version, "3.0", "the major version is the lower half of the number");
});

test("pipes of one connection stay apart, and a packet in two writes is one", () => {
  assert.deepEqual(names(sample("two pipes")), [
    "bind",
    "bind",
    "bind_ack",
    "winreg_open_local_machine",
    "svcctl_r_open_sc_manager_w",
    "svcctl_r_open_sc_manager_w",
  ]);
});

test("connectionless calls are paired and named; a fragment is not read", () => {
  const [ask, answer, ping, reject, part] = sample("connectionless");
  assert.deepEqual([ask?.operation, answer?.answers, ping?.operation], ["mgmt_inq_if_ids", 1, "ping"]);
  assert.equal(reject?.outcome, "nca_s_unk_if");
  assert.equal(part?.operation, "mgmt_stop_server_listening");
});

const BIND = packet(11, 1, bindBody("367abb81-9844-35f1-ad32-98f038001003"));
const CALL = packet(0, 2, requestBody(0, 19, "00".repeat(28)));
const ANSWER = packet(
  12,
  1,
  "b810 b810 34120000 0000 0000 01 000000 0000 0000 045d888aeb1cc9119fe808002b104860 02000000",
);

test("calls inside pipes of SMB 2 are handed on, by writes, reads and transceive", () => {
  const file = "0100000000000000 0500000000000000";
  const write = (hex: string): string =>
    `3100 7000 ${little(sizeOf(hex), 4)} 0000000000000000 ${file} 00000000 00000000 0000 0000 00000000 ${hex}`;
  const read = `3100 00 00 00040000 0000000000000000 ${file} 00000000 00000000 00000000 0000 0000 00`;
  const transceive = (hex: string): string =>
    `3900 0000 17c01100 ${file} 78000000 ${little(sizeOf(hex), 4)} 00000000 00000000 00000000 00040000 01000000 00000000 ${hex}`;
  const exchange: Exchange = {
    name: "pipes",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      { from: "client", hex: smb2Message(9, 1, false, write("00".repeat(24))) },
      { from: "client", hex: smb2Message(9, 2, false, write(BIND)) },
      { from: "server", hex: smb2Message(9, 2, true, `1100 0000 ${little(sizeOf(BIND), 4)} 00000000 0000 0000`) },
      { from: "client", hex: smb2Message(8, 3, false, read) },
      {
        from: "server",
        hex: smb2Message(8, 3, true, `1100 5000 ${little(sizeOf(ANSWER), 4)} 00000000 00000000 ${ANSWER}`),
      },
      { from: "client", hex: smb2Message(11, 4, false, transceive(CALL)) },
    ],
  };
  const inner = dissectExchange(exchange, [smb2, dcerpc]).filter((message) => message.protocol === "dcerpc");
  assert.deepEqual(names(inner), ["bind", "bind_ack", "svcctl_r_start_service_w"]);
  assert.equal(inner[1]?.answers, 2);
});

test("calls inside pipes of SMB 1 are handed on, by transactions", () => {
  const words = (data: string): string =>
    `0000 ${little(sizeOf(data), 2)} 0000 0004 00 00 0000 00000000 0000 0000 5400 ${little(sizeOf(data), 2)} 5400 02 00 2600 0040`;
  const transaction = (data: string): string =>
    smbHeader("25", "18") + smbBlock(words(data), `00 5c005000490050004500 5c00 0000 0000 ${data}`);
  const exchange: Exchange = {
    name: "pipes",
    over: "inside",
    port: 0,
    carrier: "nbss",
    messages: [
      { from: "client", hex: transaction(BIND) },
      { from: "client", hex: transaction(CALL) },
    ],
  };
  const seen = dissectExchange(exchange, [smb, dcerpc]);
  assert.deepEqual(names(seen), ["transaction", "bind", "transaction", "svcctl_r_start_service_w"]);
});

test("what is no remote call is refused, and hostile lengths do no harm", () => {
  const likeness = (hex: string, stream: boolean): number => {
    const bytes = bytesOf(hex);
    const reader = new Reader();
    reader.open(bytes, 0, bytes.length, !stream);
    return dcerpc.probe(reader, { stream, memory: dcerpc.remember?.(), side: 0 } as never);
  };
  assert.equal(likeness(BIND, true), LIKELY);
  assert.equal(likeness("0500 0b", true), POSSIBLE);
  assert.equal(likeness("0501 00 01 c0000202 0050", true), NO, "SOCKS begins alike");
  assert.equal(likeness("0500 0b 03 10000000 0f00", true), NO, "shorter than its header");
  assert.equal(likeness("0400 2000 10", false), NO);
  const told = (hex: string): SeenMessage[] =>
    play({ over: "tcp", port: 135 }, [{ from: "client", bytes: bytesOf(hex) }], [dcerpc]).messages;
  const [wrong] = told(`0500 00 03 10000000 1800 ffff 02000000 00000000 0000 0000`);
  assert.deepEqual(
    wrong?.faults.map(({ name }) => name),
    ["bad authentication length"],
  );
  const [cut] = told(BIND.replace(/\s+/g, "").slice(0, 80));
  assert.equal(cut?.operation, "bind");
  assert.deepEqual(
    cut?.faults.map(({ name }) => name),
    ["cut by capture"],
  );
});
