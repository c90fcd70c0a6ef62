import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ACTS } from "../model/act.ts";
import { DOMAINS, LEVELS, ROLES } from "../model/role.ts";
import { simulatePlantCell } from "./plant-cell.ts";
import { SAMPLE_SEED } from "./write.ts";

const samples = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "samples");
const site = simulatePlantCell(SAMPLE_SEED);
const { frames, truth } = site;

/** Sum of 16-bit words folded: 0xffff where the checksum inside is right. */
function foldedSum(bytes: Uint8Array, begin: number, end: number, first: number): number {
  let sum = first;
  for (let index = begin; index < end; index++) sum += (index - begin) % 2 === 0 ? bytes[index] << 8 : bytes[index];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

const mac = (bytes: Uint8Array, at: number) =>
  Array.from(bytes.subarray(at, at + 6), (byte) => byte.toString(16).padStart(2, "0")).join(":");
const ip = (bytes: Uint8Array, at: number) => bytes.subarray(at, at + 4).join(".");
const word = (bytes: Uint8Array, at: number) => (bytes[at] << 8) | bytes[at + 1];
const long = (bytes: Uint8Array, at: number) => word(bytes, at) * 65536 + word(bytes, at + 2);
const named = (name: string) => {
  const device = truth.devices.find((each) => each.name === name);
  assert.ok(device, name);
  return device;
};
/** Frames that carry IPv4, all of which are tagged. */
const packets = frames.filter(({ bytes }) => word(bytes, 12) === 0x8100 && word(bytes, 16) === 0x0800);

test("the same seed gives identical bytes, another seed does not", () => {
  const again = simulatePlantCell(SAMPLE_SEED);
  assert.deepEqual(again.capture, site.capture);
  assert.deepEqual(again.truth, truth);
  assert.notDeepEqual(simulatePlantCell(SAMPLE_SEED + 1).capture, site.capture);
});

test("the committed sample is what the simulator makes today; npm run simulate renews it", () => {
  assert.ok(existsSync(join(samples, "plant-cell.pcapng")));
  const committed = new Uint8Array(readFileSync(join(samples, "plant-cell.pcapng")));
  assert.ok(committed.length < 1_500_000);
  assert.ok(Buffer.compare(committed, site.capture) === 0, "samples/plant-cell.pcapng differs");
  assert.deepEqual(JSON.parse(readFileSync(join(samples, "plant-cell.truth.json"), "utf8")), truth);
});

test("the file is blocks from end to end, times never run backwards", () => {
  const { capture } = site;
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const counts = new Map<number, number>();
  let last = 0n;
  let offset = 0;
  while (offset < capture.length) {
    const type = view.getUint32(offset, true);
    const length = view.getUint32(offset + 4, true);
    assert.ok(length >= 12 && length % 4 === 0 && offset + length <= capture.length, `block at ${offset}`);
    assert.equal(view.getUint32(offset + length - 4, true), length);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (type === 6) {
      const time = (BigInt(view.getUint32(offset + 12, true)) << 32n) | BigInt(view.getUint32(offset + 16, true));
      assert.ok(time >= last);
      last = time;
    }
    offset += length;
  }
  assert.deepEqual(Object.fromEntries(counts), { [0x0a0d0d0a]: 1, 1: 1, 5: 1, 6: truth.capture.frames });
});

test("every checksum of IPv4, TCP, UDP and ICMP is right", () => {
  for (const [index, { bytes }] of packets.entries()) {
    const end = 18 + word(bytes, 20);
    assert.ok(end <= bytes.length);
    assert.equal(foldedSum(bytes, 18, 38, 0), 0xffff, `header of packet ${index}`);
    const protocol = bytes[27];
    const pseudo = protocol === 1 ? 0 : foldedSum(bytes, 30, 38, protocol + end - 38);
    assert.equal(foldedSum(bytes, 38, end, pseudo), 0xffff, `payload of packet ${index}`);
  }
  assert.ok(packets.length > 8000);
});

test("TCP leaves no gap but where the mirror lost a frame", () => {
  const expected = new Map<string, number>();
  let gaps = 0;
  for (const { bytes } of packets) {
    if (bytes[27] !== 6) continue;
    const key = `${word(bytes, 14)} ${ip(bytes, 30)}:${word(bytes, 38)} ${ip(bytes, 34)}:${word(bytes, 40)}`;
    const flags = bytes[51];
    const length = 18 + word(bytes, 20) - 38 - (bytes[50] >> 4) * 4;
    const sequence = long(bytes, 42);
    const ahead = (sequence - (expected.get(key) ?? sequence)) | 0;
    if (ahead > 0 && (flags & 2) === 0) gaps++;
    const next = (sequence + length + (flags & 2 ? 1 : 0) + (flags & 1 ? 1 : 0)) >>> 0;
    if (!expected.has(key) || ((next - (expected.get(key) as number)) | 0) > 0 || (flags & 2) !== 0)
      expected.set(key, next);
  }
  assert.ok(gaps <= truth.capture.droppedByMirror, `${gaps} gaps, ${truth.capture.droppedByMirror} frames lost`);
});

test("the office PC shows its own MAC in its VLAN, and the router's with one hop less in the plant", () => {
  const office = named("pc-office-17");
  const router = named("rt-plant");
  const seen = new Set<string>();
  for (const { bytes } of packets) {
    if (ip(bytes, 30) !== office.ips[0] || ip(bytes, 34) !== named("plc-dosing").ips[0]) continue;
    seen.add(`${word(bytes, 14)} ${mac(bytes, 6)} ${bytes[26]}`);
  }
  assert.deepEqual([...seen].sort(), [`10 ${router.macs[0]} 127`, `40 ${office.macs[0]} 128`]);
});

describe("the truth", () => {
  test("uses the model's words", () => {
    for (const device of truth.devices) {
      assert.ok(ROLES.includes(device.role), device.role);
      assert.ok(DOMAINS.includes(device.domain), device.domain);
      for (const level of [device.level, ...device.alsoLevels]) assert.ok(LEVELS.includes(level), level);
    }
    for (const link of truth.links) for (const act of link.acts) assert.ok(ACTS.includes(act), act);
  });

  test("names only its own devices", () => {
    const names = new Set(truth.devices.map((device) => device.name));
    for (const { client, server } of truth.links) assert.ok(names.has(client) && names.has(server));
    for (const { actor, target } of truth.events) assert.ok(names.has(actor) && names.has(target));
    for (const { devices } of truth.hidden) for (const name of devices) assert.ok(names.has(name), name);
  });

  test("says who speaks: those devices' MACs send frames, the others' never do", () => {
    const senders = new Set(frames.map(({ bytes }) => mac(bytes, 6)));
    for (const device of truth.devices) {
      for (const address of device.macs) assert.equal(senders.has(address), device.speaks, device.name);
    }
    const known = new Set(truth.devices.flatMap((device) => device.macs));
    for (const sender of senders) assert.ok(known.has(sender), sender);
  });

  test("tells only links that the capture shows", () => {
    const shown = new Set<string>();
    for (const { bytes } of packets) {
      const ports = bytes[27] === 1 ? [0, 0] : [word(bytes, 38), word(bytes, 40)];
      shown.add(`${ip(bytes, 30)} to ${ip(bytes, 34)} ${bytes[27]} ${ports[1]}`);
      shown.add(`${ip(bytes, 34)} from ${ip(bytes, 30)} ${bytes[27]} ${ports[0]}`);
    }
    const number = { tcp: 6, udp: 17, sctp: 132, icmp: 1, ethernet: 0 };
    for (const link of truth.links) {
      // DHCP goes to all both ways. Other questions to all are known by their answers.
      if (link.protocol === "dhcp") continue;
      const [client] = named(link.client).ips;
      const rest = `${number[link.transport]} ${link.port}`;
      const found = named(link.server).ips.some(
        (server) => shown.has(`${client} to ${server} ${rest}`) || shown.has(`${client} from ${server} ${rest}`),
      );
      assert.ok(found, `${link.client} to ${link.server} over ${link.protocol}`);
    }
  });

  test("has the violations that a reader of the capture should find", () => {
    const kinds = new Set(truth.events.map((event) => event.kind));
    for (const kind of [
      "skips levels",
      "unauthenticated write",
      "plant device on the internet",
      "credentials in clear",
      "default community",
      "obsolete TLS",
      "certificate trouble",
      "obsolete SMB",
      "anonymous MQTT",
      "program download",
      "controller stop",
    ]) {
      assert.ok(kinds.has(kind), kind);
    }
    for (const event of truth.events) assert.ok(event.time >= truth.period.from && event.time <= truth.period.to);
  });
});

interface List<T> {
  size(): number;
  get(index: number): T;
}

interface Session {
  load(): { code: number; summary: { packet_count: number } };
  getFrames(filter: string, skip: number, limit: number): { matched: number; frames: List<{ columns: List<string> }> };
  delete(): void;
}

test("Wireshark finds nothing malformed, no wrong checksum, and every protocol as meant", async (context) => {
  let script: string;
  try {
    script = createRequire(import.meta.url).resolve("@goodtools/wiregasm/dist/wiregasm.js");
  } catch {
    context.skip("@goodtools/wiregasm is not installed");
    return;
  }
  const { default: load } = await import(pathToFileURL(script).href);
  const library = await load({
    locateFile: (name: string) => script.replace(/wiregasm\.js$/, name),
    print: () => {},
    printErr: () => {},
    handleStatus: () => {},
  });
  const checks = ["ip", "tcp", "udp"].map((protocol) => `${protocol}.check_checksum: TRUE\n`).join("");
  const columns = 'gui.column.format: "protocols", "%Cus:frame.protocols:0:R"\n';
  library.FS.writeFile("/wireshark/preferences", checks + columns);
  library.init();
  library.FS.writeFile("/uploads/capture", site.capture);
  const session: Session = new library.DissectSession("/uploads/capture");
  assert.equal(session.load().summary.packet_count, truth.capture.frames);
  const count = (filter: string) => session.getFrames(filter, 0, 1).matched;
  const checksums = ["ip", "tcp", "udp"].map((protocol) => `${protocol}.checksum.status == 0`);
  const error = "_ws.expert.severity == 8388608";
  assert.equal(count(["_ws.malformed", error, ...checksums].join(" || ")), 0);
  assert.equal(count("tcp.checksum.status == 1 || udp.checksum.status == 1"), count("tcp || udp"));
  const { frames: rows } = session.getFrames("", 0, truth.capture.frames);
  const seen = new Set<string>();
  for (let index = 0; index < rows.size(); index++) {
    for (const protocol of rows.get(index).columns.get(0).split(":")) seen.add(protocol);
  }
  for (const protocol of [...truth.links.map((link) => link.protocol), "lldp", "mdns", "ssdp", "arp"]) {
    assert.ok(seen.has(protocol), protocol);
  }
  session.delete();
});
