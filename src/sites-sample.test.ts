import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { assessCaptures } from "./assess.ts";
import { PROTOCOLS } from "./dissect/protocols/list.ts";
import type { Assessment, Device } from "./model/assessment.ts";
import { tidyVendor } from "./observe/vendors.ts";
import type { PlayedDevice, PlayedTruth } from "./simulate/site/play.ts";
import { LIBRARY, simulateSite } from "./simulate/write.ts";

const SECOND = 1_000_000_000;
/** Long enough for every poll, announcement and scenario of the library. */
const DURATION = 240 * SECOND;
const DISSECTED = new Set(PROTOCOLS.map((protocol) => protocol.name));

/** Scenarios whose traffic a detection of today knows, and which. */
const DETECTED: Readonly<Record<string, string>> = {
  "arp-spoof": "address-conflict",
  "brute-force": "clear-text-credentials",
  "default-credentials": "default-credentials",
  "dnp3-restart": "program-operations",
  "modbus-register-writes": "unauthenticated-writes",
  "mqtt-hijack": "anonymous-mqtt",
  "plc-stop": "program-operations",
  "port-scan": "scanning",
  "program-download": "program-operations",
};

const sites = readdirSync(LIBRARY)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -5))
  .sort();

for (const name of sites) {
  describe(`the site ${name} is assessed as it was made`, async () => {
    const directory = mkdtempSync(join(tmpdir(), "bulkhead-site-"));
    const capture = join(directory, `${name}.pcapng`);
    let truth: PlayedTruth;
    let assessment: Assessment;
    try {
      truth = simulateSite({ site: name, out: capture, duration: DURATION, scale: 1, truth: "" });
      ({ assessment } = await assessCaptures([capture], "0"));
    } finally {
      rmSync(directory, { recursive: true });
    }
    const found = (expected: PlayedDevice): Device | undefined =>
      assessment.devices.find(
        (device) =>
          device.macs.some((mac) => expected.macs.includes(mac)) || device.ips.some((ip) => expected.ips.includes(ip)),
      );
    const speaking = truth.devices.filter((device) => device.speaks);

    // Who is impersonated by ARP may be taken for one with the impostor.
    const impersonated = new Set(
      truth.attacks.filter((attack) => attack.kind === "arp-spoof").flatMap((attack) => attack.targets),
    );

    test("its capture is whole and its addresses are all read", () => {
      assert.equal(assessment.captures[0].faults.length, 0);
      assert.equal(assessment.captures[0].frames, truth.capture.frames);
    });

    test("every device that speaks is found, once", () => {
      const missing = speaking.filter((device) => found(device) === undefined).map((device) => device.name);
      assert.deepEqual(missing, []);
      const owners = new Map<string, string>();
      const merged: string[] = [];
      for (const device of speaking) {
        const id = found(device)?.id ?? "";
        const other = owners.get(id);
        if (other !== undefined && !impersonated.has(device.name)) merged.push(`${device.name} is one with ${other}`);
        owners.set(id, device.name);
      }
      assert.deepEqual(merged, []);
    });

    test("no device is invented", () => {
      const macs = new Set(truth.devices.flatMap((device) => device.macs));
      const ips = new Set(truth.devices.flatMap((device) => device.ips));
      const asked = new Set(truth.attacks.flatMap((attack) => attack.targets));
      const invented = assessment.devices.filter(
        (device) =>
          !device.macs.some((mac) => macs.has(mac)) &&
          !device.ips.some((ip) => ips.has(ip)) &&
          !asked.has(device.label),
      );
      assert.deepEqual(
        invented.map((device) => `${device.label} ${device.macs.join()} ${device.ips.join()} ${device.presence}`),
        [],
      );
    });

    test("identities are those that were told", () => {
      const wrong: string[] = [];
      const byName = new Map(truth.devices.map((device) => [device.name, device]));
      const plain = (attribute: string, value: string): string => {
        if (attribute === "vendor") return tidyVendor(value);
        return value.toLowerCase().replace(attribute === "firmware" ? /^v/ : "", "");
      };
      for (const { device: name, attribute, value, protocol } of truth.identities) {
        const expected = byName.get(name);
        if (!DISSECTED.has(protocol) || expected === undefined || !expected.speaks) continue;
        if (impersonated.has(name)) continue;
        const got = found(expected)?.[attribute] ?? "";
        if (plain(attribute, got) !== plain(attribute, value)) {
          wrong.push(`${name} ${attribute} "${got}", not "${value}" (${protocol})`);
        }
      }
      for (const expected of speaking) {
        // Where the address names only the maker of the network module, the assessment says so.
        const vendor = (found(expected)?.vendor ?? "").replace(" (network module)", "");
        if (expected.vendor !== "" && vendor !== tidyVendor(expected.vendor)) {
          wrong.push(`${expected.name} vendor "${vendor}", not "${tidyVendor(expected.vendor)}"`);
        }
      }
      assert.deepEqual(wrong, []);
    });

    test("levels are those of the truth, or ones that a fair reader could argue for; few stay open", () => {
      const wrong: string[] = [];
      const readable = new Set(
        truth.links.filter((link) => DISSECTED.has(link.protocol)).flatMap((link) => [link.client, link.server]),
      );
      // Who attacks is placed by what he pretends to be.
      const deceivers = new Set(truth.attacks.map((attack) => attack.actor));
      let open = 0;
      for (const expected of speaking) {
        const level = found(expected)?.level.level;
        if (level === undefined || deceivers.has(expected.name)) continue;
        const levels = [expected.level, ...expected.alsoLevels];
        if (level === "Not placed") open += readable.has(expected.name) ? 1 : 0;
        else if (!levels.includes(level))
          wrong.push(`${expected.name} (${expected.role}) on ${level}, not ${levels.join(" or ")}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(open <= speaking.length * 0.2, `${open} of ${speaking.length} are not placed`);
    });

    test("roles are those of the truth or look the same on the wire; what cannot be told stays unknown", () => {
      const deceivers = new Set(truth.attacks.map((attack) => attack.actor));
      const wrong: string[] = [];
      for (const expected of speaking) {
        const role = found(expected)?.role ?? "unknown";
        const roles = [expected.role, ...expected.alsoRoles, "unknown"];
        if (!roles.includes(role) && !deceivers.has(expected.name))
          wrong.push(`${expected.name} (${expected.role}) as ${role}`);
      }
      // One in twenty may be taken for something else, and at least one.
      assert.ok(wrong.length <= Math.max(1, speaking.length / 20), wrong.join("; "));
    });

    test("what attacks look like is among the findings, with the one who does it", () => {
      const missed: string[] = [];
      for (const attack of truth.attacks) {
        const detection = DETECTED[attack.kind];
        const actor = truth.devices.find((device) => device.name === attack.actor);
        if (detection === undefined || actor === undefined) continue;
        const id = found(actor)?.id ?? "";
        const hit = assessment.findings.some((each) => each.detection === detection && each.devices.includes(id));
        if (!hit) missed.push(`${attack.kind} by ${attack.actor} is no finding of ${detection}`);
      }
      assert.deepEqual(missed, []);
    });

    test("values of the process are found where they stand on the wire", () => {
      const byName = new Map(truth.devices.map((device) => [device.name, device]));
      const told = new Set(assessment.points.map((point) => point.protocol));
      const labels = new Set(assessment.points.map((point) => `${point.device} ${point.protocol} ${point.label}`));
      const anywhere = new Set(assessment.points.map((point) => `${point.protocol} ${point.label}`));
      const missing: string[] = [];
      for (const { device: name, protocol, address } of truth.points) {
        const device = byName.get(name);
        if (!told.has(protocol) || device === undefined || !device.speaks) continue;
        // A topic belongs to its broker.
        const known =
          protocol === "mqtt"
            ? anywhere.has(`mqtt ${address}`)
            : labels.has(`${found(device)?.id} ${protocol} ${address}`);
        if (!known) missing.push(`${name} ${protocol} ${address}`);
      }
      assert.deepEqual(missing, []);
    });

    test("links and what they do are found", () => {
      const byName = new Map(truth.devices.map((device) => [device.name, device]));
      const wrong: string[] = [];
      for (const link of truth.links) {
        if (!DISSECTED.has(link.protocol)) continue;
        const client = byName.get(link.client);
        const server = byName.get(link.server);
        if (client === undefined || server === undefined || (!client.speaks && !server.speaks)) continue;
        const clientId = found(client)?.id;
        const serverId = found(server)?.id;
        const same = assessment.links.filter((each) => each.client === clientId && each.server === serverId);
        const mine = same.filter((each) => each.protocol === link.protocol);
        if (mine.length === 0) {
          const seen = same.map((each) => each.protocol).join(", ");
          wrong.push(
            `${link.client} to ${link.server} over ${link.protocol} is missing${seen === "" ? "" : ` (only ${seen})`}`,
          );
          continue;
        }
        const acts = new Set(mine.flatMap((each) => each.operations.map((operation) => operation.act)));
        const lacking = link.acts.filter((act) => act !== "other" && !acts.has(act));
        if (lacking.length > 0)
          wrong.push(`${link.client} to ${link.server} over ${link.protocol}: no ${lacking.join(", ")}`);
      }
      assert.deepEqual(wrong, []);
    });
  });
}
