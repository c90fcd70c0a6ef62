import assert from "node:assert/strict";
import type { Device, Finding, Link } from "../model/assessment.ts";
import type { NewChange, Thing } from "../model/journal.ts";
import { StoreProblem } from "./problem.ts";
import type { Batch, Limits, Person, Store } from "./store.ts";

/** A store under test, and the clock it was opened with. */
export interface Bench {
  store: Store;
  /** Sets the clock, in seconds since 1970-01-01 UTC. */
  setClock(now: number): void;
}

/** Limits that drop nothing. */
export const NO_LIMITS: Limits = { journalAge: 0, detailAge: 0, summaryAge: 0, auditAge: 0, databaseSize: 0 };

/** A device for tests; only what lists look at matters. */
export function makeDevice(id: string, fields: Partial<Device> = {}): Device {
  return {
    id,
    label: id,
    macs: [],
    ips: [],
    vlans: [],
    vendor: "",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    hostName: "",
    operatingSystem: "",
    role: "unknown",
    roleCandidates: [],
    domain: "ICS",
    level: { level: "1", score: 1, runnerUp: "", runnerUpScore: 0, needsReview: false, terms: [] },
    zone: "",
    owner: "",
    importance: "",
    attributes: [],
    bindings: [],
    parts: [],
    servicesOffered: [],
    servicesUsed: [],
    credentials: [],
    polls: [],
    faults: [],
    firstSeen: 1,
    lastSeen: 1,
    framesSent: 0,
    framesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    presence: "spoke",
    ...fields,
  };
}

/** A batch in which things appear, change or go, as a keeper would tell it. */
export function makeBatch(
  site: string,
  time: number,
  steps: readonly { before?: Thing; after?: Thing }[],
  more: Partial<Batch> = {},
): Batch {
  const changes = steps.map(({ before, after }): NewChange => {
    const { kind, id, body } = (after ?? before) as Thing;
    const common = { time, kind, id, label: id, by: "traffic" };
    const then = before?.body as unknown as Record<string, unknown> | undefined;
    const now = after?.body as unknown as Record<string, unknown> | undefined;
    if (then === undefined) return { ...common, what: "added", fields: [], before: null, after: now ?? null };
    if (now === undefined) return { ...common, what: "gone", fields: [], before: body as never, after: null };
    const fields = Object.keys(now).filter((name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]));
    const only = (from: Record<string, unknown>) => Object.fromEntries(fields.map((name) => [name, from[name]]));
    return { ...common, what: "changed", fields, before: only(then), after: only(now) };
  });
  return {
    site,
    time,
    changes,
    things: steps.flatMap(({ after }) => (after === undefined ? [] : [after])),
    gone: steps.flatMap(({ before, after }) =>
      after === undefined && before !== undefined ? [{ kind: before.kind, id: before.id }] : [],
    ),
    ledger: [],
    captures: [],
    history: [],
    ...more,
  };
}

/** A device as a thing. */
export function deviceThing(id: string, fields: Partial<Device> = {}): Thing {
  return { kind: "device", id, body: makeDevice(id, fields) };
}

const PERSON: Person = {
  id: "p1",
  name: "Ada",
  role: "analyst",
  password: "$argon2id$",
  subject: "https://idp 7",
  disabled: false,
  failures: 0,
  lockedUntil: 0,
  created: 1,
  lastSignIn: 0,
};

async function refuses(work: Promise<unknown>, trouble: StoreProblem["trouble"]): Promise<void> {
  await assert.rejects(work, (error) => error instanceof StoreProblem && error.trouble === trouble);
}

/** What every store must do, by name. Each law gets an empty store. */
export const LAWS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  "changes are numbered from 1 without gaps, per site": async ({ store, setClock }) => {
    setClock(50);
    const plc = deviceThing("d1");
    assert.deepEqual(await store.journal.append(makeBatch("a", 10, [{ after: plc }, { after: deviceThing("d2") }])), {
      first: 1,
      last: 2,
    });
    assert.deepEqual(await store.journal.append(makeBatch("b", 10, [{ after: plc }])), { first: 1, last: 1 });
    assert.deepEqual(await store.journal.append(makeBatch("a", 20, [])), { first: 0, last: 0 });
    setClock(60);
    assert.deepEqual(await store.journal.append(makeBatch("a", 5, [{ before: plc }])), { first: 3, last: 3 });
    assert.deepEqual(await store.journal.head("a"), { sequence: 3, time: 10 });
    assert.deepEqual(await store.journal.head("c"), { sequence: 0, time: 0 });
    const changes = await store.journal.after("a", 0, 10);
    assert.deepEqual(
      changes.map(({ sequence }) => sequence),
      [1, 2, 3],
    );
    assert.deepEqual(
      changes.map(({ recorded }) => recorded),
      [50, 50, 60],
    );
    assert.deepEqual(
      changes.map(({ time }) => time),
      [10, 10, 10],
      "time never runs back",
    );
    assert.deepEqual(
      (await store.journal.after("a", 1, 1)).map(({ sequence }) => sequence),
      [2],
    );
    assert.deepEqual(changes[0]?.after, JSON.parse(JSON.stringify(plc.body)));
  },

  "state is what was written, and state of the past is the fold of changes": async ({ store }) => {
    const first = deviceThing("d1", { role: "unknown" });
    const second = deviceThing("d1", { role: "plc", vendor: "Siemens" });
    const third = deviceThing("d1", { role: "plc", vendor: "Siemens AG" });
    const other = deviceThing("d2");
    await store.journal.append(makeBatch("a", 10, [{ after: first }]));
    await store.journal.append(makeBatch("a", 20, [{ before: first, after: second }, { after: other }]));
    await store.journal.append(makeBatch("a", 30, [{ before: second, after: third }, { before: other }]));
    const at = async (moment?: number): Promise<string[]> => {
      const { rows } = await store.things.list("a", "device", {
        limit: 10,
        sort: "label",
        ...(moment === undefined ? {} : { at: moment }),
      });
      return rows.map(({ id, role, vendor }) => `${id} ${role} ${vendor}`);
    };
    assert.deepEqual(await at(), ["d1 plc Siemens AG"]);
    assert.deepEqual(await at(30), ["d1 plc Siemens AG"]);
    assert.deepEqual(await at(29), ["d1 plc Siemens", "d2 unknown "]);
    assert.deepEqual(await at(10), ["d1 unknown "]);
    assert.deepEqual(await at(9), []);
    assert.equal((await store.things.get("a", "device", "d2"))?.id, undefined);
    assert.equal((await store.things.get("a", "device", "d2", 25))?.id, "d2");
    const all: string[] = [];
    for await (const { id } of store.things.all("a", "device", 20)) all.push(id);
    assert.deepEqual(all, ["d1", "d2"]);
    assert.deepEqual(await store.check(), []);
  },

  "the difference of two moments is what the changes between them come to": async ({ store }) => {
    const plain = deviceThing("d1");
    const named = deviceThing("d1", { hostName: "plc-1" });
    const renamed = deviceThing("d1", { hostName: "plc-1", owner: "ada" });
    await store.journal.append(makeBatch("a", 10, [{ after: plain }, { after: deviceThing("d2") }]));
    await store.journal.append(makeBatch("a", 20, [{ before: plain, after: named }, { after: deviceThing("d3") }]));
    await store.journal.append(makeBatch("a", 30, [{ before: named, after: renamed }, { before: deviceThing("d3") }]));
    await store.journal.append(makeBatch("a", 40, [{ before: renamed, after: plain }, { before: deviceThing("d2") }]));
    const between = async (from: number, to: number): Promise<string[]> =>
      (await store.journal.difference("a", from, to)).map(({ id, what, fields }) => `${id} ${what} ${fields.join()}`);
    assert.deepEqual(await between(0, 40), ["d1 added "]);
    assert.deepEqual(await between(10, 30), ["d1 changed hostName,owner"]);
    assert.deepEqual(await between(10, 40), ["d2 gone "]);
    assert.deepEqual(await between(20, 20), []);
    await refuses(store.journal.difference("a", 20, 10), "bad query");
  },

  "changes are searched and counted over time": async ({ store }) => {
    for (let minute = 0; minute < 6; minute++) {
      await store.journal.append(makeBatch("a", 600 + minute * 60, [{ after: deviceThing(`d${minute}`) }]));
    }
    await store.journal.append(makeBatch("a", 960, [{ before: deviceThing("d0") }]));
    const search = async (filter: Parameters<Store["journal"]["search"]>[1], before = 0, limit = 10) =>
      (await store.journal.search("a", filter, before, limit)).map(({ sequence }) => sequence);
    assert.deepEqual(await search({}), [7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(await search({}, 4, 2), [3, 2]);
    assert.deepEqual(await search({ id: "d0" }), [7, 1]);
    assert.deepEqual(await search({ what: ["gone"] }), [7]);
    assert.deepEqual(await search({ kinds: ["link"] }), []);
    assert.deepEqual(await search({ from: 660, to: 780 }), [4, 3, 2]);
    const density = await store.journal.density("a", 600, 1200, 180);
    assert.deepEqual(density, [
      { from: 600, kind: "device", what: "added", count: 3 },
      { from: 780, kind: "device", what: "added", count: 3 },
      { from: 960, kind: "device", what: "gone", count: 1 },
    ]);
    await refuses(store.journal.density("a", 0, 1e9, 1), "bad query");
  },

  "lists are filtered, sorted, searched and paged": async ({ store }) => {
    const steps = Array.from({ length: 25 }, (_, index) => ({
      after: deviceThing(`d${String(index).padStart(2, "0")}`, {
        ips: [`10.0.0.${index}`],
        vendor: index % 2 === 0 ? "Siemens" : "ABB",
        role: index % 5 === 0 ? "plc" : "unknown",
      }),
    }));
    await store.journal.append(makeBatch("a", 10, steps));
    await store.journal.append(makeBatch("b", 10, [{ after: deviceThing("x") }]));
    for (const moment of [{}, { at: 10 }]) {
      const seen: string[] = [];
      let after = "";
      do {
        const page = await store.things.list("a", "device", {
          limit: 4,
          sort: "vendor",
          descending: true,
          after,
          ...moment,
        });
        assert.equal(page.total, 25);
        seen.push(...page.rows.map(({ id }) => id));
        after = page.next;
      } while (after !== "");
      assert.equal(new Set(seen).size, 25);
      assert.deepEqual(seen.slice(0, 2), ["d24", "d22"]);
      const plcs = await store.things.list("a", "device", {
        limit: 50,
        where: { role: ["plc"], vendor: ["ABB", "Nobody"] },
        ...moment,
      });
      assert.deepEqual(
        plcs.rows.map(({ id }) => id),
        ["d05", "d15"],
      );
      assert.equal(plcs.next, "");
      const found = await store.things.list("a", "device", { limit: 50, search: " 10.0.0.2 ", ...moment });
      assert.deepEqual(
        found.rows.map(({ id }) => id),
        ["d02", "d20", "d21", "d22", "d23", "d24"],
        "addresses in numeric order",
      );
      for (const [search, count] of [
        ["ie", 13],
        ["SIEM", 13],
        ['"', 0],
        ['10.0.0.2"', 0],
        ["10.0.0.2*", 0],
        ["siemens abb", 0],
      ] as const) {
        const { total } = await store.things.list("a", "device", { limit: 1, search, ...moment });
        assert.equal(total, count, search);
      }
      assert.deepEqual(
        await store.things.facets("a", "device", "vendor", { limit: 1, where: { role: ["plc"] }, ...moment }),
        [
          { value: "Siemens", count: 3 },
          { value: "ABB", count: 2 },
        ],
      );
    }
    await refuses(store.things.list("a", "device", { limit: 1, sort: "id; DROP TABLE thing" }), "bad query");
    await refuses(store.things.list("a", "device", { limit: 0 }), "bad query");
    await refuses(store.things.list("a", "device", { limit: 1, after: "rubbish" }), "bad query");
    await refuses(store.things.facets("a", "device", "nothing", { limit: 1 }), "bad query");
    assert.equal((await store.things.list("a", "device", { limit: 1, search: "' OR 1=1 --" })).total, 0);
  },

  "links and findings of a device are found": async ({ store }) => {
    const link = (id: string, client: string, server: string, bytes: number): Thing => ({
      kind: "link",
      id,
      body: {
        id,
        client,
        server,
        clientAddress: "",
        serverAddress: "",
        operations: [],
        protocol: "modbus",
        transport: "tcp",
        port: 502,
        act: "read",
        oneSided: false,
        encrypted: false,
        flows: 1,
        frames: 1,
        bytes,
        firstSeen: 1,
        lastSeen: 1,
      } as unknown as Link,
    });
    const finding = {
      kind: "finding",
      id: "f1",
      body: {
        id: "f1",
        devices: ["d1", "d3"],
        techniques: [],
        checks: [],
        title: "t",
        detail: "",
        detection: "x",
        severity: "high",
        weighedAs: "OT",
        confidence: 1,
        count: 1,
        firstSeen: 1,
        lastSeen: 1,
      } as unknown as Finding,
    } satisfies Thing;
    await store.journal.append(
      makeBatch("a", 10, [
        { after: link("l1", "d1", "d2", 5) },
        { after: link("l2", "d2", "d3", 9) },
        { after: finding },
      ]),
    );
    const links = async (device: string) =>
      (await store.things.list("a", "link", { limit: 9, device })).rows.map(({ id }) => id);
    assert.deepEqual(await links("d2"), ["l2", "l1"], "most bytes first");
    assert.deepEqual(await links("d3"), ["l2"]);
    assert.equal((await store.things.list("a", "finding", { limit: 9, device: "d3" })).total, 1);
    assert.equal((await store.things.list("a", "finding", { limit: 9, device: "d2", at: 10 })).total, 0);
  },

  "counters move without a change": async ({ store }) => {
    const before = deviceThing("d1");
    await store.journal.append(makeBatch("a", 10, [{ after: before }]));
    await store.journal.append({ ...makeBatch("a", 20, []), things: [deviceThing("d1", { bytesSent: 77 })] });
    assert.equal((await store.things.get("a", "device", "d1"))?.bytesSent, 77);
    assert.equal((await store.things.list("a", "device", { limit: 1, where: { bytes: [77] } })).total, 1);
    assert.equal((await store.journal.head("a")).sequence, 1);
    assert.deepEqual(await store.check(), []);
  },

  "rows of the ledger are kept until they are taken away": async ({ store }) => {
    const rows = async (site: string) => {
      const all: string[] = [];
      for await (const { table, key, body } of store.ledger.rows(site)) all.push(`${table} ${key} ${body}`);
      return all;
    };
    const batch = makeBatch("a", 1, []);
    await store.journal.append({
      ...batch,
      ledger: [
        { table: "host", key: "1", body: "{}" },
        { table: "link", key: "1", body: "[]" },
      ],
    });
    await store.journal.append({
      ...batch,
      ledger: [
        { table: "host", key: "1", body: "{2}" },
        { table: "link", key: "1", body: null },
      ],
    });
    assert.deepEqual(await rows("a"), ["host 1 {2}"]);
    assert.deepEqual(await rows("b"), []);
  },

  "captures are numbered once, and kept": async ({ store }) => {
    assert.deepEqual(
      [await store.captures.reserve("a"), await store.captures.reserve("a"), await store.captures.reserve("b")],
      [0, 1, 0],
    );
    const capture = {
      number: 1,
      sensor: "s",
      name: "x.pcap",
      format: "pcap",
      sha256: "",
      size: 1,
      frames: 0,
      from: 0,
      to: 0,
      file: "",
      state: "reading",
      remark: "",
    } as const;
    await store.captures.put("a", capture);
    await store.journal.append({ ...makeBatch("a", 1, []), captures: [{ ...capture, frames: 9, state: "read" }] });
    assert.equal((await store.captures.get("a", 1))?.frames, 9);
    assert.equal(await store.captures.get("a", 0), undefined);
    assert.equal((await store.captures.list("a")).length, 1);
  },

  "values of points are kept in detail, then summed up, then dropped": async ({ store, setClock }) => {
    setClock(1000);
    const times = Array.from({ length: 1200 }, (_, index) => 7200 + index * 6);
    const values = times.map((_, index) => index % 10);
    for (let from = 0; from < times.length; from += 100) {
      const history = [{ point: "p", times: times.slice(from, from + 100), values: values.slice(from, from + 100) }];
      await store.journal.append({ ...makeBatch("a", 1, []), history });
    }
    const detail = await store.points.detail("a", "p", 0, 1e9, 5000);
    assert.deepEqual([detail.times, detail.values], [times, values]);
    assert.deepEqual((await store.points.detail("a", "p", 7200 + 60, 7200 + 120, 5)).values, [6, 7, 8, 9, 0]);
    assert.deepEqual((await store.points.detail("b", "p", 0, 1e9, 5)).values, []);
    assert.deepEqual(await store.points.summaries("a", "p", 0, 1e9), []);
    const dropped = await store.retain({ ...NO_LIMITS, detailAge: 10 }, 2000);
    assert.deepEqual(
      dropped.map(({ what, count, before }) => [what, count, before]),
      [["point details", 1200, times.at(-1)]],
    );
    assert.deepEqual((await store.points.detail("a", "p", 0, 1e9, 5)).values, []);
    const summaries = await store.points.summaries("a", "p", 0, 1e9);
    assert.deepEqual(
      summaries.map(({ from, count, minimum, maximum, mean, last }) => [from, count, minimum, maximum, mean, last]),
      [
        [7200, 600, 0, 9, 4.5, 9],
        [10800, 600, 0, 9, 4.5, 9],
      ],
    );
    await store.retain({ ...NO_LIMITS, summaryAge: 10 }, 2000);
    assert.deepEqual(await store.points.summaries("a", "p", 0, 1e9), []);
    assert.deepEqual(
      (await store.retained()).map(({ what }) => what),
      ["point summaries", "point details"],
    );
  },

  "old changes are dropped, and the past before them is refused in words": async ({ store, setClock }) => {
    setClock(1000);
    await store.journal.append(makeBatch("a", 10, [{ after: deviceThing("d1") }]));
    setClock(5000);
    await store.journal.append(makeBatch("a", 20, [{ after: deviceThing("d2") }]));
    assert.equal(await store.journal.horizon("a"), 0);
    const dropped = await store.retain({ ...NO_LIMITS, journalAge: 1000 }, 5500);
    assert.deepEqual(
      dropped.map(({ what, count, before, when }) => [what, count, before, when]),
      [["changes", 1, 10, 5500]],
    );
    assert.equal(await store.journal.horizon("a"), 10);
    assert.deepEqual(
      (await store.things.list("a", "device", { limit: 9, at: 10 })).rows.map(({ id }) => id),
      ["d1"],
    );
    await refuses(store.things.list("a", "device", { limit: 9, at: 9 }), "before the horizon");
    await refuses(store.journal.difference("a", 5, 20), "before the horizon");
    assert.deepEqual(await store.check(), []);
    await store.retain({ ...NO_LIMITS, journalAge: 1 }, 9000);
    assert.deepEqual(await store.journal.head("a"), { sequence: 2, time: 20 });
    assert.deepEqual(await store.journal.append(makeBatch("a", 30, [{ before: deviceThing("d1") }])), {
      first: 3,
      last: 3,
    });
    assert.equal((await store.things.list("a", "device", { limit: 9 })).total, 1, "the present is never dropped");
    assert.deepEqual(await store.check(), []);
  },

  "a limit of size drops the oldest first": async ({ store, setClock }) => {
    setClock(1000);
    const text = "x".repeat(2000);
    for (let index = 0; index < 300; index++) {
      const thing = deviceThing("d1", { owner: `${index}${text}` });
      const before = deviceThing("d1", { owner: `${index - 1}${text}` });
      await store.journal.append(makeBatch("a", index, [index === 0 ? { after: thing } : { before, after: thing }]));
    }
    const { bytes } = await store.measure();
    const limit = Math.floor(bytes * 0.6);
    await store.retain({ ...NO_LIMITS, databaseSize: limit }, 2000);
    assert.ok((await store.measure()).bytes <= limit);
    assert.ok((await store.journal.horizon("a")) > 0);
    assert.ok((await store.things.get("a", "device", "d1"))?.owner.startsWith("299"));
    assert.deepEqual(await store.check(), []);
  },

  "people, sessions and tokens": async ({ store }) => {
    const { people } = store;
    await people.putPerson(PERSON);
    await people.putPerson({ ...PERSON, id: "p2", name: "Bob", subject: "" });
    assert.equal((await people.personNamed("ada"))?.id, "p1", "names are one whatever their case");
    assert.equal((await people.personOf("https://idp 7"))?.id, "p1");
    assert.equal(await people.personOf(""), undefined);
    await assert.rejects(people.putPerson({ ...PERSON, id: "p3", subject: "" }), StoreProblem);
    await people.putPerson({ ...PERSON, failures: 3 });
    assert.equal((await people.person("p1"))?.failures, 3);
    assert.deepEqual(
      (await people.people()).map(({ id }) => id),
      ["p1", "p2"],
    );
    await people.putSession({ id: "s1", person: "p1", created: 1, lastUsed: 1, expires: 100 });
    await people.putSession({ id: "s2", person: "p1", created: 1, lastUsed: 1, expires: 200 });
    await people.putToken({
      id: "t1",
      hash: "h1",
      name: "n",
      person: "p1",
      scopes: ["read"],
      created: 1,
      lastUsed: 0,
      expires: 0,
    });
    await people.removeExpired(100);
    assert.equal(await people.session("s1"), undefined);
    assert.deepEqual(
      (await people.sessionsOf("p1")).map(({ id }) => id),
      ["s2"],
    );
    assert.equal((await people.tokenOf("h1"))?.id, "t1");
    assert.equal(await people.tokenOf("h2"), undefined);
    await people.removePerson("p1");
    assert.equal(await people.session("s2"), undefined);
    assert.deepEqual(await people.tokens(), []);
  },

  "corrections, workflow and values are kept per site": async ({ store }) => {
    const { settings } = store;
    const correction = { id: "c1", address: "10.0.0.1", attribute: "role", value: "plc", who: "ada", when: 1, why: "" };
    await settings.putCorrection("a", correction);
    await settings.putCorrection("a", { ...correction, value: "rtu" });
    assert.deepEqual(
      (await settings.corrections("a")).map(({ value }) => value),
      ["rtu"],
    );
    assert.deepEqual(await settings.corrections("b"), []);
    await settings.removeCorrection("a", "c1");
    assert.deepEqual(await settings.corrections("a"), []);
    const workflow = { finding: "f", state: "muted", who: "ada", when: 1, why: "", until: 9 } as const;
    await settings.putWorkflow("a", { ...workflow, assignee: "ben" });
    assert.deepEqual(await settings.workflows("a"), [{ ...workflow, assignee: "ben" }]);
    await settings.putWorkflow("a", workflow as never);
    assert.deepEqual(await settings.workflows("a"), [{ ...workflow, assignee: "" }], "as earlier versions wrote it");
    await settings.putValue("views", "[1]");
    assert.equal(await settings.value("views"), "[1]");
    await settings.putValue("views", null);
    assert.equal(await settings.value("views"), undefined);
    assert.equal(await settings.value("list tables"), undefined, "what the store keeps for itself is not shown");
  },

  "sites and sensors": async ({ store }) => {
    await store.sites.putSite({ id: "a", name: "A", created: 2 });
    await store.sites.putSite({ id: "b", name: "B", created: 1 });
    await store.sites.putSite({ id: "a", name: "Plant", created: 2 });
    assert.deepEqual(
      (await store.sites.sites()).map(({ name }) => name),
      ["B", "Plant"],
    );
    await store.sites.putSensor({ id: "s", site: "a", name: "S", kind: "interface", target: "eth0", created: 1 });
    assert.equal((await store.sites.sensors("a"))[0]?.target, "eth0");
    await store.sites.removeSensor("b", "s");
    assert.equal((await store.sites.sensors("a")).length, 1);
    await store.sites.removeSensor("a", "s");
    assert.deepEqual(await store.sites.sensors("a"), []);
  },

  "the audit log is a chain, also after its beginning was dropped": async ({ store }) => {
    const entry = { when: 1, who: "ada", from: "10.0.0.1", act: "sign in", target: "", detail: "{}" };
    for (let index = 1; index <= 5; index++) await store.audit.add({ ...entry, when: index * 100 });
    assert.equal(await store.audit.verify(), undefined);
    assert.deepEqual(
      (await store.audit.list(0, 2)).map(({ sequence }) => sequence),
      [5, 4],
    );
    assert.deepEqual(
      (await store.audit.list(3, 9)).map(({ sequence }) => sequence),
      [2, 1],
    );
    await store.retain({ ...NO_LIMITS, auditAge: 100 }, 400);
    assert.deepEqual(
      (await store.audit.list(0, 9)).map(({ sequence }) => sequence),
      [5, 4, 3],
    );
    assert.equal(await store.audit.verify(), undefined);
    assert.equal((await store.audit.add(entry)).sequence, 6);
    assert.equal(await store.audit.verify(), undefined);
  },
};
