import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link } from "../model/assessment.ts";
import { askedMakers } from "./asked-names.ts";

function asking(client: string, ...targets: string[]): Link {
  const evidence = { capture: 0, frame: 7, start: 0, end: 0, time: 1 };
  return { client, operations: [{ operation: "dns:query", targets, evidence }] } as unknown as Link;
}

test("a thing that asks for names of its maker, the time and rented servers only is that maker's", () => {
  const makers = askedMakers([
    asking("plug", "devs.tplinkcloud.com", "de.pool.ntp.org", "plug.local"),
    asking("plug", "EU-api.TPLINKRA.com.", "abc.us-west-2.elb.amazonaws.com"),
  ]);
  assert.equal(makers.get("plug")?.value, "TP-Link");
  assert.equal(makers.get("plug")?.times, 2);
});

test("who asks for names of others too may be a telephone with that maker's program", () => {
  const makers = askedMakers([
    asking("telephone", "api.fitbit.com", "mtalk.google.com"),
    asking("two makers", "fitbit.com", "ring.com"),
    asking("nobody's", "www.google.com", "ntp.example.org"),
  ]);
  assert.equal(makers.size, 0);
});

test("a name that only ends like a maker's is not the maker's", () => {
  assert.equal(askedMakers([asking("other", "notring.com", "ring.com.example.net")]).size, 0);
});
