import assert from "node:assert/strict";
import { test } from "node:test";
import { LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { kerberos } from "../kerberos/kerberos.ts";
import { ldapMessage, result, SAMPLES, search } from "../samples/ldap.ts";
import { element } from "../samples/snmp.ts";
import { tls } from "../tls/tls.ts";
import { ldap } from "./ldap.ts";
import { domainOfName } from "./names.ts";

function sample(words: string): SeenMessage[] {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return dissectExchange(exchange, [ldap, kerberos, tls]);
}

function said(message: SeenMessage | undefined): unknown[] {
  return (message?.claims ?? []).map((claim) => [claim.about, claim.attribute, claim.value]);
}

function remarks(message: SeenMessage | undefined): unknown[] {
  return (message?.notes ?? []).map(({ remark }) => remark);
}

test("a password in clear is told with its account and never shown", () => {
  const messages = sample("a password in clear");
  const [bind, bound, ask, found, reference, done, close] = messages;
  const name = "CN=svc-hmi,OU=Service,DC=plant,DC=example";
  assert.deepEqual(remarks(bind)[1], { kind: "credential", method: "LDAP simple bind", user: name, exposure: "clear" });
  assert.deepEqual([bound?.fields.result_code_name, bound?.answers, bound?.outcome], ["success", 1, ""]);
  assert.equal(
    ask?.fields.filter,
    "(&(objectClass=user)(!(cn=a*z))(userAccountControl:1.2.840.113556.1.4.803:=2)(|(badPwdCount>=3)(mail=*)))",
  );
  assert.deepEqual([ask?.fields.scope_name, ask?.fields.attributes], ["whole_subtree", ["cn", "memberOf"]]);
  assert.equal(ask?.fields.controls[0].control_name, "paged_results");
  assert.deepEqual(ask?.objects, ["DC=plant,DC=example"]);
  assert.deepEqual(found?.fields.attributes, [
    { type: "cn", values: 1 },
    { type: "unicodePwd", values: 1 },
  ]);
  assert.deepEqual(
    [reference?.operation, done?.operation, done?.answers],
    ["search_result_reference", "search_result_done", 3],
  );
  assert.equal(close?.operation, "unbind_request");
  const shown = JSON.stringify(messages);
  assert.ok(!shown.includes("Secret-7") && !shown.includes("hidden-1"));
});

test("logins as nobody, refused ones and SASL mechanisms are told apart", () => {
  const messages = sample("nobody");
  const [nobody, , refused, plain, digest, external] = messages;
  assert.deepEqual(remarks(nobody), [
    { kind: "version", protocol: "LDAP", version: "2", obsolete: true },
    { kind: "session", protocol: "LDAP", anonymous: true },
  ]);
  assert.equal(refused?.outcome, "invalid_credentials");
  assert.deepEqual(remarks(plain)[1], {
    kind: "credential",
    method: "LDAP SASL PLAIN",
    user: "hist",
    exposure: "clear",
  });
  assert.deepEqual(remarks(digest)[1], {
    kind: "credential",
    method: "LDAP SASL DIGEST-MD5",
    user: "ann",
    exposure: "challenge",
  });
  assert.equal(external?.fields.mechanism, "EXTERNAL");
  assert.ok(!JSON.stringify(messages).includes("pw-9"));
});

test("NTLM and Kerberos inside logins are read", () => {
  const [, challenge, login, , , old] = sample("NTLM inside");
  assert.ok(said(challenge).some((entry) => JSON.stringify(entry) === '["sender","name","FILES-1"]'));
  assert.equal(challenge?.outcome, "");
  assert.equal(login?.fields.ntlmssp.user_name, "operator");
  assert.equal(old?.fields.ntlmssp.dns_domain_name, "plant.example");
  const [bind, ticket] = sample("a ticket, then");
  assert.equal(bind?.fields.mechanism, "GSSAPI");
  assert.deepEqual([ticket?.protocol, ticket?.operation], ["kerberos", "ap_req"]);
  assert.deepEqual(said(ticket)[0], ["receiver", "name", "dc-1.plant.example"]);
});

test("signed messages are read inside their wrapping, sealed ones are only counted", () => {
  const wrapped = sample("a ticket, then").slice(3);
  assert.deepEqual(
    wrapped.map((message) => message.operation),
    [
      "protected_message",
      "search_request",
      "protected_message",
      "search_request",
      "protected_message",
      "protected_message",
    ],
  );
  assert.deepEqual([wrapped[0]?.fields.signed_only, wrapped[4]?.fields.signed_only], [true, false]);
});

test("the server's own entry names host, domain, site and system", () => {
  const [, entry] = sample("own entry");
  assert.deepEqual(said(entry), [
    ["sender", "domainName", "plant.example"],
    ["sender", "name", "dc-1.plant.example"],
    ["sender", "name", "DC-1"],
    ["sender", "location", "directory site Line-A"],
    ["sender", "operatingSystem", "Windows Server 2016 or later"],
    ["sender", "role", "directory server"],
    ["sender", "vendor", "Example Works"],
    ["sender", "software", "Example Directory 4.2"],
  ]);
  assert.deepEqual(entry?.fields.attributes[6].values, ["GSSAPI", "GSS-SPNEGO"]);
  assert.equal(domainOfName("CN=x,DC=A, dc=b"), "a.b");
});

test("changes of the directory configure it, and a password that is set is told", () => {
  const [change, refused, , exists, , , , compared, abandon, password, , notice] = sample("changes");
  assert.deepEqual([change?.act, change?.objects], ["configure", ["CN=Ann,DC=plant,DC=example"]]);
  assert.deepEqual(change?.fields.changes, [
    { operation: "replace", type: "unicodePwd", values: 1 },
    { operation: "delete", type: "mail", values: 0 },
  ]);
  assert.deepEqual(remarks(change)[0], {
    kind: "credential",
    method: "LDAP password change",
    user: "CN=Ann,DC=plant,DC=example",
    exposure: "clear",
  });
  assert.deepEqual([refused?.outcome, exists?.outcome], ["insufficient_access_rights", "entry_already_exists"]);
  assert.equal(compared?.outcome, "", "a comparison that is true is no refusal");
  assert.equal(abandon?.fields.abandoned_id, 5);
  assert.equal(password?.fields.request_name_text, "modify_password");
  assert.equal(notice?.direction, NOTICE);
});

test("TLS takes over behind StartTLS", () => {
  const [ask, answer, hello, alert] = sample("TLS is agreed");
  assert.deepEqual([ask?.operation, answer?.operation], ["start_tls", "start_tls"]);
  assert.deepEqual([ask?.direction, answer?.direction], [REQUEST, RESPONSE]);
  assert.deepEqual([hello?.protocol, alert?.protocol], ["tls", "tls"]);
});

test("a domain controller tells host, domain and site; the one who asks is named by its filter", () => {
  const [ask, answer, done] = sample("the question");
  assert.deepEqual(said(ask), [
    ["sender", "name", "ENG-WS-2"],
    ["sender", "domainName", "plant.example"],
  ]);
  assert.equal(ask?.fields.filter, "(&(DnsDomain=plant.example.)(Host=ENG-WS-2)(NtVer=\\16\\00\\00 ))");
  const [netlogon] = answer?.fields.attributes[0].values ?? [];
  assert.equal(netlogon.domain_guid, "00112233-4455-6677-8899-aabbccddeeff");
  assert.equal(netlogon.dns_host_name, "dc-1.plant.example");
  assert.ok(netlogon.flag_names.includes("windows_2016_or_later"));
  assert.deepEqual(said(answer), [
    ["sender", "name", "dc-1.plant.example"],
    ["sender", "name", "DC-1"],
    ["sender", "domainName", "plant.example"],
    ["sender", "role", "directory server"],
    ["sender", "location", "directory site Line-A"],
    ["receiver", "location", "directory site Line-A"],
  ]);
  assert.equal(done?.answers, 1);
});

test("what is no LDAP is refused; filters without end, wrong lengths and cut messages do no harm", () => {
  const likeness = (hex: string): number => {
    const bytes = bytesOf(hex);
    const reader = new Reader();
    reader.open(bytes, 0, bytes.length, false);
    return ldap.probe(reader, { stream: true } as never);
  };
  assert.equal(likeness(ldapMessage(1, result(1, 0))), LIKELY);
  assert.equal(likeness("30 0c 02 01 00 04 06 7075626c6963"), NO, "SNMP looks alike");
  assert.equal(likeness("00000040 0504"), POSSIBLE);
  assert.equal(likeness("00000040 1603"), NO);
  let deep = element(0x87, "61");
  for (let depth = 0; depth < 200; depth++) deep = element(0xa2, deep);
  const told = (hex: string): SeenMessage[] =>
    play({ over: "udp", port: 389 }, [{ from: "client", bytes: bytesOf(hex) }], [ldap]).messages;
  const [filter] = told(ldapMessage(1, search("", 2, deep, ["cn"])));
  assert.ok(filter?.fields.filter.length < 64 && filter?.fields.filter.includes("..."));
  // The base's length goes beyond the message.
  const [wrong] = told("30 0c 02 01 01 63 07 04 7f 61 62 63 64 65");
  assert.deepEqual(
    wrong?.faults.map(({ name }) => name),
    ["bad encoding"],
  );
  const [cut] = told("30 3c 02 01 01 60 37 02 01 03 04 7f 61 62 63");
  assert.equal(cut?.fields.name, "abc");
  assert.deepEqual(
    cut?.faults.map(({ name }) => name),
    ["short"],
  );
});
