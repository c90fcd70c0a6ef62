import type { JudgedDevice, Verdict } from "./compare.ts";
import { SURE } from "./compare.ts";
import type { Judged } from "./labels.ts";
import { areaOf, JUDGED } from "./labels.ts";

/** Counts of verdicts. */
export interface Count {
  right: number;
  wrong: number;
  missing: number;
}

/** Counts of one attribute: where the bytes say it, where only the label knows, and where nothing may be said. */
export interface Sums {
  said: Count;
  label: Count;
  silent: Count;
}

function emptySums(): Sums {
  const count = (): Count => ({ right: 0, wrong: 0, missing: 0 });
  return { said: count(), label: count(), silent: count() };
}

/** Counts per attribute. */
export function sumsOf(devices: readonly JudgedDevice[]): Record<Judged, Sums> {
  const sums = Object.fromEntries(JUDGED.map((attribute) => [attribute, emptySums()])) as Record<Judged, Sums>;
  for (const { verdicts } of devices) {
    for (const { attribute, expectation, outcome } of verdicts) {
      const { kind } = expectation;
      sums[attribute][kind === "said" || kind === "label" ? kind : "silent"][outcome]++;
    }
  }
  return sums;
}

/** Devices whose vendor and role are right, of those where the bytes say the one or the other. */
export function wholeDevices(devices: readonly JudgedDevice[]): { right: number; all: number } {
  let right = 0;
  let all = 0;
  for (const { verdicts } of devices) {
    const said = verdicts.filter(
      ({ attribute, expectation }) => (attribute === "vendor" || attribute === "role") && expectation.kind === "said",
    );
    if (said.length === 0) continue;
    all++;
    if (said.every(({ outcome }) => outcome === "right")) right++;
  }
  return { right, all };
}

/** Wrong verdicts, the surest first. */
export function wrongOf(devices: readonly JudgedDevice[]): { device: JudgedDevice; verdict: Verdict }[] {
  const wrong = devices.flatMap((device) =>
    device.verdicts.filter(({ outcome }) => outcome === "wrong").map((verdict) => ({ device, verdict })),
  );
  return wrong.sort((one, other) => other.verdict.confidence - one.verdict.confidence);
}

/** What the bytes say and was not found. */
export function missingOf(devices: readonly JudgedDevice[]): { device: JudgedDevice; verdict: Verdict }[] {
  return devices.flatMap((device) =>
    device.verdicts
      .filter(({ outcome, expectation }) => outcome === "missing" && expectation.kind === "said")
      .map((verdict) => ({ device, verdict })),
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "" : `${((part / whole) * 100).toFixed(1)} %`;
}

/** A table for the terminal or for Markdown. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map((_, index) => (index === 0 ? "---" : "---:")).join("|")}|`, ...rows.map(line)].join(
    "\n",
  );
}

function attributeTable(devices: readonly JudgedDevice[]): string {
  const sums = sumsOf(devices);
  return table(
    [
      "attribute",
      "said by the bytes",
      "right",
      "wrong",
      "missing",
      "right",
      "label only: right",
      "wrong",
      "missing",
      "nothing to say: silent",
      "said",
    ],
    JUDGED.map((attribute) => {
      const { said, label, silent } = sums[attribute];
      const all = said.right + said.wrong + said.missing;
      const numbers = [all, said.right, said.wrong, said.missing];
      const others = [label.right, label.wrong, label.missing, silent.right, silent.wrong];
      return [attribute, ...numbers.map(String), percent(said.right, all), ...others.map(String)];
    }),
  );
}

function areaTable(areas: ReadonlyMap<string, readonly JudgedDevice[]>): string {
  return table(
    ["area", "devices", "vendor", "model", "firmware", "serial", "role", "domain", "level", "wrong", "of these sure"],
    [...areas].map(([area, devices]) => {
      const sums = sumsOf(devices);
      const wrong = wrongOf(devices);
      return [
        area,
        String(devices.length),
        ...JUDGED.map((attribute) => {
          const { right, wrong: other, missing } = sums[attribute].said;
          const all = right + other + missing;
          return all === 0 ? "" : `${right} of ${all}`;
        }),
        String(wrong.length),
        String(wrong.filter(({ verdict }) => verdict.confidence >= SURE).length),
      ];
    }),
  );
}

function describe({ device, verdict }: { device: JudgedDevice; verdict: Verdict }): string {
  const { label } = device;
  const stated = verdict.found === "" ? "nothing" : `"${verdict.found}" ${verdict.confidence} (${verdict.method})`;
  const unread = device.unread.length === 0 ? "" : `; nothing reads ${device.unread.join(", ")}`;
  return `${label.capture} ${label.device} ${verdict.attribute}: ${stated}, expected ${expectedText(verdict)}; ${label.where}${unread}`;
}

function expectedText({ expectation }: Verdict): string {
  switch (expectation.kind) {
    case "silent":
      return "nothing";
    case "module":
      return "no more than a network module";
    default:
      return expectation.accepted.join(" or ");
  }
}

/** Devices by area, in the order of their names. */
export function byArea(devices: readonly JudgedDevice[]): Map<string, JudgedDevice[]> {
  const areas = new Map<string, JudgedDevice[]>();
  for (const device of devices) {
    const area = areaOf(device.label.capture);
    const known = areas.get(area);
    if (known === undefined) areas.set(area, [device]);
    else known.push(device);
  }
  return new Map([...areas].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What the terminal shows. */
export function textReport(devices: readonly JudgedDevice[]): string {
  const { right, all } = wholeDevices(devices);
  const lines = [
    attributeTable(devices),
    "",
    areaTable(byArea(devices)),
    "",
    `Vendor and role right, where the bytes say them: ${right} of ${all} devices (${percent(right, all)})`,
    "",
    "Wrong:",
    ...wrongOf(devices).map((entry) => `  ${entry.verdict.confidence >= SURE ? "SURE " : ""}${describe(entry)}`),
    "",
    "Said by the bytes and missing:",
    ...missingOf(devices).map((entry) => `  ${describe(entry)}`),
  ];
  return lines.join("\n");
}

/** docs/devices.md. */
export function markdownReport(devices: readonly JudgedDevice[], absent: readonly string[]): string {
  const areas = byArea(devices);
  const { right, all } = wholeDevices(devices);
  const captures = new Set(devices.map(({ label }) => label.capture)).size;
  const wrong = wrongOf(devices);
  const sure = wrong.filter(({ verdict }) => verdict.confidence >= SURE);
  const parts = [
    "# How well devices are told",
    "",
    "Written by `npm run devices -- --write`. Labeled captures of others and the project's own sample site are assessed, and",
    "what the inventory states is held against what is true of each device. The labels are in `bench/devices/labels.tsv`.",
    "",
    `${devices.length} devices in ${captures} captures. Where the bytes say vendor or role, both are right for ${right} of ${all} devices`,
    `(${percent(right, all)}). ${wrong.length} statements of all kinds are wrong, ${sure.length} of them with a confidence of ${SURE} or more.`,
    "",
    "*Said by the bytes* counts what a reader of the capture can know; it must be right. *Label only* counts what only the name",
    "of the data set tells; it may be missing and must not be wrong. *Nothing to say* counts devices of which the capture tells",
    "no maker: addresses made up, or a network card's maker only. A company goes by all its names, a model or a number",
    "counts as right when it holds the true one or is held by it, a role when it is one of those that fit the device.",
    "The rules were made with these captures at hand; captures that nobody has looked at will show less.",
    "",
    attributeTable(devices),
    "",
    "Right where the bytes say it, by area:",
    "",
    areaTable(areas),
    "",
  ];
  if (absent.length > 0) parts.push(`Captures that were not there: ${absent.join(", ")}.`, "");
  parts.push("## Wrong", "");
  parts.push(...(wrong.length === 0 ? ["Nothing."] : [statements(wrong)]), "");
  const missing = missingOf(devices);
  parts.push("## Missing although the bytes say it", "");
  parts.push(...(missing.length === 0 ? ["Nothing."] : [omissions(missing)]), "");
  parts.push("## All devices", "");
  parts.push(
    "A check mark stands for right, a cross for wrong with the true value in brackets, a dash for missing with what is missing; what only the label knows is in italics. Attributes that are not judged are empty.",
    "",
  );
  for (const [area, ofArea] of areas) {
    parts.push(
      `<details><summary>${area}: ${ofArea.length} devices</summary>`,
      "",
      deviceTable(ofArea),
      "",
      "</details>",
      "",
    );
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

function statements(entries: readonly { device: JudgedDevice; verdict: Verdict }[]): string {
  return table(
    ["capture", "device", "attribute", "stated", "confidence", "learned from", "true", "where the bytes say it"],
    entries.map(({ device, verdict }) => [
      device.label.capture,
      device.label.device,
      verdict.attribute,
      verdict.found,
      verdict.found === "" ? "" : verdict.confidence.toFixed(2),
      verdict.method,
      expectedText(verdict),
      device.label.where,
    ]),
  ).replaceAll("---:", "---");
}

function omissions(entries: readonly { device: JudgedDevice; verdict: Verdict }[]): string {
  return table(
    ["capture", "device", "attribute", "true", "where the bytes say it", "what it speaks and nothing reads yet"],
    entries.map(({ device: { label, isFound, unread }, verdict }) => [
      label.capture,
      label.device,
      verdict.attribute,
      expectedText(verdict),
      label.where,
      isFound ? unread.join(", ") : "not in the inventory",
    ]),
  ).replaceAll("---:", "---");
}

function deviceTable(devices: readonly JudgedDevice[]): string {
  return table(
    ["capture", "device", ...JUDGED, "where the bytes say it"],
    devices.map(({ label, verdicts }) => [
      label.capture.slice(label.capture.lastIndexOf("/") + 1),
      label.device,
      ...JUDGED.map((attribute) => cell(verdicts.find((verdict) => verdict.attribute === attribute))),
      label.where,
    ]),
  ).replaceAll("---:", "---");
}

function cell(verdict: Verdict | undefined): string {
  if (verdict === undefined) return "";
  const { outcome, found, expectation } = verdict;
  if (outcome === "right") return found === "" ? "✓ silent" : `✓ ${found}`;
  const truth = expectedText(verdict);
  const text = outcome === "wrong" ? `✗ ${found} (${truth})` : `– ${truth}`;
  return expectation.kind === "label" ? `*${text}*` : text;
}
