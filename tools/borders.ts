import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";

/** What one folder of src/ may do. */
export interface Room {
  /** Rooms whose values and types it may import. */
  readonly imports: readonly string[];
  /** Rooms of which it may import types only. */
  readonly typesOf?: readonly string[];
  /** "never": no Node, no DOM, no clock. A list: only these files may import Node modules. "always": any file may. */
  readonly node: "never" | "always" | readonly string[];
  /** Set when the room runs in a browser, which it may call: packages that are built into what is shipped. */
  readonly bundles?: readonly string[];
}

/** The rooms and the borders between them; src/<room>/tsconfig.json must say the same. */
export const ROOMS: Readonly<Record<string, Room>> = {
  model: { imports: [], node: "never" },
  capture: { imports: ["model"], node: "always" },
  dissect: { imports: ["model"], node: "never" },
  observe: { imports: ["model", "dissect"], node: "never" },
  packs: { imports: ["model", "observe"], node: ["load.ts"] },
  analyze: { imports: ["model", "observe"], typesOf: ["dissect"], node: "never" },
  layout: { imports: ["model"], node: "never" },
  export: { imports: ["model", "layout"], node: ["write.ts"] },
  simulate: { imports: ["model"], node: ["write.ts", "command.ts"] },
  store: { imports: ["model"], node: "always" },
  monitor: { imports: ["model", "dissect", "observe", "analyze"], node: "never" },
  serve: { imports: ["model", "store", "export"], node: "always" },
  console: { imports: ["model", "layout", "export"], node: "never", bundles: ["react", "react-dom"] },
  operate: {
    imports: ["model", "capture", "dissect", "observe", "analyze", "packs", "store", "monitor", "serve", "sources"],
    node: "always",
  },
  sources: { imports: ["model", "capture", "dissect", "serve"], node: "always" },
};

/** One broken border: where, and what to do about it. */
export interface Trespass {
  /** Path from the root, with forward slashes. */
  file: string;
  /** 1-based. */
  line: number;
  problem: string;
}

interface Ban {
  readonly pattern: RegExp;
  readonly problem: string;
}

const UNREPEATABLE: readonly Ban[] = [
  { pattern: /\bMath\s*\.\s*random\b/g, problem: "Math.random gives another answer each run: pass a seeded generator" },
  { pattern: /\bDate\s*\.\s*now\b/g, problem: "reads the clock: time comes from packets" },
  { pattern: /\bnew\s+Date\s*(\(\s*\)|(?!\s*\())/g, problem: "reads the clock: time comes from packets" },
  { pattern: /(?<![\w$.])performance\s*\.\s*now\b/g, problem: "reads the clock: time comes from packets" },
  {
    pattern: /\.\s*(localeCompare|toLocale\w+)\b|\bIntl\s*\./g,
    problem: "depends on the machine's language: compare by code unit and format by hand",
  },
];

const IMPURE: readonly Ban[] = [
  { pattern: /(?<![\w$.])Date\b(?!\s*[:?])/g, problem: "pure rooms count seconds as numbers and use no Date" },
  {
    pattern:
      /(?<![\w$.])process\s*\.\s*(argv|cwd|env|exit|hrtime|memoryUsage|nextTick|on|platform|std\w+|versions?)\b/g,
    problem: "calls Node in a pure room",
  },
  { pattern: /(?<![\w$.])Buffer\b/g, problem: "uses Node's Buffer in a pure room: use Uint8Array" },
  { pattern: /(?<![\w$.])console\s*\./g, problem: "prints in a pure room: hand the value to the caller" },
  { pattern: /(?<![\w$.])globalThis\b/g, problem: "reaches for the surroundings in a pure room" },
  {
    pattern: /(?<![\w$.])(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\s*\(/g,
    problem: "waits or reaches outside in a pure room",
  },
  { pattern: /\bimport\s*\.\s*meta\b/g, problem: "asks where it lies in a pure room" },
];

const STATIC_IMPORT =
  /\b(?:import|export)\s+(type\b(?!\s*,|\s+from\s)\s*)?(?:([^"';()]*?)\bfrom\s*)?(["'])([^"'\n]+)\3/g;
const DYNAMIC_IMPORT = /\b(?:import|require)\s*\(\s*(?:(["'])([^"'\n]+)\1)?/g;

/**
 * Every broken border under `root`: imports up or sideways, Node or a clock in pure rooms, packages that the product
 * does not ship, tests imported by the product, and rooms that are not in ROOMS or whose tsconfig.json disagrees.
 */
export function trespasses(root: string): Trespass[] {
  const found: Trespass[] = [];
  const shipped = shippedPackages(root);
  for (const entry of readdirSync(join(root, "src"), { withFileTypes: true })) {
    if (entry.isDirectory()) checkRoom(root, entry.name, found);
  }
  const files = globSync("src/**/*.{ts,tsx}", { cwd: root }).map((file) => file.split(sep).join("/"));
  for (const file of files.sort()) {
    if (!file.endsWith(".test.ts")) checkFile(root, file, shipped, found);
  }
  return found;
}

/** The trespasses as lines for a terminal. */
export function describeTrespasses(found: readonly Trespass[]): string {
  return found.map(({ file, line, problem }) => `${file}:${line} ${problem}`).join("\n");
}

function checkRoom(root: string, name: string, found: Trespass[]): void {
  const file = `src/${name}/tsconfig.json`;
  const room = ROOMS[name];
  if (!room) {
    found.push({ file: `src/${name}`, line: 1, problem: "is no room: add it to ROOMS in tools/borders.ts" });
    return;
  }
  if (!existsSync(join(root, file))) {
    found.push({ file, line: 1, problem: "is missing: every room states its borders to the compiler" });
    return;
  }
  const config = JSON.parse(readFileSync(join(root, file), "utf8")) as {
    compilerOptions?: { types?: string[]; lib?: string[] };
    references?: { path: string }[];
  };
  const references = (config.references ?? []).map(({ path }) => posix.basename(path)).sort();
  const allowed = [...room.imports, ...(room.typesOf ?? [])].sort();
  if (references.join() !== allowed.join()) {
    found.push({
      file,
      line: 1,
      problem: `references [${references.join(", ")}] where ROOMS says [${allowed.join(", ")}]`,
    });
  }
  const types = config.compilerOptions?.types ?? [];
  if ((config.compilerOptions?.lib && !room.bundles) || (room.node === "never" && types.length > 0)) {
    found.push({ file, line: 1, problem: "lets a pure room see types of its surroundings" });
  }
}

function checkFile(root: string, file: string, shipped: ReadonlySet<string>, found: Trespass[]): void {
  const source = readFileSync(join(root, file), "utf8");
  const withStrings = blank(source, false);
  const codeOnly = blank(source, true);
  const name = file.split("/").length > 2 ? (file.split("/")[1] as string) : "";
  const room = ROOMS[name];
  const report = (index: number, problem: string) =>
    found.push({ file, line: source.slice(0, index).split("\n").length, problem });

  for (const match of withStrings.matchAll(STATIC_IMPORT)) {
    checkImport(root, file, name, match[4] as string, match[1] !== undefined, shipped, (problem) =>
      report(match.index, problem),
    );
  }
  for (const match of withStrings.matchAll(DYNAMIC_IMPORT)) {
    if (match[2] === undefined) {
      if (room) report(match.index, "imports a module by a computed name, which no border can hold");
    } else {
      checkImport(root, file, name, match[2], false, shipped, (problem) => report(match.index, problem));
    }
  }
  // A browser has a clock, a language and chance, and shows them to its person.
  if (!room || room.bundles) return;
  for (const ban of room.node === "never" ? [...UNREPEATABLE, ...IMPURE] : UNREPEATABLE) {
    for (const match of codeOnly.matchAll(ban.pattern)) report(match.index, ban.problem);
  }
}

function checkImport(
  root: string,
  file: string,
  roomName: string,
  specifier: string,
  typeOnly: boolean,
  shipped: ReadonlySet<string>,
  report: (problem: string) => void,
): void {
  const room = ROOMS[roomName];
  if (specifier.startsWith("node:")) {
    if (!room || room.node === "always") return;
    if (room.node === "never") report(`imports ${specifier} into a pure room`);
    else if (!room.node.includes(posix.basename(file))) {
      report(`imports ${specifier}: in src/${roomName} only ${room.node.join(" and ")} may touch Node`);
    }
    return;
  }
  if (!specifier.startsWith(".")) {
    const parts = specifier.split("/");
    const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] as string);
    if (!shipped.has(name) && !room?.bundles?.includes(name))
      report(`imports ${name}, which is not among the dependencies that are shipped`);
    return;
  }
  const target = relative(root, join(root, dirname(file), specifier))
    .split(sep)
    .join("/");
  if (target.endsWith(".test.ts")) report(`imports the test ${target}`);
  const [top, targetRoom = "", ...rest] = target.split("/");
  if (top !== "src") {
    if (room) report(`imports ${target}, which lies outside src/`);
    return;
  }
  if (!room || (targetRoom === roomName && rest.length > 0)) return;
  if (rest.length === 0) {
    report(`imports ${target}: only src/*.ts themselves know everything`);
    return;
  }
  if (room.imports.includes(targetRoom)) return;
  if (!room.typesOf?.includes(targetRoom)) report(`imports ${target}: src/${roomName} may not know src/${targetRoom}`);
  else if (!typeOnly) report(`imports a value of ${target}: src/${roomName} may know only types of src/${targetRoom}`);
}

function shippedPackages(root: string): ReadonlySet<string> {
  const path = join(root, "package.json");
  if (!existsSync(path)) return new Set();
  const { dependencies = {} } = JSON.parse(readFileSync(path, "utf8")) as { dependencies?: Record<string, string> };
  return new Set(Object.keys(dependencies));
}

/**
 * The source with comments, and with `strings` also the content of strings and templates, turned into blanks of the
 * same length, so that a word in prose is not taken for code. Code inside `${}` stays.
 */
function blank(source: string, strings: boolean): string {
  const out = source.split("");
  const wipe = (from: number, to: number) => {
    for (let at = from; at < to; at++) if (out[at] !== "\n") out[at] = " ";
  };
  /** Depths of `{` at which an open template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  /** Last character that was code, to tell a division from a regular expression. */
  let last = "";
  const template = () => {
    const from = at;
    while (at < source.length && source[at] !== "`") {
      if (source[at] === "$" && source[at + 1] === "{") break;
      at += source[at] === "\\" ? 2 : 1;
    }
    if (strings) wipe(from, Math.min(at, source.length));
    if (source[at] === "$") {
      templates.push(depth);
      depth++;
      at += 2;
      last = "{";
    } else {
      at++;
      last = "`";
    }
  };
  while (at < source.length) {
    const character = source[at] as string;
    const next = source[at + 1];
    if (character === "/" && (next === "/" || next === "*")) {
      const end = next === "/" ? source.indexOf("\n", at) : source.indexOf("*/", at + 2) + 2;
      const to = end < 2 ? source.length : end;
      wipe(at, to);
      at = to;
      continue;
    }
    if (character === '"' || character === "'") {
      const from = ++at;
      while (at < source.length && source[at] !== character && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1;
      if (strings) wipe(from, at);
      at++;
      last = character;
      continue;
    }
    if (character === "/" && !/[\w$)\]}"'`]/.test(last)) {
      const from = at++;
      let inClass = false;
      while (at < source.length && source[at] !== "\n" && (inClass || source[at] !== "/")) {
        if (source[at] === "[") inClass = true;
        if (source[at] === "]") inClass = false;
        at += source[at] === "\\" ? 2 : 1;
      }
      wipe(from, at);
      at++;
      last = "/";
      continue;
    }
    at++;
    if (character === "`") template();
    else if (character === "{") depth++;
    else if (character === "}") {
      depth--;
      if (templates.at(-1) === depth) {
        templates.pop();
        template();
        continue;
      }
    }
    if (character !== "`" && !/\s/.test(character)) last = character;
  }
  return out.join("");
}
