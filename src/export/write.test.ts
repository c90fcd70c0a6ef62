import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inventAssessment } from "./fixture.ts";
import { makeDirectory, REPORT_FILES, writeAssessment } from "./write.ts";

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

test("a directory is made with those above it, and an error tells where none can be", () => {
  const directory = mkdtempSync(join(tmpdir(), "bulkhead-"));
  try {
    makeDirectory(join(directory, "a", "b", "c"));
    makeDirectory(join(directory, "a", "b", "c"));
    assert.ok(statSync(join(directory, "a", "b", "c")).isDirectory());
    writeFileSync(join(directory, "file"), "");
    assert.throws(() => makeDirectory(join(directory, "file")), /EEXIST/);
    assert.throws(() => makeDirectory(join(directory, "file", "below")), /ENOTDIR|ENOENT/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

const refusing = process.platform === "linux" ? "/proc/bulkhead" : "";
test("a file system that holds no new directory ends the attempt", {
  skip: refusing === "" && "no such file system",
  timeout: 20_000,
}, () => {
  assert.throws(() => makeDirectory(refusing), /ENOENT|EACCES|EPERM/);
});
