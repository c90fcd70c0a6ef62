import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPlace, goingTo, parsePlace, withQuery } from "./place.ts";

test("an address survives reading and writing, whatever its parts hold", () => {
  const place = { path: ["device", "d/1 ?&#é"], query: { at: "12.5", q: "a=b&c", site: "s" } };
  assert.deepEqual(parsePlace(formatPlace(place)), place);
  assert.equal(formatPlace({ path: [], query: {} }), "#/");
  assert.deepEqual(parsePlace("#/device/%E0%A4?x="), { path: ["device", "%E0%A4"], query: {} });
});

test("site, moment and shared filters go along to another page, the rest stays", () => {
  const from = parsePlace("#/map?site=a&at=5&level=1&device=x&group=zone");
  assert.deepEqual(goingTo(from, ["inventory"], { sort: "label" }), {
    path: ["inventory"],
    query: { site: "a", at: "5", level: "1", sort: "label" },
  });
});

test("words that look for devices go along only where they look for devices", () => {
  const from = parsePlace("#/inventory?q=plc&level=1");
  assert.deepEqual(goingTo(from, ["map"]).query, { q: "plc", level: "1" });
  assert.deepEqual(goingTo(from, ["points"]).query, { level: "1" });
  assert.deepEqual(goingTo(parsePlace("#/points?q=register"), ["inventory"]).query, {});
});

test("an empty value removes a parameter", () => {
  assert.deepEqual(withQuery(parsePlace("#/map?level=1&q=x"), { level: "", q: "y" }).query, { q: "y" });
});
