// Everything that must hold before a change is merged: npm test [-- TEST_FILE...]; npm run check for all but the tests.
import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { program } from "./programs.ts";
import { root } from "./setup.mjs";

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to do when it fails. */
  readonly remedy: string;
}

/** Longest that one step may take, in milliseconds; the whole is bounded by their sum. */
const STEP_LIMIT = 3 * 60_000;
const TESTS_LIMIT = 12 * 60_000;
/** Longest that one test may take, in milliseconds. */
const TEST_LIMIT = 4 * 60_000;

const checks: Step[] = [
  {
    name: "format and lint",
    command: [...program("@biomejs/biome", "biome"), "check", "--error-on-warnings", "--max-diagnostics=40", "."],
    remedy: "npm run format mends most of it",
  },
  {
    name: "types and borders",
    command: [...program("typescript", "tsc"), "-b", "--pretty", process.stdout.isTTY ? "true" : "false"],
    remedy: "TS6307 and TS6059 mean an import against the direction of the rooms, see CONTRIBUTING.md",
  },
  {
    name: "lint by types",
    command: [...program("oxlint", "oxlint"), "--type-aware", "--deny-warnings"],
    remedy: "see .oxlintrc.json for what is asked",
  },
];

const words = process.argv.slice(2);
const isStatic = words.includes("--static");
const chosen = words.filter((word) => !word.startsWith("--"));
const unknown = words.filter((word) => (word.startsWith("--") ? word !== "--static" : !existsSync(word)));

if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(" ")}. usage: npm test [-- TEST_FILE...], npm run check\n`);
  process.exitCode = 2;
} else {
  const failed: string[] = [];
  if (chosen.length === 0) {
    for (const step of checks) if (!(await check(step))) failed.push(step.name);
  }
  // The tests run even so: one look at the output then shows everything that is wrong.
  if (!isStatic && !(await test(chosen))) failed.push("tests");
  if (failed.length > 0) {
    process.stderr.write(`\nFailed: ${failed.join(", ")}\n`);
    process.exitCode = 1;
  }
}

async function check(step: Step): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await run(step.command, STEP_LIMIT, false);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) process.stdout.write(`✔ ${step.name} (${seconds} s)\n`);
  else process.stdout.write(`${output.trimEnd()}\n✖ ${step.name} (${seconds} s): ${step.remedy}\n`);
  return code === 0;
}

async function test(files: readonly string[]): Promise<boolean> {
  const all = files.length > 0 ? [...files] : globSync("{src,tools,bench}/**/*.test.ts", { cwd: root }).sort();
  if (all.length === 0) {
    process.stdout.write("✖ no test was found\n");
    return false;
  }
  const options = ["--test", "--test-concurrency=2", `--test-timeout=${TEST_LIMIT}`];
  return (await run([process.execPath, ...options, ...all], TESTS_LIMIT, true)).code === 0;
}

/** Runs a command to its end; output is kept unless `shown`. Past the limit it is ended and counts as failed. */
function run(
  [command, ...rest]: readonly [string, ...string[]],
  limit: number,
  shown: boolean,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd: root,
      stdio: ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const timer = setTimeout(() => {
      output += `ended after ${limit / 1000} s\n`;
      process.stderr.write(`Ended after ${limit / 1000} s, which is the limit: ${rest.join(" ").slice(0, 100)}\n`);
      child.kill("SIGKILL");
    }, limit);
    const end = (code: number) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.on("error", (error) => {
      output += `${error.message}\n`;
      end(1);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}
