import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeOf, childOf, childText, readXml } from "./xml.ts";

test("elements keep their order, their parents and their text", () => {
  const document = readXml(
    `<?xml version="1.0"?><!-- a < b --><s:a xmlns:s='urn:x' b="1 > 0"><s:c> one &amp; &#65;&#x42; &who; </s:c><d/><![CDATA[<raw>]]></s:a>`,
  );
  assert.deepEqual(
    document.elements.map((element) => [element.prefix, element.name, element.parent, element.text]),
    [
      ["s", "a", -1, "<raw>"],
      ["s", "c", 0, "one & AB &who;"],
      ["", "d", 0, ""],
    ],
  );
  assert.deepEqual(document.defects, []);
  assert.ok(document.isClosed);
  assert.equal(attributeOf(document.elements[0], "b"), "1 > 0");
  assert.equal(attributeOf(document.elements[0], "s"), "urn:x");
  assert.equal(childText(document, 0, "c"), "one & AB &who;");
  assert.equal(childOf(document, 0, "e"), -1);
});

test("a document type is skipped and never expanded", () => {
  const bomb = `<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`;
  const document = readXml(bomb);
  assert.deepEqual(document.defects, ["document type declaration"]);
  assert.equal(document.elements[0]?.text, "&y;");
});

test("what is not well formed is told, and read as far as it goes", () => {
  assert.deepEqual(readXml("<a><b>1</a>").defects, ["unclosed element"]);
  assert.deepEqual(readXml("<a><b>1").defects, ["unclosed element"]);
  assert.deepEqual(readXml("<a></b></a>").defects, ["unopened element"]);
  assert.deepEqual(readXml("<a b='1").defects, ["unfinished tag"]);
  assert.deepEqual(readXml("no element").elements, []);
  assert.equal(readXml("<a>".repeat(5000)).defects[0], "too many elements");
  assert.equal(readXml(`<a>${"<b/>".repeat(5000)}</a>`).elements.length, 1024);
});
