import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../laws.ts";
import { BAD, GOOD, UNCERTAIN } from "../../points.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { asHex, fromMaster, fromOutstation, linkFrame, SAMPLES, segmented } from "../samples/dnp3.ts";
import type { Exchange } from "../samples/sample.ts";
import { crcOf } from "./crc.ts";
import { dnp3 } from "./dnp3.ts";

function sample(name: string): SeenMessage[] {
  const found = SAMPLES.find((exchange) => exchange.name.startsWith(name));
  assert.ok(found, `no sample ${name}`);
  return dissectExchange(found, [dnp3]);
}

function exchanged(...messages: ["client" | "server", string][]): SeenMessage[] {
  const exchange: Exchange = {
    name: "ad hoc",
    over: "tcp",
    port: 20000,
    messages: messages.map(([from, hex]) => ({ from, hex })),
  };
  return dissectExchange(exchange, [dnp3]);
}

function asked(fragmentHex: string): SeenMessage {
  return exchanged(["client", fromMaster(fragmentHex)])[0] as SeenMessage;
}

function answered(fragmentHex: string): SeenMessage {
  return exchanged(["server", fromOutstation(fragmentHex)])[0] as SeenMessage;
}

const faultsOf = (message: SeenMessage | undefined): string[] => (message?.faults ?? []).map((fault) => fault.name);
// biome-ignore lint/suspicious/noExplicitAny: fields have a shape per group.
const objectsOf = (message: SeenMessage | undefined, header = 0): any[] =>
  message?.fields.object_headers[header].objects;

test("the check value of a reset of link states from 1024 to 1 is 21e9", () => {
  const header = bytesOf("056405c001000004");
  assert.equal(crcOf(header, 0, 8), 0x21e9);
});

test("link frames without user data are messages of their own", () => {
  const [reset, ack, request, status] = sample("link start");
  assert.equal(reset?.operation, "reset_link_states");
  assert.equal(reset?.direction, 1);
  assert.equal(reset?.fields.destination, 10);
  assert.equal(ack?.operation, "ack");
  assert.equal(ack?.direction, 2);
  assert.equal(request?.operation, "request_link_status");
  assert.equal(status?.operation, "link_status");
});

test("segments are put together and the last one tells the fragment", () => {
  const messages = sample("link start");
  assert.deepEqual(
    messages.slice(4).map((message) => message.operation),
    ["read", "transport_segment", "transport_segment", "read", "confirm", "unsolicited_response", "confirm"],
  );
  const response = messages[7] as SeenMessage;
  assert.equal(response.fields.segments, 3);
  assert.equal(response.fields.function, "response");
  assert.equal(response.answers, messages[4]?.frame);
  assert.deepEqual(response.targets, [
    { space: "binary output", first: 0, count: 200 },
    { space: "counter", first: 0, count: 100 },
  ]);
  assert.equal(objectsOf(response)[150].value, true);
  assert.deepEqual(objectsOf(response, 1)[99], { index: 99, flags: 1, quality: ["online"], value: 5 });
});

test("relative event times count from the common time of occurrence", () => {
  const unsolicited = sample("link start").find((message) => message.operation === "unsolicited_response");
  assert.equal(unsolicited?.direction, 3);
  assert.equal(unsolicited?.act, "alarm");
  assert.deepEqual(unsolicited?.fields.internal_indications, ["device_restart"]);
  assert.equal(unsolicited?.fields.application_uns, true);
  assert.deepEqual(objectsOf(unsolicited, 1), [
    { index: 3, flags: 129, quality: ["online"], value: true, relative_time: 0.1, time: 1735689600.1 },
    { index: 4, flags: 1, quality: ["online"], value: false, relative_time: 0.2, time: 1735689600.2 },
  ]);
  assert.deepEqual(objectsOf(unsolicited, 2), [
    { index: 7, flags: 1, quality: ["online"], value: 1234, time: 1735689600 },
  ]);
  assert.deepEqual(unsolicited?.targets, [
    { space: "binary input", first: 3, count: 2 },
    { space: "analog input", first: 7, count: 1 },
  ]);
});

test("a control names its relay operation, and a refused one its status", () => {
  const [select, selected, , refused] = sample("select");
  assert.equal(select?.operation, "select");
  assert.equal(select?.act, "control");
  assert.deepEqual(objectsOf(select), [
    {
      index: 5,
      control_code: 3,
      operation_type: "latch_on",
      queue: false,
      clear: false,
      trip_close_code: "nul",
      count: 1,
      on_time: 500,
      off_time: 0,
      status_code: 0,
      status: "success",
    },
  ]);
  assert.deepEqual(select?.targets, [{ space: "binary output", first: 5, count: 1 }]);
  assert.equal(selected?.operation, "select");
  assert.equal(selected?.direction, 2);
  assert.equal(selected?.outcome, "");
  assert.equal(refused?.operation, "operate");
  assert.equal(refused?.outcome, "no_select");
});

test("set points carry values, and one refused among several refuses the operation", () => {
  const messages = sample("select");
  const [request, response, last] = messages.slice(4);
  assert.deepEqual(
    objectsOf(request).map((object) => object.value),
    [25, -25],
  );
  assert.deepEqual(request?.targets, [{ space: "analog output", first: 1, count: 2 }]);
  assert.equal(response?.outcome, "out_of_range");
  assert.equal(last?.operation, "direct_operate_nr");
  assert.equal(objectsOf(last)[0].value, 300);
});

test("writes and reads say what they concern", () => {
  const messages = sample("time, restart");
  assert.deepEqual(
    messages.map((message) => `${message.operation} ${message.act}`),
    [
      "write_time time",
      "write_time time",
      "write_internal_indications other",
      "write_internal_indications other",
      "delay_measure time",
      "delay_measure time",
      "assign_class configure",
      "assign_class configure",
      "disable_unsolicited alarm",
      "freeze_at_time other",
      "cold_restart control",
      "cold_restart control",
      "read read",
    ],
  );
  assert.deepEqual(objectsOf(messages[0]), [{ time: 1735689600 }]);
  assert.deepEqual(objectsOf(messages[2]), [{ index: 7, indication: "device_restart", value: false }]);
  assert.deepEqual(objectsOf(messages[5]), [{ value: 10 }]);
  assert.equal(messages[7]?.outcome, "parameter_error");
  assert.deepEqual(messages[12]?.targets, [
    { space: "binary input", first: 2, count: 2 },
    { space: "binary input", first: 9, count: 1 },
  ]);
});

test("packed, flagged, floating and textual points are read", () => {
  const messages = sample("every kind");
  const packed = messages[1];
  assert.deepEqual(
    objectsOf(packed).map((object) => Number(object.value)),
    [1, 0, 1, 0, 0, 1, 0, 1, 0, 1],
  );
  assert.deepEqual(
    objectsOf(packed, 1).map((object) => object.value),
    ["intermediate", "determined_off", "determined_on", "indeterminate"],
  );
  assert.deepEqual(objectsOf(packed, 2)[2], { index: 2, value: true });
  assert.deepEqual(objectsOf(packed, 3), [{ index: 0, value: 4294967295 }]);
  assert.deepEqual(objectsOf(packed, 4), [
    { index: 0, flags: 1, quality: ["online"], value: 0x1234, time: 1735689600 },
  ]);
  const analog = messages[3];
  assert.deepEqual(objectsOf(analog), [
    { index: 0, value: -1 },
    { index: 1, value: -32768 },
  ]);
  assert.equal(objectsOf(analog, 1)[0].value, "NaN");
  assert.equal(objectsOf(analog, 2)[0].value, Math.PI);
  assert.equal(objectsOf(analog, 3)[0].value, 5);
  const rest = messages[5];
  assert.deepEqual(objectsOf(rest), [{ index: 4, status_code: 0, status: "success", value: 1 }]);
  assert.deepEqual(objectsOf(rest, 1), [
    { index: 5, status_code: 0, status: "success", value: true, time: 1735689600 },
  ]);
  assert.deepEqual(objectsOf(rest, 2), [{ index: 0, octets: "68656c6c6f", text: "hello" }]);
  assert.deepEqual(objectsOf(rest, 3), [{ index: 0, value: "7856341200000000" }]);
});

test("what passes on a virtual terminal is not told", () => {
  const message = sample("every kind")[7];
  assert.deepEqual(objectsOf(message), [{ index: 3, flags: 1, association_id: 10, value: 42 }]);
  assert.deepEqual(objectsOf(message, 1), [{ length: 2 }]);
});

test("device attributes say what the outstation is", () => {
  const messages = sample("device attributes");
  assert.equal(messages[0]?.operation, "read_device_attributes");
  assert.equal(messages[0]?.act, "identify");
  assert.deepEqual(
    messages[1]?.claims.map(({ about, attribute, value }) => [about, attribute, value]),
    [
      ["sender", "vendor", "Examplar Relays"],
      ["sender", "model", "XR-7 Feeder"],
      ["sender", "firmware", "3.2.1"],
    ],
  );
  assert.deepEqual(objectsOf(messages[1], 3), [{ index: 0, data_type: 2, value: 2048 }]);
});

test("a second outstation on the same connection is a part of its device", () => {
  const messages = sample("device attributes");
  assert.deepEqual(messages[3]?.claims[0]?.about, { part: "outstation 11", of: "sender" });
  assert.equal(messages[4]?.operation, "write_device_attributes");
  assert.deepEqual(messages[4]?.claims[0]?.about, { part: "outstation 10", of: "receiver" });
});

test("a claim points at its bytes in the frame, past the check values", () => {
  const frame = fromOutstation(`c1 81 0000 00fc000000 0104 ${asHex("Acme")} 00fa000000 0107 ${asHex("Feeder9")}`);
  const bytes = bytesOf(frame);
  const message = exchanged(["server", frame])[0];
  const [vendor, model] = message?.claims ?? [];
  // The driver lays the message 16 octets into its buffer.
  const at = (position: number): number => position - 16;
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.slice(at(from), at(to)));
  assert.equal(text(vendor?.start ?? 0, (vendor?.start ?? 0) + 2), "Ac");
  assert.equal(text((model?.end ?? 0) - 7, model?.end ?? 0), "Feeder9");
});

test("file operations tell names, handles and refusals, and no password", () => {
  const messages = sample("files");
  assert.deepEqual(
    messages.map((message) => message.operation),
    [
      "authenticate_file",
      "authenticate_file",
      "open_file",
      "open_file",
      "read_file",
      "read_file",
      "write_file",
      "write_file",
      "get_file_info",
      "activate_config",
      "stop_appl",
    ],
  );
  assert.deepEqual(messages[0]?.notes, [
    {
      about: "sender",
      remark: { kind: "credential", method: "DNP3 file authentication", user: "editor", exposure: "clear" },
    },
  ]);
  assert.ok(!JSON.stringify(messages).includes("hush"));
  assert.deepEqual(messages[2]?.objects, ["conf/relay7.cfg"]);
  assert.equal(objectsOf(messages[2])[0].operational_mode_name, "read");
  assert.equal(objectsOf(messages[3])[0].file_size, 1000);
  assert.deepEqual(objectsOf(messages[5]), [
    { file_handle: 5, block_number: 0, last_block: true, data_length: 4, file_data: "61626364" },
  ]);
  assert.equal(messages[7]?.outcome, "invalid_handle");
  assert.deepEqual(messages[8]?.objects, ["conf/relay7.cfg"]);
  assert.deepEqual(messages[9]?.objects, ["conf/relay7.cfg"]);
  assert.equal(messages[9]?.act, "program");
  assert.equal(objectsOf(messages[10])[0].application, "main");
});

test("authentication tells kinds, users and methods", () => {
  const messages = sample("secure");
  assert.equal(messages[1]?.operation, "authenticate_resp");
  assert.equal(objectsOf(messages[1])[0].mac_algorithm_name, "hmac_sha256_16");
  assert.deepEqual(
    messages[2]?.notes.map((note) => note.remark.kind),
    ["credential", "session"],
  );
  assert.equal(objectsOf(messages[5])[0].key_status_name, "not_init");
  assert.equal(messages[7]?.operation, "read");
  assert.equal(messages[8]?.outcome, "authorization_failed");
  assert.equal(objectsOf(messages[9])[0].user_name, "alex");
  assert.ok(!JSON.stringify(messages).includes("a1b2c3d4"));
});

test("a wrong check value is a fault, and the segment is not taken", () => {
  const whole = fromMaster("c1 0d");
  const header = exchanged(["client", `${whole.slice(0, 16)}0000${whole.slice(20)}`])[0];
  assert.equal(header?.operation, "transport_segment");
  assert.deepEqual(faultsOf(header), ["bad checksum"]);
  const block = exchanged(["client", `${whole.slice(0, -4)}0000`])[0];
  assert.equal(block?.operation, "transport_segment");
  assert.deepEqual(faultsOf(block), ["bad checksum"]);
});

test("a length below five is a fault when the check value fits", () => {
  const header = "056402c40a000100";
  const check = crcOf(bytesOf(header), 0, 8);
  const swapped = ((check & 255) << 8) | (check >> 8);
  const message = exchanged(["client", header + swapped.toString(16).padStart(4, "0")])[0];
  assert.deepEqual(faultsOf(message), ["bad length"]);
});

test("link frames that carry too much or too little are faults", () => {
  assert.deepEqual(faultsOf(exchanged(["client", linkFrame(0xc0, 10, 1, "0102")])[0]), ["unexpected user data"]);
  assert.deepEqual(faultsOf(exchanged(["client", linkFrame(0xc4, 10, 1)])[0]), ["missing user data"]);
  assert.deepEqual(faultsOf(exchanged(["client", linkFrame(0xc7, 10, 1)])[0]), ["unknown function"]);
});

test("defects of fragments have names", () => {
  assert.deepEqual(faultsOf(asked("c1")), ["short fragment"]);
  assert.deepEqual(faultsOf(answered("c1 81 00")), ["short fragment"]);
  assert.deepEqual(faultsOf(asked("c1 63 3c01 06")), ["unknown function"]);
  assert.deepEqual(faultsOf(asked("c1 01 3c")), ["short object header"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 00 01")), ["short object header"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 00 0501")), ["bad range"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 7f")), ["bad qualifier"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 86")), ["bad qualifier"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 10 0001")), ["bad qualifier"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 0101 17 01 02 01")), ["bad qualifier"]);
  assert.deepEqual(faultsOf(asked("c1 01 0700 06")), ["unknown object"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 1e09 00 0000 01")), ["unknown object"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 0102 00 00ff 01")), ["short object"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 0101 00 00ff 01")), ["short object"]);
  assert.deepEqual(faultsOf(asked("c1 01 0100 17 09 01")), ["short object"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 00fc 00 0000 0109 41")), ["short object"]);
  assert.deepEqual(faultsOf(asked("c1 05 0c01 17 02 01 03 01 00000000 00000000 00")), ["short object"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 4604 5b 01 0400 01000000")), ["short object"]);
  assert.deepEqual(faultsOf(asked("c1 20 7804 5b 01 0300 010000")), ["bad length"]);
  assert.deepEqual(faultsOf(answered("c1 81 0000 00fc 5b 01 0400 01014100")), ["leftover"]);
});

test("a request that comes from an outstation goes the wrong way", () => {
  const message = exchanged(["server", linkFrame(0x44, 1, 10, "c0c10d")])[0];
  assert.deepEqual(faultsOf(message), ["bad direction"]);
});

test("lost and repeated segments are told apart", () => {
  const frames = segmented(`c181000014020000ff${"010500".repeat(256)}`, 0);
  assert.equal(frames.length, 4);
  const [first, second, third, fourth] = frames as [string, string, string, string];
  const lost = exchanged(["server", first], ["server", third], ["server", fourth]);
  assert.deepEqual(lost.map(faultsOf), [[], ["missing segment"], []]);
  assert.ok(lost.every((message) => message.operation === "transport_segment"));
  const repeated = exchanged(
    ["server", first],
    ["server", second],
    ["server", second],
    ["server", third],
    ["server", fourth],
  );
  assert.deepEqual(repeated.map(faultsOf), [[], [], [], [], []]);
  assert.equal(repeated[4]?.operation, "response");
  const abandoned = exchanged(["server", first], ["server", second], ["server", first]);
  assert.deepEqual(faultsOf(abandoned[2]), ["incomplete fragment"]);
});

test("a fragment that never ends is given up at its ceiling", () => {
  const frames = Array.from({ length: 70 }, (_, at) =>
    linkFrame(0x44, 1, 10, ((at === 0 ? 0x40 : 0) | (at & 0x3f)).toString(16).padStart(2, "0") + "00".repeat(249)),
  );
  const messages = exchanged(...frames.map((hex): ["server", string] => ["server", hex]));
  assert.equal(messages.filter((message) => faultsOf(message).includes("fragment too long")).length, 1);
});

test("requests sent ahead with a sequence used twice are answered in order", () => {
  const relay = (index: string): string => `0c01 17 01 ${index} 03 01 00000000 00000000 00`;
  const messages = exchanged(
    ["client", fromMaster(`c7 03 ${relay("08")}`)],
    ["client", fromMaster(`c8 04 ${relay("08")}`)],
    ["client", fromMaster(`c7 03 ${relay("0a")}`)],
    ["server", fromOutstation(`c7 81 0000 ${relay("08")}`)],
    ["server", fromOutstation(`c8 81 0000 ${relay("08")}`)],
    ["server", fromOutstation(`c7 81 0000 ${relay("0a")}`)],
    ["server", fromOutstation(`c7 81 0000 ${relay("0a")}`)],
  );
  assert.deepEqual(
    messages.slice(3).map((message) => [message.operation, message.answers]),
    [
      ["select", 1],
      ["operate", 2],
      ["select", 3],
      ["response", 0],
    ],
  );
});

test("a response of several fragments answers one request throughout", () => {
  const messages = exchanged(
    ["client", fromMaster("c3 01 3c02 06")],
    ["server", fromOutstation("a3 81 0000 0201 17 01 01 81")],
    ["client", fromMaster("c3 00")],
    ["server", fromOutstation("64 81 0000 0201 17 01 02 81")],
  );
  assert.deepEqual(
    messages.map((message) => message.answers),
    [0, 1, 0, 1],
  );
});

test("no request is expected to be answered by all stations at once", () => {
  const messages = exchanged(
    ["client", fromMaster(`c1 02 3201 07 01 ${"00".repeat(6)}`, 0xffff)],
    ["server", fromOutstation("c1 81 0100")],
  );
  assert.equal(messages[1]?.answers, 0);
  assert.deepEqual(messages[1]?.fields.internal_indications, ["broadcast"]);
});

test("a command behind octets of no frame is found, as its receiver finds it", () => {
  const messages = exchanged(["client", `${fromMaster("c1 17")}0005ff${fromMaster("c2 0d")}`]);
  assert.deepEqual(
    messages.map((message) => message.operation),
    ["delay_measure", "cold_restart"],
  );
  assert.deepEqual(faultsOf(messages[1]), ["octets between frames"]);
});

test("only frames with the start octets look like DNP3", () => {
  const exchange = { over: "tcp", port: 20000 } as const;
  const junk = play(exchange, [{ from: "client", bytes: bytesOf("0505 11c4 0400 0300 46a2") }], [dnp3]);
  assert.equal(junk.messages.length, 0);
  assert.equal(junk.undissected, 10);
});

test("fragments of any bytes under right check values are read without fault of our own, alike with and without fields", () => {
  const seed = 1815;
  const random = seededRandom(seed);
  const bodies = SAMPLES.flatMap((exchange) => exchange.messages)
    .map((message) => ({ from: message.from, body: userOctets(bytesOf(message.hex)) }))
    .filter((entry) => entry.body.length > 2);
  for (let round = 0; round < 4000; round++) {
    const { from, body } = bodies[round % bodies.length] as (typeof bodies)[number];
    const changed = Uint8Array.from(body);
    for (let change = 0; change < 3; change++) {
      const at = 3 + Math.floor(random() * (changed.length - 3));
      if (at < changed.length) changed[at] = random() < 0.3 ? 0xff : Math.floor(random() * 256);
    }
    const kept = random() < 0.5 ? changed : changed.slice(0, 1 + Math.floor(random() * changed.length));
    const digits = Array.from(kept, (octet) => octet.toString(16).padStart(2, "0")).join("");
    const hex = from === "client" ? linkFrame(0xc4, 10, 1, digits) : linkFrame(0x44, 1, 10, digits);
    const sent = [{ from, bytes: bytesOf(hex) }];
    const full = play({ over: "tcp", port: 20000 }, sent, [dnp3]);
    assert.deepEqual(full.bugs, [], `seed ${seed}, round ${round}, ${hex}`);
    assert.equal(full.messages.length, 1, hex);
    const brief = play({ over: "tcp", port: 20000 }, sent, [dnp3], { detailed: false });
    const without = (messages: SeenMessage[]): object[] => messages.map((message) => ({ ...message, fields: 0 }));
    assert.deepEqual(without(brief.messages), without(full.messages), `seed ${seed}, round ${round}, ${hex}`);
  }
});

/** User data of the first link frame, without check values. */
function userOctets(frame: Uint8Array): Uint8Array {
  const octets: number[] = [];
  const length = (frame[2] as number) - 5;
  for (let at = 0; at < length; at++) octets.push(frame[10 + at + 2 * (at >> 4)] as number);
  return Uint8Array.from(octets);
}

function valuesOf(message: SeenMessage | undefined): (string | number)[][] {
  return (message?.samples ?? []).map((entry) => [
    entry.space.space,
    entry.space.type,
    entry.unit,
    entry.index,
    entry.value,
    entry.quality,
  ]);
}

test("responses tell the values of points with the outstation's own judgment", () => {
  const every = sample("every kind");
  assert.deepEqual(valuesOf(every[1]).slice(0, 12), [
    ...[1, 0, 1, 0, 0, 1, 0, 1, 0, 1].map((value, index) => ["binary input", "bool", 10, index, value, GOOD]),
    ["double-bit binary input", "double-bit", 10, 0, 0, GOOD],
    ["double-bit binary input", "double-bit", 10, 1, 1, GOOD],
  ]);
  assert.deepEqual(valuesOf(every[1]).slice(-2), [
    ["counter", "uint32", 10, 0, 4_294_967_295, GOOD],
    ["frozen counter", "uint32", 10, 0, 0x1234, GOOD],
  ]);
  // What is not a number is left out.
  assert.deepEqual(valuesOf(every[3]), [
    ["analog input", "int32", 10, 0, -1, GOOD],
    ["analog input", "int32", 10, 1, -32_768, GOOD],
    ["analog input", "float", 10, 0, Math.PI, GOOD],
    ["analog output", "int32", 10, 0, 5, GOOD],
  ]);
  const flagged = answered("c0 81 0000 0102 00 0004 81 00 05 83 a1 1e02 00 0001 21 0100 41 0200 1405 00 0000 01000000");
  assert.deepEqual(
    flagged.samples.map((entry) => [entry.value, entry.quality]),
    [
      [1, GOOD],
      [0, BAD],
      [0, BAD],
      [1, UNCERTAIN],
      [1, UNCERTAIN],
      [1, UNCERTAIN],
      [2, UNCERTAIN],
      [1, GOOD],
    ],
  );
});

test("events are values of the same points, under their own index", () => {
  const unsolicited = sample("link start").find((message) => message.operation === "unsolicited_response");
  assert.deepEqual(valuesOf(unsolicited), [
    ["binary input", "bool", 10, 3, 1, GOOD],
    ["binary input", "bool", 10, 4, 0, GOOD],
    ["analog input", "int32", 10, 7, 1234, GOOD],
  ]);
});

test("commands that act tell what they ask for; selects and echoes do not", () => {
  const messages = sample("select");
  assert.deepEqual(messages.map(valuesOf), [
    [],
    [],
    [["binary output", "bool", 10, 5, 1, GOOD]],
    [],
    [
      ["analog output", "float", 10, 1, 25, GOOD],
      ["analog output", "float", 10, 2, -25, GOOD],
    ],
    [],
    [["analog output", "int32", 10, 7, 300, GOOD]],
  ]);
  const code = (octet: string): (number | undefined)[] =>
    asked(`c0 05 0c01 17 01 09 ${octet} 01 64000000 64000000 00`).samples.map((entry) => entry.value);
  assert.deepEqual(["41", "81", "04", "02", "00"].map(code), [[1], [0], [0], [0], []]);
});
