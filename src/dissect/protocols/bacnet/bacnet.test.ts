import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";
import { bytesOf, dissectExchange, play } from "../../testing.ts";
import { broadcast, link, SAMPLES, textTag, unicast } from "../samples/bacnet.ts";
import { bacnet } from "./bacnet.ts";

function named(part: string) {
  const exchange = SAMPLES.find(({ name }) => name.includes(part));
  assert.ok(exchange !== undefined);
  return dissectExchange(exchange, [bacnet]);
}

function read(...messages: ["client" | "server", string][]) {
  return dissectExchange(
    { name: "test", over: "udp", port: 47808, messages: messages.map(([from, hex]) => ({ from, hex })) },
    [bacnet],
  );
}

const faultsOf = (hex: string) => read(["client", hex]).flatMap((seen) => seen.faults.map(({ name }) => name));

test("Who-Is asks for a range of devices and I-Am tells device, limits and maker", () => {
  const [whoIs, everybody, iAm] = named("discovery");
  assert.equal(whoIs?.operation, "who_is");
  assert.equal(whoIs?.direction, REQUEST);
  assert.equal(whoIs?.fields.device_instance_range_low_limit, 1000);
  assert.equal(whoIs?.fields.device_instance_range_high_limit, 1999);
  assert.equal(everybody?.fields.device_instance_range_low_limit, undefined);
  assert.equal(iAm?.direction, RESPONSE);
  assert.deepEqual(iAm?.fields.i_am_device_identifier, {
    object_type: 8,
    object_type_name: "device",
    instance_number: 1234,
  });
  assert.equal(iAm?.fields.max_apdu_length_accepted, 1476);
  assert.equal(iAm?.fields.segmentation_supported_name, "no-segmentation");
  assert.equal(iAm?.fields.vendor_id, 317);
  assert.deepEqual(
    iAm?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "MKS Nordhausen"],
      ["name", "device 1234"],
    ],
  );
});

test("Who-Has, I-Have, Who-Am-I and You-Are name objects and devices", () => {
  const seen = named("discovery");
  assert.equal(seen[3]?.fields.object_name, "Zone temperature");
  assert.deepEqual(seen[4]?.objects, ["analog-input 7"]);
  assert.equal(seen[5]?.operation, "i_have");
  assert.deepEqual(seen[5]?.objects, ["analog-input 7"]);
  assert.deepEqual(
    seen[6]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["model", "AHU-9000"],
      ["serial", "SN-0815"],
      ["vendor", "MKS Nordhausen"],
    ],
  );
  assert.equal(seen[7]?.act, "configure");
});

test("an answer is paired with its request and shows the value", () => {
  const [ask, answer] = named("reading");
  assert.equal(ask?.operation, "read_property");
  assert.equal(ask?.act, "read");
  assert.equal(ask?.fields.invoke_id, 1);
  assert.equal(ask?.fields.property_identifier_name, "present-value");
  assert.deepEqual(ask?.objects, ["analog-input 7 present-value"]);
  assert.deepEqual(ask?.targets, [{ space: "analog-input", first: 7, count: 1 }]);
  assert.equal(answer?.answers, 1);
  assert.deepEqual(answer?.fields.property_value, [{ type: "real", value: 23 }]);
});

test("properties of the Device object say who it is, and where that stands", () => {
  const seen = named("reading")[3];
  assert.equal(seen?.operation, "read_property_multiple");
  assert.deepEqual(
    seen?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Examplesoft"],
      ["model", "AHU-9000"],
      ["firmware", "4.2.1"],
      ["software", "2.0 b7"],
      ["name", "Roof unit 3"],
    ],
  );
  for (const claim of seen?.claims ?? []) assert.ok(claim.end > claim.start);
  const results = seen?.fields.list_of_read_access_results[0].list_of_results;
  assert.equal(results[5].property_identifier_name, "serial-number");
  assert.equal(results[5].property_access_error.error_code_name, "unknown-property");
  assert.equal(seen?.outcome, "");
});

test("ranges, files and every kind of value are shown", () => {
  const seen = named("reading");
  assert.deepEqual(seen[4]?.fields.by_position, { reference_index: 1, count: 10 });
  assert.deepEqual(seen[5]?.fields.result_flags, { first_item: true, last_item: true, more_items: false });
  assert.deepEqual(seen[5]?.fields.item_data, [
    { timestamp: { date: "2017-06-15", time: "12:00:00.00" }, log_datum: { real_value: 20 } },
  ]);
  assert.equal(seen[7]?.fields.stream_access.file_data, "deadbeef");
  assert.equal(seen[7]?.act, "file");
  assert.deepEqual(seen[9]?.fields.record_access.file_record_data, ["abcd"]);
  assert.deepEqual(seen[13]?.fields.property_value, [
    { type: "bit-string", value: { in_alarm: true, fault: false, overridden: false, out_of_service: true } },
  ]);
  assert.deepEqual(
    seen[17]?.fields.property_value.map(({ value }: { value: unknown }) => value),
    [null, null, 1, null, 4, -200, true],
  );
});

test("writes name object, value and priority; refusals name the error in the standard's words", () => {
  const seen = named("writing");
  assert.equal(seen[0]?.act, "write");
  assert.equal(seen[0]?.fields.priority, 8);
  assert.deepEqual(seen[0]?.objects, ["analog-value 5 present-value"]);
  assert.equal(seen[1]?.answers, 1);
  assert.deepEqual(seen[1]?.objects, ["analog-value 5 present-value"]);
  assert.deepEqual(seen[2]?.objects, ["binary-output 2 present-value", "binary-output 3 out-of-service"]);
  assert.equal(seen[3]?.outcome, "write_access_denied");
  assert.equal(seen[3]?.fields.first_failed_write_attempt.property_identifier_name, "out-of-service");
  assert.equal(seen[5]?.outcome, "value_out_of_range");
  assert.deepEqual(
    [8, 10, 12].map((index) => seen[index]?.act),
    ["configure", "configure", "program"],
  );
  assert.equal(seen[11]?.outcome, "object_deletion_not_permitted");
});

test("loading a program is program work, and stopping one is control", () => {
  const seen = named("writing");
  assert.deepEqual([seen[14]?.operation, seen[14]?.act], ["write_property", "program"]);
  assert.deepEqual([seen[16]?.operation, seen[16]?.act], ["write_property", "control"]);
});

test("notifications come from the server, and their acknowledgments say nothing of roles", () => {
  const seen = named("changes of value");
  assert.equal(seen[2]?.operation, "confirmed_cov_notification");
  assert.equal(seen[2]?.direction, NOTICE);
  assert.equal(seen[3]?.direction, UNDIRECTED);
  assert.equal(seen[3]?.answers, 3);
  assert.deepEqual(seen[4]?.objects, ["analog-input 7 present-value"]);
  assert.equal(seen[5]?.operation, "confirmed_event_notification");
  assert.equal(seen[5]?.act, "alarm");
  assert.equal(seen[5]?.fields.event_type_name, "out-of-range");
  assert.equal(seen[5]?.fields.to_state_name, "high-limit");
  assert.equal(seen[5]?.fields.message_text, "High");
  assert.equal(seen[7]?.fields.time_of_acknowledgment.date_time.date, "2022-11-23");
});

test("alarm summaries and subscriptions are read whole", () => {
  const seen = named("changes of value");
  assert.equal(seen[10]?.fields.alarm_summaries[0].alarm_state_name, "high-limit");
  assert.equal(seen[12]?.fields.enrollment_summaries[0].notification_class, 4);
  const summary = seen[14]?.fields.list_of_event_summaries[0];
  assert.deepEqual(summary.event_priorities, [100, 100, 100]);
  assert.equal(summary.event_time_stamps.length, 3);
  assert.equal(seen[14]?.fields.more_events, false);
  assert.equal(seen[15]?.fields.cov_increment, 1);
  assert.equal(seen[17]?.operation, "subscribe_cov_property_multiple");
});

test("passwords are told, never shown", () => {
  const seen = named("device management");
  for (const index of [0, 2, 22]) {
    assert.equal(seen[index]?.notes[0]?.remark.kind, "credential");
    assert.ok(!JSON.stringify(seen[index]).includes("secret"));
  }
  assert.equal(seen[0]?.fields.password_present, true);
  assert.equal(seen[0]?.act, "control");
  assert.equal(seen[2]?.fields.reinitialized_state_of_device_name, "warmstart");
  assert.equal(seen[3]?.outcome, "password_failure");
});

test("rejects and aborts belong to the service that was asked for", () => {
  const seen = named("device management");
  assert.equal(seen[5]?.operation, "reinitialize_device");
  assert.equal(seen[5]?.outcome, "reject_unrecognized_service");
  assert.equal(seen[5]?.answers, 5);
  assert.equal(seen[23]?.operation, "authenticate");
  assert.equal(seen[23]?.outcome, "abort_segmentation_not_supported");
  const [alone] = read(["server", unicast("71 63 0a")]);
  assert.equal(alone?.operation, "abort");
  assert.equal(alone?.answers, 0);
});

test("segments are put together, and the last one tells all", () => {
  const seen = named("segments");
  assert.equal(seen[1]?.fields.reassembled, false);
  assert.deepEqual(seen[1]?.claims, []);
  assert.equal(seen[2]?.operation, "segment_ack");
  assert.equal(seen[3]?.fields.reassembled, true);
  assert.deepEqual(
    seen[3]?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["vendor", "Examplesoft"],
      ["model", "AHU-9000"],
    ],
  );
  assert.equal(seen[7]?.operation, "write_property");
  assert.deepEqual(seen[7]?.objects, ["analog-value 5 present-value"]);
  assert.equal(seen[8]?.answers, 6);
});

test("a segment that was lost leaves the rest unread, without a fault", () => {
  const seen = read(
    ["server", unicast("3c 40 00 02 0e 0c 020004d2")],
    ["server", unicast("38 40 02 02 0e 1e 29 79 4e 00 4f 1f")],
  );
  assert.equal(seen[1]?.fields.reassembled, false);
  assert.deepEqual(seen[1]?.faults, []);
});

test("more than 256 segments go on counting from 0", () => {
  const name = "x".repeat(300);
  const body = bytesOf(`0c 020004d2 19 4d 3e 75 fe 012d 00 ${"78".repeat(name.length)} 3f`);
  const messages: ["server", string][] = [];
  for (let at = 0; at < body.length; at++) {
    const digits = (body[at] as number).toString(16).padStart(2, "0");
    const head = at + 1 < body.length ? "3c" : "38";
    messages.push(["server", unicast(`${head} 41 ${(at & 255).toString(16).padStart(2, "0")} 01 0c ${digits}`)]);
  }
  const seen = read(...messages);
  assert.equal(seen.at(-1)?.claims[0]?.value, name);
});

test("a device behind a router is a part of the router, and its answers find their requests", () => {
  const seen = named("behind routers");
  assert.equal(seen[0]?.fields.destination_network, 5);
  assert.equal(seen[0]?.fields.destination_address, "12");
  assert.equal(seen[1]?.answers, 1);
  assert.deepEqual(seen[1]?.claims[0]?.about, { part: "network 5 address 12", of: "sender" });
  assert.deepEqual(seen[2]?.claims.at(-1)?.about, { part: "network 5 address 12", of: "sender" });
});

test("routers tell their networks", () => {
  const seen = named("behind routers");
  assert.deepEqual(seen[5]?.fields.destination_networks, [5, 6]);
  assert.deepEqual(
    seen[5]?.claims.map(({ value }) => value),
    ["BACnet router"],
  );
  assert.equal(seen[7]?.outcome, "not_directly_connected");
  assert.equal(seen[10]?.act, "configure");
  assert.deepEqual(seen[11]?.fields.routing_table, [{ destination_network: 5, port_id: 2, port_information: "aa" }]);
  assert.equal(seen[16]?.fields.network_number, 5);
});

test("broadcast management shows its tables, and who is forwarded for", () => {
  const seen = named("broadcast management");
  assert.equal(seen[0]?.act, "configure");
  assert.equal(seen[0]?.fields.time_to_live, 60);
  assert.deepEqual(seen[3]?.fields.broadcast_distribution_table[1], {
    address: "198.51.100.1:47808",
    broadcast_distribution_mask: "255.255.255.0",
  });
  assert.equal(seen[5]?.fields.foreign_device_table[0].remaining_time, 80);
  assert.equal(seen[7]?.outcome, "write_broadcast_distribution_table_nak");
  assert.equal(seen[10]?.operation, "i_am");
  assert.equal(seen[10]?.fields.original_source, "198.51.100.7:47808");
  assert.deepEqual(seen[10]?.claims[0]?.about, { ip: "198.51.100.7" });
});

test("BACnet/IPv6 and BACnet over Ethernet carry the same", () => {
  const six = named("IPv6");
  assert.deepEqual(
    six.map(({ operation }) => operation).filter((name) => name === "who_is" || name === "i_am"),
    ["who_is", "i_am", "who_is", "who_is"],
  );
  assert.equal(six[7]?.fields.original_source, "[2001:db8::3]:47808");
  assert.equal(six[11]?.outcome, "delete_foreign_device_table_entry_nak");
  assert.equal(named("Ethernet")[0]?.operation, "i_am");
});

test("every defect has its name, and only one per message", () => {
  assert.deepEqual(faultsOf("810a 000c 01 04 00 05 01 0c 0c 00000007 19 55"), ["bad length"]);
  assert.deepEqual(faultsOf(unicast("00 05 02 0c 0c 00000007")), ["missing required parameter"]);
  assert.deepEqual(faultsOf(unicast("00 05 03 0f 0c 00000007 19 55 3e 44 3f800000")), ["missing closing tag"]);
  assert.deepEqual(faultsOf(unicast("00 05 04 0c 0c 00000007 19 55 29 01 99 00")), ["too many arguments"]);
  assert.deepEqual(faultsOf(broadcast("10 00 c4 020004d2 31 05 91 03 21 24")), ["invalid parameter data type"]);
  assert.deepEqual(faultsOf(unicast("80")), ["reserved PDU type"]);
  assert.deepEqual(faultsOf(link(0x0a, "02 00 10 08")), ["unknown network version"]);
  assert.deepEqual(faultsOf(link(0x0a, "01 50 10 08")), ["reserved control bits"]);
  assert.deepEqual(faultsOf(link(0x1d, "0102")), ["unknown function"]);
  assert.deepEqual(faultsOf("810a 0020 01 00 10 08"), ["short"]);
});

test("nesting without end is cut off", () => {
  const deep = unicast(`00 05 03 0f 0c 00000007 19 55 3e ${"0e".repeat(600)} ${"0f".repeat(600)} 3f`);
  assert.deepEqual(faultsOf(deep), ["nested too deeply"]);
});

test("other protocols on the port are refused", () => {
  for (const hex of ["00", "81", "830a00060100", "81ff0008 01001008 00", "16fefd0000"]) {
    const played = play({ over: "udp", port: 47808 }, [{ from: "client", bytes: bytesOf(hex) }], [bacnet]);
    assert.deepEqual(played.messages, [], hex);
    assert.ok(played.undissected > 0);
  }
});

test("a text in any character set is read", () => {
  const value = (hex: string) =>
    read(["server", unicast(`30 01 0c 0c 00000007 19 4d 3e ${hex} 3f`)])[0]?.fields.property_value[0].value;
  assert.equal(value(textTag(7, false, "AHU")), "AHU");
  assert.equal(value("75 05 04 0041 00e9"), "Aé");
  assert.equal(value("73 05 41 e9"), "Aé");
  assert.equal(value("75 05 03 0001f600"), "\u{1f600}");
});
