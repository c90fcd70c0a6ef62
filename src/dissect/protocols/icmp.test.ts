import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { icmp } from "./icmp.ts";
import { SAMPLES } from "./samples/icmp.ts";

test("an echo reply is paired with its request", () => {
  const [request, reply] = dissectExchange(SAMPLES[0]!, [icmp]);
  assert.equal(request?.operation, "echo_request");
  assert.deepEqual(request?.fields.identifier, 0x1234);
  assert.equal(reply?.answers, 1);
});

test("an extended echo reply is paired although its last octet differs from the request's", () => {
  const [request, reply, , refusal] = dissectExchange(SAMPLES[1]!, [icmp]);
  assert.equal(request?.fields.local, true);
  assert.deepEqual([reply?.answers, reply?.fields.state, reply?.fields.ipv4], [1, 2, true]);
  assert.deepEqual([refusal?.answers, refusal?.outcome, refusal?.faults], [3, "no_such_interface", []]);
});

test("an unreachable port names the packet it is about", () => {
  const [unreachable, redirect, timestamp, mask, router, exceeded] = dissectExchange(SAMPLES[2]!, [icmp]);
  assert.equal(unreachable?.outcome, "port_unreachable");
  assert.equal(unreachable?.fields.quoted_destination_port, 161);
  assert.equal(redirect?.fields.gateway_address, "192.0.2.99");
  assert.equal(redirect?.act, "configure");
  assert.equal(timestamp?.fields.originate_timestamp, 1);
  assert.equal(mask?.fields.address_mask, "255.255.255.0");
  assert.deepEqual(router?.fields.routers, [{ address: "192.0.2.1", preference: 0 }]);
  assert.equal(exceeded?.operation, "time_exceeded");
});

test("a wrong checksum, an unknown type and a short message are faults", () => {
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "ip", port: 1, messages: [{ from: "client", hex }] }, [icmp])[0]?.faults.map(
      (fault) => fault.name,
    );
  assert.deepEqual(read("0800 0000 1234 0001"), ["bad checksum"]);
  assert.deepEqual(read("6300 9cff"), ["unknown type"]);
  assert.deepEqual(read("0800 f7ff"), ["short"]);
});
