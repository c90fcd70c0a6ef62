// The program as JavaScript: Node strips no types below a node_modules folder, which is where packages are installed.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, normalize, sep } from "node:path";
import { root } from "./setup.mjs";

/** Where the path of a file stands in code, as the formatter writes it. */
const SPECIFIER = /(\b(?:from|import|import\(|new URL\()\s*")(\.[^"\n]*)\.ts"/g;
/** What still looks like one afterwards. */
const OVERLOOKED = /["'`]\.{1,2}\/[^"'`\n]*\.tsx?["'`]/;

/**
 * Writes `dist/`: each file of `src/` under its own name, and so at the same distance from `samples/` and `bin/`, with
 * the types blanked, so that lines and columns stay. Tests and the console, which is built on its own, are left out. Throws
 * where a file would name one that is not there: otherwise those who install the package would find out.
 */
export function writeJavaScript(): void {
  const source = join(root, "src");
  const target = join(root, "dist");
  const files = globSync("**/*.{ts,json}", {
    cwd: source,
    exclude: ["console/**", "**/*.test.ts", "**/tsconfig.json"],
  });
  const present = new Set(files);
  rmSync(target, { recursive: true, force: true });
  for (const file of files) {
    const text = readFileSync(join(source, file), "utf8");
    const place = join(target, file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, file.endsWith(".ts") ? javaScriptOf(file, text, present) : text);
  }
}

/**
 * The JavaScript of one file's TypeScript; `present` are the files that will lie beside it, and `file` is its own path
 * from `src/`. Throws where it names another one.
 */
export function javaScriptOf(file: string, text: string, present: ReadonlySet<string>): string {
  const script = stripTypeScriptTypes(text, { mode: "strip" }).replaceAll(
    SPECIFIER,
    (_, before: string, path: string) => {
      const named = normalize(join(dirname(file), `${path}.ts`.replaceAll("/", sep)));
      if (!present.has(named)) throw new Error(`src/${file} names ${path}.ts, which is not shipped`);
      return `${before}${path}.js"`;
    },
  );
  const overlooked = OVERLOOKED.exec(script);
  if (overlooked) throw new Error(`src/${file} names ${overlooked[0]} in a way that packing does not know`);
  return script;
}
