import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inventAssessment } from "./fixture.ts";
import { REPORT_FILES, writeAssessment } from "./write.ts";

test("four whole files are written, the same bytes each time", () => {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-"));
  try {
    const first = writeAssessment(join(directory, "a", "b"), inventAssessment());
    const second = writeAssessment(join(directory, "c"), inventAssessment());
    assert.deepEqual(readdirSync(join(directory, "c")).sort(), [...REPORT_FILES].sort());
    for (const [index, path] of first.entries()) {
      assert.deepEqual(readFileSync(path), readFileSync(second[index]));
      assert.ok(readFileSync(path).length > 1000);
    }
    assert.deepEqual(JSON.parse(readFileSync(first[1], "utf8")), inventAssessment());
  } finally {
    rmSync(directory, { recursive: true });
  }
});
