// Plain JavaScript without dependencies: this runs before anything is installed, on Node 20 as well.
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json, without symbolic links. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Whether the program is here as TypeScript. It then is what runs, whatever packing left in `dist/`; an installed package
 * holds JavaScript alone.
 */
export const hasSources = existsSync(join(root, "src", "main.ts"));

/**
 * The file that a process or thread of the program begins with.
 * @param {string} name of the file in `src/`, without its ending
 */
export function entryFile(name) {
  return hasSources ? join(root, "src", `${name}.ts`) : join(root, "dist", `${name}.js`);
}

/** Longest that one installation may take, and so the age at which another's lock is thought to be left over. */
const patience = 15 * 60_000;

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, os?: string | string[], cpu?: string | string[], libc?: string[], dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, peerDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 */

/**
 * What of package-lock.json is not installed in this version, by path; empty when node_modules is complete. With
 * `development` false, packages that only tests and checks need may be absent.
 * @param {boolean} development
 * @returns {string[]}
 */
export function missingPackages(development) {
  const wanted = lockfile(join(root, "package-lock.json"));
  const present = lockfile(join(root, "node_modules", ".package-lock.json"));
  const missing = [];
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    if (!development && (entry.dev || entry.devOptional)) continue;
    const installed = present[path];
    if (installed?.version === entry.version) continue;
    if (!installed && entry.optional && !neededHere(path, wanted)) continue;
    missing.push(path);
  }
  return missing;
}

/**
 * Installs the pinned packages when they are not all there; does nothing and prints nothing otherwise. What it does is
 * told on standard error. Throws an Error whose message says what to do when it cannot be done.
 * @param {boolean} development whether the packages for tests and checks are needed too
 */
export function setUp(development) {
  if (process.env.BULKHEAD_SETTING_UP || isInstalledPackage() || missingPackages(development).length === 0) return;
  const lock = join(root, ".build", "setup.lock");
  takeLock(lock);
  try {
    // Another process may have finished while this one waited for the lock.
    if (missingPackages(development).length > 0) install(development);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether this copy was installed by a package manager, which then looks after dependencies. */
export function isInstalledPackage() {
  return root.includes(`${sep}node_modules${sep}`) || !existsSync(join(root, "package-lock.json"));
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function lockfile(path) {
  try {
    /** @type {Lockfile} */
    const content = JSON.parse(readFileSync(path, "utf8"));
    return content.packages ?? {};
  } catch {
    // Absent or half-written: nothing is installed as far as can be known.
    return {};
  }
}

/**
 * Whether npm installs an optional package here. One that asks for a certain C library is npm's to judge.
 * @param {LockedPackage} entry
 */
function fitsMachine(entry) {
  if (entry.libc) return false;
  const { os = process.platform, cpu = process.arch } = entry;
  return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
}

/**
 * Whether an optional package belongs on this machine: it fits, and so does one of those that ask for it.
 * @param {string} path
 * @param {Record<string, LockedPackage>} wanted
 * @param {readonly string[]} [through] those that were asked before, for packages that ask for each other
 * @returns {boolean}
 */
function neededHere(path, wanted, through = []) {
  const entry = wanted[path];
  if (!entry || through.includes(path)) return false;
  if (!entry.optional) return true;
  if (!fitsMachine(entry)) return false;
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return Object.entries(wanted).some(
    ([other, { dependencies, optionalDependencies, peerDependencies }]) =>
      [dependencies, optionalDependencies, peerDependencies].some((list) => list && name in list) &&
      (other === "" || neededHere(other, wanted, [...through, path])),
  );
}

/** @param {string} lock */
function takeLock(lock) {
  const started = Date.now();
  let told = false;
  for (;;) {
    try {
      mkdirSync(dirname(lock), { recursive: true });
      const handle = openSync(lock, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return;
    } catch (cause) {
      if (/** @type {NodeJS.ErrnoException} */ (cause).code !== "EEXIST") {
        throw new Error(
          `The packages that Bulkhead needs are not installed, and ${root} cannot be written to. Run "npm ci" there as a user who may write.`,
          { cause },
        );
      }
    }
    if (isStale(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (Date.now() - started > patience)
      throw new Error(`Another set-up holds ${lock}. Remove that file if none is running.`);
    if (!told) process.stderr.write("bulkhead: another process is installing packages, waiting for it\n");
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** @param {string} lock */
function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > patience) return true;
    const holder = Number(readFileSync(lock, "utf8"));
    // Empty for the instant between creation and writing.
    if (!holder) return false;
    process.kill(holder, 0);
    return false;
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    // Gone in the meantime, or its holder is: either way the next try decides.
    return code === "ESRCH";
  }
}

/** @param {boolean} development */
function install(development) {
  const started = Date.now();
  const what = development ? "the pinned packages and the tools for tests" : "the pinned packages";
  process.stderr.write(`bulkhead: installing ${what} (once)\n`);
  const options = [
    "ci",
    development ? "--include=dev" : "--omit=dev",
    "--include=optional",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { npm_execpath: npm = "", npm_node_execpath: node = process.execPath } = process.env;
  const own = join(root, "node_modules");
  // The Node in node_modules is about to be replaced, so it must not run npm.
  const runsDirectly = basename(npm) === "npm-cli.js" && !node.startsWith(own);
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.startsWith(own));
  const windows = process.platform === "win32";
  const result = spawnSync(
    runsDirectly ? node : windows ? "npm.cmd" : "npm",
    runsDirectly ? [npm, ...options] : options,
    {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter), BULKHEAD_SETTING_UP: "1" },
      // npm's own words belong to standard error: standard output is for results only.
      stdio: ["ignore", 2, 2],
      shell: windows && !runsDirectly,
    },
  );
  if (result.error || result.status !== 0) {
    const reason = result.error
      ? result.error.message
      : `npm ci ended with ${result.signal ?? `code ${result.status}`}`;
    throw new Error(
      `The packages could not be installed: ${reason}. The npm registry must be reachable this once; without internet, copy node_modules from a machine of the same kind.`,
    );
  }
  process.stderr.write(`bulkhead: installed in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
