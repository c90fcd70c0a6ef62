import assert from "node:assert/strict";
import { test } from "node:test";
import { inventAssessment } from "../../../export/fixture.ts";
import { LEVELS, ROLES } from "../../../model/role.ts";
import type { SlimDevice, SlimLink } from "../../api/forms.ts";
import { filtersOf } from "../../state/filters.ts";
import { numberFindings } from "../../state/findings.ts";
import { groupDevices, isWholeKind, networkOf } from "./groups.ts";
import { type MapChoice, viewMap } from "./view.ts";

const assessment = inventAssessment();
const devices: SlimDevice[] = assessment.devices.map(({ id, label, role, level, domain, vendor, model, zone, ips }) => {
  return { id, label, role, level: level.level, domain, vendor, model, zone, address: ips[0] ?? "" };
});
const links: SlimLink[] = assessment.links.map(({ id, client, server, protocol, transport, act, bytes, told }) => {
  return { id, client, server, protocol, transport, act, bytes, told: told !== undefined };
});
const findings = numberFindings(assessment.findings, [], 0);
const everything: MapChoice = {
  filters: filtersOf({}),
  strokes: new Set(["read", "write", "program", "other"] as const),
  protocols: new Set(),
  group: "kind",
  unfolded: new Set(),
  device: "",
  onlyViolations: false,
};

/** A site of many devices: PLCs of two makers in several networks, and PCs. */
function many(count: number): SlimDevice[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `d${index}`,
    label: `D${index}`,
    role: index % 4 === 0 ? "workstation" : "plc",
    level: index % 4 === 0 ? "4" : "1",
    domain: "ICS",
    vendor: index % 2 === 0 ? "One" : "Other",
    model: "",
    zone: "",
    address: `10.${Math.floor(index / 1000)}.${Math.floor(index / 100) % 10}.${index % 100}`,
  }));
}

test("filters, acts and protocols decide what is drawn, and hidden violations are counted", () => {
  const whole = viewMap(devices, links, findings, everything);
  assert.equal(whole.devices, devices.length);
  assert.ok(whole.violations > 0);
  assert.equal(whole.hiddenViolations, 0);
  const reads = viewMap(devices, links, findings, { ...everything, strokes: new Set(["other"] as const) });
  assert.ok(reads.links < whole.links);
  assert.ok(reads.hiddenViolations > 0);
  const bare = viewMap(devices, links, findings, { ...everything, onlyViolations: true });
  assert.ok(bare.map.routes.every(({ finding }) => finding > 0));
  assert.equal(bare.hiddenViolations, 0);
});

test("the neighborhood of a device is the device and those it speaks with", () => {
  const link = links.find(({ server }) => server !== "") as SlimLink;
  const view = viewMap(devices, links, findings, { ...everything, device: link.client });
  const shown = new Set(view.map.tiles.flatMap((tile) => tile.devices));
  assert.ok(shown.has(link.client) && shown.has(link.server));
  assert.ok(shown.size < devices.length);
});

test("a large site is put together by kind, and a tile unfolds by maker, network and device", () => {
  const site = many(4000);
  const folded = groupDevices(site, "kind", new Set());
  assert.deepEqual([...folded.canUnfold].sort(), ["1/plc", "4/workstation"]);
  const byMaker = groupDevices(site, "kind", new Set(["1/plc"]));
  assert.deepEqual([...byMaker.canUnfold].sort(), ["1/plc|One", "1/plc|Other", "4/workstation"]);
  const byNetwork = groupDevices(site, "kind", new Set(["1/plc", "1/plc|One"]));
  assert.ok(byNetwork.canUnfold.has("1/plc|One|10.0.0.0/24"));
  const single = groupDevices(site, "kind", new Set(["1/plc", "1/plc|One", "1/plc|One|10.0.0.0/24"]));
  const own = single.devices.filter(({ group }) => group?.key.startsWith("plc|One|10.0.0.0/24|"));
  assert.equal(own.length, 25);
  assert.ok(own.every(({ group, label }) => group?.label === label));
});

test("no more than 250 tiles are drawn while nothing is unfolded, and every device has one", () => {
  const site = many(10_000).map((device, index) => ({
    ...device,
    level: LEVELS[index % LEVELS.length],
    role: ROLES[Math.floor(index / LEVELS.length) % ROLES.length],
  }));
  const view = viewMap(site, [], [], everything);
  assert.ok(view.map.tiles.length <= 250);
  assert.equal(
    view.map.tiles.reduce((sum, tile) => sum + tile.devices.length, 0),
    site.length,
  );
});

test("zones inside a level have boxes, and their devices share tiles only among themselves", () => {
  const site = many(400).map((device, index) => ({ ...device, zone: ["", "Cell 1", "Cell 2"][index % 3] }));
  const { map } = viewMap(site, [], [], everything);
  assert.deepEqual(
    map.zones.map(({ key, devices: count }) => [key, count]),
    [
      ["4/Cell 1", 33],
      ["4/Cell 2", 33],
      ["1/Cell 1", 100],
      ["1/Cell 2", 100],
    ],
  );
  for (const tile of map.tiles) {
    assert.deepEqual([...new Set(tile.devices.map((id) => site.find((one) => one.id === id)?.zone))], [tile.zone]);
  }
  assert.ok(isWholeKind("1/@Cell 1|plc") && isWholeKind("1/plc") && !isWholeKind("1/@Cell 1|plc|One"));
  const byZone = viewMap(site, [], [], { ...everything, group: "zone" });
  assert.deepEqual(byZone.map.zones, [], "a tile that is the zone needs no box");
  const unfolded = viewMap(site, [], [], { ...everything, group: "zone", unfolded: new Set(["1/Cell 1"]) });
  assert.deepEqual(
    unfolded.map.zones.map(({ key }) => key),
    ["1/Cell 1"],
  );
  const few = viewMap(site.slice(0, 12), [], [], everything);
  assert.equal(few.map.zones.length, 4);
});

test("many zones take no more tiles than there is room for", () => {
  const site = many(5000).map((device, index) => ({
    ...device,
    level: LEVELS[index % LEVELS.length],
    role: ROLES[Math.floor(index / 7) % ROLES.length],
    zone: `Zone ${index % 97}`,
  }));
  const { map } = viewMap(site, [], [], everything);
  assert.ok(map.tiles.length <= 250, `${map.tiles.length} tiles`);
  assert.equal(
    map.tiles.reduce((sum, tile) => sum + tile.devices.length, 0),
    site.length,
  );
});

test("networks are told from addresses", () => {
  assert.equal(networkOf("10.20.31.12"), "10.20.31.0/24");
  assert.equal(networkOf("2001:db8:1:2::5"), "2001:db8:1:2::/64");
  assert.equal(networkOf("00:80:f4:1b:6c:2e"), "no network");
  assert.equal(networkOf(""), "no network");
});
