import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import { assessCaptures } from "./assess.ts";
import schema from "./export/assessment.schema.json" with { type: "json" };
import { assessmentJson } from "./export/json.ts";
import { REPORT_FILES, writeAssessment } from "./export/write.ts";
import { heavierAct } from "./model/act.ts";
import type { Assessment, Device } from "./model/assessment.ts";
import type { TimedFrame } from "./observe/testing.ts";
import { arp, udp } from "./observe/testing.ts";
import { tidyVendor } from "./observe/vendors.ts";
import type { SiteTruth, TrueDevice, TrueLink } from "./simulate/truth.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const sample = join(root, "samples", "plant-cell.pcapng");
const truth = JSON.parse(readFileSync(join(root, "samples", "plant-cell.truth.json"), "utf8")) as SiteTruth;
const shared = join(root, "..", "shared", "captures");
const validate = new Ajv2020.default({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

let assessment: Assessment;
let directory: string;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), "bulkhead-assess-"));
  ({ assessment } = await assessCaptures([sample], "test"));
});
after(() => rmSync(directory, { recursive: true }));

/** Reviewed differences between the truth and what the wire tells; the reasons are the point. */
const KNOWN_DEVICES: Readonly<Record<string, Partial<TrueDevice>>> = {
  // Its port is not mirrored: the MAC stands only in the truth.
  "meter-main": { macs: [], vlans: [] },
  // The role of the address follows from the traffic, the MAC is the router's.
  "www.example.com": { macs: [] },
  "ingest.example.net": { macs: [] },
  // The product code that these two tell of themselves is the maker's order number.
  "plc-dosing": { orderNumber: "BMX P34 2020" },
  "plc-pump": { orderNumber: "1769-L24ER-QB1B" },
};
/** What several names or none make of a device's name. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  // The broker's clients name themselves by MQTT, which is no host name.
  "gw-iiot": ["", "gw-iiot"],
  // One address, two names asked for.
  "www.example.com": ["www.example.com", "mail.example.com"],
};
/** Acts of the truth that the protocol's own messages do not show. */
const UNSEEN_ACTS: readonly string[] = [
  // The controller commands the drive by cyclic I/O; the Forward Open that sets it up moves nothing by itself.
  "plc-pump cip drive-pump",
  // Which way cyclic I/O acts is agreed in that Forward Open, on another flow.
  "plc-pump cipio drive-pump",
  // A password in the head of a page request: told as a credential, the request stays a read.
  "hmi-cell1 http cam-cell1",
];
/** Links of the truth that are not looked for one by one. */
const isLookedFor = (link: TrueLink): boolean =>
  // Clients ask DHCP from 0.0.0.0: no flow has both ends. What the server says to all is a link of its own.
  link.protocol !== "dhcp" &&
  // CIP rides in EtherNet/IP: one conversation, told as CIP.
  !(link.protocol === "enip" && link.transport === "tcp");

function named(name: string): Device {
  const real = truth.devices.find((device) => device.name === name) as TrueDevice;
  const found = assessment.devices.filter((device) => real.ips.some((ip) => device.ips.includes(ip)));
  assert.equal(found.length, 1, `${name} has one row`);
  return found[0];
}

/** Versions and serial numbers are written differently by protocol and maker; only that is taken away. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(v|0x)/, "")
    .replace(/\b0+(?=\d)/g, "");
}

describe("the sample site as it was made", () => {
  for (const real of truth.devices) {
    test(`${real.name} is one device with its identity`, () => {
      const device = named(real.name);
      const expected = { ...real, ...KNOWN_DEVICES[real.name] };
      assert.deepEqual(device.macs, expected.macs);
      assert.deepEqual(device.ips, expected.ips);
      if (expected.macs.length > 0) assert.deepEqual(device.vlans, expected.vlans);
      if (real.vendor !== "" && expected.macs.length > 0) assert.equal(device.vendor, tidyVendor(real.vendor));
      for (const attribute of ["orderNumber", "firmware", "serial"] as const) {
        assert.equal(plain(device[attribute]), plain(expected[attribute]), attribute);
      }
      // A model may stand in a description that names no field for it; a wrong one may not stand anywhere.
      const words = device.attributes.flatMap((entry) => entry.candidates.map((candidate) => candidate.value));
      if (real.model === "") assert.equal(device.model, "");
      else
        assert.ok(
          words.some((word) => word.includes(real.model)),
          `model ${real.model} in ${words.join("; ")}`,
        );
      const names = OTHER_NAMES[real.name] ?? [real.hostName];
      assert.ok(names.includes(device.hostName), `name ${device.hostName}, not ${names.join(" or ")}`);
      assert.equal(device.presence === "spoke", real.speaks && expected.macs.length > 0);
    });
  }

  test("there is no device beside the true ones", () => {
    assert.equal(assessment.devices.length, truth.devices.length);
  });

  for (const real of truth.links.filter(isLookedFor)) {
    test(`${real.client} speaks ${real.protocol} with ${real.server}`, () => {
      const client = named(real.client).id;
      const server = named(real.server).id;
      const link = assessment.links.find(
        (entry) => entry.client === client && entry.server === server && entry.protocol === real.protocol,
      );
      assert.ok(link !== undefined);
      assert.equal(link.port, real.port);
      assert.equal(link.transport, real.transport === "icmp" ? "ip" : real.transport);
      if (real.acts.length > 1 && !UNSEEN_ACTS.includes(`${real.client} ${real.protocol} ${real.server}`)) {
        const heaviest = real.acts.reduce(heavierAct);
        assert.equal(heavierAct(link.act, heaviest), link.act, `${link.act} is no lighter than ${heaviest}`);
      }
    });
  }

  test("no conversation between two devices is invented or turned around", () => {
    const known = new Set(
      truth.links.map(({ client, server, protocol }) => `${named(client).id} ${named(server).id} ${protocol}`),
    );
    const invented = assessment.links.filter(
      ({ client, server, protocol, transport }) =>
        transport !== "ethernet" && server !== "" && !known.has(`${client} ${server} ${protocol}`),
    );
    assert.deepEqual(
      invented.map(({ clientAddress, serverAddress, protocol }) => `${clientAddress} ${serverAddress} ${protocol}`),
      [],
    );
  });

  const DETECTIONS: Readonly<Record<string, string>> = {
    "anonymous MQTT": "anonymous-mqtt",
    "default community": "default-snmp-community",
    "credentials in clear": "clear-text-credentials",
    "obsolete TLS": "obsolete-tls",
    "certificate trouble": "certificate-trouble",
    "obsolete SMB": "smb1",
    "program upload": "program-operations",
    "controller stop": "program-operations",
    "program download": "program-operations",
    "controller start": "program-operations",
    "plant device on the internet": "ot-to-internet",
    "skips levels": "skips-levels",
    "unauthenticated write": "unauthenticated-writes",
  };
  for (const event of truth.events.filter(({ kind }) => kind !== "operator writes a set-point")) {
    test(`${event.kind}: ${event.actor} and ${event.target} are pointed out`, () => {
      const concerned = [named(event.actor).id, named(event.target).id];
      const found = assessment.findings.filter(
        (finding) =>
          finding.detection === DETECTIONS[event.kind] && concerned.every((device) => finding.devices.includes(device)),
      );
      assert.ok(found.length > 0, DETECTIONS[event.kind] ?? "no detection is named for it");
      assert.ok(found.some(({ evidence }) => evidence.some(({ frame }) => frame > 0)));
    });
  }

  test("an operator's ordinary set-points raise nothing that needs a person", () => {
    const operator = named("hmi-cell1").id;
    const grave = assessment.findings.filter(
      ({ severity, devices }) => (severity === "critical" || severity === "high") && devices.includes(operator),
    );
    assert.deepEqual(
      grave.map(({ title }) => title),
      [],
    );
  });

  test("what the capture hides is told", () => {
    const spot = (reason: string) => assessment.blindSpots.find((entry) => entry.reason === reason);
    assert.deepEqual(spot("One direction only")?.devices, [named("meter-main").id]);
    assert.equal(spot("Dropped by the capturing machine")?.frames, truth.capture.droppedByMirror);
    assert.deepEqual(
      spot("Behind a router")?.devices.toSorted(),
      [named("www.example.com").id, named("ingest.example.net").id].sort(),
    );
    for (const reason of ["Frames seen twice", "Encrypted", "Gaps in conversations", "Never on the wire"]) {
      assert.ok(spot(reason) !== undefined, reason);
    }
    for (const reason of ["Addresses without an answer", "Fault of Bulkhead itself", "Not dissected"]) {
      assert.equal(spot(reason), undefined, reason);
    }
  });

  test("credentials are told without their secrets", () => {
    const text = [...assessmentJson(assessment)].join("");
    assert.ok(assessment.devices.some((device) => device.credentials.length > 0));
    assert.ok(!text.includes("sample-secret"));
  });

  test("every number of the summary is the count of what is listed", () => {
    const { summary } = assessment;
    assert.equal(summary.frames, truth.capture.frames);
    assert.equal(summary.devices, assessment.devices.length);
    assert.equal(summary.links, assessment.links.length);
    assert.equal(
      summary.levels.reduce((sum, level) => sum + level.devices, 0),
      assessment.devices.length,
    );
    const { critical, high, medium, low } = summary.findings;
    assert.equal(critical + high + medium + low, assessment.findings.length);
    const ids = new Set(assessment.devices.map((device) => device.id));
    const links = new Set(assessment.links.map((link) => link.id));
    assert.equal(ids.size, assessment.devices.length);
    assert.equal(links.size, assessment.links.length);
    for (const link of assessment.links)
      assert.ok(ids.has(link.client) && (link.server === "" || ids.has(link.server)));
    for (const finding of assessment.findings) {
      assert.ok(finding.devices.every((device) => ids.has(device)) && finding.links.every((link) => links.has(link)));
    }
  });
});

describe("the same captures give the same bytes", () => {
  test("in all four files", async () => {
    const again = await assessCaptures([sample], "test");
    const one = join(directory, "one");
    const other = join(directory, "other");
    writeAssessment(one, assessment);
    writeAssessment(other, again.assessment);
    for (const name of REPORT_FILES) {
      assert.ok(readFileSync(join(one, name)).equals(readFileSync(join(other, name))), name);
    }
  });

  test("in whatever order they are named, but for their numbers", async () => {
    const hmi = ["001b1b000002", "10.0.0.2", 40000] as const;
    const plc = ["001b1b000001", "10.0.0.1", 502] as const;
    const frames = (offset: number): TimedFrame[] =>
      Array.from({ length: 30 }, (_, index) => ({
        time: 1000 + index + offset,
        bytes:
          index % 3 === 0
            ? arp(1, [hmi[0], hmi[1]], [plc[0], plc[1]])
            : index % 3 === 1
              ? udp([...hmi], [...plc], [index])
              : udp([...plc], [...hmi], [index]),
      }));
    const first = join(directory, "first.pcap");
    const second = join(directory, "second.pcap");
    writeFileSync(first, pcap(frames(0)));
    writeFileSync(second, pcap(frames(0.5)));
    const forth = (await assessCaptures([first, second], "test")).assessment;
    const back = (await assessCaptures([second, first], "test")).assessment;
    assert.equal(forth.summary.frames, 60);
    back.captures.reverse();
    const swapped = JSON.parse(JSON.stringify(back), (key, value) => (key === "capture" ? 1 - value : value));
    assert.deepEqual(swapped, JSON.parse(JSON.stringify(forth)));
  });
});

/** Frames as a pcap file: microseconds, little-endian, Ethernet. */
function pcap(frames: readonly TimedFrame[]): Uint8Array {
  const size = frames.reduce((sum, { bytes }) => sum + 16 + bytes.length, 24);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262144, true);
  view.setUint32(20, 1, true);
  let at = 24;
  for (const { time, bytes } of frames) {
    view.setUint32(at, Math.floor(time), true);
    view.setUint32(at + 4, Math.round((time - Math.floor(time)) * 1e6), true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, bytes.length, true);
    file.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return file;
}

test("the sample's assessment keeps to the published schema", () => {
  assert.ok(
    validate(JSON.parse([...assessmentJson(assessment)].join(""))),
    JSON.stringify(validate.errors?.slice(0, 5)),
  );
});

const skip = existsSync(shared) ? false : "the shared captures are not here";

/** Seconds of work since a reading of `process.cpuUsage`: unlike time, the same on a busy machine. */
function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

describe("real captures", { skip }, () => {
  const paths = skip
    ? []
    : globSync("**/*.{pcap,pcapng,cap,gz,zst}", { cwd: shared })
        .filter((path) => !path.includes(".truth/"))
        .sort();

  test("each is assessed without a fault of our own, in bounded time, within the schema", async () => {
    assert.ok(paths.length > 300);
    const wrong: string[] = [];
    for (const path of paths) {
      const began = process.cpuUsage();
      const site = (await assessCaptures([join(shared, path)], "test")).assessment;
      if (cpuSeconds(began) > 20) wrong.push(`${path} takes long`);
      for (const { reason, where } of site.blindSpots)
        if (reason.startsWith("Fault of")) wrong.push(`${path}: ${where}`);
      if (!validate(site)) wrong.push(`${path}: ${JSON.stringify(validate.errors?.[0])}`);
      for (const { ips, macs } of site.devices) {
        if (ips.length + macs.length === 0) wrong.push(`${path}: a device without an address`);
        if (macs.includes("ff:ff:ff:ff:ff:ff") || ips.includes("255.255.255.255"))
          wrong.push(`${path}: a broadcast device`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test("who draws conversations to itself is told where it happens, and nowhere in clean plants", async () => {
    const redirected = async (path: string): Promise<string[]> =>
      (await assessCaptures([join(shared, path)], "test")).assessment.findings
        .filter(({ detection }) => detection === "redirected-traffic" || detection === "address-conflict")
        .map(({ detection, title }) => `${detection}: ${title}`);
    const told = await redirected(join("attacks", "chrissanders-arppoison.pcapng"));
    assert.equal(told.length, 1);
    assert.match(
      told[0] as string,
      /^redirected-traffic: Network card 00:25:b3:bf:91:ee claims the address 172\.16\.0\.1/,
    );
    const clean = paths.filter((path) => /^(iot|enip|bacnet)\b|qutdnp3-control/.test(path));
    assert.ok(clean.length > 30, `${clean.length} captures`);
    for (const path of clean) assert.deepEqual(await redirected(path), [], path);
  });

  test("all together are one site, in bounded time and memory", async () => {
    const began = process.cpuUsage();
    const { assessment: site, read } = await assessCaptures(
      paths.map((path) => join(shared, path)),
      "test",
    );
    assert.equal(read.captures.length, paths.length);
    assert.ok(site.summary.frames > 500_000);
    assert.deepEqual(
      site.blindSpots.filter(({ reason }) => reason.startsWith("Fault of")).map(({ where }) => where),
      [],
    );
    const seconds = cpuSeconds(began);
    assert.ok(seconds < 60, `${seconds.toFixed(1)} s`);
    assert.ok(process.memoryUsage().rss < 2e9);
  });
});
