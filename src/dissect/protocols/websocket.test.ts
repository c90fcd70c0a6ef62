import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { bacnetSecureConnect } from "./bacnet/secure-connect.ts";
import { http } from "./http/http.ts";
import { SAMPLES as BACNET_SC } from "./samples/bacnet_sc.ts";
import type { Exchange } from "./samples/sample.ts";
import { frame, OPENED, OPENING, SAMPLES } from "./samples/websocket.ts";
import { websocket } from "./websocket.ts";

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
      ["http", "http", "websocket", "bacnet_sc", "websocket"],
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
    ).slice(2);
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
