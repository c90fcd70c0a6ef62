#!/usr/bin/env node
// Plain JavaScript that Node 20 understands: sets up when needed and runs src/main.ts on Node 24.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../tools/launch.mjs";
import { root } from "../tools/setup.mjs";

await launch(join(root, "src", "main.ts"), process.argv.slice(2), {
  entry: fileURLToPath(import.meta.url),
  development: false,
});
