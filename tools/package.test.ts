import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { missingPackages, root } from "./setup.mjs";

interface Description {
  name: string;
  version: string;
  license: string;
  bin: Record<string, string>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

interface Locked {
  version?: string;
  optional?: boolean;
  os?: string | string[];
  cpu?: string | string[];
  optionalDependencies?: Record<string, string>;
  license?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const description = read<Description>("package.json");
const lock = read<{ version: string; packages: Record<string, Locked> }>("package-lock.json");
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(join(root, file), "utf8")) as Content;
}

test("every dependency is pinned to one version", () => {
  const ranges = [description.dependencies, description.devDependencies, description.optionalDependencies]
    .flatMap((group) => Object.entries(group))
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  assert.deepEqual(ranges, []);
});

test("the lock names no place but npm's registry", () => {
  assert.equal(lock.version, description.version);
  for (const [path, entry] of locked) {
    if (entry.resolved) assert.match(entry.resolved, /^https:\/\/registry\.npmjs\.org\//, path);
  }
});

test("the lock has a checksum for every package but development tools' builds for other platforms", () => {
  for (const [path, entry] of locked) {
    const isForeign = entry.dev && entry.optional && !(entry.os?.includes("linux") && entry.cpu?.includes("x64"));
    const isMusl = path.includes("musl");
    if (!isForeign && !(entry.dev && isMusl)) assert.match(entry.integrity ?? "", /^sha512-/, path);
  }
});

test("the lock knows the builds for all platforms, else npm ci refuses it: node tools/run.mjs tools/lock.ts", () => {
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // Builds are asked for by one version; a range is an ordinary package that may be absent.
      if (!/^\d/.test(version)) continue;
      const build = lock.packages[`node_modules/${name}`];
      assert.equal(build?.version, version, `${name}, which ${path || "the root"} may need`);
      assert.ok([build.os].flat().length === 1 && [build.cpu].flat().length === 1, name);
    }
  }
});

test("no package runs a script when it is installed", () => {
  assert.deepEqual(
    locked.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path),
    [],
  );
});

test("what is shipped has a licence that goes with Apache-2.0", () => {
  const fitting = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "MIT OR Apache-2.0"]);
  for (const [path, entry] of locked) {
    if (!entry.dev) assert.ok(fitting.has(entry.license ?? ""), `${path}: ${entry.license}`);
  }
});

test("every script sets up by itself", () => {
  for (const [name, script] of Object.entries(description.scripts)) {
    assert.match(script, /^node (tools\/run\.mjs|bin\/bulkhead\.js) /, name);
  }
});

test("the command's file is there and may be run", () => {
  for (const file of Object.values(description.bin)) {
    assert.match(readFileSync(join(root, file), "utf8"), /^#!\/usr\/bin\/env node\n/);
    if (process.platform !== "win32") assert.equal(statSync(join(root, file)).mode & 0o111, 0o111);
  }
});

test("the changelog knows the version", () => {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  assert.ok(/## \[Unreleased\]/.test(changelog) || changelog.includes(`## [${description.version}]`));
  assert.equal(existsSync(join(root, "LICENSE")), true);
});

test("set-up finds nothing missing once it has run", () => {
  assert.deepEqual(missingPackages(true), []);
});
