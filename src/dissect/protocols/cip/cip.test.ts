import assert from "node:assert/strict";
import { test } from "node:test";
import type { SeenMessage } from "../../testing.ts";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/cip.ts";
import { connected, handed, multiple, unconnected } from "../samples/enip-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import { cip } from "./cip.ts";
import { emptyPath, pathText, routeText, scanPath, tagText } from "./path.ts";
import { signedWide, wide } from "./values.ts";

const identity = dissectExchange(SAMPLES[0] as Exchange, [cip]);
const tags = dissectExchange(SAMPLES[1] as Exchange, [cip]);

function claimsOf(message: SeenMessage | undefined): Record<string, string> {
  return Object.fromEntries(message?.claims.map((claim) => [claim.attribute, claim.value]) ?? []);
}

function find(messages: SeenMessage[], operation: string, direction: number): SeenMessage {
  const found = messages.find((message) => message.operation === operation && message.direction === direction);
  assert.ok(found, `${operation} is missing`);
  return found;
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.replace(/\s+/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function one(hex: string): SeenMessage | undefined {
  return dissectExchange(
    { name: "one", over: "inside", carrier: "enip", port: 0xb2, messages: [{ from: "client", hex: handed(hex) }] },
    [cip],
  )[0];
}

test("all attributes of the Identity object become claims about the device that answers", () => {
  assert.equal(identity[0]?.act, "identify");
  assert.deepEqual(claimsOf(identity[1]), {
    vendor: "Rockwell Automation",
    kind: "Communications Adapter",
    firmware: "11.028",
    serial: "EEFFC011",
    model: "1756-EN2T/D",
    orderNumber: "1756-EN2T",
    hardware: "series D",
  });
  assert.equal(identity[1]?.fields.attributes.state, "operational");
});

test("a request sent on through the backplane is opened, and its answer is about the slot", () => {
  assert.equal(identity[2]?.operation, "unconnected_send");
  assert.equal(identity[2]?.fields.route_path, "slot 3");
  assert.equal(identity[3]?.operation, "identity_get_attributes_all");
  const answer = identity[4];
  assert.equal(answer?.operation, "identity_get_attributes_all");
  assert.equal(answer?.answers, 3);
  assert.deepEqual(answer?.claims[0]?.about, { part: "slot 3", of: "sender" });
  assert.equal(claimsOf(answer)["orderNumber"], "1756-L72");
  assert.equal(claimsOf(answer)["role"], "plc");
});

test("a way that fails is told with the Connection Manager's words", () => {
  const failed = find(identity, "unconnected_send", 2);
  assert.equal(failed.outcome, "unconnected_request_timed_out");
  assert.equal(failed.fields.remaining_path_size, 1);
});

test("what was claimed once is not claimed again", () => {
  const list = find(identity, "identity_get_attribute_list", 2);
  assert.deepEqual(list.claims, []);
  assert.deepEqual(list.fields.attributes[1], {
    attribute_id: 6,
    attribute_name: "serial_number",
    status: 0,
    value: "EEFFC011",
  });
});

test("host name, domain name and hardware address are learned from the network objects", () => {
  const values = identity.flatMap((message) => message.claims).map((claim) => `${claim.attribute}=${claim.value}`);
  assert.ok(values.includes("name=mixer-1"));
  assert.ok(values.includes("domainName=plant.lan"));
  const note = identity.flatMap((message) => message.notes)[0];
  assert.deepEqual(note?.remark, {
    kind: "binding",
    method: "CIP Ethernet Link",
    mac: "02005e102030",
    ip: "192.0.2.2",
  });
  const interfaces = identity.find((message) => message.fields.value?.ip_address !== undefined);
  assert.equal(interfaces?.fields.value.ip_address, "192.168.10.21");
});

test("a connection's ids join the answers to the requests, and its path tells the slot", () => {
  const open = find(tags, "forward_open", 1);
  assert.equal(open.fields.connection_path, "slot 0, class 0x02 Message Router, instance 1");
  assert.equal(open.fields.o_t_rpi, 2);
  assert.deepEqual(open.fields.o_t_parameters, {
    size: 500,
    variable: true,
    priority: "low",
    type: "point_to_point",
    redundant_owner: false,
  });
  assert.equal(find(tags, "read_tag", 1).fields.route, "slot 0");
  assert.equal(find(tags, "forward_close", 2).outcome, "");
});

test("tags are objects, with members and elements, and values have their types", () => {
  const read = find(tags, "read_tag", 1);
  assert.deepEqual(read.objects, ["Pump1[3]"]);
  assert.equal(read.act, "read");
  const value = find(tags, "read_tag", 2);
  assert.equal(value.fields.data_type_name, "DINT");
  assert.deepEqual(value.fields.values, [42]);
  const write = find(tags, "write_tag", 1);
  assert.deepEqual(write.objects, ["Line.Speed"]);
  assert.deepEqual(write.fields.values, [1.5]);
  assert.equal(write.act, "write");
  assert.equal(find(tags, "read_tag_fragmented", 2).fields.structure_handle, 0x3412);
  assert.equal(find(tags, "read_modify_write_tag", 1).fields.and_mask, "ffffffff");
});

test("every service of a packet of several is a message of its own, with its own outcome", () => {
  const packet = find(tags, "multiple_service_packet", 2);
  assert.equal(packet.outcome, "embedded_service_error");
  const at = tags.indexOf(packet);
  assert.deepEqual(tags[at + 1]?.fields.values, [0x0201]);
  assert.equal(tags[at + 2]?.outcome, "path_destination_unknown");
  assert.equal(tags[at + 2]?.fields.tag, "Missing");
});

test("a list of symbols names the tags of a controller", () => {
  const list = find(tags, "get_instance_attribute_list", 2);
  assert.deepEqual(list.objects, ["Pump1", "Line"]);
  assert.equal(list.outcome, "");
  assert.deepEqual(list.fields.symbols[1], { instance_id: 23, name: "Line", symbol_type: 0x829c });
});

test("acts tell a stopped controller, a set clock, a reset and a written assembly apart", () => {
  const acts = Object.fromEntries(tags.map((message) => [message.operation, message.act]));
  assert.equal(acts["controller_stop"], "control");
  assert.equal(acts["clock_set_attribute_list"], "time");
  assert.equal(acts["reset"], "control");
  assert.equal(acts["set_attribute_single"], "write");
  assert.equal(find(tags, "controller_stop", 2).outcome, "device_state_conflict");
  assert.equal(find(tags, "reset", 2).outcome, "privilege_violation");
  assert.equal(find(tags, "reset", 1).fields.reset_type, 1);
});

test("the services of a Logix controller that share a code are told apart by their class", () => {
  const operations = ["4c02206b2401", "4c0220742401", "4c0220b22401", "4b0220742401", "5002206a2401", "4f02206a2401"];
  assert.deepEqual(
    operations.map((hex) => {
      const message = one(connected(1, 1, hex));
      return `${message?.operation}: ${message?.act}`;
    }),
    [
      "read_tag: read",
      "release_lock: control",
      "read_tag_packet: read",
      "acquire_lock: control",
      "program_download: program",
      "program_upload: program",
    ],
  );
});

test("without the request, services of makers have no name and common ones do", () => {
  const alone = dissectExchange(SAMPLES[2] as Exchange, [cip]);
  assert.deepEqual(
    alone.map((message) => message.operation),
    ["unnamed_service", "get_attribute_single", "unnamed_service"],
  );
  assert.equal(alone[2]?.outcome, "service_not_supported");
});

test("a large connection by way of another network names every hop and the expected device", () => {
  const [open, refused] = dissectExchange(SAMPLES[3] as Exchange, [cip]);
  assert.equal(open?.operation, "large_forward_open");
  assert.match(open?.fields.connection_path, /^slot 1, port 2 at 192\.0\.2\.200, electronic key/);
  assert.equal(open?.fields.electronic_key.product_code, 166);
  assert.equal(open?.fields.o_t_parameters.size, 4084);
  assert.equal(refused?.outcome, "out_of_connections");
});

test("paths that do not fit and offsets that fall back are faults", () => {
  assert.equal(one(unconnected("01 09 2001 2401"))?.faults[0]?.name, "bad path");
  assert.equal(one(unconnected("01 02 e0ff 2401"))?.faults[0]?.name, "bad path");
  const packet = multiple("0a 02 2002 2401", ["01 02 2001 2401", "01 02 2001 2401"]);
  assert.equal(one(unconnected(packet))?.faults.length, 0);
  assert.equal(one(unconnected(packet.replace("06000c00", "06000500")))?.faults[0]?.name, "bad offset");
});

test("a packet of more services than are remembered is still read to its end", () => {
  const packet = multiple("0a 02 2002 2401", Array<string>(300).fill("01 02 2001 2401"));
  const messages = dissectExchange(
    {
      name: "many",
      over: "inside",
      carrier: "enip",
      port: 0xb2,
      messages: [{ from: "client", hex: handed(unconnected(packet)) }],
    },
    [cip],
  );
  assert.equal(messages.length, 301);
});

test("a forward open that ends early is short", () => {
  assert.equal(one(unconnected("54 02 2006 2401 0a0e 0000"))?.faults[0]?.name, "short");
});

test("paths are told in words, wide segments and symbols included", () => {
  const text = (hex: string) => pathText(bytes(hex), 0, bytes(hex).length);
  assert.equal(text("2004 2464 3003"), "class 0x04 Assembly, instance 100, attribute 3");
  assert.equal(text("206b 2500 1234"), "class 0x6b Logix Symbol, instance 13330");
  assert.equal(text("2004 2600 78563412"), "class 0x04 Assembly, instance 305419896");
  assert.equal(text("c7"), "unknown segment c7");
  assert.equal(tagText(bytes("9103414243 00 2801 2802 9101 5a00"), 0, 14), "ABC[1,2].Z");
  assert.equal(routeText(bytes("0103 0002"), 0, 2), "slot 3");
  const path = emptyPath();
  scanPath(bytes("2001 24"), 0, 3, path);
  assert.equal(path.sound, false);
});

test("64-bit integers keep every digit", () => {
  assert.equal(wide(0xffffffff, 0xffffffff), "18446744073709551615");
  assert.equal(wide(0x001fffff, 0xffffffff), Number.MAX_SAFE_INTEGER);
  assert.equal(wide(0x80000000, 0), "9223372036854775808");
  assert.equal(signedWide(0xffffffff, 0xfffffffe), -2);
  assert.equal(signedWide(0x80000000, 0), "-9223372036854775808");
  assert.equal(signedWide(0x00100000, 0), 4503599627370496);
});
