import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Dissector, LIKELY, POSSIBLE } from "../dissector.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";
import { dissectExchange, likenessOf, type SeenMessage } from "../testing.ts";
import { radius } from "./radius.ts";
import { ascii } from "./samples/ber-bytes.ts";
import { attribute, packet, SAMPLES as RADIUS } from "./samples/radius.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES as TACACS } from "./samples/tacacs.ts";
import { asks, SAMPLES as TFTP } from "./samples/tftp.ts";
import { tacacs } from "./tacacs.ts";
import { tftp } from "./tftp.ts";

const sample = (samples: readonly Exchange[], dissector: Dissector): SeenMessage[] =>
  dissectExchange(samples[0] as Exchange, [dissector]);
function play(dissector: Dissector, over: "udp" | "tcp", port: number, ...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client" as const, hex }));
  return dissectExchange({ name: "made up", over, port, messages }, [dissector]);
}

describe("RADIUS", () => {
  test("answers are paired, the asking device is named, and who is let in is told", () => {
    const messages = sample(RADIUS, radius);
    assert.deepEqual(
      messages.map(({ operation, direction, answers }) => [operation, direction, answers > 0]),
      [
        ["access_request", REQUEST, false],
        ["access_reject", RESPONSE, true],
        ["access_request", REQUEST, false],
        ["access_challenge", RESPONSE, true],
        ["disconnect_request", REQUEST, false],
        ["disconnect_nak", RESPONSE, true],
      ],
    );
    assert.deepEqual(
      messages[0]?.claims.map(({ attribute: name, value }) => [name, value]),
      [["name", "switch-7"]],
    );
    assert.deepEqual(messages[0]?.fields.nas_ip_address, "192.0.2.1");
    assert.equal(messages[1]?.outcome, "access_reject");
  });

  test("a password hidden by MD5 alone is noted, EAP is not", () => {
    const messages = sample(RADIUS, radius);
    assert.deepEqual(
      messages[0]?.notes.map(({ remark }) => remark),
      [
        { kind: "credential", method: "RADIUS PAP", exposure: "hashed", user: "ada" },
        { kind: "verdict", protocol: "RADIUS", protection: "MD5 without Message-Authenticator", forgeable: true },
      ],
    );
    assert.deepEqual(messages[2]?.notes, []);
    assert.equal(messages[0]?.fields.user_name, "");
    assert.equal(messages[2]?.fields.message_authenticator, true);
  });

  test("passwords among the attributes of Microsoft are noted", () => {
    const [asked] = play(radius, "udp", 1812, packet(1, 1, attribute(26, `00000137 19 34 ${"a5".repeat(50)}`)));
    assert.deepEqual(asked?.notes[0]?.remark, {
      ...{ kind: "credential", method: "RADIUS MS-CHAPv2", exposure: "challenge" },
    });
  });

  test("attributes that do not fit, cut and other datagrams", () => {
    const [bad] = play(radius, "udp", 1812, packet(1, 1, attribute(1, "61")).replace(/010361$/, "01ff61"));
    assert.deepEqual(
      bad?.faults.map(({ name }) => name),
      ["bad attribute length"],
    );
    const [cut] = play(radius, "udp", 1812, packet(1, 1, attribute(1, "616263")).slice(0, -4));
    assert.ok((cut?.faults.length ?? 0) > 0);
    assert.deepEqual(play(radius, "udp", 1812, `63${"00".repeat(30)}`), []);
  });
});

describe("TACACS+", () => {
  test("requests have odd numbers, and what is not encrypted is noted", () => {
    const messages = sample(TACACS, tacacs);
    assert.deepEqual(
      messages.map(({ operation, direction, answers }) => [operation, direction, answers > 0]),
      [
        ["authentication", REQUEST, false],
        ["authentication", RESPONSE, true],
        ["authentication", REQUEST, false],
        ["authentication", RESPONSE, true],
        ["authorization", REQUEST, false],
        ["authorization", RESPONSE, true],
      ],
    );
    assert.deepEqual(
      messages.map(({ notes }) => notes.length),
      [0, 0, 1, 0, 0, 0],
    );
    assert.deepEqual(play(tacacs, "tcp", 49, "c0 09 01 00 11223344 00000004 a1a2a3a4"), []);
  });
});

describe("TFTP", () => {
  test("files are named, and refusals told", () => {
    const messages = sample(TFTP, tftp);
    assert.deepEqual(
      messages.map(({ operation, direction, objects }) => [operation, direction, objects]),
      [
        ["read_request", REQUEST, ["switch-7.cfg"]],
        ["option_acknowledgment", RESPONSE, []],
        ["acknowledgment", UNDIRECTED, []],
        ["data", UNDIRECTED, []],
        ["write_request", REQUEST, ["firmware.bin"]],
        ["error", RESPONSE, []],
      ],
    );
    assert.deepEqual(messages[0]?.fields.options, { blksize: "1428" });
    assert.equal(messages[5]?.outcome, "access_violation");
    assert.equal(messages[5]?.answers, messages[4]?.frame);
  });

  test("names without an end, and other datagrams", () => {
    assert.equal(play(tftp, "udp", 69, asks(1, "x".repeat(300)))[0]?.objects[0]?.length, 255);
    assert.deepEqual(play(tftp, "udp", 69, "0009 0000"), []);
    // A request for a file without a name says so.
    assert.equal(play(tftp, "udp", 69, asks(1, ""))[0]?.fields.filename, "");
  });

  test("a transfer between ports that the request did not name tells who serves it", () => {
    const block = `0003 0001 ${"61".repeat(512)}`;
    const [read, acknowledged] = play(tftp, "udp", 40_000, block, "0004 0001");
    assert.deepEqual([read?.direction, acknowledged?.direction], [RESPONSE, UNDIRECTED]);
    const messages = [{ from: "server" as const, hex: block }];
    const [written] = dissectExchange({ name: "made up", over: "udp", port: 40_000, messages }, [tftp]);
    assert.equal(written?.direction, REQUEST);
    // Firmware that boots from the network asks for the size alone and breaks off.
    const options = `0006 ${ascii("tsize")}00 ${ascii("900")}00`;
    const [agreed, broken] = play(tftp, "udp", 40_000, options, `0005 0000 ${ascii("aborted")}00`);
    assert.deepEqual([agreed?.direction, broken?.direction], [RESPONSE, UNDIRECTED]);
    assert.equal(likenessOf(tftp, `0005 0001 ${ascii("File not found")}00`), LIKELY);
    assert.equal(likenessOf(tftp, "0005 0001 0102030400"), POSSIBLE);
  });
});
