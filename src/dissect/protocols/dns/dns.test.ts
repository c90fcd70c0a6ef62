import assert from "node:assert/strict";
import { test } from "node:test";
import { NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/dns.ts";
import { recordOf } from "../samples/dns-bytes.ts";
import { SAMPLES as LINK_LOCAL } from "../samples/llmnr.ts";
import { SAMPLES as MULTICAST } from "../samples/mdns.ts";
import { dns } from "./dns.ts";
import { llmnr } from "./llmnr.ts";
import { mdns } from "./mdns.ts";

test("an answer with an alias names the address twice and knows its question", () => {
  const [query, answer, , empty, , refused] = dissectExchange(SAMPLES[0]!, [dns]);
  assert.deepEqual(query?.objects, ["hist-01.plant.example"]);
  assert.equal(query?.fields.recursion_desired, true);
  assert.equal(query?.fields.additionals[0].dnssec_ok, true);
  assert.equal(answer?.answers, 1);
  assert.deepEqual(
    answer?.notes.map(({ remark }) => remark),
    [
      { kind: "name", method: "DNS", name: "b1.example", ip: "192.0.2.23" },
      { kind: "name", method: "DNS alias", name: "hist-01.plant.example", ip: "192.0.2.23" },
    ],
  );
  assert.equal(answer?.fields.additionals[0].options[0].name, "COOKIE");
  assert.equal(empty?.fields.authorities[0].minimum, 3600);
  assert.equal(refused?.outcome, "nxdomain");
});

test("records of the usual types are read", () => {
  const [all] = dissectExchange(SAMPLES[1]!, [dns]);
  const byType = new Map<string, Record<string, unknown>>();
  for (const record of all?.fields.answers ?? []) byType.set(record.type_name, record);
  assert.equal(byType.get("MX")?.["exchange"], "mx.example");
  assert.deepEqual(byType.get("TXT")?.["text"], ["a=b", "c=d"]);
  assert.equal(byType.get("AAAA")?.["address"], "2001:db8::17");
  assert.equal(byType.get("SRV")?.["port"], 445);
  assert.equal(byType.get("NAPTR")?.["service"], "SIP+D2U");
  const parameters = byType.get("HTTPS")?.["parameters"] as { value: unknown }[] | undefined;
  assert.equal(parameters?.[1]?.value, 8443);
  assert.equal(byType.get("CAA")?.["value"], "ca.example");
  assert.deepEqual(byType.get("NSEC")?.["types"], ["A", "RRSIG", "NSEC"]);
  assert.equal(byType.get("TYPE65296")?.["rdata"], "010203");
  assert.equal(all?.faults.length, 0);
});

test("reverse names, versions of servers and updates are told", () => {
  const [reverse, version, update, refused] = dissectExchange(SAMPLES[2]!, [dns]);
  assert.deepEqual(reverse?.notes[0]?.remark, {
    kind: "name",
    method: "DNS reverse",
    name: "plc.site",
    ip: "192.0.2.23",
  });
  assert.equal(version?.claims[0]?.value, "9.18.1");
  assert.equal(update?.operation, "update");
  assert.equal(update?.act, "configure");
  assert.equal(refused?.outcome, "refused");
});

test("over TCP the length stands before the message", () => {
  const [query, answer] = dissectExchange(SAMPLES[3]!, [dns]);
  assert.equal(query?.fields.questions[0].type_name, "AXFR");
  assert.equal(answer?.answers, 1);
});

test("pointers in circles and records of wrong length are faults, and the message is told", () => {
  const [circle, short, opcode] = dissectExchange(SAMPLES[4]!, [dns]);
  assert.equal(circle?.faults[0]?.name, "bad name");
  assert.equal(short?.faults[0]?.name, "bad record");
  assert.equal(short?.notes.length, 0);
  assert.equal(opcode?.faults[0]?.name, "unknown opcode");
});

test("counts that promise more than there is end the reading", () => {
  const exchange = {
    name: "promise",
    over: "udp" as const,
    port: 53,
    messages: [{ from: "server" as const, hex: `0001 8180 0000 ffff 0000 0000 ${recordOf("00", "0001", "c0000201")}` }],
  };
  const [message] = dissectExchange(exchange, [dns]);
  assert.equal(message?.fields.answers.length, 1);
  assert.equal(message?.faults[0]?.name, "short");
});

test("an mDNS answer tells model, maker, place, serial and name of its sender", () => {
  const [query, answer, hardware] = dissectExchange(MULTICAST[0]!, [mdns]);
  assert.equal(query?.fields.questions[0].unicast_response, true);
  const claims = new Map(answer?.claims.map((claim) => [claim.attribute, claim.value]));
  assert.equal(claims.get("vendor"), "Acme");
  assert.equal(claims.get("serial"), "AC-0815");
  assert.equal(claims.get("role"), "printer");
  assert.equal(claims.get("name"), "printer-3");
  assert.equal(claims.get("location"), "Hall 2");
  assert.equal(answer?.fields.additionals[0].cache_flush, true);
  assert.equal(hardware?.claims[1]?.value, "LINUX");
});

test("an LLMNR answer names its sender only by its own address", () => {
  const [, answer] = dissectExchange(LINK_LOCAL[0]!, [llmnr]);
  assert.equal(answer?.claims[0]?.value, "ENG-PC-2");
  const other = {
    ...LINK_LOCAL[0]!,
    messages: LINK_LOCAL[0]!.messages.map((message) => ({
      ...message,
      hex: message.hex.replace("c0000202", "c0000299"),
    })),
  };
  assert.deepEqual(dissectExchange(other, [llmnr])[1]?.claims, []);
});

test("the reverse name of an IPv6 address names it, and a conflict is told", () => {
  const [, answer, conflict] = dissectExchange(LINK_LOCAL[1]!, [llmnr]);
  assert.deepEqual(answer?.notes, [
    { about: { ip: "fe80::9" }, remark: { kind: "name", method: "LLMNR reverse", name: "plc-9", ip: "fe80::9" } },
  ]);
  assert.equal(conflict?.fields.conflict, true);
  assert.equal(dissectExchange(LINK_LOCAL[2]!, [llmnr])[0]?.operation, "query");
});

test("octets from the middle of a message are no beginning, and a name that the capture cut is the last thing read", () => {
  const reader = new Reader();
  const likeness = (hex: string): number => {
    const bytes = bytesOf(hex);
    reader.open(bytes, 0, bytes.length, false);
    return dns.probe(reader, { stream: true } as never);
  };
  // A digest within a signed zone, with what would be a length in front.
  assert.equal(likeness("b997 7731 489d d7ef ad80 6ff5 c442 d031 7123 2b79 86c0 adf4"), NO);
  assert.equal(likeness("0100 0067 0120 0001 0000 0000 0001 03706c63 05706c616e74"), POSSIBLE);
  const [cut] = dissectExchange(
    {
      name: "cut",
      over: "udp",
      port: 53,
      messages: [{ from: "client", hex: "0067 0120 0001 0000 0000 0000 03706c63 05706c" }],
    },
    [dns],
    { cutByCapture: true },
  );
  assert.deepEqual(cut?.fields.questions, []);
  assert.deepEqual(
    cut?.faults.map(({ name }) => name),
    ["cut by capture"],
  );
});
