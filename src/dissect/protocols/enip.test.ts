import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { cip } from "./cip/cip.ts";
import { enip } from "./enip.ts";
import { SAMPLES } from "./samples/enip.ts";
import { item, packet, unconnected } from "./samples/enip-bytes.ts";
import type { Exchange } from "./samples/sample.ts";

const REQUEST = 1;
const RESPONSE = 2;

function one(hex: string, over: "tcp" | "udp" = "tcp") {
  const exchange: Exchange = { name: "one", over, port: 44818, messages: [{ from: "client", hex }] };
  return dissectExchange(exchange, [enip])[0];
}

test("a device that answers List Identity tells vendor, model, order number, series, firmware and serial", () => {
  const messages = dissectExchange(SAMPLES[0] as Exchange, [enip]);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.direction, message.answers]),
    [
      ["list_identity", REQUEST, 0],
      ["list_identity", RESPONSE, 1],
      ["list_services", REQUEST, 0],
      ["list_services", RESPONSE, 3],
      ["list_interfaces", REQUEST, 0],
      ["list_interfaces", RESPONSE, 5],
    ],
  );
  const claims = Object.fromEntries(messages[1]?.claims.map((claim) => [claim.attribute, claim.value]) ?? []);
  assert.deepEqual(claims, {
    vendor: "Rockwell Automation",
    kind: "Programmable Logic Controller",
    role: "plc",
    firmware: "33.011",
    serial: "70623D4E",
    model: "1769-L33ER/A LOGIX5333ER",
    orderNumber: "1769-L33ER",
    hardware: "series A",
  });
  const identity = messages[1]?.fields.items[0];
  assert.equal(identity.socket_address.sin_addr, "192.168.10.21");
  assert.equal(identity.product_code, 149);
  assert.equal(identity.state_name, "operational");
  assert.equal(identity.device_status.extended_device_status, "at_least_one_io_connection_in_run_mode");
  assert.equal(messages[3]?.fields.items[0].name_of_service, "Communications");
  assert.equal(messages[3]?.fields.items[0].supports_cip_over_tcp, true);
});

test("an identity that is polled is claimed once", () => {
  const sample = SAMPLES[0] as Exchange;
  const twice = { ...sample, messages: [...sample.messages.slice(0, 2), ...sample.messages.slice(0, 2)] };
  const messages = dissectExchange(twice, [enip]);
  assert.equal(messages[1]?.claims.length, 8);
  assert.equal(messages[3]?.claims.length, 0);
});

test("requests and answers are told apart by what they hold, and paired by sender context", () => {
  const messages = dissectExchange(SAMPLES[1] as Exchange, [enip, cip]);
  assert.deepEqual(
    messages.map((message) => `${message.protocol} ${message.operation} ${message.direction} ${message.answers}`),
    [
      "enip register_session 1 0",
      "enip register_session 2 1",
      "enip nop 0 0",
      "enip send_rr_data 1 0",
      "cip identity_get_attribute_single 1 0",
      "enip send_rr_data 2 4",
      "cip identity_get_attribute_single 2 4",
      "enip send_unit_data 1 0",
      "cip identity_get_attribute_single 1 0",
      "enip send_unit_data 2 0",
      "cip identity_get_attribute_single 2 6",
      "enip send_rr_data 1 0",
      "cip identity_get_attribute_single 1 0",
      "enip send_rr_data 2 8",
      "enip unregister_session 1 0",
    ],
  );
  const refused = messages[13];
  assert.equal(refused?.outcome, "invalid_session_handle");
  assert.equal(refused?.fields.session_handle, 0x99);
  assert.equal(messages[7]?.fields.items[0].connection_id, 0x20000001);
});

test("socket addresses beside a connection are read in network order", () => {
  const socket = item(0x8001, "0002 08ae efc00a01 0000000000000000");
  const body = `00000000 0000 0300 ${item(0, "")} ${item(0xb2, "d4 00 00 00")} ${socket}`;
  const message = one(packet(0x6f, 1, body));
  assert.deepEqual(message?.fields.items[2], {
    type_id: 0x8001,
    type_name: "sockaddr_info_t_o",
    length: 16,
    sin_family: 2,
    sin_port: 2222,
    sin_addr: "239.192.10.1",
  });
});

test("options other than zero, items longer than the packet and bytes behind the items are faults", () => {
  const good = packet(0x65, 0, "0100 0000");
  assert.equal(one(`${good.slice(0, 40)}01000000${good.slice(48)}`)?.faults[0]?.name, "bad options");
  assert.equal(one(packet(0x6f, 1, "00000000 0000 0200 0000 0000 b200 ff00 01"))?.faults[0]?.name, "short");
  assert.equal(one(packet(0x65, 0, "0100 0000 ffff"))?.faults[0]?.name, "leftover");
});

test("a command that the standard does not know is not this protocol", () => {
  assert.equal(one(packet(0x1234, 0, "")), undefined);
});

test("a message is recognized by its own bytes only when several fields fit", () => {
  const other = { name: "other port", over: "tcp" as const, port: 5000 };
  const message = { from: "client" as const, hex: unconnected("0e 03 2001 2401 3006") };
  assert.equal(dissectExchange({ ...other, messages: [message] }, [enip]).length, 1);
});
