import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
// @ts-expect-error: it ships no types, and four words of it are used
import { Provider } from "oidc-provider";
import type { RunningServer } from "../server.ts";
import { addPerson, type Bench, closeBenches, makeBench, startBench } from "../testing.ts";
import { roleOf } from "./openid.ts";

after(closeBenches);

const SECRET = "a-secret-of-the-client-for-tests";
const GROUPS: Readonly<Record<string, string[]>> = { ada: ["plant-ops", "staff"], eve: ["visitors"] };

/** Cookies of one browser, by host. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  cookie(host: string): string {
    return Array.from(this.jars.get(host) ?? [], ([name, value]) => `${name}=${value}`).join("; ");
  }

  async go(address: string, body?: URLSearchParams): Promise<Response> {
    const { host } = new URL(address);
    const response = await fetch(address, {
      redirect: "manual",
      method: body === undefined ? "GET" : "POST",
      headers: { cookie: this.cookie(host), accept: "text/html" },
      ...(body === undefined ? {} : { body }),
    });
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /Max-Age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects and the provider's two forms until the server's own page; answers it. */
  async signIn(server: RunningServer, login: string): Promise<Response> {
    let address = `${server.address}/api/v1/session/openid`;
    let response = await this.go(address);
    for (let step = 0; step < 15; step++) {
      const next = response.headers.get("location");
      if (next !== null) {
        address = new URL(next, address).href;
        response = await this.go(address);
        continue;
      }
      if (new URL(address).host === new URL(server.address).host) return response;
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
      assert.notEqual(action, "", page.slice(0, 1000));
      address = new URL(action, address).href;
      response = await this.go(address, new URLSearchParams({ prompt, login, password: "any" }));
    }
    throw new Error("signing in does not end");
  }
}

describe("signing in by OpenID Connect", () => {
  let bench: Bench;
  let server: RunningServer;
  const provider = createServer();
  before(async () => {
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    bench = await makeBench();
    await addPerson(bench, "administrator", "ada");
    const roles = { viewer: ["staff"], analyst: [], operator: ["plant-ops"], administrator: [] };
    server = await startBench(bench, {
      openId: { issuer, client: "bulkhead", secret: SECRET, claim: "groups", roles },
    });
    const { warn, info } = console;
    // The provider says that it is for development; nobody needs to read that here.
    console.warn = () => {};
    console.info = () => {};
    const oidc = new Provider(issuer, {
      clients: [
        {
          client_id: "bulkhead",
          client_secret: SECRET,
          redirect_uris: [`${server.address}/api/v1/session/openid/return`],
          grant_types: ["authorization_code"],
          response_types: ["code"],
        },
      ],
      claims: { openid: ["sub", "groups"], profile: ["preferred_username"] },
      conformIdTokenClaims: false,
      cookies: { keys: ["for tests"] },
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, groups: GROUPS[id] ?? [], preferred_username: id }),
      }),
    }) as { callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void> };
    console.warn = warn;
    console.info = info;
    const handle = oidc.callback();
    provider.on("request", (request, response) => {
      void handle(request, response);
    });
  });
  after(async () => {
    await server.close();
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  test("makes a person with the role of the groups, apart from others of that name", async () => {
    const browser = new Browser();
    const page = await browser.signIn(server, "ada");
    assert.equal(page.status, 200, await page.text());
    const cookie = browser.cookie(new URL(server.address).host);
    assert.match(cookie, /^bulkhead=[\w-]{43}$/, "the cookie of the way there is gone");
    const session = await fetch(`${server.address}/api/v1/session`, { headers: { cookie } });
    const { person } = (await session.json()) as { person: { name: string; role: string } };
    assert.deepEqual([person.name, person.role], ["ada (2)", "operator"]);
    await new Browser().signIn(server, "ada");
    assert.equal((await bench.store.people.people()).length, 2, "the second time it is the same person");
    assert.equal((await bench.store.audit.list(0, 1))[0]?.act, "sign in");
  });

  test("refuses who has no group of a role, and who is disabled here", async () => {
    const page = await new Browser().signIn(server, "eve");
    assert.equal(page.status, 401);
    assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(await page.text(), /no group of yours.*<a href="\/">Back to signing in/);
    const ada = (await bench.store.people.people()).find(({ subject }) => subject !== "");
    assert.ok(ada);
    await bench.store.people.putPerson({ ...ada, disabled: true });
    assert.equal((await new Browser().signIn(server, "ada")).status, 401);
    await bench.store.people.putPerson({ ...ada, disabled: false });
  });

  test("refuses an answer that this browser did not ask for, or that was used before", async () => {
    const begun = new Browser();
    await begun.go(`${server.address}/api/v1/session/openid`);
    const forged = await begun.go(`${server.address}/api/v1/session/openid/return?code=stolen&state=guessed`);
    assert.equal(forged.status, 401);
    const without = await fetch(`${server.address}/api/v1/session/openid/return?code=stolen&state=guessed`);
    assert.equal(without.status, 401);
    assert.deepEqual(without.headers.getSetCookie(), []);
  });

  test("sends the challenge of PKCE, a state and a nonce along", async () => {
    const response = await new Browser().go(`${server.address}/api/v1/session/openid`);
    assert.equal(response.status, 302);
    const { searchParams } = new URL(response.headers.get("location") ?? "");
    assert.equal(searchParams.get("code_challenge_method"), "S256");
    for (const name of ["code_challenge", "state", "nonce"])
      assert.ok((searchParams.get(name) ?? "").length > 20, name);
  });
});

test("the strongest of the groups counts", () => {
  const roles = { viewer: ["a"], analyst: ["b"], operator: [], administrator: ["c"] };
  assert.equal(roleOf(["a", "c", "b"], roles), "administrator");
  assert.equal(roleOf("b", roles), "analyst");
  assert.equal(roleOf(["z"], roles), undefined);
  assert.equal(roleOf({ toString: () => "c" }, roles), undefined);
  assert.equal(roleOf(undefined, roles), undefined);
});
