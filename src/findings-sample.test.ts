import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assessCaptures } from "./assess.ts";
import type { Assessment } from "./model/assessment.ts";

const samples = join(dirname(dirname(fileURLToPath(import.meta.url))), "samples");

interface Truth {
  devices: { name: string; ips: string[] }[];
  events: { kind: string; actor: string; target: string }[];
}

/** Which detection must tell of which event of the sample's truth. */
const TOLD_BY: Readonly<Record<string, string>> = {
  "anonymous MQTT": "anonymous-mqtt",
  "default community": "default-snmp-community",
  "credentials in clear": "clear-text-credentials",
  "obsolete TLS": "obsolete-tls",
  "certificate trouble": "certificate-trouble",
  "obsolete SMB": "smb1",
  "operator writes a set-point": "unauthenticated-writes",
  "program upload": "program-operations",
  "controller stop": "program-operations",
  "program download": "program-operations",
  "controller start": "program-operations",
  "plant device on the internet": "ot-to-internet",
  "skips levels": "skips-levels",
  "unauthenticated write": "unauthenticated-writes",
};
/** Detections that may speak of the sample beyond its events: they follow from them. */
const FOLLOWS = new Set(["weak-cipher", "obsolete-protocols"]);

describe("the sample plant cell", () => {
  const truth = JSON.parse(readFileSync(join(samples, "plant-cell.truth.json"), "utf8")) as Truth;
  let assessment: Assessment;
  before(async () => {
    assessment = (await assessCaptures([join(samples, "plant-cell.pcapng")], "0")).assessment;
  });
  const idOf = (name: string): string => {
    const ips = truth.devices.find((device) => device.name === name)?.ips ?? [];
    return assessment.devices.find((device) => device.ips.some((ip) => ips.includes(ip)))?.id ?? `no ${name}`;
  };
  const tells = (event: Truth["events"][number], finding: Assessment["findings"][number]): boolean =>
    finding.detection === TOLD_BY[event.kind] &&
    finding.devices.includes(idOf(event.actor)) &&
    finding.devices.includes(idOf(event.target));

  for (const event of truth.events) {
    test(`${event.kind} of ${event.actor} at ${event.target} is told`, () => {
      assert.ok(
        assessment.findings.some((finding) => tells(event, finding)),
        `${TOLD_BY[event.kind] ?? "no detection"} among ${assessment.findings.map((finding) => finding.title).join("\n")}`,
      );
    });
  }

  test("nothing else is said above a low severity", () => {
    const others = assessment.findings.filter(
      (finding) =>
        finding.severity !== "low" &&
        !FOLLOWS.has(finding.detection) &&
        !truth.events.some((event) => tells(event, finding)),
    );
    assert.deepEqual(
      others.map((finding) => finding.title),
      [],
    );
  });

  test("the office write is worse than the operator's", () => {
    const severityOf = (actor: string): string[] =>
      assessment.findings
        .filter((finding) => finding.detection === "unauthenticated-writes" && finding.devices.includes(idOf(actor)))
        .map((finding) => finding.severity);
    assert.deepEqual(severityOf("pc-office-17"), ["critical"]);
    assert.deepEqual(severityOf("hmi-cell1"), ["low"]);
  });
});
