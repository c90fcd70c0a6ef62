import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DEVICE_TYPES } from "../devices/list.ts";
import { SCENARIOS } from "../scenarios/list.ts";
import { SECOND } from "../schedule.ts";
import { TALKS } from "../talks/list.ts";
import { findSite, LIBRARY, loadSite } from "../write.ts";
import { CATALOG } from "./catalog.ts";
import { checkDocument, readDuration, readSubnet } from "./check.ts";
import type { SiteDescription } from "./describe.ts";
import { type PlayedTruth, playSite } from "./play.ts";

function play(site: SiteDescription, seconds: number, seed = 1): { bytes: Uint8Array; frames: number; truth: unknown } {
  const chunks: Uint8Array[] = [];
  const options = { seed, duration: seconds * SECOND, scale: 1, file: "x" };
  const truth = playSite(site, CATALOG, options, (chunk) => chunks.push(chunk.slice()));
  return { bytes: Buffer.concat(chunks), frames: truth.capture.frames, truth };
}

const example = {
  site: "two",
  zones: { cell: { vlan: 5, subnet: "10.9.8.0/24" } },
  mirrors: { span: { zones: ["cell"] } },
  devices: {
    asker: { type: "scada-server", zone: "cell" },
    plc: { type: "modicon-m580", zone: "cell", count: 2 },
  },
  talks: [{ talk: "modbus", from: "asker", to: "plc", every: "500ms" }],
};

test("the same seed gives the same bytes, another seed others", () => {
  const site = loadSite(findSite("water"));
  const one = play(site, 20);
  const other = play(site, 20);
  assert.ok(one.frames > 1000);
  assert.ok(Buffer.compare(one.bytes, other.bytes) === 0);
  assert.deepEqual(one.truth, other.truth);
  assert.ok(Buffer.compare(one.bytes, play(site, 20, 2).bytes) !== 0);
});

test("the bytes are the same on every machine", () => {
  const { site } = checkDocument(
    "fixed",
    {
      ...example,
      loss: 0.02,
      devices: {
        ...example.devices,
        rtu: { type: "dnp3-rtu", zone: "cell" },
        relay: { type: "protection-relay", zone: "cell" },
        room: { type: "building-controller", zone: "cell" },
        line: { type: "opcua-server", zone: "cell" },
        monitor: { type: "patient-monitor", zone: "cell" },
      },
      talks: [
        ...example.talks,
        { talk: "dnp3", from: "asker", to: "rtu", every: "1s" },
        { talk: "goose", from: "relay" },
        { talk: "bacnet", from: "asker", to: "room", every: "2s" },
        { talk: "opcua", from: "asker", to: "line", every: "1s" },
        { talk: "hl7", from: "monitor", to: "asker", every: "5s" },
        { talk: "tls", from: "asker", to: "line", every: "10s" },
      ],
    },
    CATALOG,
  );
  const sum = createHash("sha256").update(play(site, 60).bytes).digest("hex");
  // A change of the simulator changes this sum; another machine, system or processor must not.
  assert.equal(sum, "7da8939f6f561cac70dd6301174e3b1aa44057cecba9447beb7c0d6bf334ab04");
});

/** Beginnings of the sums of two minutes of each site: a change of the simulator or of a site changes them, a machine must not. */
const SUMS: Readonly<Record<string, string>> = {
  bottling: "a5d316c86ede8fa7",
  building: "1f4042a015caeddc",
  campus: "cea07ec4cc37cdbf",
  fleet: "45b72c35daff6528",
  hall5g: "bc3cd46c181e90d3",
  hospital: "09e29e1140c67200",
  office: "a9212cfb9ada840a",
  refinery: "f68d6663359f4bb8",
  substation: "21f13b5399bcb504",
  water: "93ada015556017be",
};

for (const file of readdirSync(LIBRARY).filter((name) => name.endsWith(".yaml"))) {
  const name = file.slice(0, -5);
  test(`the site ${name} is the same on every machine`, () => {
    const sum = createHash("sha256")
      .update(play(loadSite(findSite(name)), 120).bytes)
      .digest("hex");
    assert.equal(sum.slice(0, 16), SUMS[name]);
  });
}

test("the counted devices of a site are as many times more as its scale says", () => {
  const site = loadSite(findSite("fleet"));
  const options = { seed: 1, duration: SECOND, scale: 3, file: "x" };
  const truth = playSite(site, CATALOG, options, () => {});
  assert.equal(truth.devices.filter((device) => device.name.startsWith("sensor-")).length, 120);
  assert.equal(
    new Set(truth.devices.flatMap((device) => device.ips)).size,
    truth.devices.length + 1,
    "one router has two",
  );
});

test("another device at the end changes nothing about the others", () => {
  const { site } = checkDocument("a", example, CATALOG);
  const more = structuredClone(example);
  Object.assign(more.devices, { late: { type: "camera", zone: "cell" } });
  const { site: larger } = checkDocument("b", more, CATALOG);
  assert.ok(Buffer.compare(play(site, 10).bytes.subarray(200), play(larger, 10).bytes.subarray(200)) === 0);
});

test("every problem of a site is told at once, with its place and a remedy", () => {
  const { problems } = checkDocument(
    "bad.yaml",
    {
      zones: { cell: { vlan: 5000, subnet: "10.9.8.1/24" } },
      mirrors: { span: { zone: ["cell"] } },
      devices: { "PLC 1": { type: "plc" } },
      talks: [{ talk: "modbuss" }, { talk: "modbus", every: "soon" }],
      scenarios: [{ scenario: "nothing" }],
      for: 10,
    },
    CATALOG,
  );
  const text = problems.join("\n");
  for (const place of [
    /bad.yaml: zones.cell.vlan: is not a number from 0 to 4094/,
    /zones.cell.subnet: is not a subnet; write one such as/,
    /mirrors.span.zone: is not known here; known are zones/,
    /devices.PLC 1.type: "plc" is no device type; there are .*modicon-m580/,
    /devices.PLC 1: is no name/,
    /talks\[0\].talk: "modbuss" is no talk; there are .*modbus/,
    /talks\[1\].every: is not a duration/,
    /scenarios\[0\].scenario: "nothing" is no scenario/,
    /for: is not a duration/,
  ]) {
    assert.match(text, place);
  }
});

test("names that lead nowhere are told together when the site is built", () => {
  const broken = structuredClone(example);
  broken.mirrors.span.zones = ["cel"];
  broken.talks.push({ talk: "modbus", from: "nobody", to: "plc", every: "1s" });
  const { site, problems } = checkDocument("c", broken, CATALOG);
  assert.deepEqual(problems, []);
  assert.throws(
    () => play(site, 1),
    (error: Error) => /2 problems/.test(error.message) && /"cel"/.test(error.message) && /"nobody"/.test(error.message),
  );
});

test("a device that starts again is connected to anew and tells its new firmware; one that is replaced has two addresses", () => {
  const { site, problems } = checkDocument(
    "again",
    {
      ...example,
      talks: [{ talk: "modbus", from: "asker", to: "plc", every: "500ms", identify: true }],
      scenarios: [
        { scenario: "firmware-update", from: "asker", to: "plc-1", at: "5s", seconds: 4, version: "9.99" },
        { scenario: "device-replacement", from: "asker", to: "plc-2", at: "5s", seconds: 4 },
      ],
    },
    CATALOG,
  );
  assert.deepEqual(problems, []);
  const { truth, bytes } = play(site, 30);
  const { identities, devices, work } = truth as PlayedTruth;
  const firmware = identities
    .filter((each) => each.attribute === "firmware")
    .map((each) => `${each.device} ${each.value}`);
  assert.deepEqual(firmware.sort(), ["plc-1 9.99", "plc-2 3.20"]);
  assert.deepEqual(
    devices.map((device) => device.macs.length),
    [1, 1, 2],
  );
  assert.deepEqual(
    work.map((each) => each.end - each.start),
    [4, 4],
  );
  assert.ok(Buffer.from(bytes).includes("9.99"));
});

test("durations and subnets are read as people write them", () => {
  assert.equal(readDuration("500ms"), SECOND / 2);
  assert.equal(readDuration("7d"), 7 * 86400 * SECOND);
  assert.equal(readDuration("7 days"), undefined);
  assert.deepEqual(readSubnet("10.1.2.0/24"), { base: 0x0a010200, bits: 24 });
  assert.equal(readSubnet("10.1.2.1/24"), undefined);
});

test("memory does not grow with the length: a longer capture gives longer output and an equally large truth", () => {
  const { site } = checkDocument("d", example, CATALOG);
  const short = play(site, 30);
  const long = play(site, 300);
  assert.ok(long.frames > short.frames * 8);
  assert.ok(JSON.stringify(long.truth).length < JSON.stringify(short.truth).length + 100);
});

test("every incident of the library lies within its capture and names devices of its site", () => {
  let incidents = 0;
  for (const file of readdirSync(LIBRARY)) {
    const site = loadSite(`${LIBRARY}${file}`);
    const options = { seed: site.seed, duration: 240 * SECOND, scale: 1, file: "x" };
    const truth = playSite(site, CATALOG, options, () => {});
    const names = new Set(truth.devices.map((device) => device.name));
    for (const incident of [...truth.attacks, ...truth.faults, ...truth.work]) {
      incidents++;
      assert.ok(incident.start >= truth.period.from && incident.end <= truth.period.to, `${file} ${incident.kind}`);
      assert.ok(incident.end >= incident.start, `${file} ${incident.kind} ends before it begins`);
      for (const name of [incident.actor, ...incident.targets]) assert.ok(names.has(name), name);
    }
    for (const attack of truth.attacks) assert.match(attack.technique, /^T\d{4}/);
    for (const point of truth.points) assert.ok(names.has(point.device));
  }
  assert.ok(incidents > 15);
});

test("each list names every file of its folder", () => {
  for (const [folder, names] of [
    ["devices", DEVICE_TYPES.map((each) => each.name)],
    ["talks", TALKS.map((each) => each.name)],
    ["scenarios", SCENARIOS.map((each) => each.name)],
  ] as const) {
    const files = readdirSync(fileURLToPath(new URL(`../${folder}/`, import.meta.url)))
      .filter((file) => file.endsWith(".ts") && file !== "list.ts" && file !== "ways.ts")
      .map((file) => file.slice(0, -3));
    assert.deepEqual([...names].sort(), files.sort(), folder);
  }
});
