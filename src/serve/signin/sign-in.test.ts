import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RunningServer } from "../server.ts";
import {
  addPerson,
  addSession,
  addToken,
  type Bench,
  closeBenches,
  makeBench,
  PASSWORD,
  startBench,
} from "../testing.ts";
import { Passwords, problemOfPassword } from "./passwords.ts";

after(closeBenches);

const JSON_HEADERS = { "content-type": "application/json", "x-bulkhead": "test" };

async function post(
  server: RunningServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(`${server.address}/api/v1/${path}`, {
    method: "POST",
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify(body),
  });
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

async function whoIs(server: RunningServer, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${server.address}/api/v1/session`, { headers });
  return ((await response.json()) as { person: { name: string } | null }).person?.name ?? "";
}

describe("a sign-in link", () => {
  test("signs one person in, once, until it expires", async () => {
    const bench = await makeBench();
    const server = await startBench(bench);
    const ada = await addPerson(bench, "viewer");
    const secretOf = (link: string): string => link.split("/enter/")[1] ?? "";
    const secret = secretOf(server.signInLink(ada.id));
    assert.ok(secret.length >= 43);
    const entered = await post(server, "sign-in-link", { secret });
    assert.equal(entered.status, 200);
    assert.equal(await whoIs(server, { cookie: cookieOf(entered) }), ada.name);
    assert.equal((await post(server, "sign-in-link", { secret })).status, 401, "it works once");
    const late = secretOf(server.signInLink(ada.id));
    bench.now += 24 * 3600;
    assert.equal((await post(server, "sign-in-link", { secret: late })).status, 401);
    const locked = secretOf(server.signInLink(ada.id));
    await bench.store.people.putPerson({ ...ada, disabled: true });
    assert.equal((await post(server, "sign-in-link", { secret: locked })).status, 401);
    assert.equal((await post(server, "sign-in-link", { secret: secretOf(server.signInLink("nobody")) })).status, 401);
    const acts = (await bench.store.audit.list(0, 100)).map(({ act, who }) => `${act} ${who}`);
    assert.ok(acts.includes(`sign in by link ${ada.name}`) && acts.includes("fail to use one-time link unknown"));
    await server.close();
  });
});

describe("the first administrator", () => {
  test("is made by a link that works once, and is signed in", async () => {
    const bench = await makeBench();
    const server = await startBench(bench);
    const secret = server.firstLink?.split("/first/")[1] ?? "";
    assert.ok(secret.length >= 43);
    const weak = await post(server, "first-administrator", { secret, name: "Ada", password: "short" });
    assert.equal(weak.status, 422, "a weak password does not spend the link");
    const body = { secret, name: "Ada", password: PASSWORD };
    const [one, other] = await Promise.all([
      post(server, "first-administrator", body),
      post(server, "first-administrator", { ...body, name: "Eve" }),
    ]);
    assert.deepEqual(
      [one.status, other.status].sort((first, second) => first - second),
      [200, 401],
      "two at once cannot both pass",
    );
    const cookie = cookieOf(one.status === 200 ? one : other);
    assert.match(await whoIs(server, { cookie }), /^(Ada|Eve)$/);
    const again = await post(server, "first-administrator", body);
    assert.equal(again.status, 401);
    assert.equal((await bench.store.people.people()).length, 1);
    await server.close();
    const next = await startBench(bench);
    assert.equal(next.firstLink, undefined, "there is no link once somebody exists");
    await next.close();
  });

  test("cannot be made once the link has expired", async () => {
    const bench = await makeBench();
    const server = await startBench(bench);
    const secret = server.firstLink?.split("/first/")[1] ?? "";
    bench.now += 24 * 3600;
    const late = await post(server, "first-administrator", { secret, name: "Ada", password: PASSWORD });
    assert.equal(late.status, 401);
    assert.equal((await bench.store.people.people()).length, 0);
    await server.close();
  });
});

describe("signing in", () => {
  let bench: Bench;
  let server: RunningServer;
  before(async () => {
    bench = await makeBench();
    for (const name of ["ada", "locked", "gone"]) await addPerson(bench, "analyst", name);
    server = await startBench(bench);
  });
  after(async () => await server.close());

  test("sets a cookie that scripts and other sites cannot use", async () => {
    const response = await post(server, "session", { name: "ada", password: PASSWORD });
    assert.equal(response.status, 200);
    const [cookie = ""] = response.headers.getSetCookie();
    assert.match(cookie, /^bulkhead=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    assert.equal(await whoIs(server, { cookie: cookieOf(response) }), "ada");
  });

  test("answers alike for a wrong password, an unknown name and a disabled person", async () => {
    await bench.store.people.putPerson({ ...(await addPerson(bench, "viewer", "off")), disabled: true });
    const answers = await Promise.all(
      [
        { name: "ada", password: "wrong" },
        { name: "nobody", password: PASSWORD },
        { name: "off", password: PASSWORD },
      ].map(async (body) => {
        const response = await post(server, "session", body);
        return [response.status, response.headers.getSetCookie().length, await response.text()];
      }),
    );
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    assert.equal(answers[0]?.[0], 401);
  });

  test("takes as much work for names that nobody has", async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash(PASSWORD);
    const spent = async (known: string | undefined): Promise<number> => {
      const begin = process.hrtime.bigint();
      for (let round = 0; round < 5; round++) assert.equal(await passwords.matches("wrong", known), false);
      return Number(process.hrtime.bigint() - begin);
    };
    await spent(hash);
    const ratio = (await spent(undefined)) / (await spent(hash));
    // No work at all would be under a hundredth.
    assert.ok(ratio > 0.2 && ratio < 5, `ratio ${ratio}`);
    assert.equal(await passwords.matches(PASSWORD, hash), true);
    assert.equal(await passwords.matches("", undefined), false);
  });

  test("locks a name after wrong passwords in a row, known or not, and opens it again", async () => {
    for (const name of ["locked", "stranger"]) {
      for (let round = 0; round < 10; round++) {
        assert.equal((await post(server, "session", { name, password: "wrong" })).status, 401);
      }
      const refused = await post(server, "session", { name, password: PASSWORD });
      assert.equal(refused.status, 423, name);
      assert.ok(Number(refused.headers.get("retry-after")) > 0);
    }
    bench.now += 901;
    assert.equal((await post(server, "session", { name: "locked", password: PASSWORD })).status, 200);
  });

  test("never takes over a session that was there before", async () => {
    const planted = "bulkhead=planted-by-somebody-else-0000000000000000000";
    const one = cookieOf(await post(server, "session", { name: "ada", password: PASSWORD }, { cookie: planted }));
    assert.notEqual(one, planted);
    assert.equal(await whoIs(server, { cookie: planted }), "");
    const other = cookieOf(await post(server, "session", { name: "ada", password: PASSWORD }, { cookie: one }));
    assert.notEqual(other, one);
    assert.equal(await whoIs(server, { cookie: one }), "", "the session before has ended");
    assert.equal(await whoIs(server, { cookie: other }), "ada");
  });

  test("is refused from pages of other origins, so that nobody is signed in as somebody else", async () => {
    const body = { name: "ada", password: PASSWORD };
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) assert.equal((await post(server, "session", body, headers)).status, 403);
    const bare = await fetch(`${server.address}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(bare.status, 403);
    const own = { origin: server.address, "sec-fetch-site": "same-origin" };
    assert.equal((await post(server, "session", body, own)).status, 200);
  });

  test("lasts until the session is idle or too old", async () => {
    const cookie = cookieOf(await post(server, "session", { name: "ada", password: PASSWORD }));
    bench.now += 2 * 3600 - 1;
    assert.equal((await fetch(`${server.address}/api/v1/sites`, { headers: { cookie } })).status, 200, "use counts");
    for (let hour = 0; hour < 21; hour++) {
      bench.now += 3600;
      assert.equal((await fetch(`${server.address}/api/v1/sites`, { headers: { cookie } })).status, 200);
    }
    bench.now += 3601;
    assert.equal(
      (await fetch(`${server.address}/api/v1/sites`, { headers: { cookie } })).status,
      401,
      "a day is enough",
    );
    const idle = cookieOf(await post(server, "session", { name: "ada", password: PASSWORD }));
    bench.now += 2 * 3600;
    assert.equal((await fetch(`${server.address}/api/v1/sites`, { headers: { cookie: idle } })).status, 401);
  });

  test("ends when one signs out, and with a new password everywhere else", async () => {
    const [one, other] = [
      cookieOf(await post(server, "session", { name: "ada", password: PASSWORD })),
      cookieOf(await post(server, "session", { name: "ada", password: PASSWORD })),
    ];
    const changed = await fetch(`${server.address}/api/v1/session/password`, {
      method: "PUT",
      headers: { ...JSON_HEADERS, cookie: one },
      body: JSON.stringify({ old: PASSWORD, password: "quite another sentence" }),
    });
    assert.equal(changed.status, 204);
    assert.equal(await whoIs(server, { cookie: other }), "");
    assert.equal(await whoIs(server, { cookie: one }), "ada");
    assert.equal((await post(server, "session", { name: "ada", password: PASSWORD })).status, 401);
    const out = await fetch(`${server.address}/api/v1/session`, {
      method: "DELETE",
      headers: { "x-bulkhead": "test", cookie: one },
    });
    assert.equal(out.status, 204);
    assert.match(out.headers.getSetCookie()[0] ?? "", /^bulkhead=; .*Max-Age=0/);
    assert.equal(await whoIs(server, { cookie: one }), "");
  });
});

describe("people and tokens", () => {
  let bench: Bench;
  let server: RunningServer;
  let headers: Record<string, string>;
  before(async () => {
    bench = await makeBench();
    server = await startBench(bench);
    headers = { ...JSON_HEADERS, cookie: await addSession(bench, await addPerson(bench, "administrator", "root")) };
  });
  after(async () => await server.close());
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> =>
    await fetch(`${server.address}/api/v1/${path}`, {
      method,
      headers: body === undefined ? { cookie: headers["cookie"] ?? "", "x-bulkhead": "test" } : headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("the last administrator stays one", async () => {
    assert.equal((await ask("DELETE", "people/id-root")).status, 409);
    assert.equal((await ask("PATCH", "people/id-root", { role: "viewer" })).status, 409);
    assert.equal((await ask("PATCH", "people/id-root", { disabled: true })).status, 409);
    await addPerson(bench, "administrator", "second");
    assert.equal((await ask("PATCH", "people/id-second", { role: "viewer" })).status, 200);
  });

  test("who is disabled or removed is out at once, with every token", async () => {
    const person = await addPerson(bench, "analyst", "leaver");
    const cookie = await addSession(bench, person);
    const authorization = await addToken(bench, person, ["read"]);
    const sites = async (as: Record<string, string>): Promise<number> =>
      (await fetch(`${server.address}/api/v1/sites`, { headers: as })).status;
    assert.deepEqual([await sites({ cookie }), await sites({ authorization })], [200, 200]);
    assert.equal((await ask("PATCH", "people/id-leaver", { disabled: true })).status, 200);
    assert.deepEqual([await sites({ cookie }), await sites({ authorization })], [401, 401]);
    assert.equal((await ask("PATCH", "people/id-leaver", { disabled: false })).status, 200);
    assert.deepEqual(
      [await sites({ cookie }), await sites({ authorization })],
      [401, 200],
      "sessions do not come back",
    );
    assert.equal((await ask("DELETE", "people/id-leaver")).status, 204);
    assert.equal(await sites({ authorization }), 401);
  });

  test("a token is shown once, kept as a hash, expires, and loses rights with its person's role", async () => {
    const made = await ask("POST", "tokens", { name: "export", scopes: ["read", "sources"], expires: bench.now + 100 });
    const { secret, token } = (await made.json()) as { secret: string; token: { id: string } };
    assert.match(secret, /^bulkhead_[\w-]{43}$/);
    assert.ok(!JSON.stringify(await bench.store.people.tokens()).includes(secret));
    assert.ok(!(await (await ask("GET", "tokens")).text()).includes(secret));
    const authorization = `Bearer ${secret}`;
    const sites = async (): Promise<number> =>
      (await fetch(`${server.address}/api/v1/sites`, { headers: { authorization } })).status;
    assert.equal(await sites(), 200);
    bench.now += 100;
    assert.equal(await sites(), 401);
    assert.equal((await ask("DELETE", `tokens/${token.id}`)).status, 204);
    const weak = await addPerson(bench, "viewer", "weak");
    const reaching = await addToken(bench, weak, ["sources"]);
    const refused = await fetch(`${server.address}/api/v1/sites/plant/interfaces`, {
      headers: { authorization: reaching },
    });
    assert.equal(refused.status, 403, "a scope lends no role");
  });

  test("nobody sees or removes the tokens of others but an administrator", async () => {
    const [one, other] = [await addPerson(bench, "viewer", "one"), await addPerson(bench, "viewer", "other")];
    await addToken(bench, one, ["read"]);
    const id = (await bench.store.people.tokens()).find(({ person }) => person === one.id)?.id ?? "";
    const cookie = await addSession(bench, other);
    const listed = await fetch(`${server.address}/api/v1/tokens`, { headers: { cookie } });
    assert.deepEqual(await listed.json(), []);
    const removed = await fetch(`${server.address}/api/v1/tokens/${id}`, {
      method: "DELETE",
      headers: { cookie, "x-bulkhead": "test" },
    });
    assert.equal(removed.status, 404);
    assert.equal((await ask("DELETE", `tokens/${id}`)).status, 204);
  });
});

test("passwords are judged by length, and refused when they say little", () => {
  assert.equal(problemOfPassword("correct horse battery", "ada"), "");
  assert.notEqual(problemOfPassword("eleven char", "ada"), "");
  assert.notEqual(problemOfPassword("a".repeat(30), "ada"), "");
  assert.notEqual(problemOfPassword("administrator1", "administrator"), "");
  assert.notEqual(problemOfPassword("x1".repeat(200), "ada"), "");
});
