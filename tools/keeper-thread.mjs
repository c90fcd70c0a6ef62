// Plain JavaScript: the thread of one site, wherever Bulkhead is installed.
import { stripTypesWhereInstalled } from "./strip-types.mjs";

stripTypesWhereInstalled();
await import("../src/keeper-thread.ts");
