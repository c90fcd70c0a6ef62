import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Configuration, defaultConfiguration, readConfiguration } from "./operate/configuration.ts";
import { DATABASE_FILE, openSqliteStore, type SqliteStore } from "./store/sqlite/store.ts";
import { FAILED, MISUSED } from "./terminal.ts";

/** How a command is told which folder of data it works on. */
export interface FolderOptions {
  config?: string;
  data?: string;
}

/** The folder that is used when nothing is said, below the current directory. */
const USUAL_FOLDER = "bulkhead-data";

/** The configuration that a command line names, with its folder of data. Throws an Error in words. */
export function configurationOf({ config, data }: FolderOptions): Configuration {
  const configuration = config === undefined ? defaultConfiguration(resolve(USUAL_FOLDER)) : readConfiguration(config);
  if (data !== undefined) configuration.folder = resolve(data);
  return configuration;
}

/** Seconds since 1970-01-01 UTC. */
export function now(): number {
  return Date.now() / 1000;
}

/**
 * Does some work on the store of a folder that no monitor uses at the moment; answers the exit code. Says on standard
 * error what went wrong. With `mayMake`, a store is made where there is none.
 */
export async function withStore(
  options: FolderOptions,
  work: (store: SqliteStore, configuration: Configuration) => Promise<number>,
  mayMake = false,
): Promise<number> {
  return await withFolder(options, async (configuration) => {
    // Opening would make one, and a mistyped folder would look like an empty monitor.
    if (!mayMake && !existsSync(join(configuration.folder, DATABASE_FILE))) {
      throw new Error(`${configuration.folder} holds no data of Bulkhead. Name the folder with --data or --config.`);
    }
    const store = openSqliteStore(configuration.folder, now);
    try {
      return await work(store, configuration);
    } finally {
      await store.close();
    }
  });
}

/** Does some work with a configuration; answers the exit code. */
export async function withFolder(
  options: FolderOptions,
  work: (configuration: Configuration) => Promise<number>,
): Promise<number> {
  // What is kept is nobody else's business on this machine.
  process.umask(0o077);
  let configuration: Configuration;
  try {
    configuration = configurationOf(options);
  } catch (error) {
    return told(error, MISUSED);
  }
  try {
    return await work(configuration);
  } catch (error) {
    return told(error, FAILED);
  }
}

function told(error: unknown, code: number): number {
  process.stderr.write(`bulkhead: ${error instanceof Error ? error.message : String(error)}\n`);
  return code;
}
