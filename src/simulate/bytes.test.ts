import assert from "node:assert/strict";
import { test } from "node:test";
import { type ByteWriter, writer } from "./bytes.ts";
import { createRandom } from "./random.ts";

const textOf = (write: (out: ByteWriter) => void): string => {
  const out = writer();
  write(out);
  return Buffer.from(out.done()).toString("latin1");
};

test("numbers with two decimals are written as the language writes them", () => {
  const random = createRandom(3);
  const numbers = [0, -0, 0.005, 1.005, -0.001, 99.995, 1e21, 4294967296.5, Number.NaN, Number.POSITIVE_INFINITY];
  for (let index = 0; index < 20_000; index++) {
    numbers.push((random.fraction() - 0.3) * 10 ** random.between(-3, 9), random.between(-5000, 5000) / 200);
  }
  for (const number of numbers) {
    assert.equal(
      textOf((out) => out.hundredths(number)),
      number.toFixed(2),
    );
  }
});

test("whole numbers are written with all their digits", () => {
  for (const number of [0, 7, 10, 99, 1_773_036_000, 2 ** 53]) {
    assert.equal(
      textOf((out) => out.decimal(number)),
      `${number}`,
    );
  }
});
