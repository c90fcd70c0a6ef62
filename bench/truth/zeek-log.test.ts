import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { field } from "./field.ts";
import { number, words } from "./normalize.ts";
import { addRoles, type RoleTotal } from "./roles.ts";
import { conversationOf, LogComparer, type LogMap, logsBeside, readLog } from "./zeek-log.ts";

const HEAD = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p";
const MAP: LogMap = {
  log: "modbus",
  protocol: "modbus",
  fields: [field("operation", "func", words), field("unit_id", "unit", number)],
};

/** A capture's name with logs beside it, gone when the test is over. */
function withLogs(logs: Record<string, string>, use: (capture: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "bulkhead-logs-"));
  mkdirSync(join(folder, "a.truth"));
  for (const [name, content] of Object.entries(logs)) writeFileSync(join(folder, "a.truth", name), content);
  try {
    use(join(folder, "a.pcap"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a log is read by its head, unset columns are left out, escapes are octets", () => {
  const rows = readLog("# a test\n#fields\ta\tb\tc\n1\t-\tx\\x41\n#close\n");
  assert.deepEqual(rows, [{ a: "1", c: "xA" }]);
  assert.deepEqual(readLog("1\t(empty)\n", ["a", "b"]), [{ a: "1" }]);
});

test("values are compared conversation by conversation, whatever the order", () => {
  const lines = [
    `${HEAD}\tfunc\tunit`,
    "X\tC1\t10.0.0.1\t4000\t10.0.0.2\t502\tREAD_COILS\t1",
    "X\tC1\t10.0.0.1\t4000\t10.0.0.2\t502\tWRITE_SINGLE_COIL\t2",
    "X\tC2\t10.0.0.3\t4000\t10.0.0.2\t502\tREAD_COILS\t1",
  ];
  withLogs({ "run__modbus.log": `${lines.join("\n")}\n` }, (capture) => {
    assert.deepEqual([...logsBeside(capture).keys()], ["modbus"]);
    const comparer = new LogComparer(capture, [MAP]);
    const ends = { source: "10.0.0.1", destination: "10.0.0.2", source_port: 4000, destination_port: 502 };
    comparer.add({ protocol: "modbus", operation: "write_single_coil", unit_id: 3, ...ends });
    comparer.add({ protocol: "modbus", operation: "read_coils", unit_id: 1, ...ends });
    comparer.add({ protocol: "dns", operation: "read_coils", ...ends });
    const [operations, units] = comparer.compare("a.pcap");
    assert.deepEqual([operations.compared, operations.equal, operations.onlyTheirs], [2, 2, 1]);
    assert.deepEqual([units.compared, units.equal], [2, 1]);
    assert.equal(units.differences[0].hint, conversationOf("10.0.0.2", 502, "10.0.0.1", "4000"));
  });
});

test("roles are held against conn.log, one-sided conversations left out, and against the protocol's own requests", () => {
  const lines = [
    `${HEAD}\torig_pkts\tresp_pkts`,
    "X\tC1\t10.0.0.1\t4000\t10.0.0.2\t502\t5\t4",
    "X\tC2\t10.0.0.9\t502\t10.0.0.1\t4001\t5\t0",
  ];
  withLogs({ "conn.log": `${lines.join("\n")}\n` }, (capture) => {
    const totals = new Map<string, RoleTotal>();
    const role = { protocol: "modbus", from: "port", directed: 4 };
    const first = conversationOf("10.0.0.1", 4000, "10.0.0.2", 502);
    const second = conversationOf("10.0.0.1", 4001, "10.0.0.9", 502);
    addRoles(totals, "a.pcap", capture, [
      { ...role, conversation: first, client: "10.0.0.2:502", agreeing: 0 },
      { ...role, conversation: second, client: "10.0.0.1:4001", agreeing: 4 },
    ]);
    const [log, own] = [totals.get("modbus|conn.log"), totals.get("modbus|own requests")];
    assert.deepEqual([log?.compared, log?.equal], [1, 0]);
    assert.deepEqual([own?.compared, own?.equal], [2, 1]);
  });
});
