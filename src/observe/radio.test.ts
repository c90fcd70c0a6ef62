import assert from "node:assert/strict";
import { test } from "node:test";
import { PROTOCOLS } from "../dissect/protocols/list.ts";
import { SAMPLES } from "../dissect/protocols/samples/zigbee.ts";
import { bytesOf } from "../dissect/testing.ts";
import { observe } from "./testing.ts";

test("devices that have only radio addresses are in the inventory, each once, with its maker's block", () => {
  const frames = SAMPLES.slice(0, 2).flatMap((exchange) => exchange.messages);
  const site = observe(
    frames.map(({ hex }, index) => ({ time: index, bytes: bytesOf(hex) })),
    PROTOCOLS,
    230,
  );
  const lamp = site.devices.find((device) => device.macs.includes("02:15:1a:2b:12:34"));
  assert.deepEqual(lamp?.macs, ["00:17:ff:cc:bb:aa", "02:15:1a:2b:12:34"]);
  assert.equal(lamp?.attributes.find(({ attribute }) => attribute === "model")?.candidates[0]?.value, "LAMP E27");
  assert.ok(site.devices.some((device) => device.macs.includes("02:15:1a:2b:00:00")));
  assert.ok(site.links.some((link) => link.protocol === "zigbee"));
});
