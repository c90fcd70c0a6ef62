import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { root } from "./setup.mjs";

// A clone may lie anywhere, and URLs spell most of these characters in another way.
const scratch = mkdtempSync(join(realpathSync(tmpdir()), "bulkhead über #1 100%20 [a]~'-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const file of ["setup.mjs", "resolve-sources.mjs"])
  cpSync(join(root, "tools", file), join(scratch, "tools", file));
const FILES = {
  "package.json": '{ "type": "module" }',
  "src/main.ts":
    'import { size } from "./model/deep/size.ts";\nconst later = await import("./model/act.ts");\nexport const seen: unknown[] = [size, later];\n',
  "src/model/act.ts": "export const act: number = 1;\n",
  "src/model/deep/size.ts": 'import * as act from "../act.ts";\nexport const size: unknown = act;\n',
  "src/broken.ts": 'import "./model/gone.ts";\n',
  // Hooks that come later are asked first: this one hears what they leave to Node.
  "tools/go.mjs": `import module from "node:module";
import { resolveSourcesByName } from "./resolve-sources.mjs";
const left = [];
module.registerHooks({
  resolve(specifier, context, next) {
    left.push(specifier);
    return next(specifier, context);
  },
});
resolveSourcesByName();
const { seen } = await import(process.argv[2]);
const same = await import("../src/model/act.ts");
console.log(JSON.stringify({ left, isOne: seen.every((each) => each === same) }));
`,
};
for (const [file, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
}

function go(program: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(scratch, "tools", "go.mjs"), program], { encoding: "utf8" });
}

test("modules of the program are found without Node, under the URLs that Node gives them", () => {
  const { status, stdout, stderr } = go("../src/main.ts");
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), { left: ["../src/main.ts", "../src/model/act.ts"], isOne: true });
});

test("a module that is missing is told with the one that asked for it", () => {
  const { status, stderr } = go("../src/broken.ts");
  assert.equal(status, 1);
  const [gone, broken] = [join(scratch, "src", "model", "gone.ts"), join(scratch, "src", "broken.ts")];
  assert.ok(stderr.includes(`Cannot find module '${gone}' imported from ${broken}`), stderr);
});
