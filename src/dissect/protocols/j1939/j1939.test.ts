import assert from "node:assert/strict";
import { test } from "node:test";
import { CERTAIN, LIKELY, NO, POSSIBLE } from "../../dissector.ts";
import { dissectExchange, likenessOf, type SeenMessage } from "../../testing.ts";
import { extendedFrame } from "../samples/can-bytes.ts";
import { SAMPLES } from "../samples/j1939.ts";
import type { Exchange } from "../samples/sample.ts";
import { j1939 } from "./j1939.ts";

const seen = (index: number): SeenMessage[] => dissectExchange(SAMPLES[index] as Exchange, [j1939]);

function of(messages: readonly SeenMessage[], operation: string): SeenMessage | undefined {
  return messages.find((message) => message.operation === operation);
}

test("controllers are known by name, component, software, control unit, and the vehicle by its number", () => {
  const claims = seen(0).flatMap((message) =>
    message.claims.map(({ about, attribute, value }) =>
      [typeof about === "object" ? about.part : about, attribute, value].join(" "),
    ),
  );
  assert.deepEqual(claims, [
    "node 0 kind engine",
    "node 0 vendor Cummins",
    "node 0 serial 10-74565",
    "node 0 kind engine",
    "node 23 kind instrument cluster",
    "node 249 kind off-board diagnostic service tool",
    "node 0 vendor CMMNS",
    "node 0 model ISX15",
    "node 0 serial 00042",
    "node 0 name UNIT 7",
    "sender serial 1EXAMPLE000000042",
    "node 0 software 4.2.1 build 7",
    "node 0 orderNumber PN-42",
    "node 0 serial SN-0007",
    "node 0 location cab",
    "node 0 kind control unit",
    "node 0 vendor Example",
    "node 0 hardware HW 2",
    "node 3 kind transmission",
    "node 11 kind brake system controller",
  ]);
});

test("parameters are points of their node in the unit of the standard; what is not available is none", () => {
  assert.deepEqual(
    seen(0)
      .flatMap(({ samples }) => samples)
      .map(({ unit, name, value }) => [unit, name, value]),
    [
      [0, "SPN 513 actual engine torque (%)", 15],
      [0, "SPN 190 engine speed (rpm)", 1200],
      [0, "SPN 110 engine coolant temperature (C)", 85],
      [0, "SPN 174 fuel temperature (C)", 30],
      [0, "SPN 175 engine oil temperature (C)", 91],
      [0, "SPN 94 fuel delivery pressure (kPa)", 400],
      [0, "SPN 98 engine oil level (%)", 50],
      [0, "SPN 100 engine oil pressure (kPa)", 360],
      [0, "SPN 111 coolant level (%)", 80],
      [0, "SPN 84 wheel-based vehicle speed (km/h)", 80],
      [23, "SPN 96 fuel level (%)", 80],
      [0, "SPN 168 battery potential (V)", 14],
      [0, "SPN 898 requested speed (rpm)", 1200],
      [0, "SPN 518 requested torque (%)", 0],
    ],
  );
});

test("requests are paired with what answers them, also in several frames", () => {
  const messages = seen(0);
  const component = of(messages, "component_identification");
  assert.deepEqual([component?.answers, component?.direction, component?.fields.message_size], [8, 2, 25]);
  const acknowledgments = messages.filter(({ operation }) => operation === "acknowledgment");
  assert.deepEqual(
    acknowledgments.map(({ answers, outcome }) => [answers, outcome]),
    [
      [0, "negative_acknowledgment"],
      [35, "negative_acknowledgment"],
    ],
    "only the node that was asked answers",
  );
});

test("trouble codes are an alarm where there is one", () => {
  const codes = seen(0).filter(({ operation }) => operation === "dm1_active_trouble_codes");
  assert.deepEqual(
    codes.map(({ act, objects }) => [act, objects]),
    [
      ["read", []],
      ["alarm", ["node 0 SPN 100 FMI 1 (data valid but below normal range, most severe)"]],
    ],
  );
});

test("what commands, programs and sets addresses has its act; an address that cannot be had is refused", () => {
  const messages = seen(0);
  assert.deepEqual(
    ["torque_speed_control_1", "dm14_memory_access_request", "commanded_address"].map(
      (name) => of(messages, name)?.act,
    ),
    ["control", "program", "configure"],
  );
  assert.deepEqual(of(messages, "commanded_address")?.objects, ["node 5"]);
  assert.equal(messages.at(-1)?.outcome, "cannot_claim_address");
});

test("a tractor's terminal and task controller are told from those that they drive", () => {
  assert.deepEqual(
    seen(1).map(({ operation, act, answers, outcome }) => `${operation} ${act} ${answers} ${outcome}`.trim()),
    [
      "address_claimed identify 0",
      "transport_request_to_send other 0",
      "transport_clear_to_send other 0",
      "transport_data other 0",
      "transport_data other 0",
      "ecu_to_virtual_terminal other 0",
      "transport_end_of_message_acknowledgment other 2",
      "transport_request_to_send other 0",
      "transport_connection_abort other 0 timeout",
      "virtual_terminal_key_activation control 0",
      "virtual_terminal_change_value write 0",
      "process_data_value write 0",
      "process_data_value read 0",
      "process_data read 0",
      "primary_or_rear_hitch_status read 0",
      "auxiliary_valve_command control 0",
      "auxiliary_valve_flow read 0",
      "working_set_master identify 0",
    ],
  );
});

test("a vessel's devices tell their product in a fast packet", () => {
  const product = of(seen(2), "product_information");
  assert.deepEqual(
    product?.claims.map(({ attribute, value }) => [attribute, value]),
    [
      ["model", "Sounder 5"],
      ["firmware", "2.10"],
      ["hardware", "rev 3"],
      ["serial", "00042"],
    ],
  );
});

test("defects are named", () => {
  assert.deepEqual(
    seen(3).flatMap(({ faults }) => faults.map(({ name }) => name)),
    ["sizes of a transfer do not fit", "short", "short", "packet beyond the message", "short"],
  );
});

test("a packet that lacks octets is none: nothing of an earlier message stands for them", () => {
  const announce = extendedFrame(0x1cecff00, "200e0002ffebfe00");
  const exchange: Exchange = {
    ...(SAMPLES[0] as Exchange),
    messages: [
      announce,
      extendedFrame(0x1cebff00, "0141434d452a4d31"),
      extendedFrame(0x1cebff00, "022a53312a2a2a2a"),
      announce,
      extendedFrame(0x1cebff00, "014f5448522a4d32"),
      extendedFrame(0x1cebff00, "022a"),
    ].map((hex) => ({ from: "client", hex })),
  };
  const messages = dissectExchange(exchange, [j1939]);
  const told = messages.flatMap(({ claims }) => claims.filter(({ attribute }) => attribute === "serial"));
  assert.deepEqual(
    told.map(({ value }) => value),
    ["S1"],
  );
});

test("network management and known groups tell J1939 from other identifiers of 29 bits", () => {
  assert.equal(likenessOf(j1939, extendedFrame(0x18ea00f9, "ebfe00")), CERTAIN);
  assert.equal(likenessOf(j1939, extendedFrame(0x0cf00400, "f17d8c8025ffffff")), LIKELY);
  assert.equal(likenessOf(j1939, extendedFrame(0x18ff1200, "0102030405060708")), POSSIBLE);
  assert.equal(likenessOf(j1939, extendedFrame(0x0c000003, "0180257dffffffff")), NO);
  assert.equal(likenessOf(j1939, extendedFrame(0x10015501, "0102030405060708")), NO);
  assert.equal(likenessOf(j1939, extendedFrame(0x0cf00400, "f17d8c80")), NO);
});

test("what was asked of all is answered within 1.25 seconds, or by a message in several frames that began by then", () => {
  // One second passes from frame to frame.
  const answersOf = (...frames: string[]): [string, number, number][] =>
    dissectExchange(
      {
        ...{ name: "made up", over: "ethernet", port: 0x010c },
        messages: frames.map((hex) => ({ from: "client", hex })),
      },
      [j1939],
    ).map(({ operation, answers, direction }) => [operation, answers, direction]);
  const hours = (node: number): string => extendedFrame(0x18fee500 + node, "e803000000000000");
  const asksAll = extendedFrame(0x18eafff9, "e5fe00");
  assert.deepEqual(answersOf(asksAll, hours(0), hours(3)), [
    ["request", 0, 0],
    ["engine_hours_revolutions", 1, 2],
    ["engine_hours_revolutions", 0, 3],
  ]);
  // Later ones, and others who are asked, are answered as before.
  const asksOne = extendedFrame(0x18ea00f9, "e5fe00");
  assert.deepEqual(
    answersOf(asksAll, asksOne, hours(3), hours(0)).map(([, answers]) => answers),
    [0, 0, 0, 2],
  );
  const announced = extendedFrame(0x18ecff00, "20 0900 02 ff ebfe00");
  const packets = [1, 2].map((number) => extendedFrame(0x18ebff00, `0${number} 41424344454647`));
  const asksComponent = extendedFrame(0x18eafff9, "ebfe00");
  const inTime = answersOf(asksComponent, announced, packets[0] as string, hours(3), packets[1] as string);
  assert.deepEqual(inTime.at(-1), ["component_identification", 1, 2]);
  assert.deepEqual(answersOf(asksComponent, hours(3), announced, ...packets).at(-1), [
    "component_identification",
    0,
    3,
  ]);
});
