import assert from "node:assert/strict";
import { test } from "node:test";
import { eap } from "../dissect/protocols/eap/eap.ts";
import { radius } from "../dissect/protocols/radius.ts";
import { eapPacket } from "../dissect/protocols/samples/eap.ts";
import { attribute, packet } from "../dissect/protocols/samples/radius.ts";
import { ascii } from "../dissect/protocols/samples/tls-bytes.ts";
import { bytesOf } from "../dissect/testing.ts";
import { observe, udp } from "./testing.ts";

test("what a switch passes on names the device behind it, and the link stays what the switch speaks", () => {
  const asks = packet(
    1,
    7,
    attribute(31, ascii("02-00-00-00-00-77")),
    attribute(79, eapPacket(2, 1, `01${ascii("host/pump-4")}`)),
    attribute(80, "cd".repeat(16)),
  );
  const [nas, server] = [
    ["020000000001", "10.0.0.1", 40000],
    ["020000000002", "10.0.0.2", 1812],
  ] as const;
  const accepts = packet(2, 7, attribute(79, eapPacket(3, 1)), attribute(80, "cd".repeat(16)));
  const site = observe(
    [
      { time: 1, bytes: udp(nas, server, [...bytesOf(asks)]) },
      { time: 2, bytes: udp(server, nas, [...bytesOf(accepts)]) },
    ],
    [radius, eap],
  );
  assert.deepEqual(
    site.links.map(({ protocol, operations }) => [protocol, operations.map(({ operation }) => operation).sort()]),
    [["radius", ["eap:identity", "eap:success", "radius:access_accept", "radius:access_request"]]],
  );
  assert.deepEqual(
    site.devices.filter(({ hostName }) => hostName !== "").map(({ hostName, macs }) => [hostName, macs]),
    [["pump-4", ["02:00:00:00:00:77"]]],
  );
});
