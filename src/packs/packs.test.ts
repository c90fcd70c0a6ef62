import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseXml, type XmlElement } from "@rgrove/parse-xml";
import { RuleBook } from "../observe/fingerprints/rules.ts";
import { FORM, readForm } from "./form.ts";
import { loadPacks } from "./load.ts";
import { compilePattern } from "./patterns.ts";
import { isRecog, readRecog } from "./recog.ts";

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-packs-"));
});
after(() => rmSync(directory, { recursive: true }));

const PLAIN = { ignoreCase: false, dotAll: false, multiline: false };

const PACK = `
form: ${FORM}
name: Example plant
rules:
  - name: Pump controller
    on: http.server
    match: '^pumpweb/([\\d.]+)'
    flags: i
    gives: { vendor: Example Works, model: PC-200, firmware: $1, role: plc }
    confidence: 0.8
    source: the maker's manual
    example: PumpWeb/2.1
  - on: dhcp.options
    equals: 1,3,6
    gives: { operatingSystem: Pump OS }
`;

const DATABASE = `<?xml version="1.0"?>
<!-- made up -->
<fingerprints matches="http_header.server" protocol="http" database_type="service" preference="0.9">
  <fingerprint pattern="^PumpWeb/([\\d.]+)(?: \\((\\w+)\\))?$" flags="REG_ICASE">
    <description>Example  pump controller</description>
    <example service.version="2.1">PumpWeb/2.1</example>
    <param pos="0" name="service.product" value="PumpWeb"/>
    <param pos="1" name="service.version"/>
    <param pos="0" name="hw.vendor" value="Example Works"/>
    <param pos="2" name="hw.model"/>
    <param pos="0" name="hw.family" value="PC"/>
    <param pos="0" name="hw.product" value="{hw.family} 200"/>
    <param pos="0" name="hw.device" value="PLC"/>
    <param pos="0" name="hw.certainty" value="0.5"/>
    <param pos="0" name="hw.cpe23" value="cpe:/h:example:pc:-"/>
  </fingerprint>
  <fingerprint pattern="^Pump">
    <description>anything of theirs</description>
    <param pos="0" name="os.vendor" value="Example"/>
    <param pos="0" name="os.product" value="Linux"/>
    <param pos="0" name="os.certainty" value="0.0"/>
  </fingerprint>
  <fingerprint pattern="^(?=Pump)x"><description>looks ahead</description></fingerprint>
  <fingerprint pattern="^x" flags="REG_ODD"><description>odd</description></fingerprint>
</fingerprints>`;

test("a pack of our own form is read, and its rules say where they come from", () => {
  const { set, problems } = readForm(PACK, "plant.yaml");
  assert.deepEqual(problems, []);
  const book = new RuleBook([set]);
  assert.deepEqual(book.given("http.server", "PUMPWEB/3.0")[2], {
    attribute: "firmware",
    value: "3.0",
    confidence: 0.8,
    method: 'HTTP Server: rule "Pump controller" of plant.yaml',
  });
  assert.equal(book.given("dhcp.options", "1,3,6")[0]?.method, 'DHCP option list: rule "rules[1]" of plant.yaml');
  assert.deepEqual(book.given("dhcp.options", "1,3,6,15"), []);
  assert.deepEqual(
    readForm(JSON.stringify({ form: FORM, rules: [{ on: "name", equals: "a", gives: { model: "A" } }] }), "x.json")
      .problems,
    [],
  );
});

test("every problem of a pack is told at once, with its path and remedy", () => {
  const { set, problems } = readForm(
    `
form: bulkhead-fingerprints/9
colour: blue
rules:
  - on: http.banner
    match: '(a'
    gives: { vendor: X, colour: blue }
  - on: http.server
    match: '(?=a)b'
    equals: x
    gives: { role: plcc }
    confidence: 2
  - on: ssh.banner
    match: '^Pump'
    flags: x
    gives: {}
    example: Valve
  - just text
`,
    "bad.yaml",
  );
  assert.deepEqual(set.rules, []);
  const paths = problems.map((problem) => problem.split(" ")[0]);
  assert.deepEqual(paths, [
    "form",
    "colour",
    "rules[0].on",
    "rules[0].match",
    "rules[0].gives.colour",
    "rules[1]",
    "rules[1].gives.role",
    "rules[1].confidence",
    "rules[2].flags",
    "rules[2].gives",
    "rules[2].example",
    "rules[3]",
  ]);
  assert.ok(problems.every((problem) => problem.length > 20));
  assert.match(problems[2] ?? "", /known are http\.server,/);
});

test("texts that are no packs are told as such, and aliases cannot multiply", () => {
  for (const text of ["", "- 1", "form: x", "a: [", "{", `form: ${FORM}\nrules: []`]) {
    assert.ok(readForm(text, "x").problems.length > 0, text);
  }
  const bomb = `form: ${FORM}\na: &a [x,x]\nb: &b [*a,*a]\nrules: [*b]`;
  assert.match(readForm(bomb, "x").problems[0] ?? "", /aliases/);
});

test("a database of Recog becomes rules: the first that fits, groups, certainty, and words filled in", () => {
  const { set, skipped, problems } = readRecog(DATABASE, "servers.xml");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [...skipped.keys()].map((reason) => reason.slice(0, 24)),
    ["has a pattern that canno", "has the unknown flag REG"],
  );
  const book = new RuleBook([set]);
  const given = (value: string): unknown[] =>
    book.given("http.server", value).map((entry) => [entry.attribute, entry.value, entry.confidence]);
  assert.deepEqual(given("PumpWeb/2.1 (200X)"), [
    ["vendor", "Example Works", 0.38],
    ["model", "200X", 0.38],
    ["software", "PumpWeb 2.1", 0.64],
    ["role", "plc", 0.38],
    ["kind", "PLC", 0.38],
  ]);
  assert.equal(
    book.given("http.server", "pumpweb/2.1")[0]?.method,
    'HTTP Server: rule "Example pump controller" of servers.xml',
  );
  assert.deepEqual(given("Pump"), [], "a certainty of 0 means that nothing is known");
});

test("databases about what is not collected, and other XML, are left out with a reason", () => {
  const other = '<fingerprints protocol="smtp"><fingerprint pattern="a"/></fingerprints>';
  assert.equal(readRecog(other, "x").unused, "smtp");
  assert.ok(isRecog(other) && isRecog(DATABASE) && !isRecog("<schema/>"));
  assert.match(readRecog("<fingerprints><a></fingerprints>", "x").problems[0] ?? "", /well-formed.*line 1/);
  assert.match(readRecog("<other/>", "x").problems[0] ?? "", /no database/);
  const entity =
    '<!DOCTYPE fingerprints [<!ENTITY a "aaaa">]><fingerprints matches="html_title"><fingerprint pattern="&a;"/></fingerprints>';
  assert.match(readRecog(entity, "x").problems[0] ?? "", /well-formed/, "entities are not expanded");
});

test("patterns that would take for ever in other engines do not", () => {
  const compiled = compilePattern("^(a+)+$", PLAIN);
  assert.equal(compiled.kind, "pattern");
  const began = performance.now();
  if (compiled.kind === "pattern") assert.equal(compiled.pattern.exec(`${"a".repeat(255)}b`), null);
  assert.ok(performance.now() - began < 1000);
  for (const refused of ["", "(?=a)", "(a)\\1", "a{2000}", "(", "x".repeat(2000)]) {
    assert.equal(compilePattern(refused, PLAIN).kind, "refused", refused.slice(0, 10));
  }
});

test("files and folders are read by name; what is wrong names its file", () => {
  writeFileSync(join(directory, "b.yaml"), PACK);
  writeFileSync(join(directory, "a.xml"), DATABASE);
  writeFileSync(join(directory, "list.xml"), "<list/>");
  writeFileSync(join(directory, "notes.txt"), "nothing");
  const loaded = loadPacks([directory]);
  assert.deepEqual(loaded.problems, []);
  assert.deepEqual(
    loaded.sets.map(({ source, rules }) => [source, rules.length]),
    [
      ["a.xml", 2],
      ["b.yaml", 2],
    ],
  );
  assert.ok(loaded.notices.some((notice) => notice.endsWith("list.xml: is no database of Recog; left out")));
  const missing = loadPacks([join(directory, "absent"), join(directory, "list.xml")]);
  assert.equal(missing.problems.length, 2);
  assert.match(missing.problems[0] ?? "", /absent: cannot be read \(ENOENT\)/);
});

const recog = fileURLToPath(new URL("../../../shared/feeds/recog/xml/", import.meta.url));
test("the examples of Recog's own databases fit the rules made of them", {
  skip: !existsSync(recog) && "Recog is not beside the repository",
}, () => {
  let examples = 0;
  const wrong: string[] = [];
  for (const name of readdirSync(recog).filter((file) => file.endsWith(".xml"))) {
    const text = readFileSync(join(recog, name), "utf8");
    const { set, skipped, problems } = readRecog(text, name);
    assert.deepEqual([problems, [...skipped]], [[], []], name);
    if (set.rules.length === 0) continue;
    const fingerprints = (parseXml(text).root as XmlElement).children.filter(
      (child) => (child as XmlElement).name === "fingerprint",
    ) as XmlElement[];
    assert.equal(fingerprints.length, set.rules.length, name);
    fingerprints.forEach((fingerprint, index) => {
      const { match } = set.rules[index] as (typeof set.rules)[number];
      for (const example of fingerprint.children as XmlElement[]) {
        if (example.name !== "example" || example.attributes["_filename"] !== undefined) continue;
        const encoded = example.attributes["_encoding"] === "base64";
        const value = encoded ? Buffer.from(example.text, "base64").toString("latin1") : example.text;
        examples++;
        if (typeof match === "string" || match.exec(value) === null) wrong.push(`${name}: ${value.slice(0, 80)}`);
      }
    });
  }
  assert.ok(examples > 3000, String(examples));
  assert.deepEqual(wrong, []);
});
