/** Walks, decodes, keeps flows and streams, and reads every message; nobody keeps the messages. */
import { runEngine } from "./engine.ts";

await runEngine(process.argv[2], false);
