import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { clientKey, isOwnHost } from "./hosts.ts";
import { type RunningServer, USUAL_CHOICES } from "./server.ts";
import { addPerson, addSession, type Bench, closeBenches, makeBench, NO_ROOM, startBench, until } from "./testing.ts";

after(closeBenches);

const folder = mkdtempSync(join(tmpdir(), "bulkhead-serve-"));
mkdirSync(join(folder, "console"));
writeFileSync(join(folder, "console", "index.html"), "<!doctype html><title>console</title>");
writeFileSync(join(folder, "secret.txt"), "SECRET");
after(() => rmSync(folder, { recursive: true }));

let bench: Bench;
let server: RunningServer;
let cookie: string;
let port: number;
const changing = (): Record<string, string> => ({ cookie, "x-bulkhead": "test", "content-type": "application/json" });
before(async () => {
  bench = await makeBench();
  bench.surroundings.consoleFolder = join(folder, "console");
  server = await startBench(bench, {
    uploadLimit: 100_000,
    times: { ...USUAL_CHOICES.times, headers: 1, body: 1, uploadPause: 1, heartbeat: 0.2 },
    ceilings: { ...USUAL_CHOICES.ceilings, streams: 30, streamsOfPerson: 20, connectionsOfAddress: 60 },
  });
  cookie = await addSession(bench, await addPerson(bench, "administrator"));
  port = Number(new URL(server.address).port);
});
after(async () => await server.close());

/** Nothing else suffers: an ordinary request is answered soon. */
async function isWell(): Promise<void> {
  const begin = process.hrtime.bigint();
  const response = await fetch(`${server.address}/api/v1/sites/plant/devices`, { headers: { cookie } });
  assert.equal(response.status, 200);
  await response.text();
  const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
  assert.ok(milliseconds < 5000, `an ordinary request took ${milliseconds} ms`);
}

/** Sends bytes as they are; answers all that came back until the server closed, or `wait` milliseconds. */
async function raw(text: string, wait = 5000): Promise<{ answer: string; closed: boolean }> {
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    let answer = "";
    const timer = setTimeout(() => {
      resolve({ answer, closed: false });
      socket.destroy();
    }, wait);
    socket.on("data", (bytes) => (answer += bytes.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ answer, closed: true });
    });
  });
}

describe("hostile requests cost nothing but themselves", () => {
  test("bodies that are too large, no JSON, or of another type", async () => {
    const post = async (body: string, type = "application/json"): Promise<Response> =>
      await fetch(`${server.address}/api/v1/sites`, {
        method: "POST",
        headers: { ...changing(), "content-type": type },
        body,
      });
    const cases: [Promise<Response>, number][] = [
      [post(JSON.stringify({ name: "x".repeat(2 << 20) })), 413],
      [post('{"name":'), 400],
      [post('{"name":"x"}', "text/plain"), 415],
      [post("name=x", "application/x-www-form-urlencoded"), 415],
      [post('{"name":1}'), 400],
      [post('{"name":["x"]}'), 400],
      [post('{"name":"x","role":"administrator"}'), 400],
      [post('{"name":"x","__proto__":{"id":"y"}}'), 400],
      [post('{"name":"line\\nbreak"}'), 400],
      [post("null"), 400],
      [post("[".repeat(200_000)), 400],
      [post(""), 400],
    ];
    for (const [index, [promise, status]] of cases.entries()) {
      const response = await promise;
      const text = await response.text();
      assert.equal(response.status, status, `case ${index}: ${text}`);
      assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/);
      const problem = JSON.parse(text) as { type: string; title: string; status: number; detail: string };
      assert.equal(problem.status, status);
      assert.ok(problem.detail.length > 5 && problem.type.startsWith("urn:bulkhead:problem:"));
    }
    assert.equal((await bench.store.sites.sites()).length, 1);
    await isWell();
  });

  test("words of an address that do not fit are refused in words", async () => {
    const cases: [string, number][] = [
      ["sites/plant/devices?limit=0", 400],
      ["sites/plant/devices?limit=1e9", 400],
      ["sites/plant/devices?limit=5&limit=6", 400],
      ["sites/plant/devices?sort=password", 400],
      ["sites/plant/devices?after=%00%00", 400],
      ["sites/plant/devices?at=-1", 400],
      ["sites/plant/devices?at=NaN", 400],
      ["sites/plant/devices/facets/__proto__", 400],
      ["sites/plant/devices/facets/constructor", 400],
      ["sites/plant/journal/density?from=0&to=1e12&span=1", 400],
      ["sites/plant/journal/density?from=0&to=100000000&span=1", 400],
      ["sites/plant/packets.pcapng?frames=1", 400],
      ["sites/plant/captures/-1/frames/1", 400],
      ["sites/plant/captures/0/frames/9999", 410],
      ["sites/nowhere/devices", 404],
      ["sites/PLANT/devices", 404],
      ["sites/plant/devices/none", 404],
      [`sites/plant/devices/${"x".repeat(400)}`, 404],
      ["sites/plant/devices/%E0%A4%A", 400],
      ["people?x=1", 400],
      ["sites?__proto__=1&__proto__=2", 400],
    ];
    for (const [path, status] of cases) {
      const response = await fetch(`${server.address}/api/v1/${path}`, { headers: { cookie } });
      const text = await response.text();
      assert.equal(response.status, status, `${path}: ${text}`);
      assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/, path);
    }
    await isWell();
  });

  test("paths that try to leave the console's folder find nothing", async () => {
    const paths = [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e%2fsecret.txt",
      "/..\\secret.txt",
      "/....//secret.txt",
      "//secret.txt",
      "/secret.txt%00.html",
      "http://127.0.0.1/../secret.txt",
      "/api/v1/sites/plant/views/../../../people",
      `${"/a".repeat(2000)}/../secret.txt`,
    ];
    for (const path of paths) {
      const { answer } = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 (40\d|414)/, path);
      assert.ok(!answer.includes("SECRET"), path);
    }
  });

  test("headers cannot be injected, doubled or smuggled", async () => {
    const host = `Host: 127.0.0.1:${port}`;
    const { answer } = await raw(`GET /healthz HTTP/1.1\r\n${host}\r\nX: y\rInjected: z\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 400/);
    const both = await raw(
      `POST /api/v1/session HTTP/1.1\r\n${host}\r\nX-Bulkhead: 1\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n${host}\r\n\r\n`,
    );
    assert.match(both.answer, /^HTTP\/1\.1 400/);
    assert.ok(!both.answer.includes("bulkhead_"));
    const twice = await raw(`GET /healthz HTTP/1.1\r\n${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    assert.match(twice.answer, /^HTTP\/1\.1 (400|200)/);
    const large = await raw(`GET /healthz HTTP/1.1\r\n${host}\r\nX: ${"y".repeat(100_000)}\r\n\r\n`);
    assert.match(large.answer, /^HTTP\/1\.1 4(00|31)/);
    const named = await fetch(`${server.address}/api/v1/sites`, {
      method: "POST",
      headers: changing(),
      body: JSON.stringify({ name: 'a";\u00e4 x', id: "quoted" }),
    });
    assert.equal(named.status, 200);
    const file = await fetch(`${server.address}/api/v1/sites/quoted/devices.csv`, { headers: { cookie } });
    assert.equal(file.headers.get("content-disposition"), 'attachment; filename="quoted-devices.csv"');
  });

  test("another name for this server is refused, against DNS rebinding", async () => {
    const ask = async (host: string): Promise<number> =>
      await new Promise((resolve, reject) => {
        httpRequest({ port, host: "127.0.0.1", path: "/api/v1/session", headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on("error", reject)
          .end();
      });
    assert.equal(await ask(`evil.example:${port}`), 421);
    assert.equal(await ask("127.0.0.1.evil.example"), 421);
    assert.equal(await ask("[::1]:80"), 200);
    assert.equal(await ask(`localhost:${port}`), 200);
    const { answer } = await raw("GET / HTTP/1.0\r\n\r\n");
    assert.match(answer, /^HTTP\/1\.[01] 4/);
  });

  test("slow headers and slow bodies are cut off", async () => {
    const begin = process.hrtime.bigint();
    const slow = Array.from(
      { length: 20 },
      async () => await raw(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX`, 25_000),
    );
    const head = `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Bulkhead: 1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`;
    const bodies = Array.from({ length: 10 }, async () => await raw(head, 25_000));
    await isWell();
    for (const { closed } of await Promise.all([...slow, ...bodies])) assert.ok(closed);
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    assert.ok(seconds < 20, `it took ${seconds} s`);
  });

  test("too many connections of one address are closed, and others come through when they end", async () => {
    const sockets: Socket[] = [];
    let closed = 0;
    for (let index = 0; index < 100; index++) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.on("close", () => closed++);
      sockets.push(socket);
    }
    await until(() => closed >= 40);
    assert.ok(closed < 100);
    for (const socket of sockets) socket.destroy();
    await until(() => closed === 100);
    await isWell();
  });

  test("an upload that stops, breaks off or is too large leaves nothing", async () => {
    const path = "/api/v1/sites/plant/intakes?name=x.pcap";
    const head = (length: number): string =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nX-Bulkhead: 1\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\n\r\n`;
    const broken = bench.broken;
    const declared = await raw(`${head(1e9)}abc`);
    assert.match(declared.answer, /^HTTP\/1\.1 413/);
    const stalled = await raw(`${head(500)}abc`);
    assert.match(stalled.answer, /^HTTP\/1\.1 408/);
    assert.ok(stalled.closed);
    await raw(`${head(500)}abc`, 100);
    const chunked = await raw(
      `${head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked")}${`4000\r\n${"x".repeat(0x4000)}\r\n`.repeat(10)}`,
    );
    assert.match(chunked.answer, /^HTTP\/1\.1 413/);
    await until(() => bench.broken - broken === 3);
    assert.equal(bench.uploads.size, 0);
    const full = await fetch(`${server.address}${path}`, {
      method: "POST",
      headers: { ...changing(), "content-type": "application/octet-stream" },
      body: new Uint8Array(NO_ROOM),
    });
    assert.equal(full.status, 507);
    const refused = await fetch(`${server.address}${path}`, {
      method: "POST",
      headers: { "x-bulkhead": "test", "content-type": "application/octet-stream" },
      body: new Uint8Array(50_000),
    });
    assert.equal(refused.status, 401, "the body of a stranger is not read");
    await isWell();
  });

  test("an upload keeps only the last part of its name", async () => {
    const path = `/api/v1/sites/plant/intakes?name=${encodeURIComponent("../../etc/passwd")}`;
    const sent = await fetch(`${server.address}${path}`, {
      method: "POST",
      headers: { ...changing(), "content-type": "application/octet-stream" },
      body: new Uint8Array(50),
    });
    assert.equal(((await sent.json()) as { name: string }).name, "passwd");
    assert.equal(bench.uploads.get("passwd"), 50);
  });

  test("many listeners are limited, and there is room again when some leave", async () => {
    const ends: AbortController[] = [];
    const open = async (): Promise<number> => {
      const end = new AbortController();
      ends.push(end);
      const response = await fetch(`${server.address}/api/v1/sites/plant/stream`, {
        headers: { cookie },
        signal: end.signal,
      });
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 25 }, open));
    assert.equal(statuses.filter((status) => status === 200).length, 20);
    assert.equal(statuses.filter((status) => status === 429).length, 5);
    for (let index = 0; index < 50; index++) await bench.change(`flood-${index}`);
    await isWell();
    for (const end of ends) end.abort();
    await until(async () => (await open()) === 200);
    ends.at(-1)?.abort();
  });
});

test("a flood of one address is refused in words, and ends", async () => {
  const other = await makeBench();
  const small = await startBench(other, {
    ceilings: { ...USUAL_CHOICES.ceilings, requestBurst: 20, requestRate: 10, signInRate: 3 },
  });
  const ask = async (): Promise<Response> => await fetch(`${small.address}/healthz`);
  const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await ask()).status));
  assert.equal(statuses.filter((status) => status === 200).length, 20);
  const refused = await ask();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "1");
  other.now += 5;
  assert.equal((await ask()).status, 200);
  const tries: number[] = [];
  for (let round = 0; round < 5; round++) {
    const response = await fetch(`${small.address}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-bulkhead": "1" },
      body: JSON.stringify({ name: "x", password: "y" }),
    });
    tries.push(response.status);
  }
  assert.deepEqual(tries, [401, 401, 401, 429, 429]);
  await small.close();
});

test("clients are counted by address, and by network where one machine has many", () => {
  assert.equal(clientKey("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(clientKey("2001:db8:1:2:3:4:5:6"), clientKey("2001:db8:1:2::9"));
  assert.notEqual(clientKey("2001:db8:1:2::9"), clientKey("2001:db8:1:3::9"));
  assert.equal(clientKey("2001:db8::9"), clientKey("2001:db8:0:0:7::"));
});

test("hosts are read strictly", () => {
  for (const host of ["127.0.0.1:80", "[::1]:80", "localhost", "LOCALHOST:1", "own.example."]) {
    assert.ok(isOwnHost(host, ["own.example"]), host);
  }
  for (const host of [
    "",
    "evil.example",
    "own.example.evil",
    "localhost.evil",
    "[::1",
    "a@127.0.0.1",
    "127.0.0.1/x",
    "2130706433",
  ]) {
    assert.ok(!isOwnHost(host, ["own.example"]), host);
  }
});

test("a sensor cannot be called like an option of a program, and one that cannot start is not kept", async () => {
  for (const target of ["-w/tmp/x", "nowhere0"]) {
    const response = await fetch(`${server.address}/api/v1/sites/plant/sensors`, {
      method: "POST",
      headers: changing(),
      body: JSON.stringify({ name: "x", kind: "interface", target }),
    });
    assert.equal(response.status, 422, target);
  }
  assert.equal((await bench.store.sites.sensors("plant")).length, 1);
});
