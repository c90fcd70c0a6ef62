import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { ber } from "../samples/ber-bytes.ts";
import {
  associate,
  associated,
  confirmed,
  data,
  float,
  inDomain,
  REPORT,
  SAMPLES,
  text,
  variables,
} from "../samples/mms.ts";
import type { Exchange } from "../samples/sample.ts";
import { mms } from "./mms.ts";
import { readOperation, writeOperation } from "./services.ts";

function play(...said: ["client" | "server", string][]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "inside", carrier: "cotp", port: 1, messages }, [mms]);
}

function sample(index: number): SeenMessage[] {
  return dissectExchange(SAMPLES[index] as Exchange, [mms]);
}

const told = (message: SeenMessage | undefined): unknown[] =>
  (message?.samples ?? []).map(({ space, name, index, value, quality }) => [space.type, name, index, value, quality]);

describe("MMS", () => {
  test("an association is opened, used and closed, each answer with its request", () => {
    const messages = sample(0);
    assert.deepEqual(
      messages.map(({ operation, direction }) => [operation, direction]),
      [
        ["initiate", REQUEST],
        ["initiate", RESPONSE],
        ["identify", REQUEST],
        ["identify", RESPONSE],
        ["get_name_list", REQUEST],
        ["get_name_list", RESPONSE],
        ["read", REQUEST],
        ["read", RESPONSE],
        ["operate", REQUEST],
        ["operate", RESPONSE],
        ["report", NOTICE],
        ["file_close", REQUEST],
        ["file_close", RESPONSE],
        ["conclude", REQUEST],
        ["conclude", RESPONSE],
      ],
    );
    for (const place of [1, 3, 5, 7, 9, 12]) assert.equal(messages[place]?.answers, messages[place - 1]?.frame);
    assert.equal(messages[0]?.fields.application_context_name, "1.0.9506.2.3");
    assert.equal(messages[0]?.fields.called_ae_qualifier, 23);
    assert.equal(messages[12]?.outcome, "file: file_access_denied");
    assert.deepEqual(
      messages[1]?.notes.map(({ remark }) => remark),
      [{ kind: "session", protocol: "MMS", anonymous: true }],
    );
  });

  test("the server's own words identify it", () => {
    const claims = sample(0)[3]?.claims.map(({ about, attribute, value }) => [about, attribute, value]);
    assert.deepEqual(claims, [
      ["sender", "vendor", "Example"],
      ["sender", "model", "REL 7"],
      ["sender", "firmware", "2.1.4"],
    ]);
    const plate = sample(1).findLast(({ operation }) => operation === "read");
    assert.deepEqual(
      plate?.claims.map(({ attribute, value }) => [attribute, value]),
      [
        ["vendor", "Example"],
        ["hardware", "C"],
        ["firmware", "3.2"],
        ["serial", "SN-0042"],
        ["model", "REL 7"],
      ],
    );
  });

  test("a plate with members left out tells the maker alone, and one of a function nothing", () => {
    const ask = (item: string, value: string): SeenMessage | undefined =>
      play(
        ["client", data(confirmed("a0", 9, ber("a4", ber("a1", variables(inDomain("A", item))))))],
        ["server", data(confirmed("a1", 9, ber("a4", ber("a1", value))))],
      )[1];
    const short = ask("LPHD1$DC$PhyNam", ber("a2", text("Example"), text("SN-1")));
    assert.deepEqual(
      short?.claims.map(({ attribute }) => attribute),
      ["vendor"],
    );
    assert.deepEqual(ask("PTOC1$DC$NamPlt$swRev", text("1.0"))?.claims, []);
    assert.equal(ask("LLN0$DC$NamPlt$swRev", text("1.0"))?.claims[0]?.attribute, "firmware");
  });

  test("values have the names that were asked for", () => {
    const messages = sample(0);
    assert.deepEqual(told(messages[7]), [["FLOAT", "BAY7LD0/MMXU1$MX$TotW$mag$f", -1, 100, 0]]);
    assert.deepEqual(messages[6]?.objects, ["BAY7LD0/MMXU1$MX$TotW$mag$f"]);
    assert.deepEqual(told(messages[8])[0], ["BOOLEAN", "BAY7LD0/CSWI1$CO$Pos$Oper", 0, 1, 0]);
  });

  test("a report names its members by their places, and by their names once the list was told", () => {
    const before = sample(0)[10];
    assert.deepEqual(before?.fields.data_set, "BAY7LD0/LLN0$dsTrip");
    assert.deepEqual(
      told(before).map((value) => (value as unknown[]).slice(1, 4)),
      [
        ["BAY7LD0/LLN0$dsTrip#0", 0, 100],
        ["BAY7LD0/LLN0$dsTrip#2", 0, 1],
      ],
    );
    const after = sample(1)[2];
    assert.deepEqual(
      told(after).map((value) => (value as unknown[])[1]),
      ["BAY7LD0/MMXU1$MX$TotW", "BAY7LD0/PTOC1$ST$Op"],
    );
  });

  test("files are followed from opening to contents and directory", () => {
    const messages = sample(1);
    const [, , , opened, , read, contents, , directory] = messages;
    assert.deepEqual([opened?.operation, opened?.objects], ["file_open", ["COMTRADE/7.dat"]]);
    assert.deepEqual([read?.operation, read?.objects], ["file_read", ["COMTRADE/7.dat"]]);
    assert.equal(contents?.fields.file_data_length, 4);
    assert.deepEqual(directory?.fields.files, [{ name: "7.dat", size: 4096 }]);
  });

  test("what a write does is told by the functional constraint", () => {
    assert.equal(writeOperation("A/CSWI1$CO$Pos$SBOw$ctlVal").name, "select_with_value");
    assert.equal(writeOperation("A/CSWI1$CO$Pos$Cancel").name, "cancel_control");
    assert.equal(writeOperation("A/LLN0$BR$rcb01$RptEna").act, "configure");
    assert.equal(writeOperation("A/LLN0$SG$SGCB$ActSG").name, "set_setting_group_values");
    assert.equal(writeOperation("A/PTOC1$SP$StrVal$setMag$f").name, "write");
    assert.equal(writeOperation("TotalFlow").name, "write");
    assert.equal(readOperation("A/CSWI1$CO$Pos$SBO").name, "select");
  });

  test("a password in clear is told without its text, and a refused association as refused", () => {
    const messages = play(
      ["client", associate(ber("8b", "520301") + ber("ac", ber("80", "736563726574")))],
      ["server", associated(1)],
    );
    assert.deepEqual(
      messages[0]?.notes.map(({ remark }) => remark),
      [{ kind: "credential", method: "MMS association password", exposure: "clear" }],
    );
    assert.ok(!JSON.stringify(messages).includes("736563726574") && !JSON.stringify(messages).includes("secret"));
    assert.equal(messages[1]?.operation, "associate");
    assert.equal(messages[1]?.outcome, "rejected_permanent");
    assert.deepEqual(messages[1]?.notes, []);
  });

  test("failures are told in the standard's words", () => {
    const failed = play(
      ["client", data(confirmed("a0", 7, ber("a4", ber("a1", variables(inDomain("A", "x"))))))],
      ["server", data(confirmed("a1", 7, ber("a4", ber("a1", "80010a"))))],
      ["client", data(confirmed("a0", 8, ber("a5", variables(inDomain("A", "x")), ber("a0", float("42c80000")))))],
      ["server", data(confirmed("a1", 8, ber("a5", "800103")))],
    );
    assert.equal(failed[1]?.outcome, "object_non_existent");
    assert.equal(failed[3]?.outcome, "object_access_denied");
    assert.equal(sample(1).at(-1)?.outcome, "confirmed_request rejected: 1");
  });

  test("two PDUs in one TSDU are two messages", () => {
    assert.equal(play(["server", data(REPORT, REPORT)]).length, 2);
  });

  test("broken encodings are faults, and other sessions are left alone", () => {
    const [empty] = play(["server", data("a103020100")]);
    assert.deepEqual(
      empty?.faults.map(({ name }) => name),
      ["no service"],
    );
    const cut = data(confirmed("a0", 3, ber("a4", ber("a1", variables(inDomain("A", "x")))))).replace(/\s+/g, "");
    assert.deepEqual(play(["client", cut.slice(0, -8)]), []);
    assert.deepEqual(play(["client", "0100010043010203"]), []);
    assert.deepEqual(play(["client", "0dff00"]), []);
  });
});
