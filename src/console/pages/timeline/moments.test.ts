import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../../model/journal.ts";
import { groupFields, groupMoments, groupNames, groupWords } from "./moments.ts";

let sequence = 0;
const change = (
  time: number,
  kind: Change["kind"],
  what: Change["what"],
  id: string,
  fields: string[] = [],
): Change => ({
  ...{ sequence: ++sequence, site: "s", time, recorded: time, kind, id, label: id.toUpperCase(), what, fields },
  ...{ before: null, after: null, by: "traffic" },
});

test("alike changes of one moment are one group, and what is rare stands alone", () => {
  const changes = [
    change(20, "finding", "added", "f"),
    change(20, "device", "added", "a"),
    change(20, "link", "added", "l"),
    change(20, "device", "added", "b"),
    change(20, "device", "added", "c"),
    change(20, "device", "added", "d"),
    change(20, "link", "added", "m"),
    change(10, "device", "added", "e"),
    change(10, "device", "changed", "a", ["firmware", "role"]),
    change(10, "device", "changed", "b", ["firmware"]),
    change(10, "device", "changed", "c", ["firmware"]),
  ];
  const groups = groupMoments(changes);
  assert.deepEqual(
    groups.map(({ kind, what, changes: own }) => [kind, what, own.length]),
    [
      ["finding", "added", 1],
      ["device", "added", 4],
      ["link", "added", 1],
      ["link", "added", 1],
      ["device", "added", 1],
      ["device", "changed", 3],
    ],
  );
  assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
  const [, devices] = groups;
  const changed = groups.at(-1);
  assert.ok(devices && changed);
  assert.equal(groupWords(devices, false), "4 devices appeared");
  assert.equal(groupWords(devices, true), "4 or more devices appeared");
  assert.equal(groupNames(devices), "A, B, C and 1 more");
  assert.equal(groupFields(devices), "");
  assert.equal(groupWords(changed, false), "3 devices changed");
  assert.equal(groupFields(changed), "Firmware (3), kind (1)");
  assert.equal(
    groups.reduce((sum, group) => sum + group.changes.length, 0),
    changes.length,
  );
});
