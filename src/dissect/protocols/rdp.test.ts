import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange, type SeenMessage } from "../testing.ts";
import { rdp } from "./rdp.ts";
import { block, connectInitial, connectResponse, SAMPLES } from "./samples/rdp.ts";
import type { Exchange } from "./samples/sample.ts";

function sample(start: string): SeenMessage[] {
  const found = SAMPLES.find((one) => one.name.startsWith(start)) as Exchange;
  return dissectExchange(found, [rdp]);
}

function inside(carrier: string, from: "client" | "server", hex: string): SeenMessage | undefined {
  const exchange: Exchange = { name: "made up", over: "inside", carrier, port: 0, messages: [{ from, hex }] };
  return dissectExchange(exchange, [rdp])[0];
}

test("a negotiation tells the user of the cookie, what is asked for and what is chosen", () => {
  const [request, response] = sample("TLS is agreed");
  assert.deepEqual(
    request?.claims.map((claim) => [claim.about, claim.attribute, claim.value]),
    [["sender", "user", "operator"]],
  );
  assert.deepEqual(request?.notes[0]?.remark, {
    kind: "session",
    protocol: "RDP",
    anonymous: false,
    name: "operator",
  });
  assert.deepEqual(request?.fields.requested_protocol_names, [
    "TLS",
    "CredSSP",
    "CredSSP with early user authorization",
  ]);
  assert.deepEqual([response?.answers, response?.fields.selected_protocol_names], [1, ["CredSSP"]]);
  assert.deepEqual(response?.notes, []);
});

test("a server that wants another way refuses in the standard's words", () => {
  const [, response] = sample("a server wants");
  assert.deepEqual([response?.operation, response?.outcome], ["negotiation_failure", "hybrid_required_by_server"]);
});

test("choosing RDP's own security is obsolete", () => {
  const chosen = inside("cotp-connect", "server", "02 00 0800 00000000");
  assert.deepEqual(chosen?.notes[0]?.remark, {
    kind: "version",
    protocol: "RDP",
    version: "standard security",
    obsolete: true,
  });
});

test("a client says its name, its build and its channels", () => {
  const [initial] = sample("RDP's own");
  assert.deepEqual(
    initial?.claims.map((claim) => [claim.attribute, claim.value]),
    [
      ["name", "ENG-LAPTOP"],
      ["operatingSystem", "Windows 7"],
    ],
  );
  assert.equal(initial?.fields.client_build, 7601);
  assert.deepEqual(initial?.fields.channels, ["rdpdr"]);
  assert.equal(initial?.fields.server_selected_protocol, 0);
});

test("a server's choice of RC4 or of nothing is a weak cipher", () => {
  const [, response] = sample("RDP's own");
  assert.deepEqual(
    response?.notes.map((note) => note.remark.kind),
    ["version", "cipher"],
  );
  const weak = inside("cotp", "server", connectResponse(block(0x0c02, "02000000 02000000")));
  assert.deepEqual(weak?.notes[1]?.remark, { kind: "cipher", protocol: "RDP", cipher: "RC4 128-bit", weak: true });
});

test("client information in clear tells the user and that a password was sent, not the password", () => {
  const info = sample("RDP's own").find((message) => message.operation === "client_info");
  assert.equal(info?.act, "authenticate");
  assert.deepEqual([info?.fields.domain, info?.fields.user_name], ["PLANT2", "operator"]);
  assert.deepEqual(info?.notes[0]?.remark, {
    kind: "credential",
    method: "RDP password",
    user: "operator",
    exposure: "clear",
  });
  assert.ok(!JSON.stringify(info).includes("secret1"));
});

test("the connection sequence is told step by step", () => {
  assert.deepEqual(
    sample("RDP's own").map((message) => message.operation),
    [
      "connect_initial",
      "connect_response",
      "erect_domain_request",
      "attach_user_request",
      "attach_user_confirm",
      "channel_join_request",
      "channel_join_confirm",
      "client_info",
      "license",
      "send_data_indication",
      "disconnect_provider_ultimatum",
    ],
  );
});

test("wrong lengths and a missing conference are faults", () => {
  const names = (message: SeenMessage | undefined) => message?.faults.map((fault) => fault.name);
  assert.deepEqual(names(inside("cotp-connect", "client", "01 00 0900 00000000")), ["bad length"]);
  assert.deepEqual(names(inside("cotp", "client", "7f65 03 040101")), ["no conference data"]);
  assert.deepEqual(names(inside("cotp", "client", connectInitial("01c0 4000 0102"))), ["bad block length"]);
});
