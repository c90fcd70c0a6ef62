// Before the package is packed: the console is built, since those who install it have nothing to build it with.
import { buildConsole } from "./build.mjs";

await buildConsole();
