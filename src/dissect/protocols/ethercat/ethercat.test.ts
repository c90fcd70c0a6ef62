import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { datagram, frame, SAMPLES } from "../samples/ethercat.ts";
import type { Exchange } from "../samples/sample.ts";
import { ethercat } from "./ethercat.ts";

function play(...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client" as const, hex }));
  return dissectExchange({ name: "made up", over: "ethernet", port: 0x88a4, messages }, [ethercat]);
}

describe("EtherCAT", () => {
  const messages = dissectExchange(SAMPLES[0] as Exchange, [ethercat]);

  test("datagrams are told by what they do to which register", () => {
    assert.deepEqual(
      messages.map(({ operation, act, direction }) => [operation, act, direction]),
      [
        ["read_state", "read", REQUEST],
        ["set_station_address", "configure", REQUEST],
        ["read_eeprom", "identify", REQUEST],
        ["read_eeprom", "identify", RESPONSE],
        ["set_state", "control", REQUEST],
        ["read_state", "read", RESPONSE],
        ["logical_read_write", "write", RESPONSE],
        ["configured_read_multiple_write", "time", RESPONSE],
        ["coe_sdo_upload", "read", REQUEST],
        ["coe_sdo_upload", "read", RESPONSE],
        ["coe_sdo_upload", "read", RESPONSE],
        ["coe_sdo_download", "write", REQUEST],
        ["coe_sdo_abort", "other", RESPONSE],
        ["foe_write", "program", REQUEST],
      ],
    );
    assert.deepEqual(
      messages.flatMap(({ faults }) => faults),
      [],
    );
  });

  test("stations, states, identities and files are told", () => {
    assert.deepEqual(messages[1]?.objects, ["station 1001"]);
    assert.deepEqual(messages[3]?.objects, ["station 1001 vendor_id 0x2"]);
    assert.deepEqual(messages[4]?.objects, ["state operational"]);
    assert.equal(messages[5]?.outcome, "state change refused");
    assert.equal(messages[6]?.fields.logical_address, 65_536);
    assert.equal(messages[9]?.fields.value, 2);
    assert.equal(messages[10]?.fields.device_name, "EK1100");
    assert.equal(messages[12]?.outcome, "abort 0x06020000");
    assert.deepEqual(messages[13]?.objects, ["firmware.efw"]);
    assert.deepEqual(
      messages[0]?.claims.map(({ value }) => value),
      ["EtherCAT master"],
    );
  });

  test("writing the EEPROM changes the station for good", () => {
    assert.equal(play(frame(datagram(5, 1001, 0x0502, "0102 08000000")))[0]?.act, "program");
  });

  test("datagrams that do not fit, unknown commands and padding", () => {
    const whole = frame(datagram(7, 0, 0x0130, "0000"));
    assert.deepEqual(play(`${whole}${"00".repeat(30)}`)[0]?.faults, []);
    const [short] = play(whole.replace("02000000", "ff070000"));
    assert.deepEqual(
      short?.faults.map(({ name }) => name),
      ["datagram does not fit"],
    );
    const [unknown] = play(frame(datagram(0x40, 0, 0x0130, "0000")));
    assert.deepEqual(
      unknown?.faults.map(({ name }) => name),
      ["unknown command"],
    );
  });
});
