import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { RIGHTS_ROLES, type RightsRole } from "../store/store.ts";
import { openApiOf, statusOf } from "./open-api.ts";
import { includesRole, RIGHTS, SCOPES, type Scope } from "./rights.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes/list.ts";
import type { RunningServer } from "./server.ts";
import {
  addPerson,
  addSession,
  addToken,
  type Bench,
  closeBenches,
  makeBench,
  PASSWORD,
  startBench,
} from "./testing.ts";

after(closeBenches);

interface Example {
  /** What stands for :words of the path, with the query. */
  path: string;
  body?: unknown;
  /** What the bench needs first. */
  prepare?(bench: Bench): Promise<void>;
  /** Status where it is not the usual one. */
  status?: number;
}

const site = "/api/v1/sites/plant";
const things = (path: string, id: string, column: string): Record<string, Example> => {
  const many = path === "blind-spots" ? "BlindSpots" : path[0]?.toUpperCase() + path.slice(1);
  return {
    [`list${many}`]: { path: `${site}/${path}?limit=5&search=` },
    [`get${many.slice(0, -1)}`]: { path: `${site}/${path}/${id}` },
    [`facets${many}`]: { path: `${site}/${path}/facets/${column}` },
    [`csv${many}`]: { path: `${site}/${path}.csv` },
    [`json${many}`]: { path: `${site}/${path}.json` },
  };
};
const makeIntake = async ({ surroundings }: Bench): Promise<void> => {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new Uint8Array(5));
  }
  await surroundings.intakes.upload("plant", "x.pcap", bytes(), 5);
};
const makeCorrection = async ({ store }: Bench): Promise<void> => {
  const correction = { id: "c1", address: "10.0.0.1", attribute: "role", value: "plc", who: "Ada", when: 1, why: "" };
  await store.settings.putCorrection("plant", correction);
};
const makeToken = async ({ store }: Bench): Promise<void> => {
  const person = "id-administrator";
  await store.people.putToken({
    ...{ id: "t1", hash: "00", name: "t", person, scopes: ["read"], created: 1, lastUsed: 0, expires: 0 },
  });
};

/** A good request for every route. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  health: { path: "/healthz" },
  metrics: { path: "/metrics" },
  openApi: { path: "/api/v1/openapi.json" },
  session: { path: "/api/v1/session" },
  signIn: { path: "/api/v1/session", body: { name: "viewer", password: PASSWORD } },
  signOut: { path: "/api/v1/session" },
  firstAdministrator: {
    path: "/api/v1/first-administrator",
    body: { secret: "wrong", name: "Eve", password: PASSWORD },
    status: 401,
  },
  useSignInLink: { path: "/api/v1/sign-in-link", body: { secret: "wrong" }, status: 401 },
  changePassword: { path: "/api/v1/session/password", body: { old: PASSWORD, password: "another long sentence" } },
  beginOpenId: { path: "/api/v1/session/openid", status: 404 },
  endOpenId: { path: "/api/v1/session/openid/return?code=1&state=2", status: 404 },
  sites: { path: "/api/v1/sites" },
  makeSite: { path: "/api/v1/sites", body: { name: "Werk Süd" } },
  renameSite: { path: site, body: { name: "Other" } },
  summary: { path: `${site}/summary` },
  protocolTitles: { path: "/api/v1/protocol-titles" },
  sensors: { path: `${site}/sensors` },
  addSensor: { path: `${site}/sensors`, body: { name: "Tap", kind: "interface", target: "eth0" } },
  startSensor: { path: `${site}/sensors/s1/start` },
  stopSensor: { path: `${site}/sensors/s1/stop` },
  removeSensor: { path: `${site}/sensors/s1` },
  interfaces: { path: `${site}/interfaces` },
  intakes: { path: `${site}/intakes`, prepare: makeIntake },
  intake: { path: `${site}/intakes/i0`, prepare: makeIntake },
  upload: { path: `${site}/intakes?name=a.pcap`, body: new Uint8Array(100) },
  cancelIntake: { path: `${site}/intakes/i0`, prepare: makeIntake },
  captures: { path: `${site}/captures` },
  capture: { path: `${site}/captures/0` },
  ...things("devices", "d1", "role"),
  ...things("links", "l1", "protocol"),
  ...things("points", "p1", "space"),
  ...things("findings", "f1", "severity"),
  ...things("blind-spots", "b1", "reason"),
  ...things("protocols", "modbus%20tcp", "state"),
  deviceDetail: { path: `${site}/devices/d1/detail` },
  pointDetail: { path: `${site}/points/p1/detail?from=0&to=200` },
  pointSummaries: { path: `${site}/points/p1/summaries` },
  mapDevices: { path: `${site}/map/devices` },
  mapLinks: { path: `${site}/map/links` },
  map: { path: `${site}/map?by=role` },
  journal: { path: `${site}/journal?kinds=device&what=added` },
  journalAfter: { path: `${site}/journal/after?sequence=0` },
  journalHead: { path: `${site}/journal/head` },
  journalDensity: { path: `${site}/journal/density?from=0&to=200&span=50` },
  journalDifference: { path: `${site}/journal/difference?from=0&to=200` },
  csvJournal: { path: `${site}/journal.csv` },
  jsonJournal: { path: `${site}/journal.json` },
  stream: { path: `${site}/stream` },
  frame: { path: `${site}/captures/0/frames/7` },
  packets: { path: `${site}/packets.pcapng?frames=0:7,0:8` },
  findingPackets: { path: `${site}/findings/f1/packets.pcapng` },
  workflows: { path: `${site}/workflows` },
  putWorkflow: { path: `${site}/workflows/f1`, body: { state: "muted", why: "known", until: 0 } },
  putWorkflows: { path: `${site}/workflows`, body: { findings: ["f1"], state: "acknowledged", why: "" } },
  assignees: { path: `${site}/assignees` },
  corrections: { path: `${site}/corrections`, prepare: makeCorrection },
  addCorrection: {
    path: `${site}/corrections`,
    body: { address: "10.0.0.1", attribute: "role", value: "hmi", why: "seen" },
  },
  addCorrections: {
    path: `${site}/corrections/bulk`,
    body: { addresses: ["10.0.0.1", "00-11-22-33-44-55"], attribute: "zone", value: "Cell 3", why: "" },
  },
  removeCorrection: { path: `${site}/corrections/c1`, prepare: makeCorrection },
  views: { path: `${site}/views/devices` },
  putViews: { path: `${site}/views/devices`, body: [{ name: "PLCs", query: { role: "plc" } }] },
  people: { path: "/api/v1/people" },
  addPerson: { path: "/api/v1/people", body: { name: "New", role: "viewer", password: PASSWORD } },
  changePerson: { path: "/api/v1/people/id-extra", body: { role: "operator" } },
  removePerson: { path: "/api/v1/people/id-extra" },
  tokens: { path: "/api/v1/tokens", prepare: makeToken },
  addToken: { path: "/api/v1/tokens", body: { name: "x", scopes: ["read"] } },
  removeToken: { path: "/api/v1/tokens/t1", prepare: makeToken },
  audit: { path: "/api/v1/audit" },
  verifyAudit: { path: "/api/v1/audit/verify" },
  csvAudit: { path: "/api/v1/audit.csv" },
  jsonAudit: { path: "/api/v1/audit.json" },
  keeping: { path: "/api/v1/keeping" },
  makeBackup: { path: "/api/v1/keeping/backups" },
  putLimits: {
    path: "/api/v1/keeping/limits",
    body: { journalAge: 1, detailAge: 1, summaryAge: 1, auditAge: 1, databaseSize: 1 },
  },
};

const document = openApiOf(ROUTES, "1.2.3") as {
  paths: Record<string, Record<string, { operationId: string; "x-role": string; "x-scope": string }>>;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "api", ...document });

/** Checks an answer against what the OpenAPI document promises. */
function checkAnswer(route: Route, answer: unknown): void {
  const path = route.path
    .replace(/:(\w+)/g, "{$1}")
    .replaceAll("~", "~0")
    .replaceAll("/", "~1");
  const pointer = `api#/paths/${path}/${route.method.toLowerCase()}/responses/200/content/application~1json/schema`;
  const validate = ajv.compile({ $ref: encodeURI(pointer) });
  assert.ok(
    validate(answer),
    `${route.name}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(answer).slice(0, 500)}`,
  );
}

/** Sends the example of a route; of an answer that goes on only the head is waited for. */
async function send(
  server: RunningServer,
  route: Route,
  headers: Record<string, string>,
): Promise<{ status: number; text: string; type: string }> {
  const { path, body } = EXAMPLES[route.name] as Example;
  const isFile = body instanceof Uint8Array;
  const ending = new AbortController();
  const response = await fetch(server.address + path, {
    method: route.method,
    redirect: "manual",
    signal: ending.signal,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { "content-type": isFile ? "application/octet-stream" : "application/json" }),
    },
    ...(body === undefined ? {} : { body: isFile ? Buffer.from(body) : JSON.stringify(body) }),
  });
  const type = response.headers.get("content-type") ?? "";
  const text = type === "text/event-stream" ? "" : await response.text();
  if (text === "") ending.abort();
  return { status: response.status, text, type };
}

function isDenied({ status, text }: { status: number; text: string }): number {
  return /urn:bulkhead:problem:(not-signed-in|forbidden)/.test(text) ? status : 0;
}

describe("the table of rights", () => {
  test("every route has an entry, an example and a place in the OpenAPI document", () => {
    const names = ROUTES.map(({ name }) => name);
    assert.deepEqual([...names].sort(), Object.keys(RIGHTS).sort());
    assert.deepEqual([...names].sort(), Object.keys(EXAMPLES).sort());
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    assert.deepEqual(operations.map(({ operationId }) => operationId).sort(), [...names].sort());
    for (const operation of operations) {
      assert.equal(operation["x-role"], RIGHTS[operation.operationId]?.role);
      assert.equal(operation["x-scope"], RIGHTS[operation.operationId]?.scope);
    }
  });

  test("every form that the OpenAPI document names is in it and can be compiled", () => {
    const text = JSON.stringify(document);
    const named = new Set(
      [...text.matchAll(/"\$ref":"#(\/components\/schemas\/\w+)"/g)].map(([, pointer = ""]) => pointer),
    );
    assert.ok(named.size > 15);
    for (const pointer of named) assert.ok(ajv.compile({ $ref: `api#${pointer}` }), pointer);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [, word = ""] of path.matchAll(/\{(\w+)\}/g)) {
        for (const operation of Object.values(methods)) {
          assert.ok(JSON.stringify(operation).includes(`"name":"${word}","in":"path","required":true`), path);
        }
      }
    }
  });

  test("nobody is let in to more than health, signing in and the API's description", () => {
    const open = Object.entries(RIGHTS).filter(([, { role }]) => role === "anyone");
    assert.deepEqual(
      open.map(([name]) => name),
      ["health", "openApi", "session", "signIn", "firstAdministrator", "useSignInLink", "beginOpenId", "endOpenId"],
    );
  });
});

describe("each route", { concurrency: 4 }, () => {
  for (const route of ROUTES) {
    const right = RIGHTS[route.name] as (typeof RIGHTS)[string];
    const example = EXAMPLES[route.name] as Example;
    describe(`${route.method} ${route.path}`, { concurrency: 1 }, () => {
      let bench: Bench;
      let server: RunningServer;
      const headersOf = new Map<RightsRole, Record<string, string>>();
      const tokensOf = new Map<Scope, Record<string, string>>();
      before(async () => {
        bench = await makeBench();
        server = await startBench(bench);
        await addPerson(bench, "viewer", "extra");
        for (const role of RIGHTS_ROLES) {
          const person = await addPerson(bench, role);
          headersOf.set(role, { cookie: await addSession(bench, person), "x-bulkhead": "test" });
        }
        const administrator = (await bench.store.people.person("id-administrator")) as never;
        for (const scope of Object.keys(SCOPES) as Scope[]) {
          tokensOf.set(scope, { authorization: await addToken(bench, administrator, [scope]) });
        }
        await example.prepare?.(bench);
      });
      after(async () => await server.close());

      test("refuses who has no right, and changes nothing", async () => {
        const before = await bench.store.audit.list(0, 1);
        const nobody = await send(server, route, { "x-bulkhead": "test", "x-forwarded-for": "192.0.2.1" });
        assert.equal(isDenied(nobody), right.role === "anyone" ? 0 : 401);
        if (right.role === "anyone") return;
        for (const [role, headers] of headersOf) {
          if (!includesRole(role, right.role)) assert.equal(isDenied(await send(server, route, headers)), 403, role);
        }
        for (const [scope, headers] of tokensOf) {
          if (scope !== right.scope) assert.equal(isDenied(await send(server, route, headers)), 403, scope);
        }
        const stranger = { authorization: `Bearer ${"A".repeat(43)}`, cookie: "", ...headersOf.get("administrator") };
        assert.equal(isDenied(await send(server, route, stranger)), 401, "a wrong token beside a good cookie");
        if (route.method !== "GET") {
          const { cookie = "" } = headersOf.get("administrator") ?? {};
          assert.equal(isDenied(await send(server, route, { cookie })), 403, "without the header");
          const foreign = { cookie, "x-bulkhead": "test", origin: "https://evil.example" };
          assert.equal(isDenied(await send(server, route, foreign)), 403, "from another origin");
        }
        assert.deepEqual(await bench.store.audit.list(0, 1), before);
      });

      test("does what it promises for who has the right", async () => {
        const least = right.role === "anyone" ? "viewer" : right.role;
        const answer = await send(
          server,
          route,
          headersOf.get(route.name === "removeToken" ? "administrator" : least) ?? {},
        );
        assert.equal(answer.status, example.status ?? statusOf(route), answer.text);
        if (answer.status === 200 && route.answer !== undefined) checkAnswer(route, JSON.parse(answer.text));
        if (answer.status >= 400) assert.match(answer.type, /^application\/problem\+json/);
        const [newest] = await bench.store.audit.list(0, 1);
        assert.equal(newest !== undefined, route.act !== undefined, "an entry of the audit log for every change");
        if (newest !== undefined) {
          assert.ok(newest.who !== "" && newest.act !== "", JSON.stringify(newest));
          assert.ok(!JSON.stringify(newest).includes(PASSWORD));
          assert.equal(await bench.store.audit.verify(), undefined);
        }
      });

      test("lets in every stronger role, and a token of its scope", async () => {
        if (right.role === "anyone") return;
        for (const [role, headers] of headersOf) {
          if (role === right.role || !includesRole(role, right.role)) continue;
          assert.equal(isDenied(await send(server, route, headers)), 0, role);
        }
        for (const [scope, headers] of tokensOf) {
          if (scope === right.scope) assert.equal(isDenied(await send(server, route, headers)), 0, scope);
        }
      });
    });
  }
});
