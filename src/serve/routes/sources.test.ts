import assert from "node:assert/strict";
import { after, test } from "node:test";
import { addPerson, addSession, closeBenches, makeBench, startBench } from "../testing.ts";

after(closeBenches);

test("a sensor is paused and resumed by name, and the audit log has both", async () => {
  const bench = await makeBench();
  const server = await startBench(bench);
  const cookie = await addSession(bench, await addPerson(bench, "administrator", "ada"));
  const headers = { cookie, "x-bulkhead": "test" };
  const at = `${server.address}/api/v1/sites/plant/sensors`;
  const post = async (path: string): Promise<number> =>
    (await fetch(`${at}/${path}`, { method: "POST", headers })).status;
  const made = await fetch(at, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "Tap", kind: "interface", target: "eth0" }),
  });
  const { id, paused } = (await made.json()) as { id: string; paused: unknown };
  assert.equal(paused, null);
  const shown = async (): Promise<{ state: string; paused: unknown } | undefined> => {
    const all = (await (await fetch(at, { headers })).json()) as { id: string; state: string; paused: unknown }[];
    return all.find((sensor) => sensor.id === id);
  };
  assert.equal(await post(`${id}/stop`), 204);
  assert.deepEqual([(await shown())?.state, (await shown())?.paused], ["stopped", { who: "ada", when: bench.now }]);
  assert.equal(await post(`${id}/start`), 204);
  assert.deepEqual([(await shown())?.state, (await shown())?.paused], ["watching", null]);
  assert.equal(await post("nothing/stop"), 404);
  const entries = await bench.store.audit.list(0, 2);
  assert.deepEqual(
    entries.map(({ act, target, detail }) => [act, target, detail]),
    ["start sensor", "stop sensor"].map((act) => [act, `plant ${id}`, '{"name":"Tap","target":"eth0"}']),
  );
  await post(`${id}/stop`);
  assert.equal((await fetch(`${at}/${id}`, { method: "DELETE", headers })).status, 204);
  assert.equal(
    await bench.store.settings.value(`paused plant ${id}`),
    undefined,
    "nothing stays of a sensor that is gone",
  );
});
