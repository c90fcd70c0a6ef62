// Plain JavaScript: lets Node run the TypeScript of a Bulkhead that a package manager installed.
import module from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./setup.mjs";

/**
 * Node strips no types below a node_modules folder, which is where a package manager puts an installed Bulkhead. Each
 * thread needs this for itself.
 */
export function stripTypesWhereInstalled() {
  if (!root.includes(`${sep}node_modules${sep}`)) return;
  const { emitWarning } = process;
  // The first call warns that the function is experimental, which tells a user of the command nothing.
  process.emitWarning = () => {};
  module.stripTypeScriptTypes("");
  process.emitWarning = emitWarning;
  const own = pathToFileURL(join(root, "src")).href;
  module.registerHooks({
    load(url, context, next) {
      if (!url.startsWith(own) || !url.endsWith(".ts")) return next(url, context);
      const { source } = next(url, { ...context, format: "module" });
      const text = typeof source === "string" ? source : new TextDecoder().decode(source ?? undefined);
      return { format: "module", source: module.stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}
