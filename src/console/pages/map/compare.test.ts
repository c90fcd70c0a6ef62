import assert from "node:assert/strict";
import { test } from "node:test";
import type { SlimDevice, SlimLink } from "../../api/forms.ts";
import { compareMoments, countWords, tileWords } from "./compare.ts";

const device = (id: string, model = ""): SlimDevice => ({
  ...{ id, label: id, role: "plc", level: "1", domain: "ICS", vendor: "", model, zone: "", address: "" },
});
const link = (id: string, act: SlimLink["act"] = "read", bytes = 1): SlimLink => ({
  ...{ id, client: "a", server: "b", protocol: "modbus", transport: "tcp", act, bytes, told: false },
});

test("two moments stand in one picture, with what is new, gone and changed", () => {
  const before = { devices: [device("a"), device("b"), device("c")], links: [link("l"), link("m"), link("n")] };
  const after = {
    devices: [device("a"), device("b", "M340"), device("d")],
    links: [link("l", "read", 900), link("n", "write"), link("o")],
  };
  const { devices, links, marks, deviceCounts, linkCounts } = compareMoments(before, after);
  assert.deepEqual(devices.map(({ id }) => id).sort(), ["a", "b", "c", "d"]);
  assert.equal(devices.find(({ id }) => id === "b")?.model, "M340");
  assert.deepEqual(links.map(({ id }) => id).sort(), ["l", "m", "n", "o"]);
  assert.deepEqual(
    new Map(marks),
    new Map([
      ["b", "changed"],
      ["c", "gone"],
      ["d", "new"],
      ["m", "gone"],
      ["n", "changed"],
      ["o", "new"],
    ]),
  );
  assert.equal(countWords(deviceCounts), "1 new, 1 gone, 1 changed");
  assert.equal(countWords(linkCounts), "1 new, 1 gone, 1 changed");
  assert.equal(countWords(compareMoments(before, before).deviceCounts), "");
  assert.equal(tileWords(["d"], marks), "+ new");
  assert.equal(tileWords(["a"], marks), "");
  assert.equal(tileWords(["a", "b", "c", "d"], marks), "+1 ±1 −1");
});
