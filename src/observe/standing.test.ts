import assert from "node:assert/strict";
import { test } from "node:test";
import { type PointSpace, pointSpace } from "../dissect/points.ts";
import type { Sample, SampleList } from "../dissect/talk.ts";
import { newPointRoom, type PointRoom, PointStore, type SampleSource } from "./points.ts";

const STATE = pointSpace("p", "member", "BOOLEAN");
const MEASURE = pointSpace("p", "member", "FLOAT");

function sample(space: PointSpace, index: number, value: number): Sample {
  return { space, unit: -1, name: "set", index, value, quality: 0 };
}

function at(time: number, isWrite = false): SampleSource {
  return { capture: 0, frame: time, start: 0, end: 8, time, isWrite, peer: 1 };
}

function list(...samples: Sample[]): SampleList {
  return { samples, kept: undefined };
}

/** Two stores that are told the same: one value by value, the other by lists. */
class Pair {
  readonly rooms: [PointRoom, PointRoom];
  readonly byValue: PointStore;
  readonly byList: PointStore;

  constructor(left = 100) {
    this.rooms = [newPointRoom(left), newPointRoom(left)];
    this.byValue = new PointStore(this.rooms[0]);
    this.byList = new PointStore(this.rooms[1]);
    for (const store of [this.byValue, this.byList]) store.peerBit("10.0.0.1");
  }

  add(one: Sample, source: SampleSource): void {
    this.byValue.add(one, source);
    this.byList.add(one, source);
  }

  again(values: SampleList, source: SampleSource): void {
    for (const one of values.samples) this.byValue.add(one, source);
    this.byList.addAgain(values, source);
  }

  check(): void {
    assert.deepEqual(this.byList.plain(), this.byValue.plain());
    assert.equal(this.rooms[1].dropped, this.rooms[0].dropped);
  }
}

test("a state that is sent again counts as if each value had been told", () => {
  const pair = new Pair();
  const state = list(sample(STATE, 0, 1), sample(MEASURE, 1, 0.5));
  for (let time = 1; time <= 5; time++) pair.again(state, at(time));
  pair.check();
  const [point] = pair.byList.all();
  assert.equal(point?.reads, 5);
  assert.equal(point?.lastSeen, 5);
  assert.equal(point?.changes, 0);
});

test("two messages that contradict each other about one point change it each time", () => {
  const pair = new Pair();
  const on = list(sample(STATE, 0, 1));
  const off = list(sample(STATE, 0, 0));
  for (let time = 1; time <= 8; time++) pair.again(time % 2 === 0 ? on : off, at(time));
  pair.check();
  assert.equal([...pair.byList.all()][0]?.changes, 7);
});

test("values without room are counted as dropped each time", () => {
  const pair = new Pair(1);
  const state = list(sample(STATE, 0, 1), sample(STATE, 1, 1), sample(MEASURE, 2, 1));
  for (let time = 1; time <= 4; time++) pair.again(state, at(time));
  pair.check();
  assert.equal(pair.rooms[1].dropped, 8);
});

test("any mixture of single values, repeats, writes and questions is summed up alike", () => {
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let round = 0; round < 50; round++) {
    const pair = new Pair(random(4) === 0 ? 3 : 100);
    const lists = Array.from({ length: 3 }, (_, which) =>
      list(
        ...Array.from({ length: 3 }, (_value, index) => sample(random(2) === 0 ? STATE : MEASURE, index + which, 1)),
      ),
    );
    for (let time = 1; time <= 200; time++) {
      const what = random(20);
      if (what === 0) pair.add(sample(STATE, random(5), random(2)), at(time));
      else if (what === 1) pair.again(lists[random(3)] as SampleList, at(time, true));
      else if (what === 2) pair.check();
      else if (what === 3) lists[random(3)] = list(sample(MEASURE, random(5), random(3) / 2), sample(STATE, 9, 1));
      else pair.again(lists[random(3)] as SampleList, at(time));
    }
    assert.deepEqual([...pair.byList.copy().all()], [...pair.byValue.copy().all()]);
    pair.check();
  }
});
