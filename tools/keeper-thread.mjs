// Plain JavaScript: the thread of one site, wherever Bulkhead is installed.
import { pathToFileURL } from "node:url";
import { resolveSourcesByName } from "./resolve-sources.mjs";
import { entryFile, hasSources } from "./setup.mjs";

if (hasSources) resolveSourcesByName();
await import(pathToFileURL(entryFile("keeper-thread")).href);
