import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Workflow } from "../../model/journal.ts";
import { makeBatch } from "../../store/laws.ts";
import type { RunningServer } from "../server.ts";
import { addPerson, addSession, type Bench, closeBenches, makeBench, startBench } from "../testing.ts";

after(closeBenches);

describe("decisions on findings", () => {
  let bench: Bench;
  let server: RunningServer;
  let cookie: string;
  before(async () => {
    bench = await makeBench();
    server = await startBench(bench);
    cookie = await addSession(bench, await addPerson(bench, "analyst", "ada"));
    await addPerson(bench, "operator", "Ben");
    await addPerson(bench, "viewer", "cleo");
    const known = await bench.store.things.get("plant", "finding", "f1");
    assert.ok(known);
    const more = ["f2", "f3"].map((id) => ({ after: { kind: "finding" as const, id, body: { ...known, id } } }));
    await bench.store.journal.append(makeBatch("plant", 101, more));
  });

  async function put(body: object): Promise<{ status: number; answer: unknown }> {
    const response = await fetch(`${server.address}/api/v1/sites/plant/workflows`, {
      method: "POST",
      headers: { cookie, "x-bulkhead": "test", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  }

  const stored = async (): Promise<Map<string, Workflow>> =>
    new Map((await bench.store.settings.workflows("plant")).map((workflow) => [workflow.finding, workflow]));

  test("one comment goes to each, and the audit log has an entry for each", async () => {
    const { status } = await put({ findings: ["f1", "f2", "f1"], state: "closed", why: "Wired by us." });
    assert.equal(status, 200);
    const works = await stored();
    assert.deepEqual([...works.keys()], ["f1", "f2"]);
    for (const { state, why, who, assignee } of works.values()) {
      assert.deepEqual([state, why, who, assignee], ["closed", "Wired by us.", "ada", ""]);
    }
    const entries = await bench.store.audit.list(0, 10);
    assert.deepEqual(
      entries.map(({ act, target }) => `${act} ${target}`),
      ["work on findings plant f2", "work on findings plant f1"],
    );
    assert.ok(entries.every(({ detail }) => detail.includes("Wired by us.") && detail.includes('"together":2')));
    assert.equal(await bench.store.audit.verify(), undefined);
  });

  test("nothing is done when one of them is not there", async () => {
    const before = await stored();
    const { status } = await put({ findings: ["f3", "f9"], state: "closed", why: "" });
    assert.equal(status, 404);
    assert.deepEqual(await stored(), before);
  });

  test("assigning leaves the state and what was said, and names the person as written", async () => {
    await put({ findings: ["f1", "f3"], assignee: "ben", why: "" });
    const works = await stored();
    assert.deepEqual(
      ["f1", "f3"].map((id) => [works.get(id)?.state, works.get(id)?.assignee, works.get(id)?.why]),
      [
        ["closed", "Ben", "Wired by us."],
        ["open", "Ben", ""],
      ],
    );
    await put({ findings: ["f3"], state: "acknowledged", why: "Looks at it." });
    assert.equal((await stored()).get("f3")?.assignee, "Ben", "who takes care of it stays with another state");
    await put({ findings: ["f3"], assignee: "", why: "" });
    assert.equal((await stored()).get("f3")?.assignee, "");
  });

  test("who may not work on findings is assigned nothing, and a decision says what", async () => {
    const toViewer = await put({ findings: ["f1"], assignee: "cleo", why: "" });
    assert.equal(toViewer.status, 422);
    assert.match(JSON.stringify(toViewer.answer), /Nobody called cleo may work on findings/);
    assert.match(JSON.stringify((await put({ findings: ["f1"], why: "x" })).answer), /Say what becomes of it/);
    const response = await fetch(`${server.address}/api/v1/sites/plant/assignees`, { headers: { cookie } });
    assert.deepEqual(await response.json(), ["Ben", "ada"]);
  });
});
