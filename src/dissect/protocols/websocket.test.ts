import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { amqp } from "./amqp/amqp.ts";
import { bacnetSecureConnect } from "./bacnet/secure-connect.ts";
import { http } from "./http/http.ts";
import { mqtt } from "./mqtt/mqtt.ts";
import { opcua } from "./opcua/opcua.ts";
import { SAMPLES as BACNET_SC } from "./samples/bacnet_sc.ts";
import { hexText } from "./samples/dns-bytes.ts";
import type { Exchange } from "./samples/sample.ts";
import { frame, OPENED, OPENING, SAMPLES } from "./samples/websocket.ts";
import { sip } from "./sip/sip.ts";
import { websocket } from "./websocket.ts";
import { xmpp } from "./xmpp.ts";

test("frames are told with their length, unmasked only for what rides in them", () => {
  const seen = dissectExchange(SAMPLES[0] as Exchange, [websocket]);
  assert.deepEqual(
    seen.map(({ operation, fields }) => [operation, fields.fin, fields.mask, fields.payload_length]),
    [
      ["text", true, true, 17],
      ["text", true, false, 150],
      ["text", false, false, 7],
      ["continuation", true, false, 5],
      ["binary", true, false, 3],
      ["ping", true, false, 0],
      ["pong", true, true, 0],
      ["close", true, true, 2],
    ],
  );
  assert.equal(seen.at(-1)?.fields.close_code, 1000);
});

test("a connection that HTTP opens is read on, and BACnet rides in it", () => {
  const rider = BACNET_SC[0]?.messages[0]?.hex ?? "";
  const messages: Exchange["messages"] = [
    { from: "client", hex: OPENING },
    { from: "server", hex: OPENED },
    { from: "client", hex: frame("82", rider, true) },
    { from: "server", hex: frame("89", "") },
  ];
  const exchange = { name: "made up", over: "tcp", port: 80, messages } as const;
  for (const pieces of [undefined, (_: number, length: number) => Array.from({ length }, () => 1)]) {
    const seen = dissectExchange(
      exchange,
      [http, websocket, bacnetSecureConnect],
      pieces === undefined ? {} : { pieces },
    );
    assert.deepEqual(
      seen.map(({ protocol }) => protocol),
      ["http", "http", "websocket", "websocket", "bacnet_sc", "websocket"],
    );
  }
});

test("long frames are read in part, and what is no frame is refused", () => {
  const open: Exchange["messages"] = [
    { from: "client", hex: OPENING },
    { from: "server", hex: OPENED },
  ];
  const play = (...hexes: string[]) =>
    dissectExchange(
      {
        ...{ name: "made up", over: "tcp", port: 80 },
        messages: [...open, ...hexes.map((hex) => ({ from: "server" as const, hex }))],
      },
      [http, websocket],
    ).slice(3);
  const long = `827f0000000000011170${"00".repeat(70_000)}`;
  assert.deepEqual(
    play(long, frame("89", "")).map(({ operation, fields }) => [operation, fields.payload_length]),
    [
      ["binary", 70_000],
      ["ping", 0],
    ],
  );
  assert.deepEqual(play("8300"), []);
  assert.deepEqual(play("827fffffffffffffffff"), []);
});

test("what was agreed on decides who reads, and is named where nobody does", () => {
  const agreed = (protocol: string, ...frames: Exchange["messages"]) =>
    dissectExchange(
      {
        ...{ name: "made up", over: "tcp", port: 80 },
        messages: [
          { from: "client", hex: OPENING },
          {
            from: "server",
            hex: hexText(
              `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ${protocol}\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
            ),
          },
          ...frames,
        ],
      },
      [http, websocket, mqtt, xmpp, amqp, sip, opcua],
    ).slice(2);
  const ping = frame("82", "c000", true);
  assert.deepEqual(
    agreed("mqtt", { from: "client", hex: ping }).map(({ protocol, operation }) => `${protocol} ${operation}`),
    ["websocket open", "websocket binary", "mqtt pingreq"],
  );
  const [open, ...others] = agreed("v12.stomp", { from: "client", hex: ping });
  assert.deepEqual(
    [open?.objects, open?.fields],
    [["v12.stomp"], { subprotocol: "v12.stomp", extensions: "permessage-deflate" }],
  );
  assert.deepEqual(
    others.map(({ protocol }) => protocol),
    ["websocket"],
  );
  const [secret] = agreed("bearer.0123456789abcdef");
  assert.deepEqual([secret?.objects, secret?.fields.subprotocol], [[], ""]);
  const framing = 'xmlns="urn:ietf:params:xml:ns:xmpp-framing"';
  assert.deepEqual(
    agreed(
      "xmpp",
      { from: "client", hex: frame("81", hexText(`<open ${framing} to="example.org" version="1.0"/>`), true) },
      { from: "server", hex: frame("81", hexText(`<open ${framing} from="example.org" id="1"/>`)) },
      { from: "client", hex: frame("81", hexText(`<close ${framing}/>`), true) },
    )
      .filter(({ protocol }) => protocol === "xmpp")
      .map(({ operation, answers }) => [operation, answers]),
    [
      ["stream_open", 0],
      ["stream_open", 3],
      ["stream_close", 0],
    ],
  );
  const riders = (protocol: string, hex: string): (string | undefined)[] =>
    agreed(protocol, { from: "client", hex: frame("82", hex, true) }).map((message) => message.protocol);
  assert.deepEqual(riders("AMQPWSB10", "414d515003010000"), ["websocket", "websocket", "amqp"]);
  assert.deepEqual(riders("sip", hexText("OPTIONS sip:a SIP/2.0\r\n\r\n")), ["websocket", "websocket", "sip"]);
  assert.deepEqual(riders("opcua+uacp", `48454c46 20000000 ${"00000000".repeat(5)} ffffffff`), [
    "websocket",
    "websocket",
    "opcua",
  ]);
});

/** What is told behind an opening that agreed on a protocol. */
function played(
  messages: Exchange["messages"],
  pieces?: (message: number, length: number) => number[],
  protocol = "mqtt",
) {
  const agreed = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;
  const open: Exchange["messages"] = [
    { from: "client", hex: OPENING },
    { from: "server", hex: hexText(agreed) },
  ];
  const exchange = { name: "made up", over: "tcp", port: 80, messages: [...open, ...messages] } as const;
  return dissectExchange(exchange, [http, websocket, mqtt], pieces === undefined ? {} : { pieces }).slice(3);
}

test("messages over several frames are joined, with control frames between them", () => {
  const publish = `300c0004${hexText("tank")}${hexText("level9")}`;
  const messages: Exchange["messages"] = [
    { from: "client", hex: frame("02", publish.slice(0, 6), true) },
    { from: "client", hex: frame("00", "", true) },
    { from: "server", hex: frame("02", "d0") },
    { from: "client", hex: frame("89", "", true) },
    { from: "client", hex: frame("00", publish.slice(6, 14), true) },
    { from: "client", hex: frame("80", publish.slice(14), true) },
    { from: "server", hex: frame("80", "00") },
  ];
  for (const pieces of [undefined, (_: number, length: number) => Array.from({ length }, () => 1)]) {
    const seen = played(messages, pieces);
    assert.deepEqual(
      seen.map(({ protocol, operation, fields }) => [`${protocol} ${operation}`, fields.message_length]),
      [
        ["websocket binary", undefined],
        ["websocket continuation", undefined],
        ["websocket binary", undefined],
        ["websocket ping", undefined],
        ["websocket continuation", undefined],
        ["websocket continuation", 14],
        ["mqtt publish", undefined],
        ["websocket continuation", 2],
        ["mqtt pingresp", undefined],
      ],
    );
    assert.deepEqual(seen[6]?.objects, ["tank"]);
  }
});

test("frames out of order are faults, and what follows is read again", () => {
  const seen = played([
    { from: "client", hex: frame("80", "c000", true) },
    { from: "client", hex: frame("02", "30", true) },
    { from: "client", hex: frame("82", "c000", true) },
    { from: "client", hex: frame("09", "", true) },
  ]);
  assert.deepEqual(
    seen.map(({ operation, faults }) => [operation, ...faults.map(({ name }) => name)]),
    [
      ["continuation", "continuation of no message"],
      ["binary"],
      ["binary", "message inside of a message"],
      ["pingreq"],
      ["ping", "control frame in parts"],
    ],
  );
  // Where the opening was not seen, a message may be on its way.
  const [inside] = dissectExchange(
    {
      ...{ name: "made up", over: "inside", port: 0, carrier: "websocket frames" },
      messages: [{ from: "client", hex: frame("80", "c000", true) }],
    },
    [websocket],
  );
  assert.deepEqual(inside?.faults, []);
});

test("messages that are too long are told by their length and not read, nor are compressed ones in parts", () => {
  const long = "c000".repeat(8000);
  const messages: Exchange["messages"] = [
    { from: "client", hex: frame("02", long, true) },
    { from: "client", hex: frame("00", long, true) },
    { from: "client", hex: frame("00", long, true) },
    { from: "client", hex: frame("80", "c000", true) },
    { from: "client", hex: frame("42", "c000", true) },
    { from: "client", hex: frame("80", "c000", true) },
    { from: "client", hex: frame("82", "c000", true) },
  ];
  const seen = played(messages, undefined, "v12.stomp");
  assert.deepEqual(
    seen.map(({ operation, fields }) => [operation, fields.message_length, fields.too_long]),
    [
      ["binary", undefined, undefined],
      ["continuation", undefined, undefined],
      ["continuation", undefined, undefined],
      ["continuation", 48_002, true],
      ["binary", undefined, undefined],
      ["continuation", 4, undefined],
      ["binary", undefined, undefined],
    ],
  );
});

test("messages over several frames and streams cut anywhere are put together", () => {
  const play = (protocol: string, frames: Exchange["messages"]) =>
    dissectExchange(
      {
        ...{ name: "made up", over: "tcp", port: 80 },
        messages: [
          { from: "client", hex: OPENING },
          {
            from: "server",
            hex: hexText(
              `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
            ),
          },
          ...frames,
        ],
      },
      [http, websocket, mqtt, amqp, sip],
    )
      .filter((message) => !["http", "websocket"].includes(message.protocol))
      .map(({ operation, frame: at, faults }) => [operation, at, faults.length]);
  const client = (first: string, hex: string) => ({ from: "client", hex: frame(first, hex, true) }) as const;
  const connect = "100d 0004 4d515454 04 02 003c 0001 61".replace(/\s/g, "");
  const publish = "3004 0001 61 31".replace(/\s/g, "");
  const pieces = (hex: string) => (hex.match(/.{1,4}/g) ?? []).map((piece) => client("82", piece));
  // Piece by piece, as MQTT.js writes.
  assert.deepEqual(play("mqtt", pieces(connect + publish)), [
    ["connect", 10, 0],
    ["publish", 13, 0],
  ]);
  // Several in one frame, the last one going on in a fragment.
  assert.deepEqual(play("mqtt", [client("02", connect + publish.slice(0, 6)), client("80", publish.slice(6))]), [
    ["connect", 3, 0],
    ["publish", 4, 0],
  ]);
  // One that is longer than what is kept is passed over, whether its payload comes in one frame or in several.
  const long = `30a4a204000161${"78".repeat(69_921)}`;
  const head = client("82", long.slice(0, 14));
  const ping = client("82", "c000");
  const inOne = `82ff000000000001112137fa213d${"00".repeat(69_921)}`;
  assert.deepEqual(play("mqtt", [head, { from: "client", hex: inOne }, ping]), [["pingreq", 5, 0]]);
  const inMany = Array.from({ length: 3 }, () => client("82", "78".repeat(23_307)));
  assert.deepEqual(play("mqtt", [head, ...inMany, ping]), [["pingreq", 7, 0]]);
  // What cannot begin a packet is not taken for one, and what can is read again.
  assert.deepEqual(play("mqtt", [client("82", "00ff"), client("82", "7465"), ping]), [["pingreq", 5, 0]]);
  const open = "0000000c 02000000 005310 45".replace(/\s/g, "");
  assert.deepEqual(
    play("amqp", pieces(`414d515000010000${open}`)).map(([operation]) => operation),
    ["protocol_header", "open"],
  );
  const options = hexText("OPTIONS sip:a SIP/2.0\r\n\r\n");
  assert.deepEqual(
    play("sip", [client("01", options.slice(0, 10)), client("89", ""), client("80", options.slice(10))]),
    [["options", 5, 1]],
  );
  assert.deepEqual(play("sip", [client("80", options)]), []);
});

test("masks on the wrong side are faults, and compressed messages are not read", () => {
  const seen = dissectExchange(
    {
      ...{ name: "made up", over: "tcp", port: 80 },
      messages: [
        { from: "client", hex: OPENING },
        { from: "server", hex: OPENED },
        { from: "client", hex: frame("81", "41") },
        { from: "server", hex: frame("81", "41", true) },
        { from: "server", hex: frame("c1", "41") },
      ],
    },
    [http, websocket],
  ).slice(3);
  assert.deepEqual(
    seen.map(({ faults, fields }) => [faults.map(({ name }) => name), fields.compressed]),
    [
      [["unmasked frame of a client"], undefined],
      [["masked frame of a server"], undefined],
      [[], true],
    ],
  );
});
