import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeCertificate, ownCertificate, readCertificate } from "./certificate.ts";
import { withRouteTable } from "./document.ts";
import { RIGHTS } from "./rights.ts";
import { ROUTES } from "./routes/list.ts";
import { startServer, USUAL_CHOICES } from "./server.ts";
import {
  addPerson,
  addSession,
  addToken,
  closeBenches,
  makeBench,
  PASSWORD,
  startBench,
  testChoices,
  until,
} from "./testing.ts";

after(closeBenches);

const folder = mkdtempSync(join(tmpdir(), "bulkhead-serve-"));
after(() => rmSync(folder, { recursive: true }));
const docs = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "docs");

describe("TLS", () => {
  test("is on outside loopback, with a certificate that browsers can check", async () => {
    const bench = await makeBench();
    bench.now = Date.now() / 1000;
    const server = await startBench(bench, {
      host: "0.0.0.0",
      folder: join(folder, "tls"),
      names: ["monitor.example"],
    });
    assert.match(server.address, /^https:/);
    const { port } = new URL(server.address);
    const ca = readFileSync(join(folder, "tls", "certificate.pem"), "utf8");
    assert.equal(statSync(join(folder, "tls", "certificate-key.pem")).mode & 0o777, 0o600);
    const ask = async (
      host: string,
      servername: string,
    ): Promise<{ status: number; headers: Record<string, unknown> }> =>
      await new Promise((resolve, reject) => {
        // The certificate itself is the only authority: Node checks signature, time, purpose and name.
        const options = { host: "127.0.0.1", port, path: "/api/v1/session", ca, servername, headers: { host } };
        get(options, (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        }).on("error", reject);
      });
    const { status, headers } = await ask("monitor.example", "monitor.example");
    assert.equal(status, 200);
    assert.match(String(headers["strict-transport-security"]), /max-age/);
    assert.equal((await ask(`localhost:${port}`, "localhost")).status, 200);
    assert.equal((await ask("other.example", "localhost")).status, 421);
    await assert.rejects(ask("other.example", "other.example"), /altnames/);
    await server.close();
  });

  test("takes over a renewed certificate while it runs, and keeps the one in use when files are damaged", async () => {
    const bench = await makeBench();
    const files = { certificate: join(folder, "given.pem"), key: join(folder, "given-key.pem") };
    const put = (name: string): string => {
      const { cert, key } = makeCertificate([name, "127.0.0.1"], Date.now() / 1000);
      writeFileSync(files.certificate, cert);
      writeFileSync(files.key, key);
      return cert;
    };
    const lines: string[] = [];
    const first = put("first.example");
    const times = { ...USUAL_CHOICES.times, certificate: 0.05 };
    const server = await startBench(bench, { certificate: files, times, log: { write: (line) => lines.push(line) } });
    const works = async (ca: string): Promise<boolean> =>
      await new Promise((resolve) => {
        get(`${server.address}/healthz`, { ca, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        }).on("error", () => resolve(false));
      });
    assert.equal(await works(first), true);
    writeFileSync(files.certificate, "damaged");
    await until(() => lines.some((line) => line.includes("cannot be read")));
    assert.equal(await works(first), true);
    const second = put("second.example");
    await until(async () => await works(second));
    assert.equal(await works(first), false);
    await server.close();
  });

  test("keeps its certificate, and makes another before it ends or for a new name", () => {
    const kept = join(folder, "kept");
    const now = 1_800_000_000;
    const { cert } = ownCertificate(kept, ["one.example"], now);
    assert.equal(ownCertificate(kept, ["one.example"], now + 300 * 86_400).cert, cert);
    const later = ownCertificate(kept, ["one.example"], now + 370 * 86_400).cert;
    assert.notEqual(later, cert);
    const renamed = new X509Certificate(ownCertificate(kept, ["two.example"], now + 370 * 86_400).cert);
    assert.ok(renamed.checkHost("two.example"));
    writeFileSync(join(kept, "certificate.pem"), "damaged");
    assert.ok(new X509Certificate(ownCertificate(kept, ["two.example"], now).cert).checkHost("two.example"));
  });

  test("states names and addresses of both kinds, and takes no key of another certificate", () => {
    const one = makeCertificate(["a.example", "192.0.2.7", "2001:db8::7", "::1"], 1_800_000_000);
    const certificate = new X509Certificate(one.cert);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.equal(certificate.ca, false);
    assert.ok(certificate.checkHost("a.example") && certificate.checkIP("192.0.2.7") && certificate.checkIP("::1"));
    assert.ok(certificate.checkIP("2001:db8::7"));
    assert.equal(certificate.checkIP("192.0.2.8"), undefined);
    const [cert, key] = [join(folder, "a.pem"), join(folder, "b.pem")];
    writeFileSync(cert, one.cert);
    writeFileSync(key, makeCertificate([], 1_800_000_000).key);
    assert.throws(() => readCertificate(cert, key), /is not the key/);
  });

  test("marks its cookies Secure, bound to the host", async () => {
    const bench = await makeBench();
    bench.now = Date.now() / 1000;
    await addPerson(bench, "viewer");
    const server = await startBench(bench, { secure: true, folder: join(folder, "cookie") });
    const ca = readFileSync(join(folder, "cookie", "certificate.pem"), "utf8");
    const { request } = await import("node:https");
    const cookies = await new Promise<string[]>((resolve, reject) => {
      const headers = { "content-type": "application/json", "x-bulkhead": "1" };
      const sent = request(`${server.address}/api/v1/session`, { method: "POST", ca, headers }, (response) => {
        response.resume();
        resolve(response.headers["set-cookie"] ?? []);
      });
      sent.on("error", reject);
      sent.end(JSON.stringify({ name: "viewer", password: PASSWORD }));
    });
    assert.match(cookies[0] ?? "", /^__Host-bulkhead=.*Path=\/;.*HttpOnly; SameSite=Strict; Secure$/);
    await server.close();
  });
});

describe("the console's files", () => {
  test("are served with types, ETags and caching, and unknown pages lead to index.html", async () => {
    const files = join(folder, "console");
    mkdirSync(join(files, "assets"), { recursive: true });
    writeFileSync(join(files, "index.html"), `<!doctype html>${" ".repeat(2000)}`);
    writeFileSync(join(files, "assets", "index-Ab12Cd34.js"), `/* ${"x".repeat(5000)} */`);
    const bench = await makeBench();
    bench.surroundings.consoleFolder = `./${relative(process.cwd(), files)}/`;
    const server = await startBench(bench);
    const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
      await fetch(server.address + path, { headers: { "accept-encoding": "identity", ...headers } });
    const script = await ask("/assets/index-Ab12Cd34.js");
    assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.match(script.headers.get("cache-control") ?? "", /immutable/);
    const packed = await ask("/assets/index-Ab12Cd34.js", { "accept-encoding": "br, gzip" });
    assert.equal(packed.headers.get("content-encoding"), "br");
    assert.equal(await packed.text(), await script.text());
    assert.notEqual(packed.headers.get("etag"), script.headers.get("etag"));
    const again = await ask("/assets/index-Ab12Cd34.js", { "if-none-match": script.headers.get("etag") ?? "" });
    assert.equal(again.status, 304);
    const page = await ask("/some/page", { accept: "text/html" });
    assert.equal(page.status, 200);
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.equal(
      page.headers.get("content-security-policy"),
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    );
    for (const name of ["x-content-type-options", "x-frame-options", "referrer-policy", "cross-origin-opener-policy"]) {
      assert.ok(page.headers.has(name), name);
    }
    assert.equal((await ask("/assets/none.js")).status, 404);
    assert.equal((await ask("/api/v1/nothing", { accept: "text/html" })).status, 404);
    assert.equal((await fetch(`${server.address}/`, { method: "POST", headers: { accept: "text/html" } })).status, 404);
    await server.close();
  });
});

describe("exports", () => {
  test("hold every row that the list has, and no formula", async () => {
    const bench = await makeBench();
    const server = await startBench(bench);
    const headers = { cookie: await addSession(bench, await addPerson(bench, "viewer")) };
    const ask = async (path: string): Promise<string> =>
      await (await fetch(`${server.address}/api/v1/sites/plant/${path}`, { headers })).text();
    const csv = await ask("devices.csv");
    assert.match(csv, /\r\nd2,"'=cmd\|""calc""!A1",/);
    for (let index = 0; index < 2345; index++) await bench.change(`x${index}`);
    assert.equal((await ask("devices.csv")).split("\r\n").length, 2345 + 2 + 2);
    assert.equal((JSON.parse(await ask("devices.json")) as unknown[]).length, 2347);
    assert.equal((JSON.parse(await ask("devices.json?role=plc")) as unknown[]).length, 1);
    assert.equal((JSON.parse(await ask("journal.json?kinds=device")) as unknown[]).length, 2347);
    assert.deepEqual(JSON.parse(await ask("devices.json?role=phone")), []);
    assert.equal((await ask("devices.csv?role=phone")).split("\r\n").length, 2);
    const chosen = await ask("devices.csv?columns=role&columns=address&columns=role&zone=Cell&sort=label");
    assert.equal(
      chosen,
      "role,address\r\nplc,10.0.0.1\r\n",
      "the chosen columns in their order, and what the filters let through",
    );
    assert.match(await ask("devices.csv?columns=password"), /bad-request/);
    let [rows, after] = [0, ""];
    do {
      const page = JSON.parse(await ask(`devices?limit=1000&after=${encodeURIComponent(after)}`)) as {
        rows: unknown[];
        total: number;
        next: string;
      };
      assert.equal(page.total, 2347);
      rows += page.rows.length;
      after = page.next;
    } while (after !== "");
    assert.equal(rows, 2347);
    await server.close();
  });
});

describe("what lists are asked by", () => {
  test("filters by text, number, truth and address, and by several values", async () => {
    const bench = await makeBench();
    const server = await startBench(bench);
    const headers = { authorization: await addToken(bench, await addPerson(bench, "viewer"), ["read"]) };
    const count = async (path: string): Promise<number> => {
      const response = await fetch(`${server.address}/api/v1/sites/plant/${path}`, { headers });
      assert.equal(response.status, 200, path);
      return ((await response.json()) as { total: number }).total;
    };
    assert.equal(await count("devices?role=plc&role=hmi"), 2);
    assert.equal(await count("devices?role=plc"), 1);
    assert.equal(await count("devices?level=1"), 2, "a level that looks like a number");
    assert.equal(await count("devices?address=10.0.0.2"), 1);
    assert.equal(await count("devices?needsReview=true"), 0);
    assert.equal(await count("devices?needsReview=false"), 2);
    assert.equal(await count("links?port=502"), 1);
    assert.equal(await count("links?port=503"), 0);
    assert.equal(await count("links?device=d1"), 1);
    assert.equal(await count("points?device=d2"), 1, "a reader counts");
    assert.equal(await count("devices?search=plc+1"), 1);
    assert.equal(await count("devices?at=50"), 0, "before the first change");
    await server.close();
  });
});

test("the log is JSON lines that hold no secret", async () => {
  const lines: string[] = [];
  const bench = await makeBench();
  const person = await addPerson(bench, "viewer");
  const authorization = await addToken(bench, person, ["read"]);
  const server = await startBench(bench, { log: { write: (line) => lines.push(line) } });
  const cookie = await addSession(bench, person);
  const link = server.firstLink ?? "none";
  const json = { "content-type": "application/json", "x-bulkhead": "1" };
  const asks: [string, RequestInit][] = [
    ["session", { method: "POST", headers: json, body: JSON.stringify({ name: "viewer", password: PASSWORD }) }],
    ["session", { method: "POST", headers: json, body: JSON.stringify({ name: PASSWORD, password: "x" }) }],
    ["session", { method: "POST", headers: json, body: `{"password":"${PASSWORD}"` }],
    ["session/openid/return?code=very-secret-code", {}],
    ["sites/plant/devices?search=very-secret-search", { headers: { authorization } }],
    ["sites", { headers: { cookie } }],
    ["%zz?secret=very-secret", {}],
  ];
  for (const [path, init] of asks) await (await fetch(`${server.address}/api/v1/${path}`, init)).text();
  bench.store.sites.sites = async () => await Promise.reject(new Error("broken on purpose"));
  const failed = await fetch(`${server.address}/api/v1/sites`, { headers: { cookie, authorization } });
  assert.equal(failed.status, 500);
  assert.ok(!(await failed.text()).includes("on purpose"), "the answer does not tell what the log tells");
  await server.close();
  const all = lines.join("");
  assert.ok(lines.length >= asks.length);
  for (const line of lines) {
    const { level, time, event } = JSON.parse(line) as { level: string; time: string; event: string };
    assert.match(level, /^(info|warn|error)$/);
    assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(typeof event, "string");
  }
  assert.match(all, /broken on purpose/);
  assert.match(all, /"route":"signIn"/);
  for (const secret of [PASSWORD, "very-secret", cookie.slice(9), authorization.slice(7), link]) {
    assert.ok(!all.includes(secret), secret);
  }
  const audit = JSON.stringify(await bench.store.audit.list(0, 100));
  assert.ok(!audit.includes(PASSWORD), "a password typed as a name is not written down");
});

test("metrics are for the machine itself and for tokens", async () => {
  const bench = await makeBench();
  const server = await startBench(bench);
  const authorization = await addToken(bench, await addPerson(bench, "viewer"), ["metrics"]);
  const text = await (await fetch(`${server.address}/metrics`, { headers: { authorization } })).text();
  assert.match(text, /^# TYPE bulkhead_store_bytes gauge$/m);
  assert.match(text, /^bulkhead_journal_sequence\{site="plant"\} 7$/m);
  for (const line of text.trimEnd().split("\n")) {
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+)$/);
  }
  const local = await fetch(`${server.address}/metrics`);
  assert.equal(local.status, 200);
  const proxied = await fetch(`${server.address}/metrics`, { headers: { "x-forwarded-for": "192.0.2.1" } });
  assert.equal(proxied.status, 401);
  await server.close();
});

test("a port in use is told in words", async () => {
  const bench = await makeBench();
  const { address, close } = await startBench(bench);
  const port = Number(new URL(address).port);
  await assert.rejects(startBench(await makeBench(), { port }), /port \d+: another program uses it/);
  await close();
});

test("a route without a right stops the start", async () => {
  const bench = await makeBench();
  const rights = RIGHTS as Record<string, unknown>;
  const kept = rights["journal"];
  delete rights["journal"];
  try {
    await assert.rejects(startServer(bench.surroundings, testChoices()), /journal has no entry in RIGHTS/);
  } finally {
    rights["journal"] = kept;
  }
});

test("the table of routes in docs/api.md is the one of the code, and its examples name routes that are there", () => {
  const text = readFileSync(join(docs, "api.md"), "utf8");
  assert.equal(withRouteTable(text), text, "npm run documents makes it anew");
  const paths = ROUTES.map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`));
  const named = [...text.matchAll(/(?:http:\/\/127\.0\.0\.1:8410|GET |POST )(\/api\/v1\/[^\s'?`]+)/g)].map(
    ([, path = ""]) => path,
  );
  assert.ok(named.length >= 8);
  for (const path of named)
    assert.ok(
      paths.some((pattern) => pattern.test(path)),
      path,
    );
});
