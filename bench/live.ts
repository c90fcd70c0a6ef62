// The monitor on a wire at a given load, on a virtual cable of this machine: npm run bench:live [-- PACKETS/S SECONDS]
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simulateSite } from "../src/simulate/write.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const SENDER = fileURLToPath(new URL("./live-sender.py", import.meta.url));
const [NEAR, FAR] = ["bulkhead-near", "bulkhead-far"];
/** Load and time when nothing is said; where packets are dropped, lower loads follow until none is. */
const RATE = 100_000;
const SECONDS = 60;
const STEP = 0.8;
const LOWEST = 5000;
/** Packets per second of traffic time of the campus, less a margin: tells how long it must be simulated. */
const CAMPUS_RATE = 420;
/** Seconds that the monitor gets to read what the kernel still holds. */
const SETTLE = 4;

const folder = mkdtempSync(join(tmpdir(), "bulkhead-bench-live-"));
process.on("exit", () => {
  spawnSync("ip", ["link", "del", NEAR]);
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
process.exit(await main());

async function main(): Promise<number> {
  const [rate = RATE, seconds = SECONDS] = process.argv.slice(2).map(Number);
  const missing = makeCable();
  if (missing !== "") {
    console.log(`Not measured: ${missing}`);
    return 1;
  }
  const file = join(folder, "campus.pcapng");
  const length = Math.ceil((rate * seconds) / CAMPUS_RATE);
  simulateSite({ site: "campus", out: file, duration: length * 1e9, truth: "" });
  console.log(`The campus of the site library, sent over a virtual cable for ${seconds} s.\n`);
  console.log(
    "| packets/s asked | packets/s sent | sent | read | dropped | CPU s monitor | CPU s tcpdump | seconds behind at most | peak MB |",
  );
  console.log("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (let load = rate; load >= LOWEST; load *= STEP) {
    if (await isRead(file, load, seconds)) return load === rate ? 0 : 1;
  }
  return 1;
}

/** Makes a cable of two interfaces that nothing else speaks on; answers why it cannot, or "". */
function makeCable(): string {
  if (spawnSync("python3", ["--version"]).status !== 0) return "it needs python3 to send whole frames.";
  const run = (...words: string[]): string => {
    const { status, stderr, error } = spawnSync("ip", words, { encoding: "utf8" });
    return status === 0 ? "" : `ip ${words.join(" ")}: ${error?.message ?? stderr.trim()}.`;
  };
  const made = run("link", "add", NEAR, "type", "veth", "peer", "name", FAR);
  if (made !== "") return `${made} It takes Linux, iproute2 and root.`;
  for (const end of [NEAR, FAR]) {
    const path = `/proc/sys/net/ipv6/conf/${end}/disable_ipv6`;
    if (existsSync(path)) spawnSync("sh", ["-c", `echo 1 > ${path}`]);
    const up = run("link", "set", end, "mtu", "9000", "arp", "off", "up");
    if (up !== "") return up;
  }
  return "";
}

/** Sends at a load, prints what became of it; answers whether everything was read. */
async function isRead(file: string, load: number, seconds: number): Promise<boolean> {
  const data = mkdtempSync(join(folder, "data-"));
  const words = ["serve", "--json", "--data", data, "--listen", "127.0.0.1:0", "--interface", FAR];
  const monitor = spawn(process.execPath, [...process.execArgv, MAIN, ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  monitor.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  while (!text.includes('"event":"listening"')) await once(monitor.stdout, "data");
  const { address } = JSON.parse(text.split("\n").find((line) => line.includes('"listening"')) ?? "{}") as {
    address: string;
  };
  const numbers = async (): Promise<{ packets: number; dropped: number; behind: number }> => {
    const metrics = await (await fetch(`${address}/metrics`)).text();
    const of = (name: string): number =>
      Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, "m").exec(metrics)?.[1] ?? -1);
    return {
      packets: of("bulkhead_sensor_packets_total"),
      dropped: of("bulkhead_sensor_dropped_total"),
      behind: of("bulkhead_sensor_behind_seconds"),
    };
  };
  while ((await numbers()).packets < 0 || capturing(monitor.pid as number) === 0) await pause(0.2);
  await pause(1);
  const sender = spawn("python3", [SENDER, file, NEAR, String(load), String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  sender.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
  const sending = once(sender, "exit");
  let [behind, peak] = [0, 0];
  const look = setInterval(() => {
    peak = Math.max(peak, residentOf(monitor.pid as number));
    void numbers().then(
      (now) => (behind = Math.max(behind, now.behind)),
      () => undefined,
    );
  }, 1000);
  await sending;
  await pause(SETTLE);
  // Drops are asked for every 5 s.
  for (let waited = 0, before = -1; waited < 30; waited += SETTLE + 2) {
    const { packets } = await numbers();
    if (packets === before) break;
    before = packets;
    await pause(SETTLE + 2);
  }
  clearInterval(look);
  const { packets, dropped } = await numbers();
  const own = cpuOf(monitor.pid as number);
  const child = cpuOf(capturing(monitor.pid as number));
  const [sent = 0, took = 1] = told.split(" ").map(Number);
  const gone = once(monitor, "exit");
  monitor.kill("SIGTERM");
  await gone;
  rmSync(data, { recursive: true });
  const round = (value: number): string => Math.round(value).toLocaleString("en-US");
  const cells = [round(load), round(sent / took), round(sent), round(packets), round(dropped)];
  console.log(`| ${[...cells, own.toFixed(1), child.toFixed(1), behind.toFixed(1), round(peak / 1e6)].join(" | ")} |`);
  return dropped === 0 && packets >= sent && sent / took >= load * 0.99;
}

/** The capture program that a monitor started; 0 when there is none yet. */
function capturing(parent: number): number {
  const { stdout } = spawnSync("pgrep", ["-P", String(parent), "tcpdump|dumpcap"], { encoding: "utf8" });
  return Number(stdout.trim().split("\n")[0] ?? 0);
}

/** User and system time of a process, seconds: fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
}

async function pause(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
