import { spawn } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { configurationOf, type FolderOptions, now } from "./data-folder.ts";
import type { ThreadChoices } from "./keeper-thread.ts";
import { type Configuration, isLoopback, readAddress } from "./operate/configuration.ts";
import { type RunningMonitor, startMonitor } from "./operate/monitor.ts";
import { loadPacks } from "./packs/load.ts";
import type { Person } from "./store/store.ts";
import { DONE, FAILED, MISUSED } from "./terminal.ts";

/** What `bulkhead serve` was told. */
export interface ServeOptions extends FolderOptions {
  listen?: string;
  interface?: string[];
  watch?: string[];
  fingerprints?: string[];
  json?: boolean;
}

/** Where the built console lies; the set-up puts it there. */
const BULKHEAD = fileURLToPath(new URL("../bin/bulkhead.js", import.meta.url));
const CONSOLE = fileURLToPath(new URL("../.build/console", import.meta.url));

/** Runs the monitor until it is told to stop; answers the exit code. `captures` are read into the first site. */
export async function serve(captures: readonly string[], options: ServeOptions, version: string): Promise<number> {
  return await run(options, version, async (monitor, configuration) => {
    greet(monitor, configuration, options.json === true);
    const site = configuration.sites[0]?.id ?? "";
    for (const capture of captures) await readInto(monitor, site, capture);
  });
}

/**
 * Runs the monitor with the synthetic campus inside: for those who see it for the first time. Reached from this machine
 * alone; whoever starts it signs in by the link that is printed.
 */
export async function start(options: Pick<ServeOptions, "data" | "listen">, version: string): Promise<number> {
  return await run(options, version, async (monitor, configuration) => {
    const { server, intakes } = monitor;
    const link = server.signInLink(await starterOf(monitor));
    const lines = [
      "",
      "Bulkhead runs. Open this link to look at a synthetic campus: plants, a hospital wing, a building,",
      "an office and a hall on private 5G, with an intruder (the link signs you in, once):",
      "",
      `  ${link}`,
      "",
      `Your own captures: drop them under Sources, or start \`bulkhead serve\`. Data are in ${configuration.folder}`,
      "Ctrl-C ends.",
      "",
    ];
    process.stdout.write(lines.join("\n"));
    const site = configuration.sites[0]?.id ?? "";
    if (intakes.list(site).length > 0) return;
    const simulator = spawn(process.execPath, [BULKHEAD, "simulate", "campus", "--for", "1h", "--out", "-"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await intakes.upload(site, "campus.pcapng", simulator.stdout).catch((error: unknown) => {
      process.stderr.write(`bulkhead: the campus: ${error instanceof Error ? error.message : String(error)}\n`);
      simulator.kill();
    });
  });
}

/** Starts a monitor, tells `ready` when it answers, and ends it when the process is told to. */
async function run(
  options: ServeOptions,
  version: string,
  ready: (monitor: RunningMonitor, configuration: Configuration) => Promise<void>,
): Promise<number> {
  // What is kept is nobody else's business on this machine.
  process.umask(0o077);
  let configuration: Configuration;
  try {
    configuration = configurationFor(options);
  } catch (error) {
    process.stderr.write(`bulkhead: ${error instanceof Error ? error.message : String(error)}\n`);
    return MISUSED;
  }
  const packs = loadPacks([...configuration.fingerprints, ...(options.fingerprints ?? [])]);
  for (const problem of packs.problems) process.stderr.write(`bulkhead: ${problem}\n`);
  if (packs.problems.length > 0) return MISUSED;
  const threadChoices: Omit<ThreadChoices, "wires"> = { packs: packs.sets };
  // From now on: who is told to end while captures are read in at the start ends in order as well.
  const stopped = stopSignal();
  let monitor: RunningMonitor;
  try {
    monitor = await startMonitor(configuration, {
      clock: now,
      version,
      consoleFolder: existsSync(join(CONSOLE, "index.html")) ? CONSOLE : undefined,
      thread: new URL("../tools/keeper-thread.mjs", import.meta.url),
      threadChoices,
      ...(options.json === true ? { log: (line: string) => void process.stdout.write(`${line}\n`) } : {}),
    });
  } catch (error) {
    process.stderr.write(`bulkhead: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILED;
  }
  await ready(monitor, configuration);
  await stopped;
  process.stderr.write("bulkhead: storing what was seen, and ending\n");
  await monitor.close();
  return DONE;
}

/** The administrator as whom whoever starts the program signs in by link; made when nobody is there. */
async function starterOf({ store }: RunningMonitor): Promise<string> {
  const people = await store.people.people();
  const known = people.find(({ role, disabled }) => role === "administrator" && !disabled);
  if (known !== undefined) return known.id;
  const created = now();
  const person: Person = {
    ...{ id: "person-start", name: "administrator", role: "administrator", password: "", subject: "" },
    ...{ disabled: false, failures: 0, lockedUntil: 0, created, lastSignIn: 0 },
  };
  await store.people.putPerson(person);
  await store.audit.add({
    when: created,
    who: "system",
    from: "",
    act: "create first administrator",
    target: person.name,
    detail: "{}",
  });
  return person.id;
}

/** The configuration with what the command line adds to it. */
function configurationFor(options: ServeOptions): Configuration {
  const configuration = configurationOf(options);
  if (options.listen !== undefined) {
    const address = readAddress(options.listen);
    if (address === undefined)
      throw new Error(`${options.listen} is not an address with a port, such as 127.0.0.1:8410`);
    configuration.listen = address;
    configuration.secure ||= !isLoopback(address.host);
  }
  const [first] = configuration.sites;
  first?.interfaces.push(...(options.interface ?? []));
  first?.directories.push(...(options.watch ?? []).map((folder) => resolve(folder)));
  return configuration;
}

function greet({ server }: RunningMonitor, configuration: Configuration, isJson: boolean): void {
  if (isJson) {
    process.stdout.write(
      `${JSON.stringify({ event: "listening", address: server.address, firstLink: server.firstLink ?? null })}\n`,
    );
    return;
  }
  const lines = [`Bulkhead is at ${server.address}`, `Data are in ${configuration.folder}`];
  if (server.firstLink !== undefined) {
    lines.push(
      "",
      "Nobody can sign in yet. This link makes the first administrator; it works once:",
      "",
      `  ${server.firstLink}`,
      "",
    );
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Reads a capture from a file into a site; each file once, whatever the number of starts. */
async function readInto({ intakes }: RunningMonitor, site: string, path: string): Promise<void> {
  const name = basename(path);
  try {
    if (intakes.list(site).some((intake) => intake.name === name)) return;
    await intakes.upload(site, name, createReadStream(path));
  } catch (error) {
    process.stderr.write(`bulkhead: ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** Settled when the process is told to end. */
async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
