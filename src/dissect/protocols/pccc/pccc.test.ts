import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/pccc.ts";
import type { Exchange } from "../samples/sample.ts";
import { pccc } from "./pccc.ts";

const messages = dissectExchange(SAMPLES[0] as Exchange, [pccc]);

test("replies are paired by transaction and named after the function that was asked for", () => {
  for (let index = 0; index + 1 < messages.length; index += 2) {
    assert.equal(messages[index]?.direction, 1);
    assert.equal(messages[index + 1]?.operation, messages[index]?.operation);
    assert.equal(messages[index + 1]?.answers, index + 1);
  }
  assert.deepEqual(
    messages.filter((message) => message.direction === 1).map((message) => `${message.operation}: ${message.act}`),
    [
      "diagnostic_status: identify",
      "protected_typed_logical_read_three_address_fields: read",
      "protected_typed_logical_write_three_address_fields: write",
      "protected_typed_logical_write_with_mask: write",
      "change_mode: control",
      "typed_read: read",
      "word_range_read: read",
      "open_file: file",
      "protected_typed_file_read: file",
      "close_file: file",
      "unprotected_write: write",
      "unprotected_read: read",
      "protected_typed_logical_write_two_address_fields: write",
      "protected_typed_logical_read_two_address_fields: read",
      "download_all_request: program",
    ],
  );
});

test("a diagnostic status names the controller", () => {
  const claims = Object.fromEntries(messages[1]?.claims.map((claim) => [claim.attribute, claim.value]) ?? []);
  assert.deepEqual(claims, {
    vendor: "Rockwell Automation",
    role: "plc",
    hardware: "series B revision C",
    model: "MicroLogix 1400",
    orderNumber: "1766-LEC",
  });
  assert.equal(messages[1]?.fields.processor_mode_name, "remote_run");
});

test("logical addresses are told as programmers write them, with elements and not bytes as their range", () => {
  assert.equal(messages[2]?.fields.address, "N7:0");
  assert.deepEqual(messages[2]?.targets, [{ space: "N7", first: 0, count: 2 }]);
  assert.deepEqual(messages[3]?.fields.values, [10, 255]);
  assert.equal(messages[4]?.fields.address, "F8:5");
  assert.deepEqual(messages[4]?.fields.values, [1.5]);
  assert.equal(messages[6]?.fields.element_number, 256);
  assert.equal(messages[6]?.fields.mask, 4);
  assert.deepEqual(messages[10]?.objects, ["N7:0"]);
  assert.deepEqual(messages[12]?.objects, ["level 7/5"]);
});

test("status bytes and extended status tell why a command was refused", () => {
  assert.equal(messages[7]?.outcome, "access_denied_improper_privilege");
  assert.equal(messages[9]?.outcome, "illegal_command_or_format");
});

test("a reply without its request keeps its bytes and has no name", () => {
  const sample = SAMPLES[0] as Exchange;
  const [only] = dissectExchange({ ...sample, messages: [sample.messages[3] as Exchange["messages"][0]] }, [pccc]);
  assert.equal(only?.operation, "unnamed_function");
  assert.equal(only?.fields.function_data, "0a00ff00");
});

test("a request cut inside its address is short", () => {
  const sample = SAMPLES[0] as Exchange;
  const message = { from: "client" as const, hex: "07 4d00 04030201 0f 00 0200 a2 04 07" };
  const [only] = dissectExchange({ ...sample, messages: [message] }, [pccc]);
  assert.equal(only?.faults[0]?.name, "short");
});
