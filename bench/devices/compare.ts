import type { Device } from "../../src/model/assessment.ts";
import { tidyVendor } from "../../src/observe/vendors.ts";
import type { Expectation, Judged, Label } from "./labels.ts";
import { JUDGED } from "./labels.ts";

/** From this confidence on, a wrong statement is a sure one. */
export const SURE = 0.7;

/** What became of one attribute. */
export interface Verdict {
  attribute: Judged;
  expectation: Expectation;
  outcome: "right" | "wrong" | "missing";
  /** What was stated, "" for nothing. */
  found: string;
  /** 0 to 1. */
  confidence: number;
  /** How it was learned. */
  method: string;
}

/** One labeled device with all verdicts. */
export interface JudgedDevice {
  label: Label;
  /** Whether the inventory has it at all. */
  isFound: boolean;
  /** What it speaks and no dissector reads, by port: a reason for what is missing. */
  unread: string[];
  verdicts: Verdict[];
}

/** Names of one company, or of a company and the one that bears its name now. */
const SAME_COMPANIES: readonly (readonly string[])[] = [
  ["Rockwell Automation", "Allen-Bradley", "Reliance Electric"],
  ["Belkin", "Linksys"],
  ["Signify", "Philips Lighting", "Philips"],
  ["General Electric", "GE"],
  ["Hewlett Packard Enterprise", "Aruba"],
  ["Hewlett Packard", "HP"],
  ["Ruggedcom", "Siemens"],
];

/** A maker that is named as the maker of a network card or board only. */
const MODULE_MARK = / \(network module\)$/;

/** Judges one label by the devices of its capture. */
export function judge(label: Label, devices: readonly Device[]): JudgedDevice {
  const device = devices.find(({ macs, ips }) => macs.includes(label.device) || ips.includes(label.device));
  const verdicts: Verdict[] = [];
  for (const attribute of JUDGED) {
    const expectation = label.expected[attribute];
    if (expectation === undefined) continue;
    const stated = device === undefined ? NOTHING : statementOf(device, attribute);
    verdicts.push({ attribute, expectation, outcome: outcomeOf(attribute, expectation, stated.found), ...stated });
  }
  return { label, isFound: device !== undefined, unread: device === undefined ? [] : unreadOf(device), verdicts };
}

/** Links that nothing reads are called by transport and port; ISO transport alone carries something unread too. */
function unreadOf(device: Device): string[] {
  const names = [...device.servicesOffered, ...device.servicesUsed].map(({ protocol }) => protocol);
  return [...new Set(names.filter((name) => /^(tcp|udp|sctp) \d+$|^cotp$/.test(name)))].sort();
}

interface Statement {
  found: string;
  confidence: number;
  method: string;
}

const NOTHING: Statement = { found: "", confidence: 0, method: "" };

function statementOf(device: Device, attribute: Judged): Statement {
  switch (attribute) {
    case "role":
      return roleOf(device);
    case "domain":
      // A domain without a role is a guess from protocols.
      return device.domain === "unknown"
        ? NOTHING
        : { found: device.domain, confidence: roleOf(device).confidence || 0.5, method: roleOf(device).method };
    case "level": {
      const { level, needsReview, terms } = device.level;
      if (level === "Not placed") return NOTHING;
      return { found: level, confidence: needsReview ? 0.4 : SURE, method: terms[0]?.reason ?? "" };
    }
    default:
      return textOf(device, attribute);
  }
}

function roleOf(device: Device): Statement {
  const best = device.roleCandidates[0];
  if (device.role === "unknown" || best === undefined) return NOTHING;
  return { found: device.role, confidence: best.confidence, method: best.method };
}

function textOf(device: Device, attribute: "vendor" | "model" | "firmware" | "serial"): Statement {
  const found = device[attribute];
  // An order number names the model too.
  if (attribute === "model" && device.orderNumber !== "") {
    const own = candidateOf(device, "model");
    const order = candidateOf(device, "orderNumber");
    const text = found === "" ? device.orderNumber : `${found}, ${device.orderNumber}`;
    return { found: text, confidence: (own ?? order)?.confidence ?? 0, method: (own ?? order)?.method ?? "" };
  }
  const best = candidateOf(device, attribute);
  return found === "" ? NOTHING : { found, confidence: best?.confidence ?? 0, method: best?.method ?? "" };
}

function candidateOf(device: Device, attribute: string) {
  return device.attributes.find((entry) => entry.attribute === attribute)?.candidates[0];
}

function outcomeOf(attribute: Judged, expectation: Expectation, found: string): Verdict["outcome"] {
  const { kind, accepted } = expectation;
  if (kind === "silent" || kind === "module") {
    if (found === "") return "right";
    return kind === "module" && MODULE_MARK.test(found) ? "right" : "wrong";
  }
  if (found === "") return "missing";
  if (accepted.some((value) => FITS[attribute](found, value))) return "right";
  return attribute === "vendor" && MODULE_MARK.test(found) ? "missing" : "wrong";
}

const FITS: Readonly<Record<Judged, (found: string, value: string) => boolean>> = {
  vendor: isSameCompany,
  model: contains,
  firmware: (found, value) => contains(withoutLeadingZeros(found), withoutLeadingZeros(value)),
  serial: contains,
  role: (found, value) => found === value,
  domain: (found, value) => found === value,
  level: (found, value) => found === value,
};

/** Whether two names mean one company: the words of the shorter begin the longer, or a table says so. */
export function isSameCompany(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) => wordsOf(name.replace(MODULE_MARK, "")));
  if (begins(first, second) || begins(second, first)) return true;
  return SAME_COMPANIES.some(
    (names) =>
      names.some((name) => begins(first, wordsOf(name))) && names.some((name) => begins(second, wordsOf(name))),
  );
}

function wordsOf(name: string): string[] {
  return tidyVendor(name)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function begins(words: readonly string[], start: readonly string[]): boolean {
  return start.length > 0 && start.every((word, index) => words[index] === word);
}

/** A version as numbers: 4.003 and 4.3 are one revision of a CIP device. */
function withoutLeadingZeros(version: string): string {
  return version.replace(/(?<![0-9])0+(?=[0-9])/g, "");
}

/** Whether one text is in the other, without regard to case, spaces and punctuation. */
function contains(found: string, value: string): boolean {
  const [one, other] = [found, value].map((text) =>
    text
      .toLowerCase()
      .replace(/^(v|0x)(?=\d)/, "")
      .replace(/[^\p{L}\p{N}]+/gu, ""),
  );
  return one !== "" && other !== "" && (one.includes(other) || (one.length >= 4 && other.includes(one)));
}
