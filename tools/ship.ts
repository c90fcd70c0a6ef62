// Before the package is packed: those who install it have nothing to build with, and Node strips no types for them.
import { buildConsole } from "./console/build.mjs";
import { writeJavaScript } from "./javascript.ts";

await buildConsole();
writeJavaScript();
