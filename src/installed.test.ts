import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "bulkhead-installed-"));
after(() => rmSync(scratch, { recursive: true }));

/** Lays the files that are shipped where a package manager puts them, with the packages that they need beside. */
function install(): string {
  const modules = join(scratch, "node_modules");
  const target = join(modules, "bulkhead");
  const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
  const left = files.filter((each) => each.startsWith("!")).map((each) => each.slice(1));
  mkdirSync(target, { recursive: true });
  cpSync(join(root, "package.json"), join(target, "package.json"));
  for (const path of files.filter((each) => !each.startsWith("!") && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(root, path), join(target, path), {
      recursive: true,
      filter: (source) =>
        !source.endsWith(".test.ts") && !left.some((each) => `${source.slice(root.length)}/`.startsWith(each)),
    });
  }
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  return join(target, "bin", "bulkhead.js");
}

test("a monitor that a package manager installed reads captures", async () => {
  const bulkhead = install();
  const sample = join(root, "samples", "plant-cell.pcapng");
  const words = ["serve", sample, "--json", "--data", join(scratch, "data"), "--listen", "127.0.0.1:0"];
  const child = spawn(process.execPath, [bulkhead, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  try {
    while (!/"event":"(capture read|thread broke)"[^\n]*\n/.test(text)) {
      const ended = once(child, "exit").then(() => assert.fail(`it ended: ${text}`));
      await Promise.race([once(child.stdout, "data"), ended]);
    }
  } finally {
    child.kill("SIGTERM");
  }
  assert.match(
    text,
    /"event":"capture read","site":"site","capture":\d+,"name":"plant-cell.pcapng","frames":[1-9]\d*,"state":"read"/,
  );
  assert.equal((await once(child, "exit"))[0], 0);
});
