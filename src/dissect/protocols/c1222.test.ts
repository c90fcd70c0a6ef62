import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";
import { dissectExchange, type SeenMessage } from "../testing.ts";
import { c1222 } from "./c1222.ts";
import { message, SAMPLES } from "./samples/c1222.ts";
import type { Exchange } from "./samples/sample.ts";

function play(...said: ["client" | "server", string][]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "tcp", port: 1153, messages }, [c1222]);
}

describe("ANSI C12.22", () => {
  const messages = dissectExchange(SAMPLES[0] as Exchange, [c1222]);

  test("each service is a message, and answers belong to their requests", () => {
    assert.deepEqual(
      messages.map(({ operation, direction }) => [operation, direction]),
      [
        ["logon", REQUEST],
        ["security", REQUEST],
        ["logon", RESPONSE],
        ["full_read", REQUEST],
        ["full_read", RESPONSE],
        ["partial_read_offset", REQUEST],
        ["partial_read_offset", RESPONSE],
        ["reset_procedure", REQUEST],
        ["reset_procedure", RESPONSE],
        ["ciphered_services", UNDIRECTED],
        ["identification", REQUEST],
      ],
    );
    for (const [answer, request] of [
      [4, 3],
      [8, 7],
    ] as const)
      assert.equal(messages[answer]?.answers, messages[request]?.frame);
    assert.equal(messages[6]?.outcome, "insufficient_security_clearance");
    assert.equal(messages[7]?.act, "control");
    assert.equal(messages[7]?.fields.procedure, "standard 0");
  });

  test("the manufacturer's table identifies the meter", () => {
    assert.deepEqual(
      messages[4]?.claims.map(({ attribute, value }) => [attribute, value]),
      [
        ["vendor", "EXMP"],
        ["model", "METER 7"],
        ["hardware", "2.1"],
        ["firmware", "3.5"],
        ["serial", "SN42"],
      ],
    );
  });

  test("a password in clear is noted without its text", () => {
    assert.equal(messages[0]?.fields.user, "collector");
    assert.deepEqual(
      messages[1]?.notes.map(({ remark }) => remark),
      [{ kind: "credential", method: "C12.22 password", exposure: "clear" }],
    );
    assert.ok(!JSON.stringify(messages).includes("secret"));
  });

  test("other procedures and writes are told by what they do", () => {
    const act = (service: string): unknown[] => {
      const [seen] = play(["client", message("client", [service])]);
      return [seen?.operation, seen?.act];
    };
    assert.deepEqual(act("40 0007 0003 0a00 01 ff"), ["set_date_time", "time"]);
    assert.deepEqual(act("40 0007 0003 1500 01 ff"), ["direct_load_control", "control"]);
    assert.deepEqual(act("40 0007 0003 0108 01 ff"), ["initiate_procedure", "control"]);
    assert.deepEqual(act("4f 0007 000000 0003 0000 01 ff"), ["reset_procedure", "control"]);
    assert.deepEqual(act("40 0033 0001 05 fa"), ["full_write", "write"]);
    assert.deepEqual(act("62 0400 02 0607"), ["negotiate", "other"]);
  });

  test("services that do not fit, unknown ones and other traffic", () => {
    const [seen] = play(["client", message("client", ["30 0001"]).replace("03300001", "09300001")]);
    assert.deepEqual(
      seen?.faults.map(({ name }) => name),
      ["service does not fit"],
    );
    const [unknown] = play(["client", message("client", ["2f"])]);
    assert.deepEqual(
      unknown?.faults.map(({ name }) => name),
      ["unknown service"],
    );
    assert.deepEqual(play(["client", "6080"]), []);
    assert.deepEqual(play(["client", "30020101"]), []);
  });
});
