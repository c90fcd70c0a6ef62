import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { dissectExchange, likenessOf } from "../testing.ts";
import { netflow } from "./netflow.ts";
import { FIVE, ipfix, SAMPLES, set } from "./samples/netflow.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = dissectExchange(SAMPLES[0] as Exchange, [netflow]);

test("flows of version 5 are told", () => {
  assert.equal(seen[0]?.operation, "export_version_5");
  assert.deepEqual(seen[0]?.fields.flows, [
    {
      ...{ source: "10.0.0.1", destination: "10.0.0.2", source_port: 50_000, destination_port: 502 },
      ...{ protocol: 6, octets: 1000, packets: 10 },
    },
  ]);
});

test("flows of version 9 and IPFIX are told by their templates", () => {
  assert.deepEqual([seen[1]?.fields.templates, seen[1]?.fields.flow_count], [[256], 2]);
  assert.deepEqual(seen[1]?.fields.flows[1], {
    ...{ source: "10.0.0.3", destination: "10.0.0.4", source_port: 50_001, destination_port: 80 },
    ...{ protocol: 6, octets: 100, packets: 2 },
  });
  assert.deepEqual([seen[2]?.operation, seen[2]?.fields.flow_count], ["ipfix", 1], "a maker's field and a name");
  assert.deepEqual([seen[3]?.fields.flow_count, seen[3]?.fields.sets_without_template], [0, 1]);
});

test("messages are recognized by how they fill up, others are not", () => {
  assert.equal(likenessOf(netflow, FIVE), CERTAIN);
  assert.equal(likenessOf(netflow, `${FIVE}00`), NO);
  assert.equal(likenessOf(netflow, ipfix(set("0100", "00"))), CERTAIN);
  assert.equal(likenessOf(netflow, "000a0008 00000000"), NO);
});

test("sets that do not fit, and templates without an end", () => {
  const play = (hex: string) =>
    dissectExchange({ name: "made up", over: "udp", port: 2055, messages: [{ from: "client", hex }] }, [netflow]);
  const lying = play(`000a0018 69aea000 00000001 00000007 0100ffff 00000000`);
  assert.deepEqual(
    lying[0]?.faults.map(({ name }) => name),
    ["set does not fit"],
  );
  assert.equal(play(ipfix(set("0002", "0100 ffff 0001"))).length, 1);
  assert.equal(
    play(ipfix(set("0002", "0100 0001 0001 0000"), set("0100", "00".repeat(40)))).length,
    1,
    "records of no length",
  );
});
