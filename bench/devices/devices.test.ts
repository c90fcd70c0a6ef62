import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assessCaptures } from "../../src/assess.ts";
import type { JudgedDevice } from "./compare.ts";
import { judge, SURE } from "./compare.ts";
import type { Label, TrueDevice } from "./labels.ts";
import { labelsOfTruth, readLabels } from "./labels.ts";
import { wholeDevices, wrongOf } from "./report.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CAPTURES = join(ROOT, "../shared/captures");
/** Small ones of several worlds; `npm run devices` reads them all. */
const SOME = [
  "bacnet/icsnpp-bacnet_example.pcap",
  "enip/emre-Ethernet_IP-ControlLogix_Logix5000_download_upload_run.pcap",
  "iomt/withing_wifi-03_02.pcap",
  "iot/sentinel/HueSwitch-Setup-A-1-STA.pcap",
  "iot/sentinel/WeMoInsightSwitch-Setup-A-1-STA.pcap",
  "it/tcpdump-LLDP_and_CDP.pcap",
  "s7comm/icsnpp-snap7.pcap",
];

async function judged(path: string, labels: readonly Label[]): Promise<JudgedDevice[]> {
  const { assessment } = await assessCaptures([path], "");
  return labels.map((label) => judge(label, assessment.devices));
}

/** Wrong statements in words, so that a failure shows them. */
function wrongIn(devices: readonly JudgedDevice[], least: number): string[] {
  return wrongOf(devices)
    .filter(({ verdict }) => verdict.confidence >= least)
    .map(({ device, verdict }) => `${device.label.device} ${verdict.attribute} "${verdict.found}"`);
}

test("nothing is stated wrongly of the devices of the sample site", async () => {
  const truth = JSON.parse(readFileSync(join(ROOT, "samples/plant-cell.truth.json"), "utf8")) as {
    devices: TrueDevice[];
  };
  const devices = await judged(
    join(ROOT, "samples/plant-cell.pcapng"),
    labelsOfTruth("plant-cell.pcapng", truth.devices),
  );
  assert.deepEqual(wrongIn(devices, 0), []);
  const { right, all } = wholeDevices(devices);
  assert.ok(all >= 15 && right === all, `vendor and role of ${right} of ${all} devices`);
});

describe("devices in captures of others are told as their labels say", () => {
  const labels = readLabels(new URL("labels.tsv", import.meta.url));
  for (const capture of SOME) {
    const path = join(CAPTURES, capture);
    const skip = existsSync(path) ? false : "the collection of captures is not beside the repository";
    test(capture, { skip }, async () => {
      const devices = await judged(
        path,
        labels.filter((label) => label.capture === capture),
      );
      assert.ok(devices.length > 0, "there are labels");
      assert.deepEqual(wrongIn(devices, SURE), []);
      const { right, all } = wholeDevices(devices);
      assert.ok(right >= all * 0.9, `vendor and role of ${right} of ${all} devices`);
    });
  }
});

test("labels name devices once, by an address, with something to judge", () => {
  const labels = readLabels(new URL("labels.tsv", import.meta.url));
  assert.ok(labels.length >= 120);
  const seen = new Set<string>();
  for (const { capture, device, expected, where } of labels) {
    const key = `${capture} ${device}`;
    assert.ok(!seen.has(key), `${key} stands twice`);
    seen.add(key);
    assert.match(device, /^([0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f.:]+)$/, key);
    assert.ok(Object.keys(expected).length > 0, key);
    assert.notEqual(where, "", key);
  }
});
