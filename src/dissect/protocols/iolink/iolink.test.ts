import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NO } from "../../dissector.ts";
import { dissectExchange, likenessOf, type SeenMessage } from "../../testing.ts";
import { mqtt } from "../mqtt/mqtt.ts";
import { hexText, lengthOf } from "../samples/dns-bytes.ts";
import { answered, asked } from "../samples/http-view.ts";
import { PUBLISHED, SAMPLES } from "../samples/iolink.ts";
import type { Exchange } from "../samples/sample.ts";
import { iolink } from "./iolink.ts";

const told = (message: SeenMessage | undefined) =>
  message?.claims.map(({ about, attribute, value }) => [
    typeof about === "string" ? about : about.part,
    attribute,
    value,
  ]);
const values = (message: SeenMessage | undefined) =>
  message?.samples.map(({ name, index, value }) => [name, index, value]);
const summary = (messages: SeenMessage[]) =>
  messages.map(({ operation, act, answers, outcome }) => [operation, act, answers, outcome].join(" ").trim());

describe("IO-Link over gateways", () => {
  const core = dissectExchange(SAMPLES[0] as Exchange, [iolink]);
  const integration = dissectExchange(SAMPLES[1] as Exchange, [iolink]);

  test("services of the IoT Core are named, and answers find them by their number", () => {
    assert.deepEqual(summary(core), [
      "getdata read 0",
      "answer other 1",
      "getdata read 0",
      "answer other 3",
      "getdatamulti read 0",
      "answer other 5",
      "setdata write 0",
      "answer other 7 forbidden",
      "iolwriteacyclic configure 0",
      "event read 0",
    ]);
    assert.deepEqual(core[8]?.fields.index, 580);
  });

  test("the gateway and the devices at its ports are told, and process data are points", () => {
    assert.deepEqual(told(core[1]), [["sender", "serial", "000174210147"]]);
    assert.deepEqual(told(core[3]), [["port 2", "model", "PX-7094"]]);
    assert.deepEqual(told(core[5]), [["port 2", "serial", "000SN42"]]);
    const data = "iolinkmaster/port[2]/iolinkdevice/pdin";
    assert.deepEqual(values(core[5]), [
      [data, 0, 3],
      [data, 1, 0xc9],
      ["processdatamaster/temperature", -1, 44],
    ]);
    assert.deepEqual(values(core[6]), [["iolinkmaster/port[2]/iolinkdevice/pdout", 0, 1]]);
    assert.deepEqual(values(core[9]), [
      [data, 0, 3],
      [data, 1, 0xca],
    ]);
    assert.deepEqual(
      core.flatMap(({ notes }) => notes.map(({ remark }) => remark)),
      [{ kind: "session", protocol: "IO-Link gateway", anonymous: true }],
    );
  });

  test("resources of JSON Integration", () => {
    assert.deepEqual(summary(integration), [
      "get_identification identify 0",
      "answer other 1",
      "get_identification identify 0",
      "answer other 3",
      "get_process_data read 0",
      "answer other 5",
      "set_parameter configure 0",
      "answer other 7 not_found",
    ]);
    assert.deepEqual(told(integration[1]), [
      ["sender", "vendor", "Exemplar AG"],
      ["sender", "model", "Gate 8"],
      ["sender", "orderNumber", "G-8"],
      ["sender", "serial", "S-1"],
      ["sender", "firmware", "V2.1"],
      ["sender", "hardware", "A"],
    ]);
    assert.deepEqual(told(integration[3]), [
      ["tank_level", "vendor", "Exemplar AG"],
      ["tank_level", "model", "Level 3"],
      ["tank_level", "serial", "S-2"],
    ]);
    assert.deepEqual(values(integration[5]), [
      ["tank_level/pdin/Level", -1, 812],
      ["tank_level/pdin/Full", -1, 0],
      ["tank_level/pdout", 0, 1],
      ["tank_level/pdout", 1, 255],
    ]);
  });

  test("what a gateway publishes over MQTT is told of it, and not of the broker", () => {
    const publish = hexText(`\x00\x01t${PUBLISHED}`);
    const length = publish.length / 2;
    const whole = `30${(0x80 | (length & 127)).toString(16)}${(length >> 7).toString(16).padStart(2, "0")}${publish}`;
    const connect = `10${lengthOf("00044d5154540402003c000161", 2)}00044d5154540402003c000161`;
    const told = (from: "client" | "server") =>
      dissectExchange(
        {
          ...{ name: "made up", over: "tcp", port: 1883 },
          messages: [
            { from: "client", hex: connect },
            { from, hex: whole },
          ],
        },
        [mqtt, iolink],
      ).filter(({ protocol }) => protocol === "iolink");
    assert.deepEqual(told("client").map(values), [[["iolinkmaster/port[2]/iolinkdevice/pdin", 0, 10]]]);
    assert.deepEqual(told("server"), []);
  });

  test("other JSON is let be, and a broken request is a fault", () => {
    const json = "application/json";
    assert.equal(likenessOf(iolink, asked("POST", "/", '{"code":"request","adr":"/orders/4"}', json)), NO);
    assert.equal(likenessOf(iolink, answered(200, "POST", "/", '{"cid":4,"data":{}}', json)), NO);
    const hex = asked("POST", "/", '{"code":"request","adr":"/gettree",', json);
    const messages = [{ from: "client" as const, hex }];
    const [broken] = dissectExchange({ name: "cut", over: "inside", carrier: "http", port: 0, messages }, [iolink]);
    assert.deepEqual(
      broken?.faults.map(({ name }) => name),
      ["no JSON"],
    );
  });
});
