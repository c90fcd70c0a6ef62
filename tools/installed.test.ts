import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { javaScriptOf, writeJavaScript } from "./javascript.ts";
import { entryFile, root } from "./setup.mjs";

const scratch = mkdtempSync(join(tmpdir(), "bulkhead-installed-"));
const modules = join(scratch, "node_modules");
const installed = join(modules, "bulkhead");
const sample = join(root, "samples", "plant-cell.pcapng");

/** What the command of a copy of Bulkhead prints. */
function bulkhead(folder: string, ...words: string[]): string {
  const command = join(folder, "bin", "bulkhead.js");
  return execFileSync(process.execPath, [command, ...words], { cwd: scratch, encoding: "utf8" });
}

describe("the package, installed", () => {
  before(() => {
    writeJavaScript();
    const npm = ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", scratch];
    execFileSync("npm", npm, {
      cwd: root,
      shell: process.platform === "win32",
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [packed = ""] = readdirSync(scratch);
    execFileSync("tar", ["-xzf", packed], { cwd: scratch });
    mkdirSync(modules);
    renameSync(join(scratch, "package"), installed);
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
    }
  });
  after(() => {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(join(root, "dist"), { recursive: true, force: true });
  });

  test("holds no TypeScript", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      files.filter((file) => file.endsWith(".ts")),
      [],
    );
  });

  test("tells its version", () => {
    assert.equal(bulkhead(installed, "--version"), bulkhead(root, "--version"));
  });

  test("assesses as a clone does, to the byte", () => {
    for (const [folder, out] of [
      [installed, "of-package"],
      [root, "of-clone"],
    ] as const) {
      bulkhead(folder, "assess", sample, "--out", out);
    }
    const files = readdirSync(join(scratch, "of-clone"));
    assert.deepEqual(readdirSync(join(scratch, "of-package")), files);
    for (const file of files) {
      assert.ok(
        readFileSync(join(scratch, "of-package", file)).equals(readFileSync(join(scratch, "of-clone", file))),
        file,
      );
    }
  });

  test("finds its library of sites", () => {
    bulkhead(installed, "simulate", "water", "--for", "2s", "--out", "water.pcapng");
    assert.match(bulkhead(installed, "dissect", "water.pcapng"), /^\{"frame":/);
  });

  test("reads captures as a monitor", async () => {
    const words = ["serve", sample, "--json", "--data", join(scratch, "data"), "--listen", "127.0.0.1:0"];
    const child = spawn(process.execPath, [join(installed, "bin", "bulkhead.js"), ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
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

  test("leaves a clone that packed it with its sources", () => {
    assert.equal(entryFile("main"), join(root, "src", "main.ts"));
  });
});

describe("what is packed", () => {
  const present = new Set(["model/act.ts", "main.ts"]);

  test("names JavaScript wherever a file is named", () => {
    const text = [
      'import { type Act, actOf } from "../model/act.ts";',
      'import type { Gone } from "./gone.ts";',
      'import "../main.ts";',
      'export { actOf } from "../model/act.ts";',
      'const later = await import("../main.ts");',
      'const thread = new URL("../main.ts", import.meta.url);',
    ];
    const lines = javaScriptOf("observe/facts.ts", text.join("\n"), present).split("\n");
    assert.match(lines[0] ?? "", /^import \{ +actOf \} from "\.\.\/model\/act\.js";$/);
    assert.match(lines[1] ?? "", /^ *$/);
    assert.deepEqual(lines.slice(2), [
      'import "../main.js";',
      'export { actOf } from "../model/act.js";',
      'const later = await import("../main.js");',
      'const thread = new URL("../main.js", import.meta.url);',
    ]);
  });

  test("names nothing that is not packed", () => {
    const packing = (text: string) => () => javaScriptOf("observe/facts.ts", text, present);
    assert.throws(packing('import "../console/app.ts";'), /observe\/facts\.ts names \.\.\/console\/app\.ts/);
    assert.throws(packing('const path = "../main.ts";'), /in a way that packing does not know/);
  });
});
