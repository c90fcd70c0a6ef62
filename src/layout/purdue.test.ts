import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTS } from "../model/act.ts";
import { LEVELS, ROLES } from "../model/role.ts";
import type { MapFinding, MapLink } from "./bundles.ts";
import { layOutPurdue, type PurdueMap } from "./purdue.ts";
import type { Point, Rectangle } from "./shapes.ts";
import type { MapDevice } from "./tiles.ts";

/** A small repeatable generator; tests print the seed by naming it. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
}

function inventSite(seed: number, deviceCount: number, linkCount: number, zones = 0) {
  const next = numbersFrom(seed);
  const devices: MapDevice[] = [];
  for (let i = 0; i < deviceCount; i++) {
    devices.push({
      id: `d${i}`,
      label: `DEV-${next(1000)}`,
      role: ROLES[next(ROLES.length)],
      level: LEVELS[next(LEVELS.length)],
      vendor: next(2) ? "Acme" : "Other",
      ...(zones > 0 ? { zone: ["", "Cell 2", "Cell 10", "A line with a long name"][next(zones)] } : {}),
    });
  }
  const links: MapLink[] = [];
  for (let i = 0; i < linkCount; i++) {
    links.push({
      id: `l${i}`,
      client: `d${next(deviceCount)}`,
      server: `d${next(deviceCount)}`,
      protocol: ["modbus", "s7comm", "http", "a very long protocol name"][next(4)],
      transport: "tcp",
      act: ACTS[next(ACTS.length)],
    });
  }
  const findings: MapFinding[] = [
    { number: 1, severity: "critical", links: ["l0", "l1"] },
    { number: 2, severity: "high", links: ["l2"] },
    { number: 3, severity: "low", links: ["l3"] },
  ];
  return { devices, links, findings };
}

function segmentsOf(path: readonly Point[]): { one: Point; other: Point }[] {
  return path.slice(1).map((other, index) => ({ one: path[index], other }));
}

function entersInside({ one, other }: { one: Point; other: Point }, box: Rectangle): boolean {
  return (
    Math.min(one.x, other.x) < box.x + box.width &&
    Math.max(one.x, other.x) > box.x &&
    Math.min(one.y, other.y) < box.y + box.height &&
    Math.max(one.y, other.y) > box.y
  );
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function assertClean(map: PurdueMap, name: string): void {
  for (const [index, tile] of map.tiles.entries()) {
    for (const other of map.tiles.slice(index + 1)) {
      assert.ok(!overlap(tile, other), `${name}: tiles ${tile.key} and ${other.key} overlap`);
    }
    const box = map.boxes.find(({ level }) => level === tile.level)!;
    assert.ok(tile.x >= box.x && tile.x + tile.width <= box.x + box.width, `${name}: ${tile.key} leaves its box`);
    assert.ok(tile.y >= box.y && tile.y + tile.height <= box.y + box.height, `${name}: ${tile.key} leaves its box`);
  }
  for (const [index, box] of map.boxes.entries()) {
    for (const other of map.boxes.slice(index + 1)) {
      assert.ok(!overlap(box, other), `${name}: boxes ${box.level} and ${other.level} overlap`);
    }
  }
  for (const [index, zone] of map.zones.entries()) {
    for (const other of map.zones.slice(index + 1)) {
      assert.ok(!overlap(zone, other), `${name}: zones ${zone.key} and ${other.key} overlap`);
    }
    for (const tile of map.tiles) {
      const isOwn = `${tile.level}/${tile.zone}` === zone.key;
      assert.equal(overlap(zone, tile), isOwn, `${name}: ${tile.key} and zone ${zone.key}`);
      assert.ok(!overlap(zone.words, tile), `${name}: the name of ${zone.key} lies on ${tile.key}`);
    }
    const box = map.boxes.find(({ level }) => zone.key.startsWith(`${level}/`))!;
    assert.ok(zone.x > box.x && zone.x + zone.width < box.x + box.width, `${name}: ${zone.key} leaves its level`);
    assert.ok(zone.y > box.y && zone.y + zone.height < box.y + box.height, `${name}: ${zone.key} leaves its level`);
    assert.ok(zone.words.width >= 40, `${name}: no room for the name of ${zone.key}`);
  }
  for (const route of map.routes) {
    for (const [index, path] of route.paths.entries()) {
      const from = map.tiles.find(({ key }) => key === route.from)!;
      const to = map.tiles.find(({ key }) => key === route.to[index])!;
      for (const [end, tile] of [
        [path[0], from],
        [path.at(-1)!, to],
      ] as const) {
        assert.ok(end.x > tile.x && end.x < tile.x + tile.width, `${name}: an end misses ${tile.key}`);
        assert.ok(end.y === tile.y || end.y === tile.y + tile.height, `${name}: an end misses ${tile.key}`);
      }
      for (const segment of segmentsOf(path)) {
        assert.ok(segment.one.x === segment.other.x || segment.one.y === segment.other.y, `${name}: a slanted line`);
        for (const point of [segment.one, segment.other]) {
          assert.ok(
            point.x >= 0 && point.x <= map.width && point.y >= 0 && point.y <= map.height,
            `${name}: off the map`,
          );
        }
        for (const tile of map.tiles) {
          assert.ok(!entersInside(segment, tile), `${name}: ${route.from} > ${route.to[index]} runs over ${tile.key}`);
        }
        for (const { words, key } of map.zones) {
          assert.ok(!entersInside(segment, words), `${name}: ${route.from} > ${route.to[index]} runs over ${key}`);
        }
        for (const { words, level } of map.boxes) {
          assert.ok(!entersInside(segment, words), `${name}: ${route.from} > ${route.to[index]} runs over ${level}`);
        }
      }
    }
  }
}

/** Pairs of segments of different routes that lie on each other for some length. */
function coincidences(map: PurdueMap): number {
  const all = map.routes.flatMap((route, index) =>
    route.paths.flatMap((path) => segmentsOf(path).map((segment) => ({ ...segment, index }))),
  );
  let found = 0;
  for (const [at, a] of all.entries()) {
    for (const b of all.slice(at + 1)) {
      if (a.index === b.index) continue;
      const bothUpright = a.one.x === a.other.x && b.one.x === b.other.x && a.one.x === b.one.x;
      const bothLevel = a.one.y === a.other.y && b.one.y === b.other.y && a.one.y === b.one.y;
      const share = (axis: "x" | "y") =>
        Math.min(Math.max(a.one[axis], a.other[axis]), Math.max(b.one[axis], b.other[axis])) -
        Math.max(Math.min(a.one[axis], a.other[axis]), Math.min(b.one[axis], b.other[axis]));
      if ((bothUpright && share("y") > 0) || (bothLevel && share("x") > 0)) found++;
    }
  }
  return found;
}

test("tiles never overlap, and lines never run over tiles or words, on invented sites", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = numbersFrom(seed * 7919);
    const { devices, links, findings } = inventSite(seed, 1 + next(90), next(160));
    assertClean(layOutPurdue(devices, links, findings), `seed ${seed}`);
  }
});

test("tiles of one zone stand in a box of their own, whose name no line crosses", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = numbersFrom(seed * 104729);
    const { devices, links, findings } = inventSite(seed, 1 + next(40), next(90), 2 + next(3));
    const map = layOutPurdue(devices, links, findings);
    assertClean(map, `seed ${seed}`);
    const stated = new Set(devices.filter(({ zone }) => zone !== "").map(({ level, zone }) => `${level}/${zone}`));
    assert.deepEqual(new Set(map.zones.map(({ key }) => key)), stated);
    assert.equal(
      map.zones.reduce((sum, zone) => sum + zone.devices, 0),
      devices.filter(({ zone }) => zone !== "").length,
    );
    assert.deepEqual(layOutPurdue(devices.toReversed(), links.toReversed(), findings.toReversed()), map);
  }
  for (let seed = 1; seed <= 20; seed++) {
    const { devices, links, findings } = inventSite(seed, 20, 40, 3);
    assert.equal(coincidences(layOutPurdue(devices, links, findings)), 0, `seed ${seed}`);
  }
});

test("lines of different bundles never lie on each other while tiles have room for their ends", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { devices, links, findings } = inventSite(seed, 24, 45);
    assert.equal(coincidences(layOutPurdue(devices, links, findings)), 0, `seed ${seed}`);
  }
});

test("the picture depends on what is there, not on the order in which it is told", () => {
  for (const count of [12, 60]) {
    const { devices, links, findings } = inventSite(count, count, 80);
    const map = layOutPurdue(devices, links, findings);
    assert.deepEqual(layOutPurdue(devices, links, findings), map);
    const turned = layOutPurdue(devices.toReversed(), links.toReversed(), findings.toReversed());
    assert.deepEqual(turned, map);
  }
});

test("devices beyond forty are drawn as kinds, and ten thousand devices still make at most 250 tiles", () => {
  assert.ok(layOutPurdue(inventSite(1, 40, 10).devices, [], []).single);
  const { devices, links, findings } = inventSite(2, 10_000, 20_000);
  const map = layOutPurdue(devices, links, findings);
  assert.ok(map.tiles.length <= 250);
  assert.equal(
    map.tiles.reduce((sum, tile) => sum + tile.devices.length, 0),
    10_000,
  );
  const drawn = map.routes.reduce((sum, route) => sum + route.links, 0);
  const hidden = map.left.hidden.reduce((sum, { links: count }) => sum + count, 0);
  assert.equal(drawn + hidden + map.left.inside + map.left.unplaced + map.left.hiddenFindings, 20_000);
  assert.ok(map.routes.some((route) => route.finding === 1) && map.routes.some((route) => route.finding === 2));
});

test("conversations that skip the IDMZ run left of all lanes", () => {
  const device = (id: string, level: MapDevice["level"], role: MapDevice["role"]): MapDevice => ({
    id,
    label: id,
    level,
    role,
    vendor: "",
  });
  const devices = [device("pc", "4", "workstation"), device("plc", "1", "plc"), device("jump", "3.5", "jump host")];
  const link = (id: string, client: string, server: string): MapLink => ({
    id,
    client,
    server,
    protocol: "x",
    transport: "tcp",
    act: "read",
  });
  const map = layOutPurdue(devices, [link("a", "pc", "plc"), link("b", "pc", "jump")], []);
  const lanesLeft = map.boxes[0].x;
  const leftmost = (from: string, to: string) =>
    Math.min(...map.routes.find((route) => route.from === from && route.to[0] === to)!.paths[0].map(({ x }) => x));
  assert.ok(leftmost("4/pc", "1/plc") < lanesLeft);
  assert.ok(leftmost("4/pc", "3.5/jump") > lanesLeft);
});

test("many findings between two tiles share a line that counts them", () => {
  const { devices } = inventSite(3, 2, 0);
  devices[0].level = "4";
  devices[1].level = "1";
  const links = Array.from({ length: 9 }, (_, index): MapLink => {
    return { id: `l${index}`, client: "d0", server: "d1", protocol: "x", transport: "tcp", act: "write" };
  });
  const findings = links.map(({ id }, index): MapFinding => ({ number: index + 1, severity: "high", links: [id] }));
  const drawn = (count: number) =>
    layOutPurdue(devices, links, findings.slice(0, count)).routes.map(({ finding, moreFindings }) => [
      finding,
      moreFindings,
    ]);
  assert.deepEqual(
    drawn(4).slice(0, 4),
    [1, 2, 3, 4].map((number) => [number, 0]),
  );
  assert.deepEqual(drawn(9), [
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 5],
  ]);
});

test("address upkeep is counted and not drawn, unless a finding points at it", () => {
  const { devices } = inventSite(3, 2, 0);
  const link = (id: string, transport: string, act: MapLink["act"]): MapLink => ({
    id,
    client: "d0",
    server: "d1",
    protocol: id,
    transport,
    act,
  });
  const links = [
    link("resolution", "ethernet", "identify"),
    link("echo", "ip", "identify"),
    link("names", "udp", "identify"),
    link("io", "ethernet", "write"),
  ];
  const quiet = layOutPurdue(devices, links, []);
  assert.deepEqual(quiet.routes.flatMap(({ protocols }) => protocols).sort(), ["io", "names"]);
  assert.equal(quiet.left.upkeep, 2);
  const told = layOutPurdue(devices, links, [{ number: 1, severity: "medium", links: ["resolution"] }]);
  assert.deepEqual(told.routes.flatMap(({ protocols }) => protocols).sort(), ["io", "names", "resolution"]);
  assert.equal(told.left.upkeep, 1);
});

test("a map without devices still shows every lane and both bulkheads", () => {
  const map = layOutPurdue([], [], []);
  assert.deepEqual(
    map.boxes.map(({ level }) => level),
    ["5", "4", "3.5", "3", "2", "1", "0"],
  );
  assert.equal(map.walls.length, 2);
});
