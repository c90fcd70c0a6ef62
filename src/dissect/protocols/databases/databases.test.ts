import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CERTAIN, type Dissector, NO } from "../../dissector.ts";
import { dissectExchange, likenessOf, type SeenMessage } from "../../testing.ts";
import { greeting, login, SAMPLES as MYSQL, packet as mysqlPacket } from "../samples/mysql.ts";
import { message, SAMPLES as POSTGRESQL, SSL_REQUEST, startup } from "../samples/postgresql.ts";
import type { Exchange } from "../samples/sample.ts";
import { batch, packet, prelogin, SAMPLES as TDS } from "../samples/tds.ts";
import { mysql } from "./mysql.ts";
import { postgresql } from "./postgresql.ts";
import { readStatement, statementsOf } from "./statements.ts";
import { tds } from "./tds.ts";

const sample = (samples: readonly Exchange[], dissector: Dissector): SeenMessage[] =>
  dissectExchange(samples[0] as Exchange, [dissector]);
const told = (messages: readonly SeenMessage[]): string[] =>
  messages.map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers > 0} ${outcome}`.trim());
const remarks = (messages: readonly SeenMessage[]): string[] =>
  messages.flatMap(({ notes }) =>
    notes.map(({ remark }) =>
      remark.kind === "credential"
        ? `${remark.method} ${remark.exposure}`
        : remark.kind === "cipher"
          ? `${remark.cipher} ${remark.weak}`
          : remark.kind,
    ),
  );
const claims = (messages: readonly SeenMessage[]): string[] =>
  messages.flatMap((seen) => seen.claims.map(({ attribute, value }) => `${attribute} ${value}`));
const play = (dissector: Dissector, ...messages: Exchange["messages"]): SeenMessage[] =>
  dissectExchange({ name: "made up", over: "tcp", port: 1, messages }, [dissector]);

describe("statements", () => {
  const statements = statementsOf("test");
  const read = (text: string): string => {
    const { operation, about } = readStatement(text, statements);
    return `${operation.name} ${operation.act} ${about}`.trim();
  };

  test("are told by their verb and the name behind it, and by programs that they run", () => {
    assert.equal(read("-- note\n /* why */ SELECT a FROM [dbo].[Tags] WHERE b = 'secret'"), "select read dbo.Tags");
    assert.equal(read("insert into readings values (1)"), "insert write readings");
    assert.equal(read("DROP TABLE IF EXISTS old"), "drop configure old");
    assert.equal(read("exec xp_cmdshell 'dir'"), "run_program program xp_cmdshell");
    assert.equal(read("vacuum"), "statement other");
    assert.equal(read(""), "statement other");
  });
});

describe("SQL Server", () => {
  const messages = sample(TDS, tds);

  test("messages are told once, whatever packets they fill", () => {
    assert.deepEqual(told(messages), [
      "prelogin identify false",
      "prelogin_response other true",
      "login authenticate false",
      "tabular_result other true",
      "select read false",
      "tabular_result other true",
      "run_program program false",
      "tabular_result other true login_failed",
      "rpc other false",
      "attention control false",
    ]);
  });

  test("who logs in, with what, and that the password can be read, but not the password", () => {
    assert.deepEqual(remarks(messages), ["no encryption of logins true", "TDS password clear"]);
    const all = claims(messages);
    assert.ok(all.includes("software Microsoft SQL Server 2019 (15.0.2000)"), all.join());
    assert.ok(all.includes("name HIST-1") && all.includes("software Historian"), all.join());
    assert.ok(!JSON.stringify(messages).includes("secret"));
  });

  test("is recognized without its port, and hostile lengths end it", () => {
    assert.equal(likenessOf(tds, prelogin("0f0007d00000", "00")), CERTAIN);
    assert.equal(likenessOf(tds, packet(18, "05 0000 0000")), NO);
    assert.deepEqual(play(tds, { from: "client", hex: "01 01 0004 0000 0100" }), []);
    const lying = play(tds, { from: "client", hex: packet(18, "00 ffff 0006 ff") });
    assert.deepEqual(
      lying[0]?.faults.map(({ name }) => name),
      ["option does not fit"],
    );
    assert.equal(play(tds, { from: "client", hex: batch("") }).length, 1);
  });
});

describe("MySQL", () => {
  const messages = sample(MYSQL, mysql);

  test("greeting, log-in, statements and refusals", () => {
    assert.deepEqual(told(messages), [
      "greeting identify false",
      "handshake_response authenticate false",
      "response other true",
      "select read false",
      "response other true",
      "insert write false",
      "response other true access_denied",
      "ping other false",
      "response other true",
      "shutdown control false",
    ]);
    assert.deepEqual(remarks(messages), ["MySQL mysql_native_password challenge"]);
    assert.ok(claims(messages).includes("software MariaDB 10.6.12"), claims(messages).join());
    assert.deepEqual(messages[3]?.objects, ["tags"]);
  });

  test("a password in clear, no password, and no encryption are remarked", () => {
    const logged = (answer: string, plugin: string, ...rest: Exchange["messages"]): string[] =>
      remarks(
        play(
          mysql,
          { from: "server", hex: greeting("8.0.33", "0000") },
          { from: "client", hex: login("x", answer, plugin) },
          ...rest,
        ),
      );
    assert.deepEqual(logged("616200", "mysql_clear_password"), [
      "no encryption offered true",
      "MySQL mysql_clear_password clear",
    ]);
    const native = "mysql_native_password";
    const granted = { from: "server", hex: mysqlPacket(2, "00 00 00 0200 0000") } as const;
    assert.deepEqual(logged("", native, granted), ["no encryption offered true", "session"]);
    // Refused, or asked in another way and answered: nobody came in without a password.
    const refused = { from: "server", hex: mysqlPacket(2, "ff 1504 2332383030304163636573732064656e696564") } as const;
    assert.deepEqual(logged("", native, refused), ["no encryption offered true"]);
    const asksAgain = { from: "server", hex: mysqlPacket(2, `fe ${"61".repeat(21)}00${"62".repeat(20)}00`) } as const;
    const answers = { from: "client", hex: mysqlPacket(3, "63".repeat(20)) } as const;
    assert.deepEqual(logged("", native, asksAgain, answers, granted), ["no encryption offered true"]);
    // What the capture cut off may hold the offer, and the proof of the login.
    const whole = login("x", "", "mysql_native_password").replace(/\s/g, "");
    const cut = (from: "client" | "server", hex: string): string[] =>
      remarks(play(mysql, { from: "server", hex: greeting("8.0.33") }, { from, hex }));
    assert.deepEqual(
      remarks(play(mysql, { from: "server", hex: greeting("8.0.33").replace(/\s/g, "").slice(0, 40) })),
      [],
    );
    assert.deepEqual(cut("client", whole.slice(0, 74)), []);
  });

  test("is recognized by its greeting, and says nothing of what is encrypted", () => {
    assert.equal(likenessOf(mysql, greeting("8.0.33")), CERTAIN);
    assert.equal(likenessOf(mysql, mysqlPacket(0, "0a 00")), NO);
    const hidden = play(
      mysql,
      { from: "server", hex: greeting("8.0.33") },
      { from: "client", hex: mysqlPacket(1, `0dae3a00 00000001 21 ${"00".repeat(23)}`) },
      { from: "client", hex: "1603010005 0102030405" },
    );
    assert.deepEqual(
      hidden.map(({ operation }) => operation),
      ["greeting", "ssl_request"],
    );
  });
});

describe("PostgreSQL", () => {
  const messages = sample(POSTGRESQL, postgresql);

  test("start, log-in, statements and refusals", () => {
    assert.deepEqual(told(messages), [
      "ssl_request other false",
      "ssl_response other true",
      "startup authenticate false",
      "authentication other true",
      "password authenticate false",
      "authentication other true",
      "parameter_status identify false",
      "select read false",
      "command_complete other true",
      "run_program program false",
      "error_response other true sqlstate_42501",
      "terminate other false",
    ]);
    assert.deepEqual(remarks(messages), ["no encryption offered true", "PostgreSQL clear-text password clear"]);
    assert.ok(claims(messages).includes("software PostgreSQL 14.9"), claims(messages).join());
    assert.ok(!JSON.stringify(messages).includes("secret"));
  });

  test("is recognized by its start, and hostile lengths end it", () => {
    assert.equal(likenessOf(postgresql, SSL_REQUEST), CERTAIN);
    assert.equal(likenessOf(postgresql, startup("user", "a")), CERTAIN);
    assert.equal(likenessOf(postgresql, "00000001 00030000"), NO);
    assert.deepEqual(play(postgresql, { from: "client", hex: "51 00000001 00" }), []);
    assert.equal(play(postgresql, { from: "client", hex: message("Q", "") }).length, 1);
    // Only the server was captured: it agrees to encryption, and TLS follows.
    const [agreed, ...more] = play(postgresql, { from: "server", hex: "53 1603030004 02000000 1703030003 010203" });
    assert.deepEqual([agreed?.operation, agreed?.fields.encrypts, more.length], ["ssl_response", true, 0]);
  });
});
