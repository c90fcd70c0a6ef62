/** Walks, decodes and keeps two-way flows; dissects nothing. */
import { runEngine } from "./engine.ts";

await runEngine(process.argv[2], true);
