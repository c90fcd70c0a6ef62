import assert from "node:assert/strict";
import { test } from "node:test";
import { type PointSpace, pointLabel, pointSpace, type Quality } from "../dissect/points.ts";
import { newPointRoom, type PointRoom, PointStore, type PointTally, type SampleSource } from "./points.ts";

const REGISTER: PointSpace = {
  protocol: "p",
  space: "register",
  type: "uint16",
  unitWord: "unit",
  indexStyle: "element",
  number: 1000,
};
const TAG: PointSpace = { protocol: "p", space: "", type: "REAL", unitWord: "", indexStyle: "element", number: 1001 };

interface Given {
  space?: PointSpace;
  unit?: number;
  name?: string;
  index?: number;
  value: number;
  quality?: Quality;
  time?: number;
  writer?: string;
  reader?: string;
}

function kept(given: readonly Given[], room: PointRoom = newPointRoom(100)): PointTally[] {
  const store = new PointStore(room);
  given.forEach(({ space = REGISTER, unit = 1, name = "", index = 0, value, quality = 0, ...rest }, order) => {
    const source: SampleSource = {
      capture: 0,
      frame: order + 1,
      start: 54,
      end: 60,
      time: rest.time ?? order,
      isWrite: rest.writer !== undefined,
      peer: store.peerBit(rest.writer ?? rest.reader ?? "10.0.0.1"),
    };
    store.add({ space, unit, name, index, value, quality }, source);
  });
  return [...store.all()];
}

test("a polled register has its last value, range, changes, period and the frame that told the last value first", () => {
  const [point, ...rest] = kept([
    { value: 5, time: 10 },
    { value: 9, time: 12 },
    { value: 9, time: 14 },
    { value: 2, time: 16, quality: 2 },
  ]);
  assert.deepEqual(rest, []);
  assert.equal(point?.last, 2);
  assert.equal(point?.lowest, 2);
  assert.equal(point?.highest, 9);
  assert.equal(point?.changes, 2);
  assert.equal(point?.reads, 4);
  assert.equal(point?.period, 2);
  assert.equal(point?.quality, 2);
  assert.equal(point?.frame, 4);
  const [steady] = kept([{ value: 3 }, { value: 4 }, { value: 4 }, { value: 4 }]);
  assert.equal(steady?.frame, 2);
  assert.equal(steady?.since, 1);
  assert.equal(steady?.lastSeen, 3);
});

test("writers and readers are told apart, and a write is no reading", () => {
  const [point] = kept([
    { value: 1, reader: "10.0.0.1" },
    { value: 7, writer: "10.0.0.2" },
    { value: 7, reader: "10.0.0.3" },
  ]);
  assert.deepEqual(point?.readers, ["10.0.0.1", "10.0.0.3"]);
  assert.deepEqual(point?.writers, ["10.0.0.2"]);
  assert.equal(point?.reads, 2);
  assert.equal(point?.writes, 1);
});

test("the longest stillness is kept with its beginning, the last value's included, and silence does not count", () => {
  const [ended] = kept([
    { value: 5, time: 10 },
    { value: 6, time: 11 },
    { value: 6, time: 15 },
    { value: 7, time: 16 },
    { value: 7, time: 17 },
    { value: 8, time: 100 },
  ]);
  assert.deepEqual([ended?.still, ended?.stillSince, ended?.stillFrame, ended?.stillReads], [4, 11, 2, 2]);
  const [lasting] = kept([
    { value: 5, time: 10 },
    { value: 6, time: 11 },
    { value: 6, time: 21 },
    { value: 6, time: 31 },
  ]);
  assert.deepEqual([lasting?.still, lasting?.stillSince, lasting?.stillFrame, lasting?.stillReads], [20, 11, 2, 3]);
});

test("the way that a writer leads a value is kept with the writer; readings are none", () => {
  const [writer, other] = ["10.0.0.9", "10.0.0.8"];
  const [point] = kept([
    { value: 5 },
    { value: 9 },
    { value: 10, writer },
    { value: 11, writer },
    { value: 3, writer: other },
    { value: 11, writer },
    { value: 12, writer },
  ]);
  assert.deepEqual([point?.climb?.first, point?.climb?.last, point?.climb?.steps], [10, 12, 2]);
  assert.equal(point?.climber, writer);
});

test("a store that an older version kept has the columns that came since at nothing", () => {
  const room: PointRoom = newPointRoom(100);
  const store = new PointStore(room);
  const space = pointSpace("p", "kept register", "uint16", "unit");
  const source = { capture: 0, frame: 7, start: 54, end: 60, isWrite: false, peer: 1 };
  for (const [index, value] of [4, 5, 6].entries()) {
    store.add({ space, unit: 1, name: "", index, value, quality: 0 }, { ...source, time: 1 });
    store.add({ space, unit: 1, name: "", index, value, quality: 0 }, { ...source, time: 9 });
    store.add({ space, unit: 1, name: "", index, value: value + 1, quality: 0 }, { ...source, time: 10 });
  }
  const plain = store.plain();
  const old = {
    ...plain,
    blocks: plain.blocks.map(({ block, ...rest }) => ({
      ...rest,
      block: {
        names: block.names,
        numbers: block.numbers.filter((_, place) => place % 10 < 8),
        cells: block.cells.filter((_, place) => place % 17 < 11),
      },
    })),
  };
  const [whole, kept] = [plain, old].map((each) => {
    const filled = new PointStore({ ...room });
    filled.fill(each);
    return [...filled.all()];
  });
  assert.deepEqual(whole, [...store.all()]);
  assert.deepEqual(
    kept?.map(({ last, index, reads, still }) => [last, index, reads, still]),
    [
      [5, 0, 3, 0],
      [6, 1, 3, 0],
      [7, 2, 3, 0],
    ],
  );
});

test("units, spaces, names and elements are points of their own, in whatever order they come", () => {
  const given: Given[] = [];
  for (let round = 0; round < 3; round++) {
    for (const index of round === 1 ? [2, 0, 1] : [0, 1, 2]) given.push({ index, value: index });
    given.push({ unit: 2, value: 50 + round }, { space: TAG, unit: -1, name: "Tank.Level", index: -1, value: round });
    given.push({ space: TAG, unit: -1, name: "Array", index: 1, value: 8 });
  }
  const points = kept(given);
  assert.equal(points.length, 6);
  for (const point of points) assert.equal(point.reads, 3, `${point.unit} ${point.name} ${point.index}`);
  assert.deepEqual(
    points.filter((point) => point.space === REGISTER && point.unit === 1).map((point) => [point.index, point.last]),
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  );
});

test("more points than there is room for are counted and change nothing", () => {
  const room: PointRoom = newPointRoom(40);
  const points = kept(
    Array.from({ length: 50 }, (_, index) => ({ index, value: index })),
    room,
  );
  assert.equal(points.length, 40);
  assert.equal(room.dropped, 10);
});

test("peers beyond the ceiling stay unnamed", () => {
  const [point] = kept(Array.from({ length: 40 }, (_, index) => ({ value: 1, reader: `10.0.0.${index}` })));
  assert.equal(point?.readers.length, 31);
  assert.equal(point?.reads, 40);
});

test("points are called as people write them", () => {
  assert.equal(pointLabel(REGISTER, "", 12), "register 12");
  assert.equal(pointLabel(TAG, "Tank.Level", -1), "Tank.Level");
  assert.equal(pointLabel(TAG, "Array", 3), "Array[3]");
  assert.equal(pointLabel({ ...TAG, indexStyle: "byte" }, "DB5", 20), "DB5 20");
  assert.equal(pointLabel({ ...TAG, indexStyle: "bit" }, "DB5", 161), "DB5 20.1");
});
