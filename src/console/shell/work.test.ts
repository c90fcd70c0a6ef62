import assert from "node:assert/strict";
import { test } from "node:test";
import { workSentence } from "./work.ts";

test("what another person did is told in a sentence", () => {
  const by = { who: "ben", when: 1, why: "", until: 0 };
  assert.equal(
    workSentence({ ...by, what: "decision", findings: ["a", "b"], state: "closed" }),
    "ben closed 2 findings.",
  );
  assert.equal(
    workSentence({ ...by, what: "decision", findings: ["a"], assignee: "cleo" }),
    "ben assigned 1 finding to cleo.",
  );
  assert.equal(
    workSentence({ ...by, what: "decision", findings: ["a"], state: "acknowledged", assignee: "cleo" }),
    "ben acknowledged 1 finding, assigned to cleo.",
  );
  const correction = { ...by, addresses: ["10.0.0.1"], attribute: "zone", value: "Cell 2" };
  assert.equal(workSentence({ ...correction, what: "correction" }), "ben corrected the zone of 1 address.");
  assert.equal(workSentence({ ...correction, what: "correction taken back" }), "ben took back a correction of zone.");
  assert.equal(
    workSentence({ what: "views", table: "inventory", who: "ben", when: 1 }),
    "ben changed the saved views.",
  );
});
