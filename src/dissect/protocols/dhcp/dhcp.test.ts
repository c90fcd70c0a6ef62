import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../../testing.ts";
import { SAMPLES } from "../samples/dhcp.ts";
import { dhcp } from "./dhcp.ts";
import { vendorClassHints } from "./vendor-class.ts";

const CLIENT = { mac: "02000000aa01" };
const optionOf = (message: { fields: { options: { name: string; value: unknown }[] } }, name: string): unknown =>
  message.fields.options.find((option) => option.name === name)?.value;

test("a client says what it is", () => {
  const discover = dissectExchange(SAMPLES[0]!, [dhcp])[0]!;
  assert.equal(discover.operation, "discover");
  assert.equal(discover.fields.xid, 0x1234abcd);
  assert.equal(discover.fields.broadcast, true);
  assert.equal(discover.fields.chaddr, "02:00:00:00:aa:01");
  assert.ok(discover.claims.every((claim) => JSON.stringify(claim.about) === JSON.stringify(CLIENT)));
  assert.deepEqual(
    discover.claims.map((claim) => [claim.attribute, claim.value]),
    [
      ["name", "cam-07"],
      ["description", "AXIS,Network Camera,M0000,9.80.1"],
      ["vendor", "Axis"],
      ["kind", "Network Camera"],
      ["model", "M0000"],
      ["firmware", "9.80.1"],
      ["description", "https://maker.example/cam.json"],
    ],
  );
  assert.deepEqual(discover.notes, [
    { about: CLIENT, remark: { kind: "fingerprint", method: "DHCP options", value: "1,3,6,15,42,119" } },
  ]);
  assert.deepEqual(optionOf(discover, "vendor_identifying_vendor_class"), [{ enterprise: 9, value: "cam1" }]);
});

test("an offer's options are read by their kinds", () => {
  const offer = dissectExchange(SAMPLES[0]!, [dhcp])[1]!;
  assert.equal(offer.answers, 1);
  assert.equal(offer.fields.yiaddr, "192.0.2.99");
  assert.equal(optionOf(offer, "ip_address_lease_time"), 3600);
  assert.deepEqual(optionOf(offer, "domain_name_server"), ["192.0.2.1", "192.0.2.2"]);
  assert.deepEqual(optionOf(offer, "classless_static_route"), [
    { destination: "198.51.100.0/24", router: "192.0.2.1" },
    { destination: "0.0.0.0/0", router: "192.0.2.2" },
  ]);
  assert.equal(optionOf(offer, "time_offset"), -3600);
  assert.equal(optionOf(offer, "ip_forwarding"), true);
  assert.deepEqual(offer.notes, []);
});

test("a relay agent tells where the client hangs, and an acknowledgment binds its address", () => {
  const [, , request, ack] = dissectExchange(SAMPLES[0]!, [dhcp]);
  assert.deepEqual(
    request!.claims.map((claim) => [claim.attribute, claim.value]),
    [
      ["name", "cam-07"],
      ["domainName", "plant.example"],
    ],
  );
  assert.deepEqual(request!.notes[0]?.remark, {
    kind: "neighbor",
    method: "DHCP relay agent",
    port: "Gi0/07",
    remoteName: "020000000002",
  });
  assert.deepEqual(optionOf(request as never, "user_class"), ["cams"]);
  assert.deepEqual(ack!.notes, [
    { about: CLIENT, remark: { kind: "binding", method: "DHCP", mac: "02000000aa01", ip: "192.0.2.99" } },
  ]);
  assert.deepEqual(optionOf(ack as never, "client_system_architecture"), [0, 7]);
});

test("options go on in the file and server name fields", () => {
  const [nak] = dissectExchange(SAMPLES[1]!, [dhcp]);
  assert.equal(nak?.outcome, "nak");
  assert.equal(nak?.fields.sname, "");
  assert.equal(optionOf(nak as never, "message"), "no room");
  assert.equal(optionOf(nak as never, "root_path"), "/r");
});

test("a configuration token is told but never shown", () => {
  const release = dissectExchange(SAMPLES[1]!, [dhcp])[1]!;
  assert.deepEqual(release.notes, [
    { about: "sender", remark: { kind: "credential", method: "DHCP configuration token", exposure: "clear" } },
  ]);
  assert.ok(!JSON.stringify(release).includes("hidden"));
  assert.ok(!JSON.stringify(release).includes("68696464656e"));
  assert.deepEqual(optionOf(release, "user_class"), ["bare text"]);
  assert.equal((optionOf(release, "client_fqdn") as { name: string }).name, "cam.plant");
});

test("BOOTP without options is told as such", () => {
  const [, , request, reply] = dissectExchange(SAMPLES[1]!, [dhcp]);
  assert.equal(request?.operation, "boot_request");
  assert.equal(request?.fields.file, "image.bin");
  assert.equal(request?.fields.sname, "boot");
  assert.equal(reply?.operation, "boot_reply");
  assert.equal(reply?.notes[0]?.remark.kind, "binding");
});

test("wrong lengths, types and ends are faults", () => {
  const fixed = SAMPLES[1]!.messages[2]!.hex;
  const read = (hex: string): string[] | undefined =>
    dissectExchange({ name: "one", over: "udp", port: 67, messages: [{ from: "client", hex }] }, [dhcp])[0]?.faults.map(
      (fault) => fault.name,
    );
  assert.deepEqual(read(`${fixed} 63825363 350101 0c09 61 ff`), ["bad length"]);
  assert.deepEqual(read(`${fixed} 63825363 350101 0103 ffffff ff`), ["bad option length"]);
  assert.deepEqual(read(`${fixed} 63825363 350101`), ["missing end option"]);
  assert.deepEqual(read(`${fixed} 63825363 3501f0 ff`), ["unknown message type"]);
  assert.deepEqual(read(`00${fixed.slice(2)} 63825363 350101 ff`), ["bad op"]);
  assert.deepEqual(read("010106"), ["short"]);
});

test("well-known vendor classes hint at systems and makers", () => {
  const hint = (text: string): (string | number)[][] => vendorClassHints(text).map((one) => [one.attribute, one.value]);
  assert.deepEqual(hint("MSFT 5.0"), [["operatingSystem", "Windows"]]);
  assert.deepEqual(hint("android-dhcp-13"), [["operatingSystem", "Android 13"]]);
  assert.deepEqual(hint("udhcp 1.24.1"), [
    ["operatingSystem", "Linux"],
    ["software", "udhcp 1.24.1"],
  ]);
  assert.deepEqual(hint("dhcpcd-8.1.2:Linux-5.4.83:armv7l:BCM2835"), [
    ["software", "dhcpcd 8.1.2"],
    ["operatingSystem", "Linux 5.4.83"],
  ]);
  assert.deepEqual(hint("something else"), []);
});
