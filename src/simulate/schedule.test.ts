import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "./random.ts";
import { createSchedule } from "./schedule.ts";

test("actions run in order of time, equal times in the order asked", () => {
  const schedule = createSchedule(-5);
  const random = createRandom(1);
  const ran: [number, number][] = [];
  for (let asked = 0; asked < 500; asked++) {
    const time = random.between(-20, 60);
    schedule.at(time, () => ran.push([schedule.now(), asked]));
  }
  schedule.run(50);
  for (let index = 1; index < ran.length; index++) {
    const [time, asked] = ran[index];
    const [earlier, before] = ran[index - 1];
    assert.ok(time > earlier || (time === earlier && asked > before) || earlier === -5);
    assert.ok(time >= -5 && time <= 50);
  }
  assert.ok(ran.length > 400 && ran.length < 500);
  assert.equal(schedule.now(), 50);
});

test("an action may ask for another, which runs before the end", () => {
  const schedule = createSchedule(0);
  let times = 0;
  const again = () => {
    times++;
    schedule.after(10, again);
  };
  schedule.after(10, again);
  schedule.run(95);
  assert.equal(times, 9);
});
