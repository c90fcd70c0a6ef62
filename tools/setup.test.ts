import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { root } from "./setup.mjs";

const scratch = mkdtempSync(join(tmpdir(), "bulkhead-setup-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const LOCK = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/shipped": { version: "1.2.3" },
    "node_modules/tool": { version: "4.5.6", dev: true },
    "node_modules/elsewhere": {
      version: "7.8.9",
      optional: true,
      os: ["no-such-system"],
      cpu: ["x64"],
      dependencies: { "below-elsewhere": "1.0.0" },
    },
    // Fits every machine, but only one for another machine asks for it, so that npm leaves it out too.
    "node_modules/below-elsewhere": { version: "1.0.0", optional: true },
  },
};

/** An npm that does what it is told to the least extent: it notes its words and says that all is installed. */
const NPM = `#!/bin/sh
echo "$@" >> npm-calls
echo "words of npm"
sleep 0.3
[ -f fail ] && exit 9
mkdir -p node_modules
cp package-lock.json node_modules/.package-lock.json
`;

/** A tree with set-up in it, a lock, and `installed` as what npm noted down last. */
function tree(name: string, installed?: object): { folder: string; calls: () => string[] } {
  const folder = join(scratch, name);
  mkdirSync(join(folder, "tools"), { recursive: true });
  mkdirSync(join(folder, "path"));
  cpSync(join(root, "tools", "setup.mjs"), join(folder, "tools", "setup.mjs"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(LOCK));
  writeFileSync(
    join(folder, "tools", "go.mjs"),
    'import { setUp } from "./setup.mjs";\ntry {\n  setUp(process.argv[2] === "development");\n} catch (error) {\n  console.error(error.message);\n  process.exitCode = 1;\n}\n',
  );
  writeFileSync(join(folder, "path", "npm"), NPM);
  chmodSync(join(folder, "path", "npm"), 0o755);
  if (installed) {
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify(installed));
  }
  const calls = () => {
    const file = join(folder, "npm-calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  };
  return { folder, calls };
}

function surroundings(folder: string): NodeJS.ProcessEnv {
  const { npm_execpath: _npm, BULKHEAD_SETTING_UP: _guard, ...rest } = process.env;
  return { ...rest, PATH: `${join(folder, "path")}:${dirname(process.execPath)}:/usr/bin:/bin` };
}

function go(folder: string, ...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(folder, "tools", "go.mjs"), ...words], {
    encoding: "utf8",
    env: surroundings(folder),
  });
}

describe("set-up", { skip: process.platform === "win32" ? "the stand-in for npm is a shell script" : false }, () => {
  test("installs on a fresh clone, and says so on standard error only", () => {
    const { folder, calls } = tree("fresh");
    const { status, stdout, stderr } = go(folder, "development");
    assert.equal(status, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /installing[\s\S]*words of npm[\s\S]*installed in/);
    assert.equal(calls().length, 1);
    assert.match(calls()[0], /^ci --include=dev /);
    assert.equal(existsSync(join(folder, ".build", "setup.lock")), false);
  });

  test("is silent and calls nothing when all is there, builds for other systems aside", () => {
    const { "node_modules/elsewhere": _, "node_modules/below-elsewhere": __, ...present } = LOCK.packages;
    const { folder, calls } = tree("complete", { packages: present });
    const { status, stdout, stderr } = go(folder, "development");
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
    assert.deepEqual(calls(), []);
  });

  test("does without the tools for tests when only the command is run", () => {
    const { folder, calls } = tree("command", { packages: { "node_modules/shipped": { version: "1.2.3" } } });
    assert.equal(go(folder).stderr, "");
    assert.deepEqual(calls(), []);
    assert.equal(go(folder, "development").status, 0);
    assert.match(calls()[0], /--include=dev/);
  });

  test("installs again when a version in the lock has changed", () => {
    const { folder, calls } = tree("changed", { packages: { "node_modules/shipped": { version: "1.2.2" } } });
    assert.equal(go(folder).status, 0);
    assert.match(calls()[0], /^ci --omit=dev /);
  });

  test("installs once when two start together", async () => {
    const { folder, calls } = tree("two");
    const codes = await Promise.all(
      [0, 1].map(
        () =>
          new Promise((resolve) => {
            const child = spawn(process.execPath, [join(folder, "tools", "go.mjs")], {
              env: surroundings(folder),
              stdio: "ignore",
            });
            child.on("close", resolve);
          }),
      ),
    );
    assert.deepEqual(codes, [0, 0]);
    assert.equal(calls().length, 1);
  });

  test("takes over the lock of a process that is gone", () => {
    const { folder, calls } = tree("left-over");
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    mkdirSync(join(folder, ".build"));
    writeFileSync(join(folder, ".build", "setup.lock"), String(gone));
    assert.equal(go(folder).status, 0);
    assert.equal(calls().length, 1);
  });

  test("says what to do when npm fails, and leaves no lock", () => {
    const { folder } = tree("failing");
    writeFileSync(join(folder, "fail"), "");
    const { status, stderr } = go(folder);
    assert.equal(status, 1);
    assert.match(stderr, /npm ci ended with code 9\. The npm registry must be reachable/);
    assert.equal(existsSync(join(folder, ".build", "setup.lock")), false);
  });

  test("does nothing inside its own npm", () => {
    const { folder, calls } = tree("inner");
    const { status } = spawnSync(process.execPath, [join(folder, "tools", "go.mjs")], {
      env: { ...surroundings(folder), BULKHEAD_SETTING_UP: "1" },
    });
    assert.equal(status, 0);
    assert.deepEqual(calls(), []);
  });
});
