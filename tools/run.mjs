// node tools/run.mjs PROGRAM [WORDS...]: runs a program of this repository on Node 24, after setting up.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./launch.mjs";
import { root } from "./setup.mjs";

const [name, ...words] = process.argv.slice(2);
const program = name ? resolve(root, name) : "";
if (!name || !existsSync(program)) {
  process.stderr.write(name ? `bulkhead: ${name} does not exist\n` : "usage: node tools/run.mjs PROGRAM [WORDS...]\n");
  process.exitCode = 2;
} else {
  await launch(program, words, { entry: fileURLToPath(import.meta.url), development: true });
}
