import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { hexWide } from "../samples/dns-bytes.ts";
import { SAMPLES as DATAGRAMS } from "../samples/nbdgm.ts";
import { SAMPLES as SESSIONS } from "../samples/nbss.ts";
import type { Exchange } from "../samples/sample.ts";
import { SAMPLES } from "../samples/smb.ts";
import { smb2Message } from "../samples/smb-bytes.ts";
import { SAMPLES as SAMPLES2 } from "../samples/smb2.ts";
import { nbdgm } from "./nbdgm.ts";
import { nbss } from "./nbss.ts";
import { productOf } from "./session.ts";
import { smb } from "./smb.ts";
import { smb2 } from "./smb2.ts";

test("a selected dialect of SMB 1 is obsolete, and its server names itself", () => {
  const [ask, answer] = dissectExchange(SAMPLES[0]!, [smb]);
  assert.deepEqual(ask?.fields.dialects, ["LANMAN1.0", "NT LM 0.12"]);
  assert.equal(answer?.fields.dialect, "NT LM 0.12");
  assert.deepEqual(answer?.notes[0]?.remark, { kind: "version", protocol: "SMB", version: "1", obsolete: true });
  const [old] = dissectExchange(SAMPLES[1]!, [smb]);
  assert.deepEqual(
    old?.claims.map((claim) => claim.value),
    ["PLANT", "HIST-01"],
  );
});

test("NTLM tells names, domain, system and user; answers and challenges stay hidden", () => {
  const messages = dissectExchange(SAMPLES2[0]!, [smb2]);
  const challenge = messages[3]!;
  assert.deepEqual(
    challenge.claims.map((claim) => claim.value),
    ["FILES-1", "files-1.plant.example", "plant.example", "Windows 10 or Server 2019 (build 17763)"],
  );
  assert.equal(challenge.outcome, "");
  const login = messages[4]!;
  assert.equal(login.fields.ntlmssp.user_name, "operator");
  assert.deepEqual(login.notes[0]?.remark, {
    kind: "credential",
    method: "NTLM",
    user: "PLANT\\operator",
    exposure: "challenge",
  });
  assert.deepEqual(messages[6]?.notes[0]?.remark, { kind: "session", protocol: "SMB", anonymous: true });
  const shown = JSON.stringify(messages);
  assert.ok(!shown.includes("5a5a5a5a") && !shown.includes("0102030405060708"));
});

test("a login with a chained tree connect is one message with both", () => {
  const [, login] = dissectExchange(SAMPLES[1]!, [smb]);
  assert.equal(login?.fields.chained[0].path, "\\\\HIST-01\\DATA");
  assert.deepEqual(login?.objects, ["\\\\HIST-01\\DATA"]);
  assert.ok(
    login?.notes.some(({ remark }) => remark.kind === "version" && remark.protocol === "NTLM" && remark.obsolete),
  );
});

test("files of SMB 1 are objects and refusals have the standard's names", () => {
  const messages = dissectExchange(SAMPLES[2]!, [smb]);
  assert.deepEqual(messages[2]?.objects, ["\\recipe.csv"]);
  assert.equal(messages[3]?.outcome, "access_denied");
  assert.equal(messages[3]?.answers, 3);
  assert.equal(messages[5]?.fields.length, 4);
  assert.equal(messages[8]?.outcome, "bad_file");
});

test("an announcement tells name, system and comment of a host", () => {
  const [announcement] = dissectExchange(SAMPLES[3]!, [smb]);
  assert.equal(announcement?.fields.browser.command_name, "host_announcement");
  assert.equal(announcement?.claims[0]?.value, "HIST-01");
  assert.equal(announcement?.claims.at(-1)?.value, "Historian hall 2");
});

test("the type of a host tells clients and servers of one Windows version apart", () => {
  const system = (type: string): string | undefined => {
    const hex = (SAMPLES[3]!.messages[0]!.hex as string).replace("06 01 03900100", `06 01 ${type}`);
    assert.ok(hex.includes(type));
    const [announcement] = dissectExchange({ ...SAMPLES[3]!, messages: [{ from: "client", hex }] }, [smb]);
    return announcement?.claims.find(({ attribute }) => attribute === "operatingSystem")?.value;
  };
  assert.equal(system("03100000"), "Windows 7");
  assert.equal(system("03900000"), "Windows Server 2008 R2");
});

test("Samba does not run on the Windows that it stands in for", () => {
  const systems = (exchange: Exchange, shown: string, instead: string): string[] => {
    const { hex = "" } = exchange.messages.at(-1)!;
    assert.ok(hex.includes(shown));
    const messages = [{ ...exchange.messages.at(-1)!, hex: hex.replaceAll(shown, instead) }];
    return dissectExchange({ ...exchange, messages }, [smb])
      .flatMap(({ claims }) => claims)
      .filter(({ attribute }) => attribute === "operatingSystem" || attribute === "software")
      .map(({ value }) => value);
  };
  assert.deepEqual(systems(SAMPLES[0]!, hexWide("LAN 5.1\0"), hexWide("Windows\0")), ["Windows XP", "Windows"]);
  assert.deepEqual(systems(SAMPLES[0]!, hexWide("LAN 5.1\0"), hexWide("Samba 4\0")), ["Samba 4"]);
  // The type of the announcement has the bits of Windows NT and of Unix.
  assert.deepEqual(systems(SAMPLES[3]!, "06 01 03900100", "06 01 039a0100"), []);
});

test("that an answer is still to come is said in the body of a refusal", () => {
  const [, pending] = dissectExchange(
    {
      ...SAMPLES2[1]!,
      messages: [
        { from: "client", hex: smb2Message(9, 5, false, "3100") },
        { from: "server", hex: smb2Message(9, 5, true, "0900 0000 00000000 00", 0x103) },
      ],
    },
    [smb2],
  );
  assert.equal(pending?.fields.status_name, "pending");
  assert.deepEqual(pending?.faults, []);
});

test("compounded requests of SMB 2 are separate messages, answers know their requests", () => {
  const messages = dissectExchange(SAMPLES2[1]!, [smb2]);
  assert.deepEqual(
    messages.slice(0, 4).map((message) => `${message.operation} ${message.answers}`),
    ["create 0", "close 0", "create 1", "close 1"],
  );
  assert.equal(messages[2]?.fields.end_of_file, 128);
  assert.equal(messages[7]?.outcome, "access_denied");
  assert.equal(messages[9]?.fields.status_name, "pending");
});

test("wrong sizes, offsets and chains are faults", () => {
  const second = dissectExchange(SAMPLES2[3]!, [smb2]).map((message) => message.faults[0]?.name);
  assert.deepEqual(second, ["bad structure size", "short"]);
  const first = dissectExchange(SAMPLES[4]!, [smb]).map((message) => message.faults[0]?.name);
  assert.deepEqual(first, ["bad AndX offset", "unknown command"]);
});

test("a session by names names both sides, and a long write is one message", () => {
  const [request, refused] = dissectExchange(SESSIONS[0]!, [nbss, smb, smb2]);
  assert.deepEqual(
    request?.claims.map(({ about, value }) => `${JSON.stringify(about)} ${value}`),
    ['"receiver" HIST-01', '"sender" HMI-7'],
  );
  assert.equal(refused?.outcome, "called_name_not_present");
  const long = dissectExchange(SESSIONS[1]!, [nbss, smb, smb2]).filter((message) => message.protocol === "smb2");
  assert.deepEqual(
    long.map((message) => message.operation),
    ["echo", "write", "echo"],
  );
  assert.equal(long[1]?.fields.length, 25_000);
});

test("a datagram names its sender when it comes from there", () => {
  const [datagram] = dissectExchange(DATAGRAMS[0]!, [nbdgm, smb]);
  assert.equal(datagram?.claims[0]?.value, "HIST-01");
  assert.equal(datagram?.fields.destination_name, "PLANT");
});

test("Windows that tells only its version goes under the name it was sold by", () => {
  assert.equal(productOf("Windows 5.1"), "Windows XP");
  assert.equal(productOf("Windows 2002 Service Pack 3 2600"), "Windows XP Service Pack 3 2600");
  assert.equal(productOf("Windows Server 2003 R2 3790 Service Pack 2"), "Windows Server 2003 R2 3790 Service Pack 2");
  assert.equal(productOf("Unix"), "Unix");
});
