import assert from "node:assert/strict";
import { test } from "node:test";
import { shares } from "./profile.ts";

test("self time is summed per file and function, and idle time left out", () => {
  const url = new URL("../src/a.ts", import.meta.url).href;
  const { files, functions } = shares({
    nodes: [
      { id: 1, callFrame: { functionName: "read", url, lineNumber: 9 } },
      { id: 2, callFrame: { functionName: "", url, lineNumber: 0 } },
      { id: 3, callFrame: { functionName: "(garbage collector)", url: "", lineNumber: -1 } },
      { id: 4, callFrame: { functionName: "(idle)", url: "", lineNumber: -1 } },
    ],
    samples: [1, 2, 3, 4, 1],
    timeDeltas: [10, 20, 20, 900, 50],
  });
  assert.deepEqual(files, [
    { place: "src/a.ts", share: 0.8 },
    { place: "(garbage collector)", share: 0.2 },
  ]);
  assert.deepEqual(functions[0], { place: "src/a.ts read:10", share: 0.6 });
});
