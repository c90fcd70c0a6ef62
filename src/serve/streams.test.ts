import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import type { RunningServer } from "./server.ts";
import { USUAL_CHOICES } from "./server.ts";
import { addPerson, addSession, addToken, type Bench, closeBenches, makeBench, startBench, until } from "./testing.ts";

after(closeBenches);

interface Heard {
  event: string;
  id: string;
  data: unknown;
}

/** Reads a stream of server-sent events until `enough`, or fails after 20 seconds; `begun` runs once it is open. */
async function hear(
  server: RunningServer,
  headers: Record<string, string>,
  enough: (events: readonly Heard[]) => boolean,
  path = "stream",
  begun: () => Promise<void> = async () => await Promise.resolve(),
): Promise<Heard[]> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(new Error("nothing more was heard")), 20_000);
  timer.unref();
  const response = await fetch(`${server.address}/api/v1/sites/plant/${path}`, { headers, signal: end.signal });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const heard: Heard[] = [];
  let rest = "";
  await begun();
  const decoder = new TextDecoder();
  for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
      heard.push({ event: field("event"), id: field("id"), data: JSON.parse(field("data")) });
    }
    if (enough(heard)) break;
  }
  clearTimeout(timer);
  end.abort();
  return heard;
}

async function streams(server: RunningServer): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return Number(/^bulkhead_streams (\d+)$/m.exec(text)?.[1]);
}

const idsOf = (heard: readonly Heard[]): string[] =>
  heard
    .filter(({ event }) => event === "changes")
    .flatMap(({ data }) => (data as { id: string }[]).map(({ id }) => id));

describe("the stream of changes", () => {
  let bench: Bench;
  let server: RunningServer;
  let headers: Record<string, string>;
  before(async () => {
    bench = await makeBench();
    server = await startBench(bench, { times: { ...USUAL_CHOICES.times, heartbeat: 0.1 } });
    headers = { cookie: await addSession(bench, await addPerson(bench, "viewer")) };
  });
  after(async () => await server.close());

  test("tells changes and progress from now on, and that it is alive", async () => {
    const isHeard = (heard: readonly Heard[]): boolean => {
      const events = heard.map(({ event }) => event);
      return (
        events.includes("progress") && idsOf(heard).length >= 2 && events.filter((each) => each === "alive").length > 1
      );
    };
    // What was written before the head of the answer is read is told as well: the stream began before.
    const heard = await hear(server, headers, isHeard, "stream", async () => {
      await bench.change("n1");
      await bench.change("n2");
      bench.progress();
    });
    assert.deepEqual(idsOf(heard), ["n1", "n2"]);
    const progress = heard.find(({ event }) => event === "progress")?.data as { sensors: unknown; intakes: unknown };
    assert.deepEqual(Object.keys(progress).sort(), ["intakes", "sensors"]);
  });

  test("tells what people decide and correct, to everybody who listens to the site", async () => {
    const worker = { cookie: await addSession(bench, await addPerson(bench, "operator")), "x-bulkhead": "test" };
    const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const answer = await fetch(`${server.address}/api/v1/sites/plant/${path}`, {
        method,
        headers: body === undefined ? worker : { ...worker, "content-type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.text();
      assert.ok(answer.ok, text);
      return text === "" ? undefined : JSON.parse(text);
    };
    const worksOf = (heard: readonly Heard[]): Heard[] => heard.filter(({ event }) => event === "work");
    const begun = async (): Promise<void> => {
      await ask("PUT", "workflows/f1", { state: "closed", why: "Planned work." });
      await ask("POST", "workflows", { findings: ["f1", "f1"], state: "open", why: "" });
      const bulk = { addresses: ["10.0.0.1", "10.0.0.2"], attribute: "zone", value: "Cell 2", why: "Drawing 7." };
      const [one] = (await ask("POST", "corrections/bulk", bulk)) as { id: string }[];
      await ask("DELETE", `corrections/${one?.id}`);
      await ask("PUT", "views/devices", [{ name: "PLCs", query: {} }]);
      // What is refused is not told.
      await assert.rejects(ask("PUT", "workflows/f9", { state: "closed", why: "" }), /no finding f9/);
      await ask("PUT", "workflows/f1", { state: "acknowledged", why: "last" });
    };
    const heard = await hear(server, headers, (events) => worksOf(events).length >= 6, "stream", begun);
    const [who, when] = ["operator", bench.now];
    assert.deepEqual(
      worksOf(heard).map(({ data }) => data),
      [
        { what: "decision", findings: ["f1"], state: "closed", who, when, why: "Planned work.", until: 0 },
        { what: "decision", findings: ["f1"], state: "open", who, when, why: "", until: 0 },
        {
          ...{ what: "correction", addresses: ["10.0.0.1", "10.0.0.2"], attribute: "zone", value: "Cell 2" },
          ...{ who, when, why: "Drawing 7." },
        },
        {
          ...{ what: "correction taken back", addresses: ["10.0.0.1"], attribute: "zone", value: "Cell 2" },
          ...{ why: "Drawing 7.", who, when },
        },
        { what: "views", table: "devices", who, when },
        { what: "decision", findings: ["f1"], state: "acknowledged", who, when, why: "last", until: 0 },
      ],
    );
    assert.ok(
      worksOf(heard).every(({ id }) => id === ""),
      "it stands in no journal, so it moves no place in it",
    );
  });

  test("goes on after Last-Event-ID without a gap or a change told twice", async () => {
    const { sequence } = await bench.store.journal.head("plant");
    for (let index = 0; index < 1200; index++) await bench.change(`m${index}`);
    const hearing = hear(
      server,
      { ...headers, "last-event-id": String(sequence) },
      (heard) => idsOf(heard).length >= 1203,
    );
    for (let index = 1200; index < 1203; index++) await bench.change(`m${index}`);
    assert.deepEqual(
      idsOf(await hearing),
      Array.from({ length: 1203 }, (_, index) => `m${index}`),
    );
    const last = await hear(server, headers, (heard) => idsOf(heard).length >= 3, `stream?after=${sequence + 1200}`);
    assert.deepEqual(idsOf(last), ["m1200", "m1201", "m1202"]);
    assert.equal(last.findLast(({ event }) => event === "changes")?.id, String(sequence + 1203));
  });

  test("tells a change that comes between the store's answer and its reading", async () => {
    const { after: ask } = bench.store.journal;
    let isFirst = true;
    bench.store.journal.after = async (site, sequence, limit) => {
      const changes = await ask.call(bench.store.journal, site, sequence, limit);
      if (isFirst) {
        isFirst = false;
        await bench.change("between");
      }
      return changes;
    };
    const heard = await hear(server, headers, (events) => idsOf(events).length > 0);
    bench.store.journal.after = ask;
    assert.deepEqual(idsOf(heard), ["between"]);
  });

  test("says so where a number is from the future", async () => {
    const heard = await hear(server, headers, (events) => events.length >= 2, "stream?after=999999");
    assert.equal(heard[1]?.event, "behind");
    assert.deepEqual(
      (heard[1] as { data: { sequence: number } }).data.sequence,
      (await bench.store.journal.head("plant")).sequence,
    );
  });

  test("ends when the session or the token ends, and when the person is disabled", async () => {
    const person = await addPerson(bench, "viewer", "leaver");
    const cookie = await addSession(bench, person);
    const authorization = await addToken(bench, person, ["read"]);
    const never = (): boolean => false;
    const hearings = [hear(server, { cookie }, never), hear(server, { authorization }, never)];
    const ended = hearings.map(
      async (hearing) =>
        await hearing.then(
          () => "whole",
          (error: unknown) => String(error),
        ),
    );
    await until(async () => (await streams(server)) === 2);
    await bench.store.people.putPerson({ ...person, disabled: true });
    for (const reason of await Promise.all(ended)) assert.match(reason, /terminated/);
  });

  test("drops a listener who does not read, and no other", async () => {
    const other = hear(server, headers, (heard) => heard.filter(({ event }) => event === "progress").length >= 1500);
    const socket = connect(Number(new URL(server.address).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write(`GET /api/v1/sites/plant/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${headers["cookie"]}\r\n\r\n`);
    await until(async () => (await streams(server)) === 2);
    bench.surroundings.intakes.list = () => [{ state: "read", remark: "x".repeat(10_000) }] as never;
    for (let index = 0; index < 1500; index++) {
      bench.progress();
      if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await other;
    await until(async () => (await streams(server)) === 0);
    socket.destroy();
  });
});
