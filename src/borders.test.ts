import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { describeTrespasses, ROOMS, trespasses } from "../tools/borders.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "bulkhead-borders-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const wellBehaved: Record<string, string> = {
  "src/model/word.ts": "export interface Word {\n  text: string;\n}\n",
  "src/dissect/read.ts":
    'import type { Word } from "../model/word.ts";\n\n// Not process.env, not Math.random().\nexport const read = (text: string): Word => ({ text: `${text} Date.now()` });\n',
  "src/observe/see.ts":
    'import { read } from "../dissect/read.ts";\n\nexport const half = (a: number) => a / 2; // "a quote / in prose\nexport const see = () => read("new Date()");\n',
  "src/analyze/judge.ts": 'import type { read } from "../dissect/read.ts";\n\nexport type Reads = typeof read;\n',
  "src/capture/open.ts":
    'import { openSync } from "node:fs";\n\nexport const open = (path: string) => openSync(path, "r");\n',
};

/** A small tree with the repository's own room settings, and the given files on top. */
function site(name: string, files: Record<string, string>): string {
  const folder = join(scratch, name);
  for (const room of Object.keys(ROOMS)) {
    mkdirSync(join(folder, "src", room), { recursive: true });
    cpSync(join(root, "src", room, "tsconfig.json"), join(folder, "src", room, "tsconfig.json"));
  }
  cpSync(join(root, "tsconfig.base.json"), join(folder, "tsconfig.base.json"));
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const references = Object.keys(ROOMS).map((room) => ({ path: `src/${room}` }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ files: [], references }));
  for (const [path, text] of Object.entries({ ...wellBehaved, ...files })) writeFileSync(join(folder, path), text);
  return folder;
}

function compile(folder: string): { passed: boolean; output: string } {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, "-b", "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { passed: status === 0, output: stdout + stderr };
}

test("every file of the repository keeps to its room", () => {
  assert.equal(describeTrespasses(trespasses(root)), "");
});

test("every room has a folder, so that the table does not outlive what it describes", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(ROOMS).sort());
});

test("a well-behaved tree passes the scan and the compiler", () => {
  const folder = site("well-behaved", {});
  assert.equal(describeTrespasses(trespasses(folder)), "");
  assert.deepEqual(compile(folder), { passed: true, output: "" });
});

describe("the scan and the compiler both refuse", () => {
  const broken: { name: string; file: string; text: string; scan: RegExp; compiler: RegExp }[] = [
    {
      name: "an import up from dissect to observe",
      file: "src/dissect/up.ts",
      text: 'export { see } from "../observe/see.ts";\n',
      scan: /up\.ts:1 .*dissect may not know src\/observe/,
      compiler: /up\.ts.*(TS6307|TS6059)/,
    },
    {
      name: "an import up from model to dissect",
      file: "src/model/up.ts",
      text: 'import type { read } from "../dissect/read.ts";\n\nexport type Up = typeof read;\n',
      scan: /up\.ts:1 .*model may not know src\/dissect/,
      compiler: /up\.ts.*(TS6307|TS6059)/,
    },
    {
      name: "a Node module in a pure room",
      file: "src/model/node.ts",
      text: 'import { readFileSync } from "node:fs";\n\nexport const read = () => readFileSync("x");\n',
      scan: /node\.ts:1 imports node:fs into a pure room/,
      compiler: /node\.ts.*TS(2307|2591)/,
    },
    {
      name: "a Node global in a pure room",
      file: "src/observe/node.ts",
      text: "export const home = () => process.env.HOME;\nexport const bytes = () => Buffer.alloc(1);\n",
      scan: /node\.ts:1 calls Node[\s\S]*node\.ts:2 uses Node's Buffer/,
      compiler: /node\.ts.*TS(2580|2591|2304)[\s\S]*node\.ts.*TS(2580|2591|2304)/,
    },
    {
      name: "printing in a pure room",
      file: "src/dissect/print.ts",
      text: 'export const say = () => console.log("hello");\n',
      scan: /print\.ts:1 prints/,
      compiler: /print\.ts.*TS(2584|2304)/,
    },
  ];
  for (const { name, file, text, scan, compiler } of broken) {
    test(name, () => {
      const folder = site(name.replaceAll(" ", "-"), { [file]: text });
      assert.match(describeTrespasses(trespasses(folder)), scan);
      const { passed, output } = compile(folder);
      assert.equal(passed, false);
      assert.match(output, compiler);
    });
  }

  test("the DOM in a pure room, which the compiler alone can tell from a word of the domain", () => {
    const { passed, output } = compile(
      site("dom", {
        "src/layout/page.ts": "export const width = () => document.body.clientWidth + window.innerWidth;\n",
      }),
    );
    assert.equal(passed, false);
    assert.match(output, /page\.ts.*TS(2584|2304)[\s\S]*page\.ts.*TS(2584|2304)/);
  });
});

describe("the scan refuses what the compiler cannot see", () => {
  const broken: [name: string, file: string, text: string, problem: RegExp][] = [
    ["chance", "src/simulate/chance.ts", "export const roll = () => Math.random();\n", /Math\.random/],
    ["the clock", "src/export/now.ts", "export const now = () => new Date();\n", /reads the clock/],
    ["the clock by another name", "src/dissect/now.ts", "export const now = () => Date.now();\n", /reads the clock/],
    ["a date in a pure room", "src/observe/date.ts", "export const at = new Date(0);\n", /use no Date/],
    ["the machine's language", "src/layout/order.ts", 'export const sort = "a".localeCompare("b");\n', /language/],
    [
      "code inside a template",
      "src/dissect/template.ts",
      "// a comment first\nexport const roll = `a ${`b ${Math.random()}`} c`;\n",
      /template\.ts:2 Math\.random/,
    ],
    [
      "a value where only types may be known",
      "src/analyze/value.ts",
      'export { read } from "../dissect/read.ts";\n',
      /only types of src\/dissect/,
    ],
    [
      "Node in a file of the wrong name",
      "src/export/other.ts",
      'import { writeFileSync } from "node:fs";\n\nexport const write = writeFileSync;\n',
      /only write\.ts may touch Node/,
    ],
    [
      "a package that is not shipped",
      "src/capture/oracle.ts",
      'export const oracle = () => import("@goodtools/wiregasm");\n',
      /imports @goodtools\/wiregasm, which is not among/,
    ],
    ["a test as a library", "src/model/borrow.ts", 'import "./word.test.ts";\n', /imports the test/],
    [
      "a module by a computed name",
      "src/model/any.ts",
      "export const load = (name: string) => import(name);\n",
      /computed name/,
    ],
  ];
  for (const [name, file, text, problem] of broken) {
    test(name, () => {
      assert.match(
        describeTrespasses(trespasses(site(`scan-${name.replaceAll(/\W/g, "-")}`, { [file]: text }))),
        problem,
      );
    });
  }

  test("a folder that is no room", () => {
    const folder = site("no-room", {});
    mkdirSync(join(folder, "src", "misc"));
    assert.match(describeTrespasses(trespasses(folder)), /src\/misc:1 is no room/);
  });

  test("a tsconfig.json that opens a border", () => {
    const folder = site("open-border", {});
    writeFileSync(
      join(folder, "src", "model", "tsconfig.json"),
      JSON.stringify({ compilerOptions: { types: ["node"] }, references: [{ path: "../observe" }] }),
    );
    assert.match(
      describeTrespasses(trespasses(folder)),
      /references \[observe\] where ROOMS says \[\][\s\S]*pure room see types/,
    );
  });
});
