import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, NO, POSSIBLE } from "../../dissector.ts";
import { seededRandom } from "../../laws.ts";
import { BAD, GOOD, UNCERTAIN } from "../../points.ts";
import { Reader } from "../../reader.ts";
import type { Sample } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { bytesOf, dissectExchange, play, type SeenMessage } from "../../testing.ts";
import { SAMPLES } from "../samples/opcua.ts";
import * as ua from "../samples/opcua-bytes.ts";
import type { Exchange } from "../samples/sample.ts";
import type { Memory } from "./memory.ts";
import { newMemory } from "./memory.ts";
import { opcua } from "./opcua.ts";

const { u32, list, node, text, message } = ua;

function exchangeOf(words: string): Exchange {
  const exchange = SAMPLES.find((entry) => entry.name.includes(words));
  assert.ok(exchange, words);
  return exchange;
}

function sample(words: string): SeenMessage[] {
  return dissectExchange(exchangeOf(words), [opcua]);
}

/** The messages of one operation, requests and answers. */
function told(messages: readonly SeenMessage[], operation: string): SeenMessage[] {
  return messages.filter((entry) => entry.operation === operation);
}

function said(...hexes: (readonly ["client" | "server", string])[]): SeenMessage[] {
  const messages = hexes.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "", over: "tcp", port: 4840, messages }, [opcua]);
}

function likeness(hex: string): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, false);
  return opcua.probe(reader, { memory: opcua.remember?.(), side: 0 } as never);
}

const short = (value: Sample): unknown[] => [value.name, value.space.type, value.index, value.value, value.quality];

test("hello, acknowledge and an unprotected channel are paired, and the missing protection is noted once", () => {
  const [hello, acknowledge, ask, answer, ...rest] = sample("connection and endpoints");
  assert.equal(hello?.fields.endpoint_url, "opc.tcp://mixer-7.plant.example:4840");
  assert.equal(hello?.fields.receive_buffer_size, 65_535);
  assert.deepEqual(
    hello?.claims.map((claim) => [claim.about, claim.attribute, claim.value]),
    [["receiver", "name", "mixer-7.plant.example"]],
  );
  assert.equal(acknowledge?.answers, 1);
  assert.equal(ask?.fields.security_policy_uri, "http://opcfoundation.org/UA/SecurityPolicy#None");
  assert.equal(ask?.fields.security_mode, "None");
  assert.equal(ask?.act, "other");
  assert.deepEqual([answer?.direction, answer?.answers], [RESPONSE, 3]);
  assert.equal(answer?.fields.security_token.revised_lifetime, 3_600_000);
  assert.deepEqual(answer?.notes, [
    { about: "sender", remark: { kind: "cipher", protocol: "OPC UA", cipher: "None", weak: true } },
  ]);
  assert.ok(rest.every((entry) => entry.notes.every(({ remark }) => remark.kind !== "cipher")));
  assert.equal(rest.at(-1)?.fields.message_type, "CLO");
});

test("endpoints tell who the server is, its certificate and how it may be entered", () => {
  const answer = told(sample("connection and endpoints"), "get_endpoints")[1];
  assert.equal(answer?.act, "identify");
  assert.deepEqual(answer?.fields.endpoints[1].user_identity_tokens[2].token_type, "IssuedToken");
  assert.equal(answer?.fields.endpoints[2].security_mode, "Sign");
  assert.equal(answer?.fields.endpoints[0].server.application_name.locale, "en");
  assert.match(answer?.fields.endpoints[0].server_certificate.subject, /CN=MixServer@mixer-7/);
  assert.deepEqual(
    answer?.notes.flatMap(({ remark }) => (remark.kind === "endpoint" ? [[remark.security, remark.weak]] : [])),
    [
      ["None", true],
      ["Basic256Sha256 SignAndEncrypt", false],
      ["Basic128Rsa15 Sign", true],
    ],
  );
  const certificates = answer?.notes.filter(({ remark }) => remark.kind === "certificate") ?? [];
  assert.equal(certificates.length, 1);
  const claims = answer?.claims.map((claim) => `${claim.attribute} ${claim.value}`) ?? [];
  assert.ok(claims.includes("software MixServer"));
  assert.ok(claims.includes("description urn:mixer-7:ExampleWorks:MixServer"));
  assert.ok(claims.includes("vendor Example Works"));
  assert.ok(answer?.claims.every((claim) => claim.about === "sender" && claim.end > claim.start));
});

test("a list of several servers says of none of them that it is the one who answers", () => {
  const answers = told(sample("discovery"), "find_servers").filter((entry) => entry.direction === RESPONSE);
  assert.equal(answers[0]?.claims.length, 3);
  assert.equal(answers[1]?.claims.length, 0);
  assert.equal(answers[1]?.fields.servers.length, 2);
});

test("servers that register describe themselves, and an unknown service is refused", () => {
  const messages = sample("discovery");
  assert.equal(told(messages, "register_server")[0]?.claims[0]?.value, "MixServer");
  assert.equal(told(messages, "find_servers_on_network")[1]?.fields.servers[0].server_capabilities[0], "DA");
  const [ask, answer] = told(messages, "register_server2");
  assert.equal(ask?.fields.discovery_configuration[0].mdns_server_name, "mixer-7");
  assert.deepEqual(
    [answer?.outcome, answer?.answers, answer?.fields.type],
    ["BadServiceUnsupported", 13, "ServiceFault"],
  );
});

test("users are told by kind and name, and no secret is", () => {
  const messages = sample("sessions of every kind");
  const requests = told(messages, "activate_session").filter((entry) => entry.direction === REQUEST);
  assert.deepEqual(
    requests.map((entry) => [entry.act, ...entry.notes.map(({ remark }) => JSON.stringify(remark))]),
    [
      ["other", '{"kind":"session","protocol":"OPC UA","anonymous":true,"name":"View session 1"}'],
      ["other", '{"kind":"session","protocol":"OPC UA","anonymous":true,"name":"View session 1"}'],
      [
        "authenticate",
        '{"kind":"session","protocol":"OPC UA","anonymous":false,"name":"View session 1"}',
        '{"kind":"credential","method":"OPC UA password","user":"operator","exposure":"clear"}',
      ],
      [
        "authenticate",
        '{"kind":"session","protocol":"OPC UA","anonymous":false,"name":"View session 1"}',
        '{"kind":"credential","method":"OPC UA password","user":"engineer","exposure":"encrypted"}',
      ],
      [
        "authenticate",
        '{"kind":"session","protocol":"OPC UA","anonymous":false,"name":"View session 1"}',
        '{"kind":"credential","method":"OPC UA user certificate","exposure":"encrypted"}',
      ],
      [
        "authenticate",
        '{"kind":"session","protocol":"OPC UA","anonymous":false,"name":"View session 1"}',
        '{"kind":"credential","method":"OPC UA issued token","exposure":"clear"}',
      ],
    ],
  );
  const everything = JSON.stringify(messages);
  for (const secret of ["hush-hush", "68757368", "token text", "5ec4e7", "XsTnXsTn", "222222", "777777"]) {
    assert.equal(everything.includes(secret), false, secret);
  }
  assert.equal(requests[2]?.fields.request_header.authentication_token, true);
  assert.equal(requests[2]?.fields.user_identity_token.password_length, 9);
  const [ask, answer] = told(messages, "create_session");
  assert.equal(ask?.fields.request_header.authentication_token, false);
  assert.equal(ask?.fields.client_nonce_length, 32);
  assert.equal(answer?.fields.authentication_token, true);
  assert.equal(answer?.fields.session_id, "ns=1;i=90001");
  assert.equal(
    told(messages, "activate_session").find((entry) => entry.outcome !== "")?.outcome,
    "BadUserAccessDenied",
  );
});

test("reads give values their node's name, with quality by severity and elements by range", () => {
  const answers = told(sample("reads of process"), "read").filter((entry) => entry.direction === RESPONSE);
  assert.deepEqual(answers[0]?.samples.map(short), [
    ["ns=2;s=Tank.Level", "Float", -1, 417.5, GOOD],
    ["ns=2;s=Pump.Run", "Boolean", -1, 1, UNCERTAIN],
    ["ns=2;s=Recipe", "Int16", 4, 7, GOOD],
    ["ns=2;s=Recipe", "Int16", 5, -1, GOOD],
    ["ns=2;s=Recipe", "Int16", 6, 9, GOOD],
  ]);
  assert.equal(answers[0]?.outcome, "");
  assert.equal(answers[0]?.fields.results[2].status_code, "BadNodeIdUnknown");
  assert.equal(answers[0]?.fields.results[0].source_timestamp, "2026-03-17T14:21:07.25Z");
  assert.equal(answers[1]?.samples[0]?.value, 418);
  assert.equal(answers[3]?.outcome, "BadNodeIdUnknown");
  const asked = told(sample("reads of process"), "read")[0];
  assert.deepEqual(asked?.objects.slice(0, 3), ["ns=2;s=Tank.Level", "ns=2;s=Pump.Run", "ns=2;i=5012"]);
  assert.equal(asked?.fields.nodes_to_read[4].attribute_id, "DisplayName");
});

test("build information and namespaces say who the server is", () => {
  const answers = told(sample("reads of process"), "read").filter((entry) => entry.claims.length > 0);
  assert.deepEqual(
    answers.flatMap((entry) => entry.claims.map((claim) => [claim.attribute, claim.value])),
    [
      ["vendor", "Example Works"],
      ["model", "MixServer 300"],
      ["software", "MixServer 300 4.2.1 build 1187"],
      ["role", "plc"],
      ["vendor", "Example Works"],
    ],
  );
  assert.equal(answers[0]?.fields.results[0].value.state, "Running");
});

test("product and version that are read one by one are told together", () => {
  const read = (sequence: number, id: string, value: string): ["client" | "server", string][] => [
    [
      "client",
      message(
        sequence,
        631,
        `${ua.requestHeader(sequence)}${"00".repeat(12)}${list(node(id) + u32(13) + text(null) + ua.qualified(0, null))}`,
      ),
    ],
    [
      "server",
      message(sequence, 634, ua.responseHeader(sequence) + list(ua.dataValue(ua.variant(12, text(value)))) + ua.NULL),
    ],
  ];
  const messages = said(
    ...read(1, "i=2264", "4.2.1"),
    ...read(2, "i=2261", "MixServer 300"),
    ...read(3, "i=2261", "MixServer 300"),
    ...read(4, "i=2262", "urn:siemens:S7-1500"),
  );
  assert.deepEqual(
    messages.map((entry) => entry.claims.map((claim) => `${claim.attribute} ${claim.value}`).join(", ")),
    ["", "", "", "model MixServer 300, software MixServer 300 4.2.1", "", "", "", "software urn:siemens:S7-1500"],
  );
});

test("every built-in type is read by the standard", () => {
  const [first, second] = told(sample("every built-in type"), "read").filter((entry) => entry.direction === RESPONSE);
  const values = first?.fields.results.map((result: { value: unknown }) => result.value);
  assert.deepEqual(values.slice(0, 23), [
    null,
    true,
    -2,
    254,
    -2,
    65_534,
    -2,
    4_294_967_294,
    "-9007199254740995",
    "18446744073709551614",
    "NaN",
    -0.125,
    null,
    null,
    "33221100-5544-7766-8899-aabbccddeeff",
    "c0ffee",
    "<a/>",
    "ns=2;g=33221100-5544-7766-8899-aabbccddeeff",
    "svr=3;nsu=urn:x;s=x",
    "BadNodeIdInvalid",
    "2:Tank",
    null,
    { type_id: "ns=2;i=3002", body: "0102" },
  ]);
  assert.equal(values[23][1].status_code, "BadWaitingForInitialData");
  assert.deepEqual(values[24][1], { type: "Int32", value: [1, 2] });
  assert.deepEqual(values[25], {
    symbolic_id: 1,
    namespace_uri: 2,
    locale: 3,
    localized_text: 4,
    additional_info: "more",
    inner_status_code: "BadUnexpectedError",
    inner_diagnostic_info: { symbolic_id: 5 },
  });
  assert.deepEqual(first?.fields.results[26].array_dimensions, [2, 2]);
  assert.equal(first?.fields.results[26].source_picoseconds, 5);
  assert.deepEqual(first?.fields.diagnostic_infos, [null, { symbolic_id: 0 }]);
  assert.deepEqual(
    first?.samples.map((value) => [value.space.type, value.value]),
    [
      ["Boolean", 1],
      ["SByte", -2],
      ["Byte", 254],
      ["Int16", -2],
      ["UInt16", 65_534],
      ["Int32", -2],
      ["UInt32", 4_294_967_294],
      ["Int64", -9_007_199_254_740_996],
      ["UInt64", 18_446_744_073_709_552_000],
      ["Double", -0.125],
      ["Double", 1],
      ["Double", 2],
      ["Double", 3],
      ["Double", 4],
    ],
  );
  assert.deepEqual(second?.fields.results[1].value, { type: "Range", low: 0, high: 100 });
  assert.equal(second?.fields.results[0].value.body, "<b/>");
});

test("writes and calls act on nodes; calls of standard methods are told by what they do", () => {
  const messages = sample("writes and calls");
  const [write, written, second, refused] = told(messages, "write");
  assert.deepEqual(write?.samples.map(short), [
    ["ns=2;s=Tank.Level", "Float", -1, 50, GOOD],
    ["ns=2;s=Recipe", "Int16", 2, 7, GOOD],
  ]);
  assert.equal(write?.direction, REQUEST);
  assert.deepEqual(written?.fields.results, ["Good", "BadNotWritable", "Good"]);
  assert.equal(written?.outcome, "");
  assert.equal(second?.samples[0]?.value, 0);
  assert.equal(refused?.outcome, "BadUserAccessDenied");
  const [call, called] = told(messages, "call");
  assert.deepEqual([call?.act, call?.objects], ["control", ["ns=2;s=Mixer.Start"]]);
  assert.deepEqual(call?.fields.methods_to_call[0].input_arguments[1], { type: "ByteString", value: "2 bytes" });
  assert.equal(called?.fields.results[0].output_arguments[0].value, "started");
  assert.deepEqual(
    told(messages, "call_get_monitored_items").map((entry) => entry.act),
    ["read", "read"],
  );
  assert.equal(told(messages, "call_user_management")[0]?.fields.methods_to_call[0].input_arguments, 2);
  assert.equal(JSON.stringify(messages).includes("secret"), false);
});

test("changes of the address space configure", () => {
  const messages = sample("changes of the address space");
  const [add, added] = told(messages, "add_nodes");
  assert.equal(add?.act, "configure");
  assert.deepEqual(add?.objects, ["ns=2;s=Tank.New"]);
  assert.equal(add?.fields.nodes_to_add[0].node_class, "Variable");
  assert.equal(add?.fields.nodes_to_add[0].node_attributes.minimum_sampling_interval, 100);
  assert.equal(added?.fields.results[0].added_node_id, "ns=2;s=Tank.New");
  assert.equal(told(messages, "delete_nodes")[1]?.outcome, "BadNoDeleteRights");
  assert.equal(told(messages, "delete_references")[0]?.fields.references_to_delete[0].delete_bidirectional, true);
});

test("registered nodes keep the name that they were registered for", () => {
  const messages = sample("views, registered");
  const answer = told(messages, "read")[1];
  assert.deepEqual(answer?.samples.map(short), [["ns=2;s=Tank.Level", "Double", -1, 1.25, GOOD]]);
  assert.equal(told(messages, "browse")[1]?.fields.results[0].references[0].browse_name, "2:Level");
  assert.equal(told(messages, "browse_next")[0]?.fields.continuation_points[0], "c0de");
  const [query, found] = told(messages, "query_first");
  assert.equal(query?.fields.filter.elements[0].filter_operator, "GreaterThan");
  assert.equal(query?.fields.filter.elements[0].filter_operands[1].value.value, 500);
  assert.equal(found?.fields.query_data_sets[0].values[0].value, 2);
});

test("history is read and written", () => {
  const messages = sample("history");
  const [ask, answer, processed, unknown] = told(messages, "history_read");
  assert.equal(ask?.fields.history_read_details.type, "ReadRawModifiedDetails");
  assert.equal(answer?.fields.results[0].history_data.data_values[0].value, 1);
  assert.equal(answer?.samples.length, 0);
  assert.deepEqual(processed?.fields.history_read_details.aggregate_type, ["i=2342"]);
  assert.equal(unknown?.outcome, "BadNodeIdUnknown");
  const update = told(messages, "history_update")[0];
  assert.deepEqual([update?.act, update?.objects], ["write", ["ns=2;s=Tank.Level", "ns=2;s=Pump.Run"]]);
  assert.equal(update?.fields.history_update_details[0].perform_insert_replace, "Insert");
});

test("notifications name nodes by the client's handles as long as they last", () => {
  const messages = sample("subscriptions");
  const reports = messages.filter((entry) => entry.samples.length > 0);
  assert.deepEqual(
    reports.map((entry) => [entry.operation, ...entry.samples.flatMap(short)]),
    [
      ["publish", "ns=2;s=Tank.Level", "Double", -1, 4.5, GOOD],
      ["publish", "ns=2;s=Tank.Level", "Double", -1, 5, BAD],
      ["republish", "ns=2;s=Tank.Level", "Double", -1, 5, GOOD],
    ],
  );
  const [first] = told(messages, "create_monitored_items");
  assert.equal(first?.fields.items_to_create[0].requested_parameters.filter.deadband_value, 0.5);
  assert.equal(
    first?.fields.items_to_create[2].requested_parameters.filter.where_clause.elements[0].filter_operator,
    "GreaterThan",
  );
  assert.equal(told(messages, "create_monitored_items")[1]?.outcome, "");
});

test("events and changes of status are alarms, and answer the request that waited", () => {
  const messages = sample("subscriptions");
  const [events] = told(messages, "event_notification");
  assert.deepEqual([events?.act, events?.answers], ["alarm", 10]);
  assert.equal(
    events?.fields.notification_message.notification_data[0].events[0].event_fields[1].value.text,
    "Tank high",
  );
  assert.equal(told(messages, "status_change_notification")[0]?.act, "alarm");
  assert.equal(told(messages, "transfer_subscriptions")[1]?.outcome, "BadSubscriptionIdInvalid");
});

test("chunks are put together, long ones read as they come, and abandoned ones end in a refusal", () => {
  const messages = sample("messages in chunks");
  const answers = messages.filter((entry) => entry.operation === "read" && entry.direction === RESPONSE);
  assert.deepEqual(answers[0]?.samples.map(short), [
    ["ns=2;s=Tank.Level", "Float", -1, 9, GOOD],
    ["ns=2;s=Pump.Run", "Boolean", -1, 1, GOOD],
  ]);
  assert.equal(answers[0]?.fields.chunks, 3);
  assert.equal(told(messages, "intermediate_chunk").length, 6);
  assert.equal(answers[1]?.fields.results[0].value, "70000 bytes");
  assert.equal(answers[1]?.samples[0]?.value, 10);
  assert.deepEqual(
    [answers[2]?.outcome, answers[2]?.fields.reason, answers[2]?.answers],
    ["BadEncodingLimitsExceeded", "too much", 10],
  );
  assert.equal(told(messages, "abort_chunk")[0]?.outcome, "BadResponseTooLarge");
  // 290,000 octets and more came; no more than 262,144 are held, and the rest is counted.
  assert.equal(answers[3]?.fields.bytes_not_kept > 25_000, true);
  assert.equal(answers[3]?.faults.length, 0);
});

test("a channel that signs is read without its signatures, and one that encrypts is said to", () => {
  const signed = sample("a channel that signs");
  assert.equal(signed[2]?.act, "authenticate");
  assert.equal(signed[2]?.fields.encrypted, true);
  assert.deepEqual([signed[2]?.direction, signed[3]?.direction, signed[3]?.answers], [REQUEST, RESPONSE, 3]);
  assert.equal(signed[2]?.fields.receiver_certificate_thumbprint.length, 40);
  assert.deepEqual(signed[5]?.samples.map(short), [["ns=2;s=Tank.Level", "Float", -1, 3, GOOD]]);
  assert.ok(signed.every((entry) => entry.faults.length === 0));
  assert.deepEqual(
    signed.flatMap((entry) => entry.notes.flatMap(({ remark }) => (remark.kind === "cipher" ? [remark.cipher] : []))),
    ["Basic256Sha256", "Basic256Sha256 without encryption"],
  );
  const encrypted = sample("a channel that encrypts");
  assert.deepEqual(
    encrypted.slice(4).map((entry) => [entry.operation, entry.fields.encrypted, entry.fields.sequence_number]),
    [
      ["encrypted_message", true, undefined],
      ["encrypted_message", true, undefined],
      ["encrypted_message", true, undefined],
      ["encrypted_message", true, undefined],
    ],
  );
  assert.deepEqual(encrypted[3]?.notes.at(-1)?.remark, {
    kind: "cipher",
    protocol: "OPC UA",
    cipher: "Basic256",
    weak: true,
  });
  assert.match(encrypted[3]?.fields.sender_certificate.chain[0], /CN=View/);
});

test("a connection whose beginning was missed is read where that is possible", () => {
  const messages = sample("signed, then a fault");
  assert.equal(messages[1]?.samples[0]?.value, 3);
  assert.deepEqual(
    messages.map((entry) => [entry.operation, entry.faults.map((fault) => fault.name).join()]),
    [
      ["read", ""],
      ["read", ""],
      ["unnamed_service", "unknown service"],
    ],
  );
  assert.equal(sample("the middle of a connection that encrypts")[0]?.operation, "unreadable_message");
});

test("a reverse hello comes from a server, and an error refuses the hello", () => {
  const [reverse, , error] = sample("calls back");
  assert.equal(reverse?.direction, NOTICE);
  assert.equal(reverse?.fields.server_uri, "urn:mixer-7:ExampleWorks:MixServer");
  assert.deepEqual([error?.outcome, error?.answers], ["BadTcpEndpointUrlInvalid", 2]);
});

test("every defect is named", () => {
  const messages = sample("faults").slice(4);
  assert.deepEqual(
    messages.map((entry) => `${entry.operation}: ${entry.faults.map((fault) => fault.name).join()}`),
    [
      "read: short",
      "close_session: leftover",
      "unnamed_service: unknown service",
      "intermediate_chunk: ",
      "close_session: unfinished message",
      "publish: bad notification",
      "call: nested too deep",
      "open_secure_channel: bad certificate",
      "open_secure_channel: short",
      "unreadable_message: short",
      "encrypted_message: ",
      "hello: short",
    ],
  );
});

test("the bytes tell the protocol, on any port", () => {
  assert.equal(likeness(ua.hello("opc.tcp://a:1")), CERTAIN);
  assert.equal(likeness(ua.chunk("C", 1, 1, "00")), CERTAIN);
  assert.equal(likeness("4d5347"), POSSIBLE);
  assert.equal(likeness("4d53475800000000"), NO);
  assert.equal(likeness("4d53474607000000"), NO);
  assert.equal(likeness("48454c4600000080"), NO);
  assert.equal(likeness("474554202f204854"), NO);
});

test("an impossible size is not this protocol, and a length beyond the message is a short one", () => {
  assert.deepEqual(said(["client", "48454c46ffffffff00000000"]), []);
  const [opened] = said(["client", ua.frame("HELF", `${u32(0).repeat(5)}ffffff7f`)]);
  assert.deepEqual(
    opened?.faults.map((fault) => fault.name),
    ["text too long", "short"],
  );
});

test("hostile counts end where the bytes do", () => {
  const [ask] = said(["client", message(1, 631, `${ua.requestHeader(1)}${"00".repeat(12)}ffffff7f`)]);
  assert.deepEqual(
    ask?.faults.map((fault) => fault.name),
    ["short"],
  );
  const [values] = said(["server", message(1, 634, `${ua.responseHeader(1)}01000000018affffff7f`)]);
  assert.equal(values?.samples.length, 0);
});

/** What one conversation keeps after many messages. */
function memoryAfter(count: number, write: (index: number) => readonly ["client" | "server", string]): Memory {
  const memories: Memory[] = [];
  const spy = { ...opcua, remember: () => memories[memories.push(newMemory()) - 1] };
  const sent = Array.from({ length: count }, (_, index) => {
    const [from, hex] = write(index);
    return { from, bytes: bytesOf(hex) };
  });
  play({ over: "tcp", port: 4840 }, sent, [spy], { detailed: false });
  return memories[0] as Memory;
}

test("what is remembered does not grow with traffic", () => {
  const items = (first: number, count: number): string =>
    list(
      ...Array.from(
        { length: count },
        (_, index) =>
          `${node(`ns=2;s=point ${first + index}`) + u32(13) + text(null) + ua.qualified(0, null) + u32(2) + u32(first + index)}${"00".repeat(8)}${ua.NO_OBJECT}0100000001`,
      ),
    );
  const monitoring = memoryAfter(120, (index) => [
    "client",
    message(index, 751, ua.requestHeader(index) + u32(index) + u32(2) + items(index * 100, 100)),
  ]);
  assert.equal(monitoring.nodes.size, 4096);
  assert.ok(monitoring.subscriptions.size <= 64);
  assert.ok(monitoring.monitored <= 8192);
  const kept = [...monitoring.subscriptions.values()].reduce((sum, one) => sum + one.byHandle.size, 0);
  assert.equal(kept, monitoring.monitored);
  assert.ok(monitoring.itemsTogether <= 8192);
  const reads = memoryAfter(400, (index) => ["client", message(index, 826, ua.requestHeader(index) + list())]);
  assert.equal(reads.publishes.length, 32);
  const chunked = memoryAfter(20, (index) => ["server", ua.chunk("C", index, 7, "00".repeat(40_000))]);
  assert.ok(chunked.sides[1].held.length <= 262_144);
});

test("items that are answered make room for others", () => {
  const ids = list(
    ...Array.from(
      { length: 500 },
      (_, index) => node(`ns=2;i=${index}`) + u32(13) + text(null) + ua.qualified(0, null),
    ),
  );
  const memory = memoryAfter(200, (index) =>
    index % 2 === 0
      ? ["client", message(index, 631, `${ua.requestHeader(index)}${"00".repeat(12)}${ids}`)]
      : ["server", message(index, 634, ua.responseHeader(index) + list() + ua.NULL, index - 1)],
  );
  assert.equal(memory.itemsTogether, 0);
});

test("nothing but the fields depends on whether somebody reads them, whatever the bytes", () => {
  const random = seededRandom(20_261_125);
  for (let round = 0; round < 400; round++) {
    const exchange = SAMPLES[round % SAMPLES.length] as Exchange;
    const sent = exchange.messages.map((entry) => ({ from: entry.from, bytes: bytesOf(entry.hex) }));
    const chosen = sent[Math.floor(random() * sent.length)] as { bytes: Uint8Array };
    for (let change = 0; change < 3; change++) {
      chosen.bytes[8 + Math.floor(random() * (chosen.bytes.length - 8))] = Math.floor(random() * 256);
    }
    const shown = [true, false].map((detailed) =>
      JSON.stringify(play(exchange, sent, [opcua], { detailed }).messages.map(({ fields: _fields, ...rest }) => rest)),
    );
    assert.equal(shown[0], shown[1], `${exchange.name}, round ${round}`);
  }
});
