// The monitor with a large site stored: how soon it answers, and how fast. npm run bench:api
import { spawn } from "node:child_process";

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Finding, Link, ProcessPoint } from "../src/model/assessment.ts";
import type { Thing } from "../src/model/journal.ts";
import { hashOf } from "../src/serve/signin/secrets.ts";
import { deviceThing, makeBatch } from "../src/store/laws.ts";
import { openSqliteStore } from "../src/store/sqlite/store.ts";

const DEVICES = 10_000;
const LINKS = 100_000;
const POINTS = 20_000;
const FINDINGS = 500;
const CHANGES = 50_000;
const ROUNDS = 21;
/** Milliseconds at the median that lists may take, and seconds until the first answer. */
const LIST_FLOOR = 50;
const START_FLOOR = 3;
const EVIDENCE = { capture: 0, frame: 1, start: 0, end: 4, time: 900 };
const SECRET = "bulkhead_secret-of-the-bench";
const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const REQUESTS: readonly (readonly [name: string, path: string, isList: boolean])[] = [
  ["devices, first page", "devices?limit=100", true],
  ["devices, by maker, descending", "devices?limit=100&sort=vendor&descending=true", true],
  ["devices, one role", "devices?limit=100&role=plc", true],
  ["devices, search", "devices?limit=100&search=10.0.3", true],
  ["links, first page", "links?limit=100", true],
  ["links, one protocol by last seen", "links?limit=100&protocol=modbus&sort=lastSeen&descending=true", true],
  ["links, search", "links?limit=100&search=10.0.3.7", true],
  ["links of a device", "links?limit=100&device=d77", true],
  ["points, first page", "points?limit=100", true],
  ["findings, first page", "findings?limit=100", true],
  ["links, how many per protocol", "links/facets/protocol?limit=1", false],
  ["one device", "devices/d77", false],
  ["summary", "summary", false],
  ["changes, newest", "journal?limit=200", false],
  ["devices as of an earlier moment", "devices?limit=100&at=1500", false],
  ["map: every device", "map/devices", false],
  ["map: every link", "map/links", false],
];

const folder = mkdtempSync(join(tmpdir(), "bulkhead-bench-api-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.exit(await main());

async function main(): Promise<number> {
  const filled = performance.now();
  await fill();
  console.log(
    `${DEVICES} devices, ${LINKS} links, ${POINTS} points, ${FINDINGS} findings, ${CHANGES} changes stored in ${((performance.now() - filled) / 1000).toFixed(1)} s`,
  );
  const begun = performance.now();
  const words = [...process.execArgv, MAIN, "serve", "--json", "--data", folder, "--listen", "127.0.0.1:0"];
  const server = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => server.kill("SIGKILL"));
  let text = "";
  server.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  while (!text.includes('"event":"listening"')) await once(server.stdout, "data");
  const { address } = JSON.parse(text.split("\n").find((line) => line.includes('"listening"')) ?? "{}") as {
    address: string;
  };
  const ask = async (path: string): Promise<number> => {
    const from = performance.now();
    const answer = await fetch(`${address}/api/v1/sites/site/${path}`, {
      headers: { authorization: `Bearer ${SECRET}` },
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.slice(0, 300)}`);
    return performance.now() - from;
  };
  await ask("devices?limit=1");
  const start = (performance.now() - begun) / 1000;
  console.log(`start until the first answer: ${start.toFixed(2)} s (floor ${START_FLOOR} s)\n`);
  console.log("| request | median ms | 95 % ms |\n|---|--:|--:|");
  let isMissed = start > START_FLOOR;
  for (const [name, path, isList] of REQUESTS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await ask(path));
    times.sort((one, other) => one - other);
    const median = times[Math.floor(ROUNDS / 2)] as number;
    console.log(`| ${name} | ${median.toFixed(1)} | ${(times[Math.floor(ROUNDS * 0.95)] as number).toFixed(1)} |`);
    isMissed ||= isList && median > LIST_FLOOR;
  }
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
  return isMissed ? 1 : 0;
}

async function fill(): Promise<void> {
  const store = openSqliteStore(folder, () => Date.now() / 1000);
  await store.sites.putSite({ id: "site", name: "Site", created: 1 });
  await store.people.putPerson({
    id: "p",
    name: "Bench",
    role: "administrator",
    password: "",
    subject: "",
    disabled: false,
    failures: 0,
    lockedUntil: 0,
    created: 1,
    lastSignIn: 0,
  });
  await store.people.putToken({
    id: "t",
    hash: hashOf(SECRET),
    name: "bench",
    person: "p",
    scopes: ["read"],
    created: 1,
    lastUsed: 0,
    expires: 0,
  });
  const roles = ["plc", "hmi", "sensor", "camera", "switch"] as const;
  const device = (index: number, owner = ""): Thing =>
    deviceThing(`d${index}`, {
      label: `device ${index}`,
      ips: [`10.0.${index >> 8}.${index & 255}`],
      vendor: `Maker ${index % 40}`,
      role: roles[index % roles.length] as (typeof roles)[number],
      owner,
    });
  const things: Thing[] = [
    ...Array.from({ length: DEVICES }, (_, index) => device(index)),
    ...Array.from({ length: LINKS }, (_, index) => linkThing(index)),
    ...Array.from({ length: POINTS }, (_, index) => pointThing(index)),
    ...Array.from({ length: FINDINGS }, (_, index) => findingThing(index)),
  ];
  for (let from = 0; from < things.length; from += 5000) {
    const steps = things.slice(from, from + 5000).map((after) => ({ after }));
    await store.journal.append(makeBatch("site", 1000, steps));
  }
  for (let from = 0; from < CHANGES; from += 1000) {
    const steps = Array.from({ length: 1000 }, (_, step) => {
      const index = (from + step) % DEVICES;
      const round = Math.floor((from + step) / DEVICES);
      return { before: device(index, round === 0 ? "" : `owner ${round - 1}`), after: device(index, `owner ${round}`) };
    });
    await store.journal.append(makeBatch("site", 1001 + from / 50, steps));
  }
  await store.close();
}

function linkThing(index: number): Thing {
  const [client, server] = [index % DEVICES, (index * 7 + 1) % DEVICES];
  const body: Link = {
    ...{ id: `l${index}`, client: `d${client}`, server: `d${server}` },
    clientAddress: `10.0.${client >> 8}.${client & 255}`,
    serverAddress: `10.0.${server >> 8}.${server & 255}`,
    protocol: ["modbus", "s7comm", "opcua", "mqtt"][index % 4] ?? "",
    ...{ transport: "tcp", port: 502, vlans: [], flows: 1, frames: index, bytes: index * 100, bytesToServer: 0 },
    ...{
      firstSeen: 900,
      lastSeen: 1000 + (index % 1000),
      rolesFrom: "handshake",
      oneSided: false,
      encrypted: false,
      act: "read",
    },
    operations: [
      {
        operation: "read holding registers",
        act: "read",
        requests: 9,
        responses: 9,
        refused: 0,
        outcomes: [],
        targets: ["holding register 0-9"],
        moreTargets: 0,
        evidence: EVIDENCE,
      },
    ],
    evidence: EVIDENCE,
  };
  return { kind: "link", id: body.id, body };
}

function pointThing(index: number): Thing {
  const body: ProcessPoint = {
    ...{
      id: `p${index}`,
      device: `d${index % DEVICES}`,
      part: "",
      label: `holding register ${index}`,
      protocol: "modbus",
    },
    ...{
      space: "holding register",
      name: "",
      index,
      type: "uint16",
      last: index,
      quality: "good",
      minimum: 0,
      maximum: index,
    },
    ...{ changes: 3, reads: 9, writes: 0, period: 1, readers: [`d${(index + 1) % DEVICES}`], writers: [] },
    ...{ firstSeen: 900, lastSeen: 1000, evidence: EVIDENCE },
  };
  return { kind: "point", id: body.id, body };
}

function findingThing(index: number): Thing {
  const body: Finding = {
    ...{
      id: `f${index}`,
      detection: "skips-levels",
      severity: "medium",
      title: `Finding ${index}`,
      detail: "",
      why: "",
    },
    ...{
      weighedAs: "OT",
      threatens: [],
      check: "",
      advice: [],
      falseAlarm: "",
      techniques: [],
      checks: [],
      confidence: 0.8,
    },
    ...{ devices: [`d${index}`], links: [`l${index}`], count: 1, firstSeen: 900, lastSeen: 1000, evidence: [EVIDENCE] },
  };
  return { kind: "finding", id: body.id, body };
}
