import assert from "node:assert/strict";
import { test } from "node:test";
import { learnTitles, titleWord } from "./protocol.ts";

test("protocols are written as their standards write them, and by port or number where none is known", () => {
  learnTitles({ radius: "RADIUS", hartip: "HART-IP", tls: "TLS" });
  assert.deepEqual(
    ["radius", "hartip", "tls", "tcp 502", "ip 99", "ospf", "loopback test", "udp fragments"].map(titleWord),
    ["RADIUS", "HART-IP", "TLS", "TCP 502", "IP 99", "OSPF", "loopback test", "UDP fragments"],
  );
});
