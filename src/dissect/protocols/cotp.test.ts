import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, play, type SeenMessage } from "../testing.ts";
import { cotp } from "./cotp.ts";
import { rdp } from "./rdp.ts";
import { s7comm } from "./s7comm/s7comm.ts";
import { dataTpdu, SAMPLES, tpdu, tpkt } from "./samples/cotp.ts";
import type { Exchange } from "./samples/sample.ts";

const ALL = [cotp, rdp, s7comm];
const SETUP = "32010000020000080000f0000001000101e0";

function from(...hex: string[]): Exchange {
  return { name: "made up", over: "tcp", port: 102, messages: hex.map((one) => ({ from: "client", hex: one })) };
}

function sample(start: string): Exchange {
  const found = SAMPLES.find((one) => one.name.startsWith(start));
  assert.ok(found !== undefined, start);
  return found;
}

function operations(messages: readonly SeenMessage[]): string[] {
  return messages.map((message) => `${message.protocol} ${message.operation}`);
}

function faults(message: SeenMessage | undefined): string[] {
  return (message?.faults ?? []).map((fault) => fault.name);
}

test("a connection request tells size, selectors and the place they mean; the confirm answers it", () => {
  const [request, confirm] = dissectExchange(sample("a controller"), ALL);
  assert.equal(request?.operation, "connection_request");
  assert.equal(request?.fields.tpdu_size, 1024);
  assert.equal(request?.fields.dst_tsap, "0302");
  assert.deepEqual([request?.fields.connection_type, request?.fields.rack, request?.fields.slot], ["S7 basic", 0, 2]);
  assert.equal(confirm?.operation, "connection_confirm");
  assert.equal(confirm?.answers, 1);
  assert.equal(confirm?.fields.tpdu_size, 512);
});

test("rack and slot are the upper three and lower five bits of the called selector", () => {
  const [request] = dissectExchange(from(tpdu("e0 0000 0001 00 c2 02 0245")), ALL);
  assert.deepEqual([request?.fields.connection_type, request?.fields.rack, request?.fields.slot], ["OP", 2, 5]);
});

test("several TPKTs in one segment are several messages of one frame", () => {
  const messages = dissectExchange(sample("several TPKTs"), ALL);
  assert.deepEqual(
    messages.map((message) => [message.frame, message.fields.user_data_length]),
    [
      [1, 3],
      [1, 2],
      [1, 1],
      [2, 4],
    ],
  );
});

test("a TPKT over three segments is told in the frame of its last byte", () => {
  const hex = dataTpdu(SETUP);
  const messages = dissectExchange(from(hex.slice(0, 4), hex.slice(4, 12), hex.slice(12)), ALL);
  assert.deepEqual(
    messages.map((message) => [message.protocol, message.frame]),
    [
      ["cotp", 3],
      ["s7comm", 3],
    ],
  );
});

test("DT TPDUs without end of TSDU are put together, and an empty one changes nothing", () => {
  const pieces = [dataTpdu("", false), dataTpdu(SETUP.slice(0, 8), false), dataTpdu(SETUP.slice(8))];
  const messages = dissectExchange(from(...pieces), ALL);
  assert.deepEqual(operations(messages), ["cotp data", "cotp data", "cotp data", "s7comm setup_communication"]);
  assert.equal(messages[2]?.fields.tsdu_length, SETUP.length / 2);
  assert.equal(messages[3]?.frame, 3);
});

test("each direction puts its own TSDU together", () => {
  const messages = dissectExchange(
    {
      name: "both at once",
      over: "tcp",
      port: 102,
      messages: [
        { from: "client", hex: dataTpdu(SETUP.slice(0, 10), false) },
        { from: "server", hex: dataTpdu("32030000020000080000", false) },
        { from: "client", hex: dataTpdu(SETUP.slice(10)) },
        { from: "server", hex: dataTpdu("0000f0000001000100f0") },
      ],
    },
    ALL,
  );
  const inner = messages.filter((message) => message.protocol === "s7comm");
  assert.deepEqual(
    inner.map((message) => [message.from, message.operation, message.fields.pdu_length]),
    [
      ["client", "setup_communication", 480],
      ["server", "setup_communication", 240],
    ],
  );
});

test("a TSDU beyond the ceiling is let go, with a fault, and the next one is read again", () => {
  const long = "ab".repeat(65_000);
  const pieces = Array.from({ length: 5 }, () => dataTpdu(long, false));
  const messages = dissectExchange(from(...pieces, dataTpdu("00"), dataTpdu(SETUP)), ALL);
  assert.deepEqual(faults(messages[4]), ["TSDU too long"]);
  assert.equal(messages.at(-1)?.operation, "setup_communication");
});

test("a disconnect in place of a confirm refuses the connection, a later one ends it", () => {
  const refused = dissectExchange(sample("refusals"), ALL);
  assert.deepEqual([refused[1]?.outcome, refused[1]?.answers], ["address_unknown", 1]);
  assert.deepEqual([refused[3]?.operation, refused[3]?.outcome], ["tpdu_error", "invalid_parameter_code"]);
  const ended = dissectExchange(sample("a controller"), ALL).find((one) => one.operation === "disconnect_request");
  assert.deepEqual([ended?.outcome, ended?.fields.reason_name], ["", "normal_disconnect"]);
});

test("names of selectors say which station calls which maker's controller, in both directions", () => {
  const [request, confirm] = dissectExchange(sample("selectors in letters"), ALL);
  const told = (message: SeenMessage | undefined) =>
    message?.claims.map((claim) => [claim.about, claim.attribute, claim.value]);
  assert.deepEqual(told(request), [
    ["receiver", "vendor", "Siemens"],
    ["sender", "role", "engineering station"],
  ]);
  assert.deepEqual(told(confirm), [
    ["sender", "vendor", "Siemens"],
    ["receiver", "role", "engineering station"],
  ]);
});

test("numbers and credits of the higher classes are read in both formats", () => {
  const messages = dissectExchange(sample("TPDUs of the higher"), ALL);
  const acknowledgements = messages.filter((one) => one.operation === "data_acknowledgement");
  assert.deepEqual(
    acknowledgements.map((one) => [one.fields.tpdu_number, one.fields.credit]),
    [
      [2, 5],
      [3, 5],
    ],
  );
  const expedited = messages.find((one) => one.operation === "expedited_data");
  assert.deepEqual([expedited?.fields.eot, expedited?.fields.user_data], [true, "01"]);
});

test("what stands in place of the parameters is handed on to RDP", () => {
  const messages = dissectExchange(sample("a remote desktop"), ALL);
  assert.deepEqual(operations(messages), [
    "cotp connection_request",
    "rdp negotiation_request",
    "cotp connection_confirm",
    "rdp negotiation_response",
  ]);
});

test("impossible lengths, codes and parameters are faults", () => {
  const messages = dissectExchange(sample("faults"), ALL);
  assert.deepEqual(messages.map(faults), [
    ["bad length indicator"],
    ["unknown TPDU type"],
    ["bad parameter length"],
    ["illegal TPDU size"],
  ]);
  const reserved = dissectExchange(from(dataTpdu("00").replace("0300", "0301")), ALL);
  assert.deepEqual(faults(reserved[0]), ["reserved octet not zero"]);
});

test("bytes that are no TPKT are refused, and the next TPKT is read again", () => {
  const { messages, bugs, undissected } = play(
    { over: "tcp", port: 3389 },
    ["160301000401020304", dataTpdu("0102")].map((hex) => ({
      from: "client" as const,
      bytes: Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    })),
    ALL,
  );
  assert.deepEqual(bugs, []);
  assert.equal(undissected, 9);
  assert.deepEqual(operations(messages), ["cotp data"]);
});

test("a TPKT that ends inside its header is no message", () => {
  assert.deepEqual(dissectExchange(from(tpkt("").replace("0004", "0005")), ALL), []);
});
