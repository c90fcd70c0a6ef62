import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../laws.ts";
import { Reader } from "../../reader.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import {
  BY_NAME,
  QUALIFIER,
  request,
  response,
  SAMPLES,
  SESSION,
  SUBSCRIPTION,
  vlq,
  whole,
  wide as wideText,
} from "../samples/s7comm-plus.ts";
import type { Exchange } from "../samples/sample.ts";
import { tls } from "../tls/tls.ts";
import { read64, signed32, signed64, unsigned32, wide } from "./numbers.ts";
import { s7commPlus } from "./s7comm-plus.ts";

function sample(start: string): SeenMessage[] {
  const found = SAMPLES.find((one) => one.name.startsWith(start)) as Exchange;
  return dissectExchange(found, [s7commPlus, tls]);
}

function play(...said: ["client" | "server", string][]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "inside", carrier: "cotp", port: 0x72, messages }, [s7commPlus]);
}

function named(messages: readonly SeenMessage[], operation: string): SeenMessage[] {
  const found = messages.filter((message) => message.operation === operation);
  assert.ok(found.length > 0, operation);
  return found;
}

function told(message: SeenMessage | undefined): unknown[] {
  return (message?.samples ?? []).map(({ space, name, index, value }) => [space.type, name, index, value]);
}

function numberFrom(hex: string): Reader {
  const reader = new Reader();
  const bytes = bytesOf(hex);
  reader.open(bytes, 0, bytes.length, true);
  return reader;
}

test("every message of the samples is understood to its last octet", () => {
  for (const exchange of SAMPLES) {
    for (const message of dissectExchange(exchange, [s7commPlus])) {
      assert.equal(message.fields.undecoded, undefined, `${exchange.name}: ${message.operation}`);
      assert.equal(message.fields.not_understood, undefined, `${exchange.name}: ${message.operation}`);
    }
  }
});

test("numbers of variable length have their sign in the first octet and at most 64 bits", () => {
  assert.deepEqual(
    ["7f", "7e", "3f", "8040", "ff01", "fe7f", "baef9a15"].map((hex) => signed32(numberFrom(hex))),
    [-1, -2, 63, 64, -127, -129, 123456789],
  );
  assert.equal(unsigned32(numberFrom(vlq(0x8a0e0005))), 0x8a0e0005);
  assert.equal(unsigned32(numberFrom("8fffffff7f")), 0xffffffff);
  assert.equal(signed64(numberFrom("ffffffffffffffffff")), -1);
  read64(numberFrom("c08080808080808000"), false);
  assert.equal(wide.high >>> 0, 0x80000000);
  const random = seededRandom(7);
  for (let round = 0; round < 200; round++) {
    const value = Math.floor(random() * 2 ** (1 + Math.floor(random() * 32)));
    assert.equal(unsigned32(numberFrom(vlq(value))), value);
  }
});

test("opening a session names the client's software and host, and the controller", () => {
  const [asked, opened, keys] = sample("a session is opened");
  assert.deepEqual(
    [asked, opened].map((message) => [message?.operation, message?.act, message?.direction, message?.answers]),
    [
      ["create_session", "identify", REQUEST, 0],
      ["create_session", "identify", RESPONSE, 1],
    ],
  );
  assert.deepEqual(
    asked?.claims.map((claim) => [claim.about, claim.attribute, claim.value]),
    [
      ["sender", "name", "ENGPC01"],
      ["sender", "software", "TIA Portal V16"],
    ],
  );
  const identity = [
    ["orderNumber", "6ES7 512-1CK00-0AB0", 19],
    ["vendor", "Siemens", 19],
    ["firmware", "2.1", 3],
  ];
  assert.deepEqual(
    opened?.claims.map((claim) => [claim.attribute, claim.value, claim.end - claim.start]),
    identity,
  );
  assert.ok(opened?.claims.every((claim) => claim.about === "sender"));
  // The client gives the version back with its key.
  assert.deepEqual([keys?.operation, keys?.act], ["set_session", "authenticate"]);
  assert.ok(keys?.claims.every((claim) => claim.about === "receiver") && keys.claims.length === 3);
  assert.ok(!JSON.stringify(keys?.fields).includes("addee1fe"));
});

test("notifications are told by what their subscription asked for, else by reference number", () => {
  const notifications = named(sample("a session is opened"), "notification");
  assert.equal(notifications[0]?.direction, NOTICE);
  assert.deepEqual(told(notifications[0]), [
    ["Real", "DB5 LID 10.9", -1, 21.25],
    ["Bool", "M", 122 * 8 + 7, 1],
  ]);
  assert.equal(notifications[0]?.fields.values[2].access_error, 0x13);
  assert.deepEqual(told(notifications[1]), [["Real", "DB5 LID 10.9", -1, 21.5]]);
  assert.deepEqual(
    notifications[2]?.samples.map(({ space, index, value }) => [space.space, index, value]),
    [["subscription item", 25, -2]],
  );
});

test("objects that are deleted are called what they were created as", () => {
  const messages = sample("a session is opened");
  assert.deepEqual(
    messages.slice(9, 14).map((message) => [message.operation, message.act]),
    [
      ["set_subscription", "read"],
      ["delete_subscription", "other"],
      ["delete_subscription", "other"],
      ["delete_session", "other"],
      ["delete_session", "other"],
    ],
  );
});

test("the connection is kept alive, and system events tell why", () => {
  const [words, values] = named(sample("a session is opened"), "system_event");
  assert.equal(named(sample("a session is opened"), "keep_alive")[0]?.fields.sequence_number, 1);
  assert.equal(words?.fields.message, "LOGOUT");
  assert.equal(values?.fields.event.value[0].name, "SequenceNumber");
});

test("values that were read are told with their answer, those written with their request", () => {
  const messages = sample("variables");
  const [asked, read] = named(messages, "get_multi_variables");
  assert.deepEqual(
    asked?.targets.map((target) => target.space),
    ["DB5 LID 10.9", "M", "M"],
  );
  assert.deepEqual(told(read), [
    ["Real", "DB5 LID 10.9", -1, 10],
    ["Byte", "M", 122, 1],
    ["Byte", "M", 123, 2],
  ]);
  assert.deepEqual([read?.answers, read?.outcome], [1, "unknown_error"]);
  const [write, written] = named(messages, "set_multi_variables");
  assert.equal(write?.act, "write");
  assert.deepEqual(told(write), [
    ["DInt", "DB5 LID 10.9", -1, -1],
    ["Bool", "M", 983, 1],
  ]);
  assert.deepEqual(told(written), []);
});

test("a password's challenge and answer are told to be there, never shown", () => {
  const messages = sample("variables");
  assert.equal(named(messages, "get_challenge")[0]?.act, "authenticate");
  const [answer] = named(messages, "set_session");
  assert.deepEqual(answer?.notes[0]?.remark, {
    kind: "credential",
    method: "S7comm-plus password",
    exposure: "challenge",
  });
  assert.equal(answer?.fields.value.value, undefined);
});

test("starting and stopping, loading and deleting blocks, and forcing are told apart from writes", () => {
  const messages = sample("the controller is explored").filter((message) => message.direction === REQUEST);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.act]),
    [
      ["explore", "identify"],
      ["stop_cpu", "control"],
      ["start_cpu", "control"],
      ["begin_sequence", "other"],
      ["create_program_object", "program"],
      ["delete_program_object", "program"],
      ["end_sequence", "other"],
      ["set_variable_sub_streamed", "write"],
      ["fragment", "other"],
      ["fragment", "other"],
      ["create_modify_job", "control"],
    ],
  );
  const stopped = sample("the controller is explored").find((message) => message.outcome !== "");
  assert.deepEqual([stopped?.operation, stopped?.outcome], ["stop_cpu", "service_access_denied"]);
});

test("objects are read with attributes, relations and the variables they declare", () => {
  const [created] = named(sample("the controller is explored"), "create_program_object");
  const [block] = created?.fields.objects ?? [];
  assert.deepEqual([block.class_name, block.relation_name], ["DB.Class_Rid", "DB 5"]);
  assert.deepEqual(block.relations[0].target, 3);
  assert.deepEqual(block.variable_names, ["Speed"]);
  assert.equal(block.variables[0].name, "Temp");
  assert.equal(block.attributes[3].value.octets, "01020304");
  assert.deepEqual(block.attributes[4].value.sparse, [{ key: 1, value: { length: 2, octets: "aabb" } }]);
  assert.deepEqual(created?.objects, ["Recipe", "DB 5"]);
  const [deleted] = named(sample("the controller is explored"), "delete_program_object");
  assert.deepEqual(deleted?.objects, ["DB 6"]);
});

test("a message in several PDUs is read when its last is there; one that begins anew ends it", () => {
  const messages = sample("the controller is explored");
  const [, explored] = named(messages, "explore");
  assert.deepEqual([messages[1]?.operation, messages[1]?.direction], ["fragment", RESPONSE]);
  assert.equal(explored?.answers, 1);
  assert.equal(explored?.fields.objects[0].attributes[0].value.value, "Recipe");
  const end = request(0x0560, 2, SESSION, "0001 07");
  const [lost, next] = play(
    ["client", `72 02 0010 ${end.replace(/\s+/g, "").slice(0, 32)}`],
    ["client", whole(2, end)],
  );
  assert.deepEqual([lost?.operation, next?.operation], ["fragment", "end_sequence"]);
});

test("what controllers of the first generation send is read too", () => {
  const messages = sample("an old controller");
  assert.deepEqual(told(messages[1]), [["UInt", "M", 122, 0x0102]]);
  assert.equal(messages[2]?.fields.notification_sequence, 7);
  assert.equal(messages[3]?.fields.values[0].value.value, 1.5);
  assert.deepEqual([messages[5]?.operation, messages[5]?.outcome], ["begin_sequence", "service_not_allowed"]);
});

test("TLS that takes over is handed on", () => {
  assert.deepEqual(
    sample("the session goes on").map((message) => `${message.protocol} ${message.operation}`),
    [
      "s7comm-plus init_ssl",
      "s7comm-plus init_ssl",
      "s7comm-plus tls_record",
      "tls alert",
      "s7comm-plus tls_record",
      "tls application_data",
    ],
  );
});

test("defects of the frame are faults; content that nobody understands is told and not blamed", () => {
  assert.deepEqual(
    sample("faults").map((message) => message.faults.map((fault) => fault.name)),
    [["unknown opcode"], ["unknown function"], ["leftover"], ["bad digest length"]],
  );
  const [strange, more] = play(
    ["client", whole(2, request(0x04f2, 1, SESSION, `00000033 01 05 00 3f 0102`))],
    ["client", whole(2, request(0x0560, 2, SESSION, "0001 07 0badcafe"))],
  );
  assert.deepEqual([strange?.faults, strange?.fields.not_understood], [[], true]);
  assert.deepEqual([more?.faults, more?.fields.undecoded], [[], "0badcafe00000000"]);
});

test("nesting and counts have ceilings", () => {
  const deep = `${"a1 00000001 01 00 00".repeat(60)}`;
  const [nested] = play(["client", whole(1, request(0x04ca, 1, SESSION, `00000003 00 04 00 00000000 ${deep}`))]);
  assert.equal(nested?.fields.not_understood, true);
  const [many] = play(["client", whole(2, request(0x054c, 1, SESSION, `00000000 ${vlq(0xffffffff)} 01 ${BY_NAME}`))]);
  assert.ok((many?.fields.items.length ?? 0) < 20);
});

test("attributes that are written by address do what they do by name, and stay as secret", () => {
  const address = (area: number, attribute: number): string => `00 ${vlq(area)} 01 ${vlq(attribute)}`;
  const write = (area: number, attribute: number, value: string): string =>
    whole(2, request(0x0542, 1, SESSION, `00000000 01 04 ${address(area, attribute)} 01 ${value} 00 ${QUALIFIER} 01`));
  const [stop, answer] = play(
    ["client", write(52, 2167, "00 08 01")],
    ["client", write(SESSION, 304, "10 02 04 0a0b0c0d")],
  );
  assert.deepEqual([stop?.operation, stop?.act, stop?.targets], ["stop_cpu", "control", []]);
  assert.deepEqual([answer?.operation, answer?.notes.length], ["set_session", 1]);
  assert.equal(answer?.fields.values[0].value.value, undefined);
});

test("a challenge that was asked for as a stream is not shown, nor what nobody asked for", () => {
  const [asked, told] = play(
    [
      "client",
      whole(2, request(0x0586, 1, SESSION, `${SESSION.toString(16)} 20 04 01 ${vlq(303)} ${QUALIFIER} 0000 07`)),
    ],
    ["server", whole(2, response(0x0586, 1, "00 00 10 02 04 0a0b0c0d 08"))],
  );
  assert.deepEqual([asked?.operation, asked?.fields.attribute_name], ["get_challenge", "ServerSessionChallenge"]);
  assert.deepEqual([told?.operation, told?.fields.value.value], ["get_challenge", undefined]);
  const [written] = play([
    "client",
    whole(
      2,
      request(
        0x057c,
        1,
        SESSION,
        `${SESSION.toString(16)} 20 04 01 ${vlq(304)} ${QUALIFIER} 0000 10 02 04 0a0b0c0d 07`,
      ),
    ),
  ]);
  assert.deepEqual([written?.operation, written?.fields.stream.value], ["set_session", undefined]);
  const [, strange] = play(
    ["client", whole(2, request(0x054c, 1, SESSION, `00000000 01 04 ${BY_NAME} ${QUALIFIER} 01`))],
    ["server", whole(2, response(0x054c, 1, "00 02 10 02 04 0a0b0c0d 00 00 08"))],
  );
  assert.equal(strange?.fields.values[0].value.value, undefined);
});

test("answers whose request was not seen show numbers, and of what may be secret the type and the length", () => {
  const secret = "536563726574";
  const array = `10 02 06 ${secret}`;
  const text = `00 15 06 ${secret}`;
  const blob = `00 14 00 06 ${secret}`;
  const sparse = `40 02 01 53 02 65 00`;
  const packed = `00 17 02000001 0000000000000000 00 06 ${secret}`;
  const answers = play(
    ...[array, text, blob, sparse, packed, "00 04 07"].map((value, index): ["server", string] => [
      "server",
      whole(2, response(0x04fc, index, `00 ${value} 08`)),
    ]),
    ["server", whole(2, response(0x054c, 20, `00 01 ${text} 02 00 04 07 00 00 08`))],
    ["server", whole(2, response(0x0586, 21, `00 00 ${blob} 08`))],
  );
  const value = (index: number): unknown => JSON.parse(JSON.stringify(answers[index]?.fields.value));
  assert.deepEqual(value(0), { type: "USInt", array_size: 6 });
  assert.deepEqual(value(1), { type: "WString", value: { length: 6 } });
  assert.deepEqual(value(2), { type: "Blob", value: { length: 6 } });
  assert.deepEqual(value(3), { type: "USInt", sparse: [{ key: 1 }, { key: 2 }] });
  assert.equal((value(4) as { length: number }).length, 6);
  assert.deepEqual(value(5), { type: "UDInt", value: 7 });
  assert.deepEqual(JSON.parse(JSON.stringify(answers[6]?.fields.values)), [
    { item: 1, value: { type: "WString", value: { length: 6 } } },
    { item: 2, value: { type: "UDInt", value: 7 } },
  ]);
  assert.deepEqual(value(7), { type: "Blob", value: { length: 6 } });
  for (const { fields } of answers) {
    assert.equal(fields.not_understood, undefined);
    assert.ok(!/secret|536563/i.test(JSON.stringify(fields)));
  }
});

test("what the answer itself says to be a secret is hidden in every form, what it says to be none is not", () => {
  const forms = (id: number): string =>
    [
      `${vlq(id)} 00 0d 536563726574abcd`,
      `${vlq(id)} 40 02 01 53 02 65 00`,
      `${vlq(id)} 00 17 0000013a 01 00 15 06 536563726574 02 00 17 0000013a 01 10 02 02 5365 00 00`,
      `${vlq(id)} 00 14 05 ${"00".repeat(8)} 00 01 00 15 06 536563726574 00`,
      `${vlq(id)} 00 15 06 536563726574`,
    ].join(" ");
  const answer = (id: number): SeenMessage =>
    play(["server", whole(2, response(0x04fc, 1, `00 00 17 0000013a ${forms(id)} 00 08`))])[0] as SeenMessage;
  for (const id of [303, 304, 1805, 1830, 1846, 3449, 3452, 3453]) {
    const { fields } = answer(id);
    assert.equal(fields.not_understood, undefined);
    assert.equal(fields.value.value.length, 5);
    assert.equal(fields.value.value[0].value.value, undefined);
    assert.ok(!/secret|"value":(83|\[83)/i.test(JSON.stringify(fields)), JSON.stringify(fields));
  }
  assert.equal(answer(233).fields.value.value[4].value.value, "Secret");
});

test("a session that may do everything without a password is told once", () => {
  const level = (sequence: number, value: number): [["client", string], ["server", string]] => [
    ["client", whole(2, request(0x04fc, sequence, SESSION, `${SESSION.toString(16)} 01 ${vlq(1842)} ${QUALIFIER} 01`))],
    ["server", whole(2, response(0x04fc, sequence, `00 00 04 ${vlq(value)} 08`))],
  ];
  const open: ["client" | "server", string][] = [
    ["client", whole(1, request(0x04ca, 9, 0x120, "0000011d 00 04 00 00000000"))],
    ["server", whole(1, response(0x04ca, 9, `00 01 ${vlq(SESSION)}`))],
  ];
  const notes = (messages: readonly SeenMessage[]): unknown[] => messages.flatMap((message) => message.notes);
  const remark = { kind: "session", protocol: "S7comm-plus", anonymous: true };
  assert.deepEqual(notes(play(...open, ...level(1, 1), ...level(2, 1))), [{ about: "receiver", remark }]);
  // One that opened before the capture may have shown its password then; a restricted one needs it.
  assert.deepEqual(notes(play(...level(1, 1))), []);
  assert.deepEqual(notes(play(...open, ...level(1, 3))), []);
  const legitimate: ["client", string] = [
    "client",
    whole(
      2,
      request(0x04f2, 3, SESSION, `${SESSION.toString(16)} 01 ${vlq(1846)} 00 14 00 02 0102 ${QUALIFIER} 00 05`),
    ),
  ];
  const proven = notes(play(...open, ...level(1, 3), legitimate, ...level(2, 1)));
  assert.deepEqual(proven, [
    { about: "sender", remark: { kind: "credential", method: "S7comm-plus password", exposure: "encrypted" } },
  ]);
});

test("blocks are told by kind and number", () => {
  const block = (classId: number): SeenMessage | undefined =>
    play([
      "client",
      whole(
        1,
        request(
          0x04ca,
          1,
          SESSION,
          `00000003 00 04 00 00000000 a1 000000d3 ${vlq(classId)} 00 00 a3 ${vlq(2521)} 00 03 0007 a2`,
        ),
      ),
    ])[0];
  assert.deepEqual(
    [2578, 2579, 2610, 2651, 2554].map((classId) => block(classId)?.objects),
    [["FB 7"], ["FC 7"], ["OB 7"], ["OB 7"], []],
  );
});

test("subscriptions that change keep what they had", () => {
  const reference = (number: number, lid: number): string =>
    `${vlq(0x80040002)} ${vlq(number)} 00 ${vlq(0x8a0e0001)} ${vlq(7)} ${vlq(2550)} ${vlq(lid)}`;
  const change = (sequence: number, number: number, lid: number): string =>
    whole(
      2,
      request(
        0x0542,
        sequence,
        SESSION,
        `${SUBSCRIPTION.toString(16)} 01 01 ${vlq(1048)} 01 20 04 0a ${vlq(0x20000)} 00 01 ${reference(number, lid)} 00 ${QUALIFIER} 01`,
      ),
    );
  const values = "92 00000001 00 03 0007 92 00000002 00 03 0008 92 00000003 00 03 0009 00";
  const [, , notified] = play(
    ["client", change(1, 1, 20)],
    ["client", change(2, 2, 21)],
    ["server", whole(2, `33 ${SUBSCRIPTION.toString(16)} 0400 0000 0000 c9 01 01 ${values} 00000000`)],
  );
  assert.deepEqual(told(notified), [
    ["UInt", "DB1 LID 20", -1, 7],
    ["UInt", "DB1 LID 21", -1, 8],
  ]);
});

test("a version text in other words claims nothing", () => {
  const version = `00 17 0000013a ${vlq(319)} ${wideText("somebody else's controller")} 00`;
  const object = `a1 ${SESSION.toString(16)} ${vlq(287)} 00 00 a3 ${vlq(306)} ${version} a2`;
  const [opened] = play(["server", whole(1, response(0x04ca, 1, `00 01 ${vlq(SESSION)} ${object}`))]);
  assert.deepEqual([opened?.operation, opened?.claims], ["create_session", []]);
});
