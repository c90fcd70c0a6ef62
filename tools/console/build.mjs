// Plain JavaScript that Node 20 understands: builds the web console when its sources are newer than what was built.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalledPackage, root } from "../setup.mjs";

/** The folder that holds the built console, below the repository or the installed package. */
export const consoleFolder = join(root, ".build", "console");

/** What the console is made of: a change below makes it again. */
const SOURCES = [
  "src/console",
  "src/model",
  "src/layout",
  "src/export",
  "tools/console/build.mjs",
  "package-lock.json",
];

const LICENSES = { "@fontsource/ibm-plex-sans": "LICENSE-IBM-Plex.txt", react: "LICENSE-React.txt" };

/**
 * Builds the console into `consoleFolder` unless it is there already, made of the same sources; answers whether it
 * built. In an installed package, which brings the built files, it does nothing.
 * @returns {Promise<boolean>}
 */
export async function buildConsole() {
  if (isInstalledPackage() || !existsSync(join(root, "src", "console", "index.html"))) return false;
  const stamp = join(consoleFolder, ".sources");
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: join(root, "src", "console"),
    base: "./",
    logLevel: "warn",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    oxc: { jsx: { runtime: "automatic", development: false } },
    build: {
      outDir: consoleFolder,
      emptyOutDir: true,
      // A strict content security policy takes no data: URLs for fonts and no inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: "es2023",
      reportCompressedSize: false,
    },
  });
  // The fonts' license, and React's, go wherever the fonts and React go.
  for (const [name, file] of Object.entries(LICENSES)) {
    copyFileSync(join(root, "node_modules", name, "LICENSE"), join(consoleFolder, file));
  }
  writeFileSync(stamp, wanted);
  return true;
}

/** Hash over names, sizes and times of all sources. */
function fingerprint() {
  const hash = createHash("sha256");
  /** @param {string} path */
  const add = (path) => {
    const state = statSync(join(root, path));
    if (state.isDirectory()) {
      for (const entry of readdirSync(join(root, path)).sort()) add(`${path}/${entry}`);
    } else if (!path.endsWith(".test.ts")) {
      hash.update(`${path} ${state.size} ${state.mtimeMs}\n`);
    }
  };
  for (const path of SOURCES) add(path);
  return hash.digest("hex");
}
