import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { captureArguments, findCaptureProgram, readProgramWords } from "./capture-program.ts";
import { listInterfaces, parseInterfaces } from "./interfaces.ts";
import { type LiveState, watchInterface } from "./live.ts";

/** Behaves like tcpdump; what it does is told by the name of its interface. */
const SCRIPT = `
const name = process.argv[process.argv.indexOf("-i") + 1];
const { appendFileSync } = require("node:fs");
appendFileSync(__dirname + "/runs-" + name, process.pid + "\\n");
const word = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes; };
const head = Buffer.concat([word(0xa1b23c4d), word(0x00040002), word(0), word(0), word(262144), word(1)]);
const record = (seconds, length) => Buffer.concat([word(seconds), word(7), word(length), word(length), Buffer.alloc(length, 0x11)]);
const report = () => process.stderr.write("5 packets captured\\n9 packets received by filter\\n4 packets dropped by kernel\\n");
process.stdout.on("error", () => process.exit(3));
process.on("SIGTERM", () => { if (name !== "deaf") { report(); process.exit(0); } });
process.on("SIGUSR1", report);
if (name === "denied") { process.stderr.write("tcpdump: denied: You don't have permission to perform this capture on that device\\n"); process.exit(1); }
if (name === "garbage") { process.stdout.write("this is no capture at all"); setInterval(() => {}, 1000); }
else if (name === "mute" || name === "deaf") setInterval(() => {}, 1000);
else if (name === "dying") { process.stdout.write(Buffer.concat([head, record(100, 60), record(101, 60), record(102, 60).subarray(0, 30)]), () => process.exit(1)); }
else if (name === "flood") {
  process.stdout.write(head);
  const many = Buffer.concat(Array.from({ length: 500 }, () => record(200, 1000)));
  const go = () => { while (process.stdout.write(many)); process.stdout.once("drain", go); };
  go();
} else { process.stdout.write(Buffer.concat([head, record(100, 60), record(101, 70)])); setInterval(() => {}, 1000); }
`;

let directory: string;
let path: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-live-"));
  path = join(directory, "tcpdump");
  writeFileSync(path, `#!${process.execPath}\n${SCRIPT}`);
  chmodSync(path, 0o755);
});
after(() => rmSync(directory, { recursive: true }));

const patience = { firstWait: 0.01, longestWait: 0.04, healthy: 60, head: 5, drops: 0.1, end: 0.1 };

function optionsFor(interfaceName: string, more: Partial<typeof patience> = {}) {
  return {
    interfaceName,
    known: [interfaceName],
    program: { kind: "tcpdump" as const, path },
    buffer: 2,
    user: "",
    clock: () => Date.now() / 1000,
    patience: { ...patience, ...more },
  };
}

/** Watches until `enough`, and stops. */
async function watchUntil(
  options: Parameters<typeof watchInterface>[0],
  enough: (state: LiveState) => boolean,
  batch: () => Promise<void> | void = () => {},
): Promise<{ states: LiveState[]; numbers: number[]; lengths: number[]; last: LiveState }> {
  const states: LiveState[] = [];
  const numbers: number[] = [];
  const lengths: number[] = [];
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const watching = watchInterface(options, {
    frame: (frame, number) => {
      if (numbers.length < 100) numbers.push(number);
      if (lengths.length < 100) lengths.push(frame.end - frame.start);
    },
    batch: async () => {
      await batch();
      if (enough(watching.state())) finish();
    },
    state: (state) => {
      states.push(state);
      if (enough(state)) finish();
    },
  });
  await done;
  await watching.stop();
  return { states, numbers, lengths, last: watching.state() };
}

const runs = (name: string) =>
  readFileSync(join(directory, `runs-${name}`), "utf8")
    .trim()
    .split("\n")
    .map(Number);

function assertGone(name: string): void {
  for (const pid of runs(name)) assert.throws(() => process.kill(pid, 0), /ESRCH/, `process ${pid} is still there`);
}

test("packets and the kernel's drops are told; nothing runs after the stop", async () => {
  const { states, numbers, lengths, last } = await watchUntil(
    optionsFor("steady"),
    (state) => state.packets === 2 && state.dropped === 4,
  );
  assert.deepEqual(
    [numbers, lengths],
    [
      [1, 2],
      [60, 70],
    ],
  );
  assert.equal(last.state, "stopped");
  assert.equal(last.dropped, 4);
  assert.equal(last.newest, 101 + 7e-9);
  assert.ok(states.some(({ state }) => state === "watching"));
  assertGone("steady");
});

test("a program that dies is started again, later each time, and numbers go on", async () => {
  const { states, numbers } = await watchUntil(optionsFor("dying"), ({ restarts }) => restarts === 4);
  assert.deepEqual(numbers.slice(0, 8), [1, 2, 3, 4, 5, 6, 7, 8]);
  const waits = states.filter(({ state }) => state === "waiting to restart").map(({ remark }) => remark);
  assert.deepEqual(
    waits.map((remark) => /again in ([\d.]+) s/.exec(remark)?.[1]),
    ["0.01", "0.02", "0.04", "0.04"],
  );
  assertGone("dying");
});

test("a program that writes nothing, or no capture, is ended and started again", async () => {
  const mute = await watchUntil(optionsFor("mute", { head: 0.3 }), ({ restarts }) => restarts === 2);
  assert.match(mute.states.find(({ remark }) => remark !== "")?.remark ?? "", /wrote nothing for 0.3 s/);
  assertGone("mute");
  const garbage = await watchUntil(optionsFor("garbage"), ({ restarts }) => restarts === 1);
  assert.match(garbage.states.find(({ state }) => state === "waiting to restart")?.remark ?? "", /cannot be read/);
  assertGone("garbage");
});

test("a child that does not listen is killed", async () => {
  await watchUntil(optionsFor("deaf", { head: 0.3 }), ({ restarts }) => restarts === 1);
  assertGone("deaf");
});

test("a flood waits for whoever takes the packets, and memory stays small", async () => {
  const before = process.memoryUsage().rss;
  let batches = 0;
  const { last } = await watchUntil(
    optionsFor("flood"),
    () => batches >= 20,
    async () => {
      batches++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  );
  assert.ok(last.packets > 1000, `${last.packets} packets`);
  assert.ok(last.packets < 20 * 3000, `${last.packets} packets`);
  assert.ok(last.pressure > 0.3, `pressure ${last.pressure}`);
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
  assertGone("flood");
});

test("when the parent is killed, its child ends with the next packet", async () => {
  const script = `
    import { watchInterface } from ${JSON.stringify(new URL("live.ts", import.meta.url).href)};
    const program = { kind: "tcpdump", path: ${JSON.stringify(path)} };
    watchInterface(
      { interfaceName: "flood", known: ["flood"], program, buffer: 2, user: "", clock: () => Date.now() / 1000 },
      { frame() {}, batch: () => process.stdout.write("read\\n"), state() {} },
    );`;
  const known = existsSync(join(directory, "runs-flood")) ? runs("flood").length : 0;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(parent.stdout, "data");
  parent.kill("SIGKILL");
  await once(parent, "exit");
  assert.equal(runs("flood").length, known + 1);
  const child = runs("flood").at(-1) as number;
  const isThere = () => {
    try {
      process.kill(child, 0);
      // Where nobody collects orphans they stay as entries of the process table, without running.
      const stat = existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, "utf8") : "";
      return !/^\d+ \(.*\) Z/.test(stat);
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 200 && isThere(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isThere(), false);
});

test("what cannot work is said with its remedy and not tried again", async () => {
  const denied = await watchUntil(optionsFor("denied"), ({ state }) => state === "failed");
  assert.match(denied.states.at(-1)?.remark ?? "", /setcap cap_net_raw,cap_net_admin=eip \/.*tcpdump/);
  assert.equal(runs("denied").length, 1);
  const unknown = await watchUntil({ ...optionsFor("x"), known: ["lo"] }, ({ state }) => state === "failed");
  assert.match(unknown.last.remark, /no interface x/);
  const option = await watchUntil(optionsFor("-w"), ({ state }) => state === "failed");
  assert.match(option.last.remark, /no interface/);
  const absent = await watchUntil({ ...optionsFor("lo"), program: undefined }, ({ state }) => state === "failed");
  assert.match(absent.last.remark, /tcpdump nor dumpcap/);
});

test("arguments are fixed, and words of both programs are understood", () => {
  const wishes = { interfaceName: "eth0", buffer: 16, user: "nobody" };
  assert.deepEqual(
    captureArguments({ kind: "tcpdump", path: "/x" }, wishes).join(" "),
    "-i eth0 -U -n -s 0 -B 16384 --time-stamp-precision=nano -Z nobody -w -",
  );
  assert.deepEqual(captureArguments({ kind: "dumpcap", path: "/x" }, wishes).join(" "), "-q -i eth0 -s 0 -B 16 -w -");
  const dumpcap = { kind: "dumpcap" as const, path: "/usr/bin/dumpcap" };
  const text = "Packets received/dropped on interface 'eth0': 30/12 (pcap:12/dumpcap:0/flushed:0/ps_ifdrop:0) (71.4%)";
  assert.equal(readProgramWords(text, dumpcap, "eth0").dropped, 12);
  assert.equal(
    readProgramWords("4 packets dropped by kernel\n2 packets dropped by interface", dumpcap, "eth0").dropped,
    6,
  );
  assert.match(readProgramWords("tcpdump: eth9: No such device exists", dumpcap, "eth9").problem, /no interface eth9/);
});

test("interfaces are listed with what is known of them", async () => {
  assert.deepEqual(parseInterfaces("1.eth0 [Up, Running]\n2.any (Pseudo-device) [Up]\n3.lo\nnonsense"), [
    { name: "eth0", description: "Up, Running" },
    { name: "any", description: "Pseudo-device, Up" },
    { name: "lo", description: "" },
  ]);
  const listed = (await listInterfaces("")).map(({ name }) => name);
  for (const name of Object.keys(networkInterfaces())) assert.ok(listed.includes(name), name);
});

test("a real tcpdump shows packets of the loopback interface", async (context) => {
  const program = findCaptureProgram(process.env["PATH"] ?? "");
  if (program?.kind !== "tcpdump" || process.getuid?.() !== 0) {
    context.skip("needs tcpdump and root");
    return;
  }
  const socket = createSocket("udp4");
  const timer = setInterval(() => socket.send("bulkhead", 47_808, "127.0.0.1"), 20);
  try {
    const options = {
      ...optionsFor("lo"),
      program,
      user: "nobody",
      patience: { ...patience, firstWait: 1, drops: 0.5 },
    };
    const { last, states } = await watchUntil(options, ({ state, packets }) => state === "failed" || packets >= 5);
    if (states.some(({ state }) => state === "failed")) {
      context.skip(`tcpdump may not capture here: ${last.remark}`);
      return;
    }
    assert.ok(last.packets >= 5);
    assert.ok(Math.abs(last.newest - Date.now() / 1000) < 10);
  } finally {
    clearInterval(timer);
    socket.close();
  }
});
