import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO } from "../dissector.ts";
import { Reader } from "../reader.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../testing.ts";
import { doip } from "./doip.ts";
import { SAMPLES } from "./samples/doip.ts";
import type { Exchange } from "./samples/sample.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [doip]);

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return doip.probe(reader, {} as never);
}

test("a vehicle says who it is", () => {
  const messages = seen(0);
  assert.deepEqual(
    messages[1]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["serial", "WVWZZZ1KZAW000001"],
      ["kind", "DoIP entity"],
    ],
  );
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.answers, message.outcome]),
    [
      ["vehicle_identification_request", 1, 0, ""],
      ["vehicle_announcement", 2, 1, ""],
      ["entity_status_request", 1, 0, ""],
      ["entity_status_response", 2, 3, ""],
      ["diagnostic_power_mode_request", 1, 0, ""],
      ["diagnostic_power_mode_response", 2, 5, ""],
      ["generic_negative_acknowledge", 2, 5, "unknown_payload_type"],
    ],
  );
});

test("diagnostic services are told by what they do, and paired", () => {
  assert.deepEqual(
    seen(1).map((message) => [message.operation, message.act, message.direction, message.answers, message.outcome]),
    [
      ["routing_activation_request", "authenticate", 1, 0, ""],
      ["routing_activation_response", "authenticate", 2, 1, ""],
      ["uds_read_data_by_identifier", "read", 1, 0, ""],
      ["diagnostic_message_positive_acknowledge", "other", 2, 3, ""],
      ["uds_read_data_by_identifier", "read", 2, 3, ""],
      ["uds_diagnostic_session_control", "control", 1, 0, ""],
      ["uds_diagnostic_session_control", "control", 2, 6, ""],
      ["uds_diagnostic_session_control", "control", 2, 6, ""],
      ["uds_security_access", "authenticate", 1, 0, ""],
      ["uds_security_access", "authenticate", 2, 9, ""],
      ["uds_security_access", "authenticate", 1, 0, ""],
      ["uds_security_access", "authenticate", 2, 11, "invalid_key"],
      ["uds_request_download", "program", 1, 0, ""],
      ["uds_request_download", "program", 2, 13, ""],
      ["uds_transfer_data", "program", 1, 0, ""],
      ["uds_routine_control", "control", 1, 0, ""],
      ["uds_write_data_by_identifier", "configure", 1, 0, ""],
      ["uds_ecu_reset", "control", 1, 0, ""],
      ["diagnostic_message_negative_acknowledge", "other", 2, 18, "target_unreachable"],
      ["alive_check_request", "other", 3, 0, ""],
      ["alive_check_response", "other", 1, 0, ""],
    ],
  );
  const [claim] = seen(1)[4]?.claims ?? [];
  assert.deepEqual(
    [claim?.about, claim?.attribute, claim?.value],
    [{ part: "control unit 1001", of: "sender" }, "serial", "ECU00042"],
  );
});

test("defects are named, cut messages wait, and hostile lengths are refused", () => {
  assert.deepEqual(
    seen(2).map((message) => message.faults.map(({ name }) => name)),
    [["unknown payload type"], ["unknown diagnostic service"]],
  );
  const sent = (hex: string) => play({ over: "tcp", port: 13400 }, [{ from: "client", bytes: bytesOf(hex) }], [doip]);
  assert.equal(sent("02fd 8001 00000010 0e80").waiting, 10);
  assert.equal(sent("02fd 8001 7fffffff 0e80").messages.length, 0);
});

test("only heads whose version, type and length agree are taken", () => {
  assert.equal(likeness("02fd 8001 00000007 0e80 1001 22f18c"), CERTAIN);
  assert.equal(likeness("02fd 0001 00000007 0e80 1001 22f18c"), NO);
  assert.equal(likeness("02fc 8001 00000007 0e80 1001 22f18c"), NO);
});
