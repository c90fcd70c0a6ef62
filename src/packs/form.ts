// The form of our own packs: a list of rules as YAML or JSON. Every problem is told at once, with its path and remedy.
import { isAlias, parseDocument, visit } from "yaml";
import { ATTRIBUTES, type Attribute } from "../model/attribute.ts";
import { ROLES } from "../model/role.ts";
import { EVIDENCE_KINDS, type EvidenceKind } from "../observe/fingerprints/evidence.ts";
import { type Rule, RuleBook } from "../observe/fingerprints/rules.ts";
import { compilePattern } from "./patterns.ts";
import type { ReadPack } from "./recog.ts";

/** What stands at the head of a pack. */
export const FORM = "bulkhead-fingerprints/1";
const MOST_RULES = 5000;
const MOST_PROBLEMS = 100;
const LONGEST_TEXT = 256;
const USUAL_CONFIDENCE = 0.6;
const HIGHEST_CONFIDENCE = 0.95;
const RULE_KEYS = ["on", "match", "equals", "flags", "gives", "confidence", "name", "source", "example"];

type Tell = (path: string, problem: string) => void;

/** Reads a pack; `source` is what its rules are said to come from. */
export function readForm(text: string, source: string): ReadPack {
  const pack: ReadPack = { set: { source, rules: [], firstOnly: false }, skipped: new Map(), problems: [], unused: "" };
  const tell: Tell = (path, problem) => {
    if (pack.problems.length < MOST_PROBLEMS) pack.problems.push(path === "" ? problem : `${path} ${problem}`);
  };
  const root = parsed(text, tell);
  if (root === undefined) return pack;
  if (!isRecord(root)) {
    tell("", `must be a mapping with "form: ${FORM}" and "rules"`);
    return pack;
  }
  if (root["form"] !== FORM) tell("form", `must be "${FORM}"`);
  unknownKeys(root, ["form", "name", "rules"], "", tell);
  if (root["name"] !== undefined) textAt(root["name"], "name", tell);
  const list = root["rules"];
  if (!Array.isArray(list) || list.length === 0) {
    tell("rules", "must be a list of at least one rule");
    return pack;
  }
  if (list.length > MOST_RULES) tell("rules", `has ${list.length} entries; ${MOST_RULES} are read: split the pack`);
  const rules: Rule[] = [];
  list.slice(0, MOST_RULES).forEach((entry: unknown, index) => {
    const rule = ruleAt(entry, `rules[${index}]`, tell);
    if (rule !== undefined) rules.push(rule);
  });
  if (pack.problems.length === 0) pack.set = { source, rules, firstOnly: false };
  return pack;
}

/** The text as plain values. Aliases are refused, for a few of them can stand for very much. */
function parsed(text: string, tell: Tell): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  for (const error of document.errors) tell("", `cannot be read: ${error.message.split("\n")[0]}`);
  if (document.errors.length > 0) return undefined;
  let hasAlias = false;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    hasAlias = true;
    return visit.BREAK;
  });
  if (hasAlias) {
    tell("", "uses aliases (*name): write the values out");
    return undefined;
  }
  return document.toJS() as unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKeys(record: Record<string, unknown>, known: readonly string[], path: string, tell: Tell): void {
  for (const key of Object.keys(record)) {
    if (!known.includes(key)) tell(path === "" ? key : `${path}.${key}`, `is not known; known are ${known.join(", ")}`);
  }
}

function textAt(value: unknown, path: string, tell: Tell): string {
  if (typeof value === "string" && value !== "" && value.length <= 1024) return value;
  tell(path, typeof value === "string" ? "must have 1 to 1024 characters" : "must be a text (put it in quotes)");
  return "";
}

function ruleAt(entry: unknown, path: string, tell: Tell): Rule | undefined {
  if (!isRecord(entry)) {
    tell(path, "must be a mapping with on, match or equals, and gives");
    return undefined;
  }
  unknownKeys(entry, RULE_KEYS, path, tell);
  const before = textAt(entry["on"], `${path}.on`, tell);
  if (before !== "" && !Object.hasOwn(EVIDENCE_KINDS, before)) {
    tell(`${path}.on`, `is "${before}", which is no evidence; known are ${Object.keys(EVIDENCE_KINDS).join(", ")}`);
  }
  const match = matchAt(entry, path, tell);
  const gives = givesAt(entry["gives"], `${path}.gives`, tell);
  const confidence = confidenceAt(entry["confidence"], `${path}.confidence`, tell);
  const name = entry["name"] === undefined ? "" : textAt(entry["name"], `${path}.name`, tell);
  if (entry["source"] !== undefined) textAt(entry["source"], `${path}.source`, tell);
  if (match === undefined || !Object.hasOwn(EVIDENCE_KINDS, before)) return undefined;
  const rule: Rule = { on: before as EvidenceKind, match, gives, confidence, name: name || path };
  checkExample(entry["example"], rule, `${path}.example`, tell);
  return rule;
}

function matchAt(entry: Record<string, unknown>, path: string, tell: Tell): Rule["match"] | undefined {
  if ((entry["match"] === undefined) === (entry["equals"] === undefined)) {
    tell(path, "must have either match (a pattern) or equals (the whole value)");
    return undefined;
  }
  if (entry["equals"] !== undefined) {
    if (entry["flags"] !== undefined) tell(`${path}.flags`, "is for match only");
    return textAt(entry["equals"], `${path}.equals`, tell) || undefined;
  }
  const flags = entry["flags"] === undefined ? "" : textAt(entry["flags"], `${path}.flags`, tell);
  if (/[^ism]/.test(flags)) tell(`${path}.flags`, "may hold i (ignore case), s (a dot is any character), m (lines)");
  const text = textAt(entry["match"], `${path}.match`, tell);
  if (text === "") return undefined;
  const compiled = compilePattern(text, {
    ignoreCase: flags.includes("i"),
    dotAll: flags.includes("s"),
    multiline: flags.includes("m"),
  });
  if (compiled.kind === "pattern") return compiled.pattern;
  tell(
    `${path}.match`,
    `cannot be used: ${compiled.reason}. Look-around and references back are not known; see docs/fingerprints.md`,
  );
  return undefined;
}

function givesAt(value: unknown, path: string, tell: Tell): Partial<Record<Attribute, string>> {
  const gives: Partial<Record<Attribute, string>> = {};
  if (!isRecord(value) || Object.keys(value).length === 0) {
    tell(path, "must name at least one attribute, e.g. vendor: Example Works");
    return gives;
  }
  for (const [attribute, given] of Object.entries(value)) {
    if (!(ATTRIBUTES as readonly string[]).includes(attribute)) {
      tell(`${path}.${attribute}`, `is no attribute; known are ${ATTRIBUTES.join(", ")}`);
      continue;
    }
    const text = typeof given === "number" ? String(given) : textAt(given, `${path}.${attribute}`, tell);
    if (text.length > LONGEST_TEXT) tell(`${path}.${attribute}`, `is longer than ${LONGEST_TEXT} characters`);
    if (attribute === "role" && text !== "" && !(ROLES as readonly string[]).includes(text)) {
      tell(`${path}.role`, `is "${text}", which is no role; known are ${ROLES.join(", ")}`);
    }
    gives[attribute as Attribute] = text;
  }
  return gives;
}

function confidenceAt(value: unknown, path: string, tell: Tell): number {
  if (value === undefined) return USUAL_CONFIDENCE;
  if (typeof value === "number" && value > 0 && value <= HIGHEST_CONFIDENCE) return value;
  tell(path, `must be a number above 0 and at most ${HIGHEST_CONFIDENCE}: 0.9 the device says so itself, 0.4 by habit`);
  return USUAL_CONFIDENCE;
}

/** An example must fit its rule: the cheapest test that a pack can have. */
function checkExample(value: unknown, rule: Rule, path: string, tell: Tell): void {
  if (value === undefined) return;
  const text = textAt(value, path, tell);
  if (text === "") return;
  const book = new RuleBook([{ source: "", firstOnly: false, rules: [rule] }]);
  if (book.given(rule.on, text).length === 0) tell(path, "does not fit its rule, or gives nothing");
}
