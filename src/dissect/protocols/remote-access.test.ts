import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dissector } from "../dissector.ts";
import { REQUEST, RESPONSE, UNDIRECTED } from "../talk.ts";
import { dissectExchange, type SeenMessage } from "../testing.ts";
import { anydesk } from "./anydesk.ts";
import { isakmp } from "./isakmp.ts";
import { openvpn } from "./openvpn.ts";
import { SAMPLES as ANYDESK, discovery } from "./samples/anydesk.ts";
import { SAMPLES as IKE, message, NOBODY, SA_V1 } from "./samples/isakmp.ts";
import { CLIENT_RESET, SAMPLES as OPENVPN } from "./samples/openvpn.ts";
import type { Exchange } from "./samples/sample.ts";
import { SAMPLES as TEAMVIEWER } from "./samples/teamviewer.ts";
import {
  ascii,
  certificate,
  clientHello,
  distinguishedName,
  extension,
  handshake,
  record,
  sized,
} from "./samples/tls-bytes.ts";
import { INITIATION, SAMPLES as WIREGUARD } from "./samples/wireguard.ts";
import { teamviewer } from "./teamviewer.ts";
import { tls } from "./tls/tls.ts";
import { wireguard } from "./wireguard.ts";

const sample = (samples: readonly Exchange[], index: number, dissector: Dissector): SeenMessage[] =>
  dissectExchange(samples[index] as Exchange, [dissector]);
function play(dissector: Dissector, over: "udp" | "tcp", port: number, ...hexes: string[]): SeenMessage[] {
  const messages = hexes.map((hex) => ({ from: "client" as const, hex }));
  return dissectExchange({ name: "made up", over, port, messages }, [dissector]);
}
const ways = (messages: readonly SeenMessage[]): unknown[] =>
  messages.map(({ operation, direction }) => [operation, direction]);

describe("ways in from outside", () => {
  test("IKE version 2 is paired by message, and weak ciphers of proposals are told", () => {
    const messages = sample(IKE, 0, isakmp);
    assert.deepEqual(ways(messages), [
      ["ike_sa_init", REQUEST],
      ["ike_sa_init", RESPONSE],
      ["ike_auth", REQUEST],
      ["ike_auth", RESPONSE],
    ]);
    assert.deepEqual(
      messages.map(({ answers }) => answers),
      [0, messages[0]?.frame, 0, messages[2]?.frame],
    );
    assert.deepEqual(
      messages[0]?.notes.map(({ remark }) => remark),
      [
        { kind: "cipher", protocol: "IKE", cipher: "AES-CBC", weak: false },
        { kind: "cipher", protocol: "IKE", cipher: "3DES", weak: true },
      ],
    );
  });

  test("IKE version 1 is obsolete, and its aggressive mode gives a hash away", () => {
    const messages = sample(IKE, 1, isakmp);
    assert.deepEqual(
      messages.map(({ operation }) => operation),
      ["aggressive", "aggressive", "nat_keepalive", "esp_in_udp"],
    );
    assert.deepEqual(
      messages[0]?.notes.map(({ remark }) => remark),
      [
        { kind: "version", protocol: "IKE", version: "1", obsolete: true },
        { kind: "credential", method: "IKE aggressive mode", exposure: "hashed" },
        { kind: "cipher", protocol: "IKE", cipher: "DES-CBC", weak: true },
      ],
    );
    assert.deepEqual(messages[3]?.fields, { spi: 0x11223344, sequence_number: 1 });
  });

  test("broken and other datagrams on the ports of IKE", () => {
    const hex = message(4, 1, SA_V1.replace("0d00002c", "0d00ffff"), { version: 0x10, flags: 0, responder: NOBODY });
    assert.deepEqual(
      play(isakmp, "udp", 500, hex)[0]?.faults.map(({ name }) => name),
      ["bad payload length"],
    );
    assert.deepEqual(play(isakmp, "udp", 500, "0102030405060708 00"), []);
  });

  test("WireGuard has four types of fixed sizes", () => {
    const messages = sample(WIREGUARD, 0, wireguard);
    assert.deepEqual(ways(messages), [
      ["handshake_initiation", REQUEST],
      ["handshake_response", RESPONSE],
      ["transport_data", UNDIRECTED],
      ["cookie_reply", RESPONSE],
    ]);
    assert.equal(messages[1]?.answers, messages[0]?.frame);
    assert.deepEqual(play(wireguard, "udp", 51_820, `${INITIATION}00`), []);
    assert.deepEqual(play(wireguard, "udp", 51_820, "05000000 11111111"), []);
  });

  test("OpenVPN is read in datagrams and in streams", () => {
    const messages = sample(OPENVPN, 0, openvpn);
    assert.deepEqual(ways(messages), [
      ["hard_reset_client_v2", REQUEST],
      ["hard_reset_server_v2", RESPONSE],
      ["control_v1", UNDIRECTED],
      ["data_v2", UNDIRECTED],
    ]);
    assert.equal(messages[0]?.fields.session_id, "0102030405060708");
    assert.deepEqual(ways(sample(OPENVPN, 1, openvpn)), ways(messages.slice(0, 2)));
    assert.deepEqual(play(openvpn, "udp", 1194, CLIENT_RESET.replace("38", "f8")), []);
  });

  test("TeamViewer is known by its head", () => {
    assert.equal(sample(TEAMVIEWER, 0, teamviewer).length, 2);
    assert.equal(sample(TEAMVIEWER, 1, teamviewer)[0]?.operation, "packet");
  });

  test("AnyDesk looks for others by name, and does not tell who sits there", () => {
    const [found] = sample(ANYDESK, 0, anydesk);
    assert.deepEqual(
      [found?.operation, found?.fields.anydesk_id, found?.claims.map(({ attribute, value }) => [attribute, value])],
      [
        "discovery",
        0x12345678,
        [
          ["name", "EWS-7"],
          ["software", "AnyDesk"],
        ],
      ],
    );
    assert.ok(!/\bada\b/.test(JSON.stringify(found)));
    const [cut] = play(anydesk, "udp", 50001, discovery("EWS-7", "ada").slice(0, 60));
    assert.ok(cut?.faults.some(({ name }) => name === "short discovery"));
    assert.deepEqual(play(anydesk, "udp", 50001, "3ed101 12345678 00000000 0201 7fffffff"), []);
  });

  test("AnyDesk is known by the names in its TLS, on any port", () => {
    const name = extension(0, sized(2, `00${sized(2, ascii("relay-0a.net.anydesk.com"))}`));
    const chain = (subject: string) => {
      const own = certificate(
        distinguishedName("philandro", "AnyNet Root CA"),
        distinguishedName("philandro", subject),
      );
      return record(22, handshake(11, sized(3, sized(3, own))));
    };
    const sessions = (...hexes: string[]): string[] =>
      dissectExchange(
        {
          ...{ name: "made up", over: "tcp", port: 7070 },
          messages: hexes.map((hex) => ({ from: "server" as const, hex })),
        },
        [tls, anydesk],
      ).map(({ protocol, operation }) => `${protocol} ${operation}`);
    assert.deepEqual(sessions(record(22, clientHello(0x0303, "c02f", name))), ["tls client_hello", "anydesk session"]);
    assert.deepEqual(sessions(chain("AnyNet Relay")), ["tls certificate", "anydesk session"]);
    assert.deepEqual(sessions(chain("AnyDesk Client")), ["tls certificate", "anydesk session"]);
    assert.deepEqual(sessions(chain("relay.example")), ["tls certificate"]);
  });
});
