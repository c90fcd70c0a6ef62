#!/usr/bin/env node
// Plain JavaScript that Node 20 understands: sets up when needed and runs the program on Node 24.
import { fileURLToPath } from "node:url";
import { launch } from "../tools/launch.mjs";
import { entryFile } from "../tools/setup.mjs";

const words = process.argv.slice(2);
// Only a monitor has a console, and only building that takes the development packages.
const hasConsole = (words[0] === "start" || words[0] === "serve") && !words.includes("--help");
await launch(entryFile("main"), words, {
  entry: fileURLToPath(import.meta.url),
  development: hasConsole,
  console: hasConsole,
});
