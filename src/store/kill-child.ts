import { deviceThing, makeBatch } from "./laws.ts";
import { openSqliteStore } from "./sqlite/store.ts";

// Writes to a store without end, and says after each step what was acknowledged; the test kills it.
const [folder = ""] = process.argv.slice(2);
const store = openSqliteStore(folder, () => 1000);
let { sequence } = await store.journal.head("a");
for (;;) {
  const steps = Array.from({ length: 1 + (sequence % 40) }, (_, index) => ({
    after: deviceThing(`d${sequence + index}`, { owner: "x".repeat((sequence * 37) % 900) }),
  }));
  const history = [{ point: "p", times: [sequence], values: [1] }];
  ({ last: sequence } = await store.journal.append(makeBatch("a", sequence, steps, { history })));
  process.stdout.write(`${sequence}\n`);
}
