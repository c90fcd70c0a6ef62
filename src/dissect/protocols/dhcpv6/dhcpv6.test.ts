import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { dhcp } from "../dhcp/dhcp.ts";
import { SAMPLES } from "../samples/dhcpv6.ts";
import { dhcpv6 } from "./dhcpv6.ts";

const optionOf = (message: { fields: { options: { name: string; value: unknown }[] } }, name: string): unknown =>
  message.fields.options.find((option) => option.name === name)?.value;
const claimsOf = (message: { claims: { attribute: string; value: string }[] }): string[][] =>
  message.claims.map((claim) => [claim.attribute, claim.value]);

test("a client says what it is", () => {
  const solicit = dissectExchange(SAMPLES[0]!, [dhcpv6])[0]!;
  assert.equal(solicit.operation, "solicit");
  assert.equal(solicit.direction, 1);
  assert.equal(solicit.fields.transaction_id, 0x0a0b0c);
  assert.deepEqual(claimsOf(solicit), [
    ["name", "cam-07"],
    ["domainName", "plant.example"],
    ["vendor", "Axis"],
    ["description", "AXIS,Network Camera,M0000,9.80.1"],
    ["vendor", "Axis"],
    ["kind", "Network Camera"],
    ["model", "M0000"],
    ["firmware", "9.80.1"],
    ["description", "https://maker.example/cam.json"],
  ]);
  assert.ok(solicit.claims.every((claim) => claim.about === "sender"));
  assert.deepEqual(solicit.notes, [
    { about: "sender", remark: { kind: "fingerprint", method: "DHCPv6 options", value: "23,24,56,59" } },
  ]);
  assert.deepEqual(optionOf(solicit, "client_identifier"), {
    duid: "000100012a000000020000000001",
    type: 1,
    type_name: "link_layer_time",
    hardware_type: 1,
    time: 0x2a000000,
    link_layer_address: "02:00:00:00:00:01",
  });
});

test("a reply binds the leased address, and its options are read by their kinds", () => {
  const messages = dissectExchange(SAMPLES[0]!, [dhcpv6]);
  const [, advertise, , reply] = messages;
  assert.equal(advertise?.answers, 1);
  assert.deepEqual(advertise?.notes, []);
  assert.equal(reply?.answers, 3);
  assert.deepEqual(reply?.notes, [
    {
      about: { mac: "020000000001" },
      remark: { kind: "binding", method: "DHCPv6", mac: "020000000001", ip: "2001:db8::63" },
    },
  ]);
  assert.deepEqual(optionOf(reply!, "domain_search_list"), ["plant.example", "example"]);
  assert.deepEqual(optionOf(reply!, "ntp_server"), [{ server_address: "2001:db8::63" }, { fqdn: "time.plant" }]);
  assert.deepEqual(optionOf(reply!, "ia_pd"), {
    iaid: 2,
    t1: 1800,
    t2: 2880,
    options: [
      {
        code: 26,
        name: "ia_prefix",
        value: { preferred_lifetime: 3600, valid_lifetime: 7200, prefix: "2001:db8:1::/56", options: [] },
      },
    ],
  });
  assert.deepEqual(reply?.objects, ["tftp://[2001:db8::63]/boot.efi"]);
});

test("a reconfigure key is never shown", () => {
  const text = JSON.stringify(dissectExchange(SAMPLES[0]!, [dhcpv6]));
  assert.ok(text.includes("information_length"));
  assert.ok(!text.includes("68696464656e") && !text.includes("hidden"));
});

test("a server that calls its clients is news, and a refusal inside an association is one", () => {
  const [, , , , reconfigure, refusal] = dissectExchange(SAMPLES[0]!, [dhcpv6]);
  assert.equal(reconfigure?.act, "control");
  assert.equal(reconfigure?.direction, 3);
  assert.equal(refusal?.outcome, "no_addresses_available");
  assert.deepEqual(refusal?.notes, []);
});

test("relays are told one by one, and where the client hangs", () => {
  const messages = dissectExchange(SAMPLES[1]!, [dhcpv6]);
  assert.deepEqual(
    messages.map((message) => [message.operation, message.answers]),
    [
      ["relay_forward", 0],
      ["relay_forward", 0],
      ["request", 0],
      ["relay_reply", 1],
      ["relay_reply", 1],
      ["reply", 1],
    ],
  );
  assert.equal(messages[0]?.fields.hop_count, 1);
  assert.equal(messages[1]?.fields.peer_address, "fe80::99");
  const about = { mac: "020000000077" };
  assert.deepEqual(messages[2]?.notes, [
    { about, remark: { kind: "fingerprint", method: "DHCPv6 options", value: "23" } },
    {
      about,
      remark: { kind: "neighbor", method: "DHCPv6 relay agent", port: "Gi0/7", remoteName: "switch-3" },
    },
  ]);
  assert.deepEqual(messages[5]?.notes, [
    { about, remark: { kind: "binding", method: "DHCPv6", mac: "020000000077", ip: "2001:db8::63" } },
  ]);
});

test("an answer to a lease query binds the address of the client it tells of", () => {
  const [query, lease, done] = dissectExchange(SAMPLES[2]!, [dhcpv6]);
  assert.equal(query?.operation, "leasequery");
  assert.equal(lease?.operation, "leasequery_data");
  assert.equal(lease?.answers, 1);
  assert.deepEqual(lease?.notes[0]?.remark, {
    kind: "binding",
    method: "DHCPv6",
    mac: "020000000055",
    ip: "2001:db8::63",
  });
  assert.equal(done?.operation, "leasequery_done");
});

test("DHCP for IPv4 is read inside, registered addresses are bound, cable devices say what they are", () => {
  const messages = dissectExchange(SAMPLES[3]!, [dhcpv6, dhcp]);
  assert.deepEqual(
    messages.map((message) => `${message.protocol} ${message.operation}`),
    [
      "dhcpv6 dhcpv4_query",
      "dhcp discover",
      "dhcpv6 address_registration_inform",
      "dhcpv6 address_registration_reply",
      "dhcpv6 decline",
      "dhcpv6 information_request",
    ],
  );
  assert.equal(messages[2]?.notes[0]?.remark.kind, "binding");
  assert.equal(messages[4]?.act, "alarm");
  assert.deepEqual(claimsOf(messages[5]!), [
    ["operatingSystem", "Linux"],
    ["kind", "EMTA"],
    ["serial", "S00001"],
    ["firmware", "1.2.3"],
  ]);
});

test("wrong lengths, types and nestings are faults", () => {
  const read = (hex: string): (string[] | undefined)[] =>
    dissectExchange({ name: "one", over: "udp", port: 547, messages: [{ from: "client", hex }] }, [dhcpv6]).map(
      (message) => message.faults.map((fault) => fault.name),
    );
  assert.deepEqual(read("01 000001 0008 0001 00"), [["bad option length"]]);
  assert.deepEqual(read("01 000001 0008 0004 00"), [["bad length"]]);
  assert.deepEqual(read("01 000001 0003 000e 00000001 00000000 00000000 0000"), [["bad option length"]]);
  assert.deepEqual(read("c8 000001"), [["unknown message type"]]);
  assert.deepEqual(read("01 0000"), [["short"]]);
  assert.deepEqual(read("01 000001 0008"), [["short"]]);
  assert.deepEqual(read(`0c00 ${"00".repeat(32)}`), [["missing relay message"]]);
  let nested = "01000001";
  for (let level = 0; level < 12; level++) {
    nested = `0c00${"00".repeat(32)}0009${(nested.length / 2).toString(16).padStart(4, "0")}${nested}`;
  }
  const faults = read(nested);
  assert.equal(faults.length, 9);
  assert.deepEqual(faults.at(-1), ["relays nested too deep"]);
  let deep = "";
  for (let level = 0; level < 12; level++) {
    deep = `002d${(deep.length / 2).toString(16).padStart(4, "0")}${deep}`;
  }
  assert.deepEqual(read(`0f 000001 ${deep}`), [["options nested too deep"]]);
});
