import assert from "node:assert/strict";
import { test } from "node:test";
import { measure } from "./measure.ts";

const noShell = process.platform === "win32" ? "needs a POSIX shell" : false;

test("a command's exit code, output and CPU time are its own", { skip: noShell }, async () => {
  const busy =
    "const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end); console.log('worked')";
  const measured = await measure([process.execPath, "-e", `${busy}; process.exitCode = 3`]);
  assert.equal(measured.exitCode, 3);
  assert.equal(measured.output, "worked\n");
  assert.ok(measured.cpuSeconds >= 0.29, `${measured.cpuSeconds} s`);
});

test("most memory of a command is seen", { skip: noShell || !process.platform.startsWith("linux") }, async () => {
  const measured = await measure([
    process.execPath,
    "-e",
    "globalThis.kept = new Uint8Array(2e8).fill(1); setTimeout(() => {}, 100)",
  ]);
  assert.ok(measured.peakBytes > 2e8, `${measured.peakBytes} bytes`);
});
