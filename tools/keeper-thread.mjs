// Plain JavaScript: the thread of one site, wherever Bulkhead is installed.
import { pathToFileURL } from "node:url";
import { entryFile } from "./setup.mjs";

await import(pathToFileURL(entryFile("keeper-thread")).href);
