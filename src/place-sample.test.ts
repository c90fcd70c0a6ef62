import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Engine } from "./dissect/engine.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import { registryOf } from "./dissect/registry.ts";
import { assembleSite } from "./observe/assemble.ts";
import { Collector } from "./observe/collector.ts";
import { placeDevices } from "./observe/rules/place.ts";
import { tidyVendor } from "./observe/vendors.ts";
import { readCaptures } from "./read.ts";
import { loadVendorLookup } from "./vendor-lookup.ts";

interface TrueDevice {
  name: string;
  macs: string[];
  ips: string[];
  vendor: string;
  role: string;
  domain: string;
  level: string;
  alsoLevels: string[];
  speaks: boolean;
}

const capture = fileURLToPath(new URL("../samples/plant-cell.pcapng", import.meta.url));
const truthPath = fileURLToPath(new URL("../samples/plant-cell.truth.json", import.meta.url));
const skip = existsSync(capture) && existsSync(truthPath) ? false : "the sample site has not been written";

describe("the sample site is placed as it was made", { skip }, async () => {
  if (skip !== false) return;
  const truth = (JSON.parse(readFileSync(truthPath, "utf8")) as { devices: TrueDevice[] }).devices;
  const collector = new Collector();
  const engine = new Engine(registryOf(PROTOCOLS), collector, { detailed: false });
  collector.attach(engine);
  await readCaptures([capture], engine, { hashed: false });
  const site = assembleSite(collector.ledger, PROTOCOLS, loadVendorLookup());
  placeDevices(site);
  for (const expected of truth) {
    test(expected.name, () => {
      const device = site.devices.find(
        (entry) =>
          entry.ips.some((ip) => expected.ips.includes(ip)) || entry.macs.some((mac) => expected.macs.includes(mac)),
      );
      assert.ok(device !== undefined, "it is in the inventory");
      // What the capture does not show may stay unknown; it may not be wrong.
      const roles = expected.speaks ? [expected.role] : [expected.role, "unknown"];
      assert.ok(roles.includes(device.role), `role ${device.role}, not ${expected.role}`);
      assert.equal(device.domain, expected.domain);
      const levels = [expected.level, ...expected.alsoLevels];
      assert.ok(levels.includes(device.level.level), `level ${device.level.level}, not ${levels.join(" or ")}`);
      if (expected.vendor !== "") assert.equal(device.vendor, tidyVendor(expected.vendor));
    });
  }
});
