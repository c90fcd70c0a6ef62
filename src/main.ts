import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import type { AssessOptions } from "./assess-command.ts";
import type { FolderOptions } from "./data-folder.ts";
import type { PasswordOptions } from "./people-command.ts";
import type { ServeOptions } from "./serve-command.ts";
import type { SimulateOptions } from "./simulate-command.ts";
import { DONE, EXIT_HELP, FAILED, MISUSED } from "./terminal.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

process.exitCode = await run(process.argv.slice(2));

/** Runs one command line; answers the exit code. */
async function run(words: string[]): Promise<number> {
  let code = DONE;
  const program = new Command("bulkhead")
    .description(
      "Finds every device in captures of IoT and OT networks, and says what is wrong and what was not seen.\nPassive: nothing is ever sent.",
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError("(bulkhead COMMAND --help tells more)");
  program
    .command("assess")
    .description("assess the site that captures show: inventory, Purdue levels, conversations, findings, blind spots")
    .argument("<capture...>", "capture files (pcap, pcapng, also gzip or zstd), directories, or - for standard input")
    .option(
      "-o, --out <directory>",
      "where to write assessment.json, devices.csv, links.csv and report.html",
      "assessment",
    )
    .option(
      "--fingerprints <path>",
      "rules that tell what devices are, a file or a folder; may be given several times (see docs/fingerprints.md)",
      gather,
      [] as string[],
    )
    .option("--json", "print the summary as JSON for machines")
    .option("-q, --quiet", "print nothing but errors")
    .addHelpText("after", EXIT_HELP)
    .action(async (captures: string[], options: AssessOptions) => {
      const { assess } = await import("./assess-command.ts");
      code = await assess(captures, options, version);
    });
  program
    .command("dissect")
    .description("print one JSON line per message")
    .argument("<capture...>", "capture files, directories, or - for standard input")
    .option(
      "-p, --protocol <name>",
      "only this protocol; may be given several times (`bulkhead protocols` lists them)",
      gather,
      [] as string[],
    )
    .addHelpText("after", EXIT_HELP)
    .action(async (captures: string[], options: { protocol: string[] }) => {
      const { dissect } = await import("./dissect-command.ts");
      code = await dissect(captures, options.protocol);
    });
  program
    .command("protocols")
    .description("list the protocols that are dissected")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const { listProtocols } = await import("./dissect-command.ts");
      listProtocols(options.json === true);
    });
  program
    .command("simulate")
    .description("write a capture of a site of our own making, with its truth; nothing is ever sent to a network")
    .argument("[site]", "a site's YAML file, or a name of the library; left out, the sample plant cell")
    .option("-o, --out <file>", "the capture, or - for standard output; for the plant cell a directory", "samples")
    .option("--for <duration>", "how long, such as 10m, 8h or 7d; left out, as the site says")
    .option("--seed <number>", "another seed gives another day")
    .option("--scale <number>", "how many times the counted devices are there")
    .option("--truth <file>", "where the truth goes; left out, beside the capture")
    .action(async (site: string | undefined, options: SimulateOptions) => {
      const { simulate } = await import("./simulate-command.ts");
      simulate(site, options);
    });
  program
    .command("serve")
    .description(
      "watch sites: a server with API and console that reads uploads, directories and interfaces until stopped",
    )
    .argument("[capture...]", "captures to read into the first site at the start")
    .option(
      "-c, --config <file>",
      "configuration (YAML, see docs/operate.md); left out, one site on this machine alone",
    )
    .option("-d, --data <folder>", "folder of everything that is kept (default: bulkhead-data)")
    .option("-l, --listen <address>", "address and port (default: 127.0.0.1:8410); TLS outside this machine")
    .option("-i, --interface <name>", "interface to watch; may be given several times", gather, [] as string[])
    .option(
      "-w, --watch <folder>",
      "directory to watch for captures; may be given several times",
      gather,
      [] as string[],
    )
    .option(
      "--fingerprints <path>",
      "rules that tell what devices are; may be given several times",
      gather,
      [] as string[],
    )
    .option("--json", "one JSON line per event on standard output")
    .action(async (captures: string[], options: ServeOptions) => {
      const { serve } = await import("./serve-command.ts");
      code = await serve(captures, options, version);
    });
  program
    .command("start")
    .description("open the console with a synthetic campus inside, on this machine alone")
    .option("-d, --data <folder>", "folder of everything that is kept (default: bulkhead-data)")
    .option("-l, --listen <address>", "address and port (default: 127.0.0.1:8410)")
    .action(async (options: ServeOptions) => {
      const { start } = await import("./serve-command.ts");
      code = await start(options, version);
    });
  const store = program.command("store").description("look after the data of a monitor that is stopped");
  onFolder(store, "backup", "write a copy of the database to a new file")
    .argument("<file>", "the copy")
    .action(async (file: string, options: FolderOptions) => {
      const { backUp } = await import("./store-command.ts");
      code = await backUp(file, options);
    });
  onFolder(store, "restore", "put a copy into the place of the database; what is there stays beside it")
    .argument("<file>", "the copy")
    .action(async (file: string, options: FolderOptions) => {
      const { restore } = await import("./store-command.ts");
      code = await restore(file, options);
    });
  onFolder(store, "check", "look for damage and contradictions; exit code 1 when there are some").action(
    async (options: FolderOptions) => {
      const { checkStore } = await import("./store-command.ts");
      code = await checkStore(options);
    },
  );
  onFolder(store, "retain", "drop now what the limits do not allow any more").action(async (options: FolderOptions) => {
    const { retainNow } = await import("./store-command.ts");
    code = await retainNow(options);
  });
  onFolder(program, "audit", "check the chain of the audit log; exit code 1 when it is broken")
    .option("--print", "also print each entry, newest first, one JSON line each")
    .action(async (options: FolderOptions & { print?: boolean }) => {
      const { verifyAudit } = await import("./store-command.ts");
      code = await verifyAudit(options);
    });
  const people = program.command("people").description("who may sign in to a monitor that is stopped");
  onFolder(people, "list", "who is there, and with which role").action(async (options: FolderOptions) => {
    const { listPeople } = await import("./people-command.ts");
    code = await listPeople(options);
  });
  const stdin = "read the password from standard input; left out, one is made and printed";
  onFolder(people, "add", "add somebody who signs in with a password")
    .argument("<name>", "the name to sign in with")
    .option("--role <role>", "viewer, analyst, operator or administrator", "viewer")
    .option("--stdin", stdin)
    .action(async (name: string, options: PasswordOptions & { role: string }) => {
      const { addPerson } = await import("./people-command.ts");
      code = await addPerson(name, options);
    });
  onFolder(people, "password", "give somebody another password; enables and unlocks")
    .argument("<name>", "the name to sign in with")
    .option("--stdin", stdin)
    .action(async (name: string, options: PasswordOptions) => {
      const { setPassword } = await import("./people-command.ts");
      code = await setPassword(name, options);
    });
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSED;
    // The reader of our output went away: the launcher ends quietly.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") throw error;
    process.stderr.write(`bulkhead: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILED;
  }
  return code;
}

/** A command on a folder of data. */
function onFolder(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("-c, --config <file>", "configuration that names the folder")
    .option("-d, --data <folder>", "folder of everything that is kept (default: bulkhead-data)");
}

/** Collects an option that may be given several times. */
function gather(value: string, before: string[]): string[] {
  return [...before, value];
}
