import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { dissectExchange } from "../../testing.ts";
import { http } from "../http/http.ts";
import { hexText } from "../samples/dns-bytes.ts";
import { call, SAMPLES } from "../samples/ocpp.ts";
import type { Exchange } from "../samples/sample.ts";
import { frame } from "../samples/websocket.ts";
import { websocket } from "../websocket.ts";
import { ocpp } from "./ocpp.ts";

describe("OCPP", () => {
  const seen = dissectExchange(SAMPLES[0] as Exchange, [ocpp]);

  test("requests of both sides are named, and answers find theirs", () => {
    assert.deepEqual(
      seen.map(({ operation, act, direction, answers, outcome }) => [operation, act, direction, answers, outcome]),
      [
        ["connect", "identify", RESPONSE, 0, ""],
        ["boot_notification", "identify", REQUEST, 0, ""],
        ["boot_notification", "identify", RESPONSE, 2, ""],
        ["authorize", "authenticate", REQUEST, 0, ""],
        ["authorize", "authenticate", RESPONSE, 4, ""],
        ["meter_values", "read", UNDIRECTED, 0, ""],
        ["meter_values", "read", RESPONSE, 6, ""],
        ["remote_start_transaction", "control", NOTICE, 0, ""],
        ["remote_start_transaction", "control", UNDIRECTED, 8, "rejected"],
        ["change_configuration", "configure", NOTICE, 0, ""],
        ["change_configuration", "configure", UNDIRECTED, 10, "not_supported"],
        ["update_firmware", "program", NOTICE, 0, ""],
        ["update_firmware", "program", UNDIRECTED, 12, ""],
      ],
    );
  });

  test("the station is known by its path and its first message, old and new", () => {
    const claims = (index: number, sample = seen) =>
      sample[index]?.claims.map(({ about, attribute, value }) => [about, attribute, value]);
    assert.deepEqual(claims(0), [
      ["receiver", "name", "CP-0042"],
      ["receiver", "kind", "charging station"],
    ]);
    const station = (vendor: string, model: string, serial: string, firmware: string) =>
      Object.entries({ vendor, model, serial, firmware, kind: "charging station" }).map((pair) => ["sender", ...pair]);
    assert.deepEqual(claims(1), station("Exemplar AG", "Column 22", "SN-7", "1.4.2"));
    const later = dissectExchange(SAMPLES[1] as Exchange, [ocpp]);
    assert.deepEqual(claims(0, later), station("Exemplar AG", "Wall 3", "W-1", "3.0"));
    assert.deepEqual(
      later.map(({ operation }) => operation),
      [
        "boot_notification",
        "boot_notification",
        "transaction_event",
        "set_variables",
        "notify_event",
        "unnamed_action",
      ],
    );
    assert.deepEqual(
      later[2]?.samples.map(({ name, unit, value }) => [name, unit, value]),
      [["Power.Active.Import", 1, 3.5]],
    );
    assert.equal(later[3]?.notes[0]?.remark.kind, "credential");
  });

  test("meters become points, and neither cards nor passwords are kept", () => {
    assert.deepEqual(
      seen[5]?.samples.map(({ name, unit, value }) => [name, unit, value]),
      [
        ["Energy.Active.Import.Register", 2, 17.5],
        ["Voltage.L1", 2, 231.2],
      ],
    );
    assert.deepEqual(
      seen.flatMap(({ notes }) => notes.map(({ remark }) => (remark.kind === "credential" ? remark.method : ""))),
      ["OCPP token of a driver", "OCPP token of a driver", "OCPP password of a station", "OCPP URL"],
    );
    assert.ok(!/04A1B2C3|0011223344|geheim|8949/.test(JSON.stringify(seen)));
  });

  test("over the whole way from the opening, in any cut", () => {
    const opening = (protocol: string) => [
      hexText(
        `GET /CP-1 HTTP/1.1\r\nHost: csms\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
      ),
      hexText(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
      ),
    ];
    const [asks = "", agrees = ""] = opening("ocpp2.0.1");
    const exchange: Exchange = {
      ...{ name: "made up", over: "tcp", port: 80 },
      messages: [
        { from: "client", hex: asks },
        { from: "server", hex: agrees },
        { from: "client", hex: frame("81", call(2, "1", "Heartbeat", {}), true) },
        { from: "server", hex: frame("81", call(3, "1", { currentTime: "2024-01-01T00:00:00Z" })) },
      ],
    };
    for (const pieces of [undefined, (_: number, length: number) => Array.from({ length }, () => 1)]) {
      const all = dissectExchange(exchange, [http, websocket, ocpp], pieces === undefined ? {} : { pieces });
      assert.deepEqual(
        all.map(({ protocol, operation }) => `${protocol} ${operation}`),
        [
          "http get",
          "http response",
          "websocket open",
          "ocpp connect",
          "websocket text",
          "ocpp heartbeat",
          "websocket text",
          "ocpp heartbeat",
        ],
      );
    }
  });

  test("what is broken is a fault, and other lists are refused", () => {
    const read = (hex: string) =>
      dissectExchange(
        { ...{ name: "made up", over: "inside", carrier: "websocket", port: 6 }, messages: [{ from: "client", hex }] },
        [ocpp],
      );
    const faults = (hex: string) => read(hex)[0]?.faults.map(({ name }) => name);
    assert.deepEqual(faults(hexText('[2,"1","Heartbeat",{')), ["no JSON"]);
    assert.deepEqual(faults(call(2, "1", "Heartbeat")), ["missing part of the call"]);
    assert.deepEqual(faults(call(3, "1", "x")), ["missing part of the answer"]);
    assert.deepEqual(read(call(9, "1", {})), []);
    assert.deepEqual(read(call(2, 1, {})), []);
  });
});
