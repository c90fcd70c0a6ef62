import assert from "node:assert/strict";
import { test } from "node:test";
import { ATTRIBUTES } from "../../model/attribute.ts";
import { ROLES } from "../../model/role.ts";
import type { ClaimTally, RemarkTally } from "../ledger.ts";
import { EVIDENCE_KINDS, type EvidenceKind, evidenceOf, remarksByAddress } from "./evidence.ts";
import { OWN_RULES } from "./own-rules.ts";
import { LONGEST_VALUE, type Rule, RuleBook } from "./rules.ts";

const EVIDENCE = { capture: 0, frame: 7, start: 0, end: 0, time: 1 };

function rule(on: EvidenceKind, match: Rule["match"], gives: Rule["gives"], name = "made up"): Rule {
  return { on, match, gives, confidence: 0.7, name };
}

function values(book: RuleBook, kind: EvidenceKind, value: string): string[] {
  return book.given(kind, value).map((given) => `${given.attribute}: ${given.value}`);
}

test("a rule fills what its pattern found into what it gives, and says who says so", () => {
  const book = new RuleBook([
    {
      source: "plant.yaml",
      firstOnly: false,
      rules: [
        rule("http.server", /^PumpWeb\/([\d.]+)(?: \((\w+)\))?/, {
          vendor: "Example Works",
          firmware: "$1",
          model: "PC $2",
          role: "plc",
        }),
      ],
    },
  ]);
  assert.deepEqual(book.given("http.server", "PumpWeb/2.1 (200)"), [
    {
      attribute: "vendor",
      value: "Example Works",
      confidence: 0.7,
      method: 'HTTP Server: rule "made up" of plant.yaml',
    },
    { attribute: "firmware", value: "2.1", confidence: 0.7, method: 'HTTP Server: rule "made up" of plant.yaml' },
    { attribute: "model", value: "PC 200", confidence: 0.7, method: 'HTTP Server: rule "made up" of plant.yaml' },
    { attribute: "role", value: "plc", confidence: 0.7, method: 'HTTP Server: rule "made up" of plant.yaml' },
  ]);
  assert.ok(!values(book, "http.server", "PumpWeb/2.1").some((text) => text.startsWith("model")), "an empty group");
  assert.deepEqual(values(book, "http.title", "PumpWeb/2.1"), [], "another kind of evidence");
});

test("where only the first rule counts, general ones behind it are silent", () => {
  const rules = [rule("ssh.banner", /^Pump/, { model: "special" }), rule("ssh.banner", /P/, { model: "general" })];
  assert.deepEqual(values(new RuleBook([{ source: "", firstOnly: true, rules }]), "ssh.banner", "Pump"), [
    "model: special",
  ]);
  assert.equal(new RuleBook([{ source: "", firstOnly: false, rules }]).given("ssh.banner", "Pump").length, 2);
});

test("each distinct value is looked at once, and only its beginning", () => {
  let asked = 0;
  let longest = 0;
  const counting = {
    exec: (text: string): string[] => {
      asked++;
      longest = Math.max(longest, text.length);
      return [text];
    },
  };
  const book = new RuleBook([{ source: "", firstOnly: false, rules: [rule("name", counting, { description: "$0" })] }]);
  for (let times = 0; times < 5; times++) book.given("name", "x".repeat(5000));
  assert.deepEqual([asked, longest], [1, LONGEST_VALUE]);
  for (let value = 0; value < 20_100; value++) book.given("name", `host-${value}`);
  assert.equal(asked, 20_000);
  assert.equal(book.left, 101);
});

test("claims and remarks are evidence, by what they are and who told them", () => {
  const claim = (attribute: ClaimTally["attribute"], value: string, method: string): ClaimTally => ({
    attribute,
    value,
    method,
    confidence: 0.5,
    times: 2,
    evidence: EVIDENCE,
  });
  const remark = (about: string, told: RemarkTally["remark"]): RemarkTally => ({
    remark: told,
    about,
    peer: "",
    linkKey: "",
    protocol: "http",
    times: 3,
    firstSeen: 1,
    lastSeen: 1,
    evidence: EVIDENCE,
  });
  const remarks = [
    remark("192.0.2.1", { kind: "fingerprint", method: "HTTP Server", value: "PumpWeb/2.1" }),
    remark("192.0.2.1", { kind: "fingerprint", method: "unheard of", value: "x" }),
    remark("192.0.2.1", { kind: "session", protocol: "SMB", anonymous: true }),
    remark("192.0.2.2", { kind: "fingerprint", method: "JA4", value: "t13d" }),
  ];
  const byAddress = remarksByAddress(remarks);
  assert.equal(byAddress.get("192.0.2.1")?.length, 2);
  const said = evidenceOf(
    [claim("description", "udhcp 1.1", "DHCP vendor class"), claim("orderNumber", "EW-1", "anything")],
    byAddress.get("192.0.2.1") ?? [],
  );
  const certificate: RemarkTally["remark"] = {
    kind: "certificate",
    subject: "C=US, O=Example, Inc., CN=pump-1, serialNumber=7",
    issuer: "CN=ca",
    names: [],
    serialNumber: "",
    notBefore: 0,
    notAfter: 0,
    keyType: "",
    keyBits: 0,
    signature: "",
    selfSigned: false,
    fingerprint: "",
  };
  assert.deepEqual(
    evidenceOf([], [remark("192.0.2.1", certificate)]).map(({ value }) => value),
    ["SERIALNUMBER=7,CN=pump-1,O=Example\\, Inc.,C=US", "CN=ca"],
  );
  assert.deepEqual(
    said.map(({ kind, value, times }) => [kind, value, times]),
    [
      ["dhcp.vendor_class", "udhcp 1.1", 2],
      ["order_number", "EW-1", 2],
      ["http.server", "PumpWeb/2.1", 3],
    ],
  );
});

test("our own rules give attributes and roles that exist, and fit what they are made for", () => {
  for (const { on, gives, name, confidence } of OWN_RULES.rules) {
    assert.ok(on in EVIDENCE_KINDS, name);
    assert.ok(typeof confidence === "number" && confidence > 0 && confidence < 1, name);
    for (const attribute of Object.keys(gives)) assert.ok((ATTRIBUTES as readonly string[]).includes(attribute), name);
    if (gives.role !== undefined) assert.ok((ROLES as readonly string[]).includes(gives.role), name);
  }
  const book = new RuleBook([OWN_RULES]);
  assert.deepEqual(values(book, "dhcp.options", "1,3,28,6,15,44,46,47,31,33,121,43"), [
    "hardware: Espressif ESP8266",
    "kind: embedded device",
  ]);
  assert.deepEqual(values(book, "snmp.sys_object_id", "1.3.6.1.4.1.8691.7.45"), ["role: switch"]);
  assert.deepEqual(values(book, "snmp.sys_object_id", "1.3.6.1.4.1.8691.70"), []);
  assert.deepEqual(values(book, "ssdp.server", "Linux UPnP/1.0 Sonos/57.3-77280 (ZPS9)"), [
    "vendor: Sonos",
    "firmware: 57.3-77280",
    "model: ZPS9",
    "role: speaker",
  ]);
});
