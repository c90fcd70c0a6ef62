import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange } from "../../testing.ts";
import { eapol } from "../eapol.ts";
import { radius } from "../radius.ts";
import { eapPacket, HELLO, SAMPLES } from "../samples/eap.ts";
import { attribute, packet } from "../samples/radius.ts";
import type { Exchange } from "../samples/sample.ts";
import { ascii, be } from "../samples/tls-bytes.ts";
import { tls } from "../tls/tls.ts";
import { eap } from "./eap.ts";
import { identityText, readIdentity } from "./identity.ts";

const inside = (...messages: Exchange["messages"]) =>
  dissectExchange({ name: "made up", over: "inside", carrier: "eap", port: 0, messages }, [eap, tls]);
const STATION = attribute(31, ascii("00-1B-1B-00-00-07"));
const attributesOf = (hex: string): string[] => (hex.match(/.{1,500}/g) ?? []).map((part) => attribute(79, part));
const lan = (hex: string): string => `0200${be(hex.length / 2, 2)}${hex}`;

describe("EAP", () => {
  test("answers and verdicts are paired, and the TLS in fragments is read as usual", () => {
    const seen = dissectExchange(SAMPLES[0] as Exchange, [eap, tls]);
    const packets = seen.filter(({ protocol }) => protocol === "eap");
    assert.deepEqual(
      packets.slice(0, 4).map(({ operation, direction, answers, frame }) => [operation, direction, frame - answers]),
      [
        ["identity", RESPONSE, 1],
        ["identity", REQUEST, 1],
        ["md5_challenge", RESPONSE, 3],
        ["nak", REQUEST, 1],
      ],
    );
    assert.deepEqual(packets[3]?.fields.desired_methods, ["tls", "peap"]);
    const verdict = packets.at(-1);
    assert.deepEqual([verdict?.operation, verdict?.answers], ["success", (verdict?.frame ?? 0) - 1]);
    assert.deepEqual(
      seen.filter(({ protocol }) => protocol === "tls").map(({ operation }) => operation),
      ["client_hello", "server_hello", "certificate", "server_hello_done"],
    );
    const remarks = seen.flatMap(({ notes }) => notes.map(({ remark }) => remark));
    assert.ok(remarks.some((remark) => remark.kind === "version" && remark.version === "1.1" && remark.obsolete));
    assert.ok(remarks.some((remark) => remark.kind === "certificate" && remark.selfSigned));
  });

  test("weak methods are noted where a station answers, without what it answers", () => {
    const seen = dissectExchange(SAMPLES[1] as Exchange, [eap]);
    assert.deepEqual(
      seen.flatMap(({ notes }) =>
        notes.map(({ remark }) => (remark.kind === "credential" ? [remark.method, remark.exposure] : [])),
      ),
      [
        ["EAP MD5 challenge", "challenge"],
        ["EAP one-time password", "clear"],
        ["EAP generic token card", "clear"],
        ["EAP LEAP", "challenge"],
        ["EAP MSCHAPv2", "challenge"],
      ],
    );
    assert.ok(!/a5a5|0000"/.test(JSON.stringify(seen)));
    assert.deepEqual(
      seen.slice(6).map(({ operation, outcome }) => [operation, outcome]),
      [
        ["teap", ""],
        ["sim", ""],
        ["expanded", ""],
        ["failure", "failure"],
        ["initiate", ""],
      ],
    );
    assert.equal(seen[8]?.fields.vendor_name, "Microsoft");
  });

  test("a device that joins by Wi-Fi Simple Configuration tells its maker", () => {
    assert.deepEqual(
      dissectExchange(SAMPLES[2] as Exchange, [eap])[1]?.claims.map(({ attribute: name, value }) => [name, value]),
      [
        ["vendor", "Exemplar AG"],
        ["model", "Thermo"],
        ["orderNumber", "T-200"],
        ["serial", "SN-0042"],
        ["name", "hall sensor"],
      ],
    );
  });

  test("persons are not kept, machines are", () => {
    const texts = (...given: string[]): string[] => given.map((text) => identityText(readIdentity(text)));
    assert.deepEqual(
      texts("ada@example.org", "EXAMPLE\\ada", "ada", "0262011234567890@wlan.mnc001.mcc262.3gppnetwork.org"),
      ["@example.org", "@EXAMPLE", "", "@wlan.mnc001.mcc262.3gppnetwork.org"],
    );
    assert.deepEqual(texts("anonymous@example.org", "@example.org", "anonymous", ""), [
      "anonymous@example.org",
      "anonymous@example.org",
      "anonymous",
      "anonymous",
    ]);
    assert.deepEqual(texts("host/pc-7.example.org", "EXAMPLE\\PC-7$", "00-1B-1B-00-00-07", "491701234567"), [
      "host/pc-7.example.org",
      "host/PC-7@EXAMPLE",
      "001b1b000007",
      "",
    ]);
    assert.deepEqual(texts("ada@ada lovelace", "x\\y@z@"), ["", ""]);
  });

  test("a switch that asks is not taken for who answers behind it", () => {
    const server = SAMPLES[0]?.messages.slice(6).filter(({ from }) => from === "server") ?? [];
    const overLan = dissectExchange(
      {
        ...{ name: "made up", over: "ethernet", port: 0x888e },
        messages: server.map(({ from, hex }) => ({ from, hex: lan(hex) })),
      },
      [eapol, eap, tls],
    );
    const certificate = overLan.find(({ operation }) => operation === "certificate");
    assert.deepEqual(certificate?.claims, []);
    assert.equal(certificate?.notes.length, 1);
    const asked = eapPacket(2, 3, `0d 80 ${be(HELLO.length / 2, 4)} ${HELLO}`);
    const split = [asked.slice(0, 80), asked.slice(80)];
    const viaRadius = dissectExchange(
      {
        ...{ name: "made up", over: "udp", port: 1812 },
        messages: [
          {
            from: "client",
            hex: packet(1, 9, attribute(31, ascii("00-1B-1B-00-00-07:net")), attribute(80, "cd".repeat(16))),
          },
          {
            from: "client",
            hex: packet(1, 10, STATION, ...split.map((part) => attribute(79, part)), attribute(80, "cd".repeat(16))),
          },
          ...server.flatMap(({ from, hex }, index): Exchange["messages"] => [
            { from, hex: packet(11, 10 + index, ...attributesOf(hex)) },
            { from: "client", hex: packet(1, 11 + index, STATION, ...attributesOf(eapPacket(2, 4 + index, "0d 00"))) },
          ]),
        ],
      },
      [radius, eap, tls],
    );
    const hello = viaRadius.find(({ operation }) => operation === "client_hello");
    assert.deepEqual(
      hello?.notes.map(({ about }) => about),
      [{ mac: "001b1b000007" }, { mac: "001b1b000007" }],
    );
    assert.deepEqual(
      viaRadius.find(({ operation }) => operation === "server_hello")?.notes.map(({ about }) => about),
      ["sender", "sender", "sender"],
    );
  });

  test("wrong lengths, unknown codes and too many fragments are faults", () => {
    const faults = (...hexes: string[]): string[] =>
      inside(...hexes.map((hex) => ({ from: "server" as const, hex }))).flatMap((message) =>
        message.faults.map(({ name }) => name),
      );
    assert.deepEqual(faults("02 01 0009 01"), ["bad EAP length"]);
    assert.deepEqual(faults("02 01 0003 01"), ["bad EAP length"]);
    assert.deepEqual(faults("09 01 0004"), ["unknown EAP code"]);
    assert.deepEqual(faults(eapPacket(1, 1, "0d 80 0000")), ["bad TLS fragment", "short"]);
    assert.deepEqual(faults(eapPacket(1, 1, "37 10 ffffffff 00")), ["bad TLS fragment"]);
    assert.deepEqual(faults(eapPacket(1, 1, "0d 80 00000007 160301")), ["bad TLS length"]);
    const part = "00".repeat(60_000);
    assert.deepEqual(
      faults(eapPacket(1, 1, `0d 40 ${part}`), eapPacket(1, 2, `0d 40 ${part}`), eapPacket(1, 3, `0d 00 ${part}`)),
      ["too many TLS fragments"],
    );
  });

  test("a fragment that is sent twice counts once", () => {
    const half = HELLO.length / 2 - ((HELLO.length / 2) % 2);
    const first = eapPacket(2, 1, `0d 40 ${HELLO.slice(0, half)}`);
    const seen = inside(
      { from: "client", hex: first },
      { from: "client", hex: first },
      { from: "client", hex: eapPacket(2, 2, `0d 00 ${HELLO.slice(half)}`) },
    );
    assert.equal(seen.at(-1)?.operation, "client_hello");
    assert.deepEqual(seen.at(-1)?.faults, []);
  });
});
