import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compareSite, librarySites } from "./sites.ts";

for (const name of librarySites()) {
  describe(`the site ${name} is assessed as it was made`, async () => {
    const { truth, assessment, scores } = await compareSite(name);
    const speaking = truth.devices.filter((device) => device.speaks).length;

    test("its capture is whole and its addresses are all read", () => {
      assert.equal(assessment.captures[0].faults.length, 0);
      assert.equal(assessment.captures[0].frames, truth.capture.frames);
    });

    test("every device that speaks is found, once, and none is invented", () => {
      assert.deepEqual([...scores.devices.missing, ...scores.devices.wrong], []);
    });

    test("identities are those that were told", () => {
      assert.deepEqual([...scores.identities.missing, ...scores.identities.wrong], []);
    });

    test("levels are those of the truth, or ones that a fair reader could argue for; few stay open", () => {
      assert.deepEqual(scores.levels.wrong, []);
      assert.ok(scores.levels.missing.length <= speaking * 0.2, scores.levels.missing.join("; "));
    });

    test("roles are those of the truth or look the same on the wire; what cannot be told stays unknown", () => {
      // One in twenty may be taken for something else, and at least one.
      assert.ok(scores.roles.wrong.length <= Math.max(1, speaking / 20), scores.roles.wrong.join("; "));
    });

    test("links and what they do are found", () => {
      assert.deepEqual([...scores.links.missing, ...scores.links.wrong], []);
    });

    test("values of the process are found where they stand on the wire", () => {
      assert.deepEqual(scores.points.missing, []);
    });

    test("radio devices are bound to subscriber, data network and slice", () => {
      assert.deepEqual(scores.sessions.missing, []);
    });

    test("what attacks look like is among the findings, with the one who does it", () => {
      assert.deepEqual(scores.attacks.wrong, []);
    });
  });
}
