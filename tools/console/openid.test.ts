import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
// @ts-expect-error: it ships no types, and one word of it is used
import { Provider } from "oidc-provider";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { buildConsole } from "./build.mjs";
import { type ConsoleHost, startHost } from "./host.ts";

const SECRET = "a-secret-of-the-client-for-tests";
const GROUPS: Readonly<Record<string, string[]>> = { ada: ["plant-ops"], eve: ["visitors"] };
const provider = createServer();
let browser: Browser;
let host: ConsoleHost;

before(async () => {
  await buildConsole();
  browser = await startBrowser();
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  // Another site than that of the monitor, as it is in earnest: cookies with SameSite=Strict do not come along.
  const issuer = `http://localhost:${(provider.address() as AddressInfo).port}`;
  const roles = { viewer: [], analyst: [], operator: ["plant-ops"], administrator: [] };
  host = await startHost("Test plant", { issuer, client: "bulkhead", secret: SECRET, claim: "groups", roles });
  await host.addPerson("root", "administrator");
  const { warn, info } = console;
  // The provider says that it is for development; nobody needs to read that here.
  console.warn = () => {};
  console.info = () => {};
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: "bulkhead",
        client_secret: SECRET,
        redirect_uris: [`${host.server.address}/api/v1/session/openid/return`],
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
  provider.on("request", (request, response) => void handle(request, response));
});
after(async () => {
  await browser?.close();
  await host?.close();
  provider.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
});

test("the sign-in page leads to the provider and back, and says why somebody is refused", async () => {
  for (const [login, isKnown] of [
    ["ada", true],
    ["eve", false],
  ] as const) {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    await page.goto(host.server.address);
    await page.getByRole("link", { name: "Sign in with OpenID Connect" }).click();
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill("any");
    await page.locator("button[type=submit]").click();
    await page.waitForLoadState();
    const consent = page.locator("form input[name=prompt][value=consent]");
    const arrived = page
      .getByRole("navigation", { name: "Pages" })
      .or(page.getByRole("heading", { name: "Signing in was refused" }));
    await consent.or(arrived).first().waitFor({ state: "attached" });
    if ((await consent.count()) > 0) await page.locator("button[type=submit]").click();
    await arrived.waitFor();
    if (isKnown) {
      await page.getByRole("button", { name: "ada" }).waitFor();
    } else {
      await page.getByText("no group of yours may use this").waitFor();
      await page.getByRole("link", { name: "Back to signing in" }).click();
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    }
    await context.close();
  }
  assert.deepEqual(
    (await host.store.people.people())
      .map(({ name, role }) => [name, role])
      .sort(([one], [other]) => ((one ?? "") < (other ?? "") ? -1 : 1)),
    [
      ["ada", "operator"],
      ["root", "administrator"],
    ],
  );
});
