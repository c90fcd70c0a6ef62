import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { SAMPLES } from "./samples/ssdp.ts";
import { ssdp } from "./ssdp.ts";

test("a search and its answer say what both sides are", () => {
  const [search, answer, refusal] = dissectExchange(SAMPLES[0]!, [ssdp]);
  assert.equal(search?.operation, "m_search");
  assert.deepEqual(search?.objects, ["ssdp:all"]);
  assert.equal(search?.fields.mx, "3");
  assert.deepEqual(
    search?.claims.map((claim) => [claim.attribute, claim.value]),
    [
      ["operatingSystem", "Linux 6.1"],
      ["software", "Finder 2.0"],
      ["name", "desk 4"],
    ],
  );
  assert.equal(answer?.answers, 1);
  assert.equal(answer?.fields.status_code, 200);
  assert.equal(answer?.fields.location, "http://192.0.2.2:80/device.xml");
  assert.deepEqual(
    answer?.claims.map((claim) => [claim.attribute, claim.value]),
    [
      ["serial", "020000FFFE000001"],
      ["operatingSystem", "RTOS 2.1"],
      ["software", "Bridge 1.7.0"],
      ["kind", "MediaRenderer"],
    ],
  );
  assert.equal(refusal?.outcome, "503 Service Unavailable");
});

test("claims point to the header that says so", () => {
  const claim = dissectExchange(SAMPLES[0]!, [ssdp])[1]!.claims.find((one) => one.attribute === "software")!;
  assert.equal(claim.end - claim.start, "SERVER: RTOS/2.1, UPnP/1.0, Bridge/1.7.0\r\n".length);
});

test("notifications are told by what they announce", () => {
  const messages = dissectExchange(SAMPLES[1]!, [ssdp]);
  assert.deepEqual(
    messages.map((message) => message.operation),
    ["notify_alive", "notify_update", "notify_byebye"],
  );
  assert.deepEqual(messages[0]?.claims, []);
  assert.equal(messages[0]?.fields.bootid_upnp_org, "7");
});

test("wrong headers, methods and ends are faults", () => {
  const read = (text: string): string[] | undefined =>
    dissectExchange(
      {
        name: "one",
        over: "udp",
        port: 1900,
        messages: [{ from: "client", hex: Buffer.from(text, "latin1").toString("hex") }],
      },
      [ssdp],
    )[0]?.faults.map((fault) => fault.name);
  assert.deepEqual(read("M-SEARCH * HTTP/1.1\r\nST: a"), ["missing empty line"]);
  assert.deepEqual(read("M-SEARCH * HTTP/1.1\r\nnothing\r\n\r\n"), ["bad header"]);
  assert.deepEqual(read("GET / HTTP/1.1\r\n\r\n"), ["unknown method"]);
});

test("a device type of a maker's own is told with the maker, a numbered device name with its number", () => {
  const told = (urn: string, attribute: string, unique = "uuid:1"): string | undefined => {
    const text = `NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: ${urn}\r\nNTS: ssdp:alive\r\nUSN: ${unique}\r\n\r\n`;
    const hex = Buffer.from(text, "latin1").toString("hex");
    const [message] = dissectExchange({ name: "", over: "udp", port: 1900, messages: [{ from: "client", hex }] }, [
      ssdp,
    ]);
    return message?.claims.find((claim) => claim.attribute === attribute)?.value;
  };
  assert.equal(told("urn:schemas-upnp-org:device:MediaServer:1", "kind"), "MediaServer");
  assert.equal(told("urn:schemas-upnp-org:device:MediaServer:1", "vendor"), undefined);
  assert.equal(told("urn:Belkin:device:bridge:1", "kind"), "bridge (Belkin)");
  assert.equal(told("urn:Belkin:device:bridge:1", "vendor"), "Belkin");
  assert.equal(told("urn:schemas-upnp-org:device:Basic:1", "kind"), undefined);
  const numbered = (unique: string): string | undefined => told("upnp:rootdevice", "serial", unique);
  assert.equal(numbered("uuid:Socket-1_0-220000K0000001::upnp:rootdevice"), "220000K0000001");
  assert.equal(numbered("uuid:Socket-1_0-220000K0000001"), "220000K0000001");
  assert.equal(numbered("uuid:Socket-1_0-02000000AB01::upnp:rootdevice"), undefined, "a hardware address");
  assert.equal(numbered("uuid:2f402f80-da50-11e1-9b23-020000000001"), undefined);
});
