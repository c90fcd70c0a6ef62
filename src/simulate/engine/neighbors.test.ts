import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../random.ts";
import { Neighbors } from "./neighbors.ts";

test("who knows whom is as in a map, however many there are", () => {
  const random = createRandom(5);
  const neighbors = new Neighbors();
  const known = new Map<string, number>();
  for (let round = 0; round < 20_000; round++) {
    const station = random.between(0, 3000);
    const ip = 0xfffffff0 - random.between(0, 5);
    if (random.chance(0.2)) {
      neighbors.forget(station, ip);
      known.delete(`${station} ${ip}`);
    } else {
      neighbors.learn(station, ip, round);
      known.set(`${station} ${ip}`, round);
    }
  }
  for (let station = 0; station <= 3000; station++) {
    for (let ip = 0xfffffff0 - 5; ip <= 0xfffffff0; ip++) {
      assert.equal(neighbors.knownUntil(station, ip), known.get(`${station} ${ip}`) ?? -1);
    }
  }
});

test("a device that is replaced knows nobody, and nobody knows it", () => {
  const neighbors = new Neighbors();
  neighbors.learn(1, 10, 50);
  neighbors.learn(2, 11, 50);
  neighbors.learn(3, 12, 50);
  neighbors.forgetAll(1, 11);
  assert.deepEqual(
    [neighbors.knownUntil(1, 10), neighbors.knownUntil(2, 11), neighbors.knownUntil(3, 12)],
    [-1, -1, 50],
  );
});
