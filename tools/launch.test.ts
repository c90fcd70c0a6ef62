import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, test } from "node:test";
import { root } from "./setup.mjs";

const scratch = mkdtempSync(join(tmpdir(), "bulkhead-launch-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const launcher = join(root, "tools", "run.mjs");
const command = join(root, "bin", "bulkhead.js");

/** A Node on this machine that cannot run TypeScript by itself, or "" when there is none. */
function olderNode(): string {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const node = join(folder, process.platform === "win32" ? "node.exe" : "node");
    const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
    const major = Number(/^v(\d+)\./.exec(stdout ?? "")?.[1] ?? 99);
    if (major >= 20 && major < 24) return node;
  }
  return "";
}

function programFile(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

const echo = programFile(
  "echo.ts",
  "const words: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify({ major: parseInt(process.versions.node), words }));\nprocess.exitCode = 7;\n",
);
const endless = programFile(
  "endless.ts",
  'process.on("SIGTERM", () => { console.log("asked to end"); process.exit(3); });\nsetInterval(() => {}, 1000);\nconsole.log("ready");\n',
);
const flood = programFile("flood.ts", 'for (let n = 0; n < 200000; n++) process.stdout.write("a line of text\\n");\n');

const older = olderNode();
const nodes: [kind: string, node: string][] = [
  ["this Node", process.execPath],
  ["an older Node", older],
];

for (const [kind, node] of nodes) {
  describe(`with ${kind}`, { skip: node === "" ? "no Node between 20 and 23 on PATH" : false }, () => {
    test("a TypeScript program gets its words, and its exit code comes back", () => {
      const { status, stdout, stderr } = spawnSync(node, [launcher, echo, "a b", "--json", "*"], {
        cwd: scratch,
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      const { major, words } = JSON.parse(stdout) as { major: number; words: string[] };
      assert.ok(major >= 24, `ran on Node ${major}`);
      assert.deepEqual(words, ["a b", "--json", "*"]);
      assert.equal(status, 7);
    });

    test("a signal reaches the program, which ends in its own way", async () => {
      const child = spawn(node, [launcher, endless], { stdio: ["ignore", "pipe", "inherit"] });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output === "ready\n") child.kill("SIGTERM");
      });
      const code = await new Promise((resolve) => child.on("close", resolve));
      assert.equal(output, "ready\nasked to end\n");
      assert.equal(code, 3);
    });

    test("a reader that has seen enough ends it quietly", { skip: process.platform === "win32" }, () => {
      const line = `"${node}" "${launcher}" "${flood}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
      const { stdout, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
      assert.equal(stderr, "");
      assert.equal(stdout, "a line of text\n0\n");
    });

    test("the command works through a symbolic link from any folder", { skip: process.platform === "win32" }, () => {
      const link = join(scratch, `bulkhead-${kind.replaceAll(" ", "-")}`);
      symlinkSync(command, link);
      const output = execFileSync(node, [link, "--version"], { cwd: tmpdir(), encoding: "utf8" });
      assert.match(output, /\d+\.\d+\.\d+/);
    });
  });
}

test("a program that does not exist is named", () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher, "no/such.ts"], { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /no\/such\.ts does not exist/);
});

test("a program's own mistake keeps its stack and fails", () => {
  const broken = programFile("broken.ts", 'throw new Error("on purpose");\n');
  const { status, stderr } = spawnSync(process.execPath, [launcher, broken], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /on purpose[\s\S]*broken\.ts:1/);
});
