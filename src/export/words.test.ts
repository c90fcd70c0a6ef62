import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTS } from "../model/act.ts";
import { ATTRIBUTES } from "../model/attribute.ts";
import { LEVELS, ROLES } from "../model/role.ts";
import {
  actName,
  attributeName,
  formatBytes,
  formatCount,
  formatDuration,
  formatMac,
  formatShare,
  LEVEL_ORDER,
  levelBox,
  operationName,
  roleName,
} from "./words.ts";

test("numbers carry their units", () => {
  assert.equal(formatCount(1_204_567), "1,204,567");
  assert.equal(formatCount(999), "999");
  assert.equal(formatBytes(1), "1 byte");
  assert.equal(formatBytes(1_234_567), "1.2 MB");
  assert.equal(formatBytes(999_900), "1.0 MB");
  assert.equal(formatShare(0.004), "under 1 %");
  assert.equal(formatShare(0.999), "over 99 %");
  assert.equal(formatShare(1), "100 %");
  assert.equal(formatDuration(0.5), "500 ms");
  assert.equal(formatDuration(2), "2 s");
  assert.equal(formatDuration(7840), "2 h 11 min");
  assert.equal(formatMac("0080f41b6c2e"), "00:80:f4:1b:6c:2e");
});

test("functions read as words", () => {
  assert.equal(operationName("modbus:read_holding_registers", "modbus"), "read holding registers");
  assert.equal(operationName("get_request", "snmp"), "get request");
  assert.equal(operationName("cotp:connect", "s7comm"), "cotp connect");
});

test("every level, role, act and attribute has words", () => {
  assert.deepEqual([...LEVEL_ORDER].sort(), [...LEVELS].sort());
  for (const level of LEVELS) assert.ok(levelBox(level).length <= 4);
  for (const role of ROLES) assert.match(roleName(role, true), /^[A-Z0-9]/);
  for (const act of ACTS) assert.ok(actName(act));
  for (const attribute of ATTRIBUTES) assert.match(attributeName(attribute), /^[A-Z]/);
  assert.equal(roleName("directory server", true), "Directory servers");
  assert.equal(roleName("switch", true), "Switches");
});
