import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import type { Dissector } from "./dissector.ts";
import { brokenLaws, brokenLawsUnderMutation, seededRandom } from "./laws.ts";
import { PROTOCOLS } from "./protocols/list.ts";
import type { Exchange } from "./protocols/samples/sample.ts";

const FOLDER = new URL("./protocols/", import.meta.url);
const MUTATIONS = Number(process.env["BULKHEAD_MUTATIONS"] ?? 600);
const SEED = Number(process.env["BULKHEAD_SEED"] ?? 20261123);

function isDissector(value: unknown): value is Dissector {
  return typeof value === "object" && value !== null && "carriage" in value && "probe" in value && "read" in value;
}

test("every dissector in the folder is in the list, and has samples", async () => {
  const found = new Set<unknown>();
  for (const name of readdirSync(FOLDER, { recursive: true }) as string[]) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.startsWith("samples") || name === "list.ts")
      continue;
    const module = (await import(new URL(name, FOLDER).href)) as Record<string, unknown>;
    for (const value of Object.values(module)) if (isDissector(value)) found.add(value);
  }
  for (const entry of found) {
    assert.ok(PROTOCOLS.includes(entry as Dissector), `${(entry as Dissector).name} is missing from protocols/list.ts`);
  }
  assert.equal(found.size, PROTOCOLS.length);
});

for (const dissector of PROTOCOLS) {
  test(`${dissector.name} keeps the laws`, async () => {
    const module = (await import(new URL(`samples/${dissector.name}.ts`, FOLDER).href)) as {
      SAMPLES: readonly Exchange[];
    };
    const random = seededRandom(SEED);
    assert.ok(module.SAMPLES.length > 0, "no samples");
    for (const exchange of module.SAMPLES) {
      assert.deepEqual(brokenLaws(dissector, exchange, PROTOCOLS, random), [], `${dissector.name}: ${exchange.name}`);
    }
    for (let round = 0; round < MUTATIONS; round++) {
      const exchange = module.SAMPLES[round % module.SAMPLES.length] as Exchange;
      const broken = brokenLawsUnderMutation(dissector, exchange, PROTOCOLS, random);
      assert.deepEqual(broken, [], `${dissector.name}: ${exchange.name}, seed ${SEED}, round ${round}`);
    }
  });
}
