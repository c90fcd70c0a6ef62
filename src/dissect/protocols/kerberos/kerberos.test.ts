import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import {
  apRequest,
  encrypted,
  kdcRequest,
  padata,
  principal,
  record,
  SAMPLES,
  sequence,
  tagged,
  ticket as ticketBytes,
} from "../samples/kerberos.ts";
import { element, integer } from "../samples/snmp.ts";
import { kerberos } from "./kerberos.ts";
import { hostOf } from "./tell.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [kerberos]);
}

function said(message: SeenMessage | undefined): unknown[] {
  return (message?.claims ?? []).map((claim) => [claim.about, claim.attribute, claim.value]);
}

function likeness(hex: string, stream: boolean): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, !stream);
  return kerberos.probe(reader, { stream } as never);
}

test("a login names the account, what it proves and the ciphers it offers, and never a secret", () => {
  const [ask, wanted, proof, answer] = sample("login with");
  assert.deepEqual(ask?.fields.etype_names, ["aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96", "rc4-hmac"]);
  assert.deepEqual(ask?.fields.padata, [{ padata_type: 128, padata_type_name: "pa-pac-request" }]);
  assert.deepEqual(ask?.notes, []);
  assert.equal(wanted?.outcome, "", "a step of the login is no refusal");
  assert.equal(wanted?.fields.error_code_name, "kdc_err_preauth_required");
  assert.equal(wanted?.fields.stime, Date.UTC(2026, 2, 1, 12) / 1000);
  assert.deepEqual(proof?.notes[0]?.remark, {
    kind: "credential",
    method: "Kerberos pre-authentication",
    user: "operator@PLANT.EXAMPLE",
    exposure: "challenge",
  });
  assert.deepEqual(said(proof), [
    ["sender", "user", "operator@PLANT.EXAMPLE"],
    ["sender", "domainName", "plant.example"],
    ["sender", "name", "ENG-WS-2"],
  ]);
  assert.deepEqual(said(answer).slice(2), [
    ["sender", "domainName", "plant.example"],
    ["sender", "role", "directory server"],
  ]);
  assert.equal(answer?.answers, 3);
  assert.ok(!JSON.stringify([proof, answer]).includes("c7c7c7"));
});

test("a host account is a name of its host, and a ticket sealed with RC4 is weak", () => {
  const [login, , asks, ticket, refused] = sample("host account");
  assert.deepEqual(said(login), [
    ["sender", "name", "ENG-WS-2"],
    ["sender", "domainName", "plant.example"],
  ]);
  assert.deepEqual(login?.notes, []);
  assert.deepEqual(asks?.objects, ["cifs/files-1.plant.example"]);
  assert.deepEqual(said(ticket).slice(0, 2), [
    ["receiver", "name", "ENG-WS-2"],
    ["receiver", "domainName", "plant.example"],
  ]);
  assert.deepEqual(
    ticket?.notes.map(({ remark }) => remark),
    [
      { kind: "cipher", protocol: "Kerberos", cipher: "rc4-hmac", weak: true },
      { kind: "cipher", protocol: "Kerberos", cipher: "aes256-cts-hmac-sha1-96", weak: false },
    ],
  );
  assert.equal(refused?.outcome, "kdc_err_s_principal_unknown");
  assert.equal(refused?.direction, RESPONSE);
});

test("a second role of a person is no host, a service is one", () => {
  const named = (type: number, ...words: string[]): string => hostOf({ name_type: type, name_string: words } as never);
  assert.equal(named(1, "jane", "admin"), "");
  assert.equal(named(1, "host", "plc7"), "plc7");
  assert.equal(named(1, "backup", "plc7.plant.example"), "plc7.plant.example");
  assert.equal(named(2, "backup", "PLC7:99"), "PLC7");
  assert.equal(named(2, "krbtgt", "PLANT.EXAMPLE"), "");
});

test("only withdrawn ciphers, or broken ones beside better, are remarked when they are offered", () => {
  const [weak, refused, mixed, other] = sample("only withdrawn");
  const ciphers = (message: SeenMessage | undefined): unknown[] =>
    (message?.notes ?? []).map(({ remark }) => (remark.kind === "cipher" ? [remark.cipher, remark.weak] : remark.kind));
  assert.deepEqual(ciphers(weak), [
    ["rc4-hmac offered", true],
    ["des-cbc-md5 offered", true],
  ]);
  assert.deepEqual(ciphers(mixed), [["des-cbc-md5 offered", true]]);
  assert.equal(refused?.outcome, "kdc_err_preauth_failed");
  assert.deepEqual(said(other), [], "the realm of a referral is not the sender's");
});

test("a ticket names the service it is shown to", () => {
  const [shown, answer] = sample("shown to its service");
  assert.deepEqual(said(shown), [
    ["receiver", "name", "hist-1.plant.example"],
    ["receiver", "domainName", "plant.example"],
  ]);
  assert.equal(shown?.direction, REQUEST);
  assert.equal(answer?.answers, 1);
  const [priv, , cred] = sample("protected");
  assert.deepEqual([priv?.operation, priv?.direction === NOTICE], ["krb_priv", false]);
  assert.equal(cred?.fields.enc_part.etype, 18);
});

test("the ticket that a request shows is told, in clear and as the armor of FAST, and what is broken in it is no fault", () => {
  const login = apRequest(ticketBytes("P.EXAMPLE", 23, "krbtgt", "P.EXAMPLE"));
  const armor = sequence(tagged(0, integer(1)), tagged(1, element(0x04, login)));
  const checksum = sequence(tagged(0, integer(15)), tagged(1, element(0x04, "c7".repeat(12))));
  const fast = tagged(0, sequence(tagged(0, armor), tagged(1, checksum), tagged(2, encrypted(17, 40))));
  const answer = tagged(0, sequence(tagged(0, encrypted(20, 40, 3))));
  const ask = (...data: string[]): SeenMessage | undefined => {
    const hex = kdcRequest(12, "", "P.EXAMPLE", principal(2, "cifs", "f"), [18], data);
    return play({ over: "udp", port: 88 }, [{ from: "client", bytes: bytesOf(hex) }], [kerberos]).messages[0];
  };
  const [clear, armored, answered] = ask(padata(1, login), padata(136, fast), padata(136, answer))?.fields.padata ?? [];
  const { ticket } = clear.ap_req;
  assert.deepEqual([ticket.realm, ticket.sname.name_string, ticket.etype], ["P.EXAMPLE", ["krbtgt", "P.EXAMPLE"], 23]);
  assert.deepEqual([armored.armor_type, armored.armor.ticket.etype, armored.enc_fast_req.etype], [1, 23, 17]);
  assert.deepEqual([answered.enc_fast_rep.etype, answered.enc_fast_rep.kvno], [20, 3]);
  const broken = ask(padata(1, "6e7f3003"), padata(136, "a07f30"));
  assert.deepEqual([broken?.fields.padata.length, broken?.faults], [2, []]);
});

test("bytes that are no Kerberos are refused, and what looks like it is found on any port", () => {
  const request = kdcRequest(10, principal(1, "operator"), "P", principal(2, "krbtgt", "P"), [18], []);
  assert.ok(likeness(record(request), true) >= LIKELY && likeness(request, false) < CERTAIN);
  assert.equal(likeness("ffffffff 6a 03 30 01 00", true), NO);
  assert.equal(likeness("6a 05 04 03 020105", false), NO);
  assert.equal(likeness("00000010 30 0e", true), NO);
});

test("a cut request keeps what is there, a length beyond its field is a fault, and a huge record is no Kerberos", () => {
  const whole = bytesOf(kdcRequest(10, principal(1, "operator"), "P.EXAMPLE", principal(2, "krbtgt", "P"), [18], []));
  const exchange = { over: "udp", port: 88 } as const;
  const cut = play(exchange, [{ from: "client", bytes: whole.slice(0, whole.length - 40) }], [kerberos]);
  assert.deepEqual(cut.messages[0]?.fields.cname.name_string, ["operator"]);
  assert.deepEqual(
    cut.messages[0]?.faults.map((fault) => fault.name),
    ["short"],
  );
  const odd = whole.slice();
  // The realm's length octet: longer than the body around it.
  const at = odd.indexOf(0x1b, odd.indexOf(0xa2, 40));
  odd[at + 1] = 0x7f;
  const wrong = play(exchange, [{ from: "client", bytes: odd }], [kerberos]);
  assert.deepEqual(
    wrong.messages[0]?.faults.map((fault) => fault.name),
    ["bad encoding"],
  );
  const huge = play({ over: "tcp", port: 88 }, [{ from: "client", bytes: bytesOf("00ffffff 6a 03") }], [kerberos]);
  assert.equal(huge.messages.length, 0);
  assert.equal(huge.waiting, 0);
});
