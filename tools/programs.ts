import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./setup.mjs";

/** The command that runs a program of an installed package with this Node, independent of PATH and shell. */
export function program(packageName: string, name: string): [command: string, ...words: string[]] {
  const description = join(root, "node_modules", packageName, "package.json");
  const { bin } = JSON.parse(readFileSync(description, "utf8")) as { bin: string | Record<string, string> };
  const file = typeof bin === "string" ? bin : bin[name];
  if (!file) throw new Error(`${packageName} has no program called ${name}`);
  return [process.execPath, join(dirname(description), file)];
}
