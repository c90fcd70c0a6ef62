// Completes package-lock.json after dependencies changed: node tools/run.mjs tools/lock.ts
//
// npm leaves out the builds for other platforms when the registry at hand (a mirror, a cache) does not offer them, and
// `npm ci` then refuses the lock everywhere. What they are called says all that the lock must know of them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

interface Locked {
  version?: string;
  cpu?: string[];
  dev?: boolean;
  funding?: unknown;
  libc?: string[];
  license?: string;
  optional?: boolean;
  os?: string[];
  optionalDependencies?: Record<string, string>;
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];
const LIBRARIES: Record<string, string> = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

const path = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Locked> };
let added = 0;
for (const parent of Object.values(lock.packages)) {
  // Where to send money is no business of a lock, and the only other hosts it would name.
  delete parent.funding;
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]?.version) continue;
    const words = name.split(/[-/]/);
    const libc = words.map((word) => LIBRARIES[word]).filter((word) => word !== undefined);
    lock.packages[place] = {
      version,
      cpu: words.filter((word) => PROCESSORS.includes(word)),
      ...(parent.dev ? { dev: true } : {}),
      ...(libc.length > 0 ? { libc } : {}),
      license: parent.license,
      optional: true,
      os: words.filter((word) => SYSTEMS.includes(word)),
    };
    added++;
  }
}
const packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${added} builds for other platforms added\n`);
