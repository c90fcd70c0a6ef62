import assert from "node:assert/strict";
import { test } from "node:test";
import { Packet } from "../../packet.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { advertisement, CENTRAL, channelPacket, PERIPHERAL } from "../samples/ble-bytes.ts";
import { SAMPLES as ATTRIBUTES } from "../samples/btatt.ts";
import { SAMPLES as LINKS } from "../samples/btle.ts";
import { SAMPLES as PAIRINGS } from "../samples/btsmp.ts";
import { btatt } from "./att.ts";
import { btle } from "./btle.ts";
import { btsmp } from "./smp.ts";

function said(message: SeenMessage | undefined): unknown[] {
  return (message?.claims ?? []).map(({ attribute, value }) => [attribute, value]);
}

test("advertising tells name, maker and kind", () => {
  const [first, scan, , beacon, eddystone] = dissectExchange(LINKS[0]!, [btle]);
  assert.deepEqual(said(first), [
    ["kind", "Bluetooth pulse oximeter"],
    ["role", "medical device"],
    ["vendor", "Wyze Labs"],
    ["vendor", "Wyze Labs"],
    ["name", "Oxi 500"],
    ["kind", "Bluetooth pulse oximeter"],
    ["role", "medical device"],
  ]);
  assert.equal(first?.fields.tx_power, -8);
  assert.equal(scan?.fields.scanning_address, "c0:00:01:02:03:04");
  assert.deepEqual(beacon?.objects, ["iBeacon 00112233445566778899aabbccddeeff 1 2"]);
  assert.ok(
    !beacon?.claims.some(({ attribute }) => attribute === "vendor"),
    "beacons of all makers use Apple's format",
  );
  assert.equal(eddystone?.fields.eddystone, "UID");
});

test("data in parts is put together once; nothing is read behind the start of encryption", () => {
  const messages = dissectExchange(LINKS[1]!, [btle, btatt]);
  assert.deepEqual(
    messages.filter(({ protocol }) => protocol === "btatt").map(({ operation, answers }) => [operation, answers]),
    [
      ["read_request", 0],
      ["read_response", 5],
    ],
  );
  assert.deepEqual(said(messages[2]), [["hardware", "Bluetooth 5.4 controller by Nordic Semiconductor"]]);
  assert.equal(messages.filter(({ operation }) => operation === "encrypted_data").length, 2);
});

test("lengths that lie are faults", () => {
  assert.deepEqual(
    dissectExchange(LINKS[2]!, [btle]).map(({ faults }) => faults[0]?.name),
    ["bad length", "short", "leftover"],
  );
});

test("device information is an identity; handles are known from discovery", () => {
  const messages = dissectExchange(ATTRIBUTES[0]!, [btatt]);
  assert.deepEqual(messages.flatMap(said), [
    ["kind", "Bluetooth pulse oximeter"],
    ["role", "medical device"],
    ["vendor", "Acme Medical"],
    ["model", "Oxi 500"],
    ["serial", "SN004711"],
    ["firmware", "1.2.3"],
    ["kind", "Bluetooth pulse oximeter"],
    ["role", "medical device"],
  ]);
  assert.deepEqual([messages[7]?.answers, messages.at(-1)?.outcome], [7, "attribute_not_found"]);
});

test("writing has its acts; values of batteries are points; clear values are noted once", () => {
  const messages = dissectExchange(ATTRIBUTES[1]!, [btatt]);
  assert.deepEqual(
    [2, 11, 12, 13].map((index) => [messages[index]?.operation, messages[index]?.act, messages[index]?.outcome]),
    [
      ["write_client_configuration", "configure", ""],
      ["write_firmware_update", "program", ""],
      ["error_response", "other", "insufficient_encryption"],
      ["write_command", "write", ""],
    ],
  );
  assert.deepEqual(
    messages.flatMap(({ samples }) => samples.map(({ space, value }) => [space.type, value])),
    [
      ["uint8", 87],
      ["sint16", 2200],
    ],
  );
  assert.equal(messages.flatMap(({ notes }) => notes).length, 1);
  assert.equal(messages[6]?.answers, 6);
});

test("health services are told with what is written to them; that a person's values went by is noted once", () => {
  const messages = dissectExchange(ATTRIBUTES[2]!, [btatt]);
  assert.deepEqual(messages.flatMap(said), [
    ["kind", "Bluetooth glucose meter"],
    ["role", "medical device"],
    ["kind", "Bluetooth heart rate monitor"],
    ["description", "IEEE 11073 system 001c050100000042"],
    ["vendor", "Nonin"],
  ]);
  assert.deepEqual(
    messages
      .filter(({ operation }) => /^write_(?!response)|delete/.test(operation))
      .map(({ operation, act }) => [operation, act]),
    [
      ["delete_stored_records", "write"],
      ["write_record_access_control_point", "read"],
      ["write_current_time", "time"],
      ["write_insulin_delivery_command", "control"],
      ["delete_stored_records", "write"],
    ],
  );
  const personal = messages.flatMap(({ notes }) => notes).filter(({ remark }) => remark.kind === "personal");
  assert.deepEqual(
    personal.map(({ remark }) => remark.kind === "personal" && [remark.content, remark.method, remark.unnamed]),
    [["health data", "Bluetooth glucose measurement", true]],
  );
  assert.equal(messages.flatMap(({ samples }) => samples).length, 0, "no value of a person is kept");
});

test("who was measured is told by the number of a user or by a name, and known users weigh more", () => {
  const noted = (type: string, ...values: string[]): (true | undefined)[] =>
    dissectExchange(
      {
        ...{ name: "made up", over: "inside", carrier: "btl2cap", port: 4 },
        messages: [
          { from: "client", hex: "080100ffff0328" },
          { from: "server", hex: `09070200100300${type}` },
          ...values.map((value) => ({ from: "server" as const, hex: `1b0300${value}` })),
        ],
      },
      [btatt],
    ).flatMap(({ notes }) => notes.flatMap(({ remark }) => (remark.kind === "personal" ? [remark.unnamed] : [])));
  const pressures = "780050005d00";
  assert.deepEqual(noted("352a", `00${pressures}`, `08${pressures}01`, `08${pressures}02`), [true, undefined]);
  const time = "ea070101120000";
  assert.deepEqual(noted("352a", `0e${pressures}${time}4800ff`, `0e${pressures}${time}4800`), [true]);
  assert.deepEqual(noted("352a", `0e${pressures}${time}480002`), [undefined]);
  assert.deepEqual(noted("9d2a", "04803a01"), [undefined]);
  assert.deepEqual(noted("9c2a", `0600fa00${time}ff`, "0600fa00"), [true]);
  assert.deepEqual(noted("902a", "4d6f6f72"), [undefined]);
  assert.deepEqual(noted("192a", "64"), []);
});

test("pairing tells its method, and never a key", () => {
  const methods = PAIRINGS.flatMap((exchange) => dissectExchange(exchange, [btsmp])).flatMap(({ notes }) =>
    notes.map(({ remark }) => remark),
  );
  assert.deepEqual(
    methods.map((remark) => (remark.kind === "cipher" ? [remark.cipher, remark.weak] : remark.kind)),
    [
      ["LE legacy pairing, Just Works", true],
      "session",
      ["LE Secure Connections, Numeric Comparison", false],
      "session",
      ["LE legacy pairing, Passkey Entry", true],
      "session",
      ["LE legacy pairing, Out of Band", true],
      "session",
      "credential",
    ],
  );
  assert.ok(!JSON.stringify(dissectExchange(PAIRINGS[2]!, [btsmp])).includes("6666"));
});

const CONNECT = advertisement("45", `${CENTRAL}${PERIPHERAL}78563412aabbcc020f00180000004800ffffffff1fa7`);
const READ = channelPacket(4, "0a0300");

test("ends of a connection are those of its beginning, and made up where that was not captured", () => {
  const packet = new Packet();
  const nordic = (hex: string, flags: string): Uint8Array =>
    bytesOf(`07${(hex.length / 2 + 13).toString(16).padStart(2, "0")}00030000060a${flags}1330000000000000${hex}aabbcc`);
  const unknown = nordic(READ, "03");
  packet.decode(unknown, 0, unknown.length, 272);
  assert.deepEqual([...packet.linkBytes], [2, 0xbf, 0x12, 0x34, 0x56, 0x78, 2, 0xbe, 0x12, 0x34, 0x56, 0x78]);
  const connect = nordic(CONNECT, "01");
  packet.decode(connect, 0, connect.length, 272);
  // The central's address is random: marked as locally administered.
  assert.deepEqual([...packet.linkBytes], [0, 0x5e, 0xa0, 0x19, 0x2a, 0x3b, 0xc2, 0, 1, 2, 3, 4]);
  const known = nordic(READ, "01");
  packet.decode(known, 0, known.length, 272);
  assert.deepEqual([...packet.linkBytes], [0xc2, 0, 1, 2, 3, 4, 0, 0x5e, 0xa0, 0x19, 0x2a, 0x3b]);
  assert.deepEqual([packet.type, packet.payloadStart, packet.payloadEnd], [0x0251, 17, known.length - 3]);
  const broken = nordic(READ, "02");
  packet.decode(broken, 0, broken.length, 272);
  assert.equal(packet.flaw, 10);
});

test("the other link types of Bluetooth LE give the same packet", () => {
  const packet = new Packet();
  const bare = bytesOf(`${CONNECT}aabbcc`);
  packet.decode(bare, 0, bare.length, 251);
  assert.deepEqual([packet.flaw, packet.payloadEnd], [0, bare.length - 3]);
  // From peripheral to central, its CRC checked and right.
  const headed = bytesOf(`13d8000000000000800d${READ}aabbcc`);
  packet.decode(headed, 0, headed.length, 256);
  assert.deepEqual([...packet.linkBytes], [0xc2, 0, 1, 2, 3, 4, 0, 0x5e, 0xa0, 0x19, 0x2a, 0x3b]);
  const broken = bytesOf(`13d80000000000000004${READ}aabbcc`);
  packet.decode(broken, 0, broken.length, 256);
  assert.equal(packet.flaw, 10);
});
