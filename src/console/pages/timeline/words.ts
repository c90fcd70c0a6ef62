import { attributeName, capitalized } from "../../../export/words.ts";
import type { Attribute } from "../../../model/attribute.ts";
import { ATTRIBUTES } from "../../../model/attribute.ts";
import type { Change, Kind } from "../../../model/journal.ts";

/** The sign of what happened to a thing; the word stands beside it. */
export const WHAT_SIGN: Readonly<Record<Change["what"], string>> = { added: "+", changed: "±", gone: "−" };

/** Kinds as words. */
export const KIND_WORDS: Readonly<Record<Kind, readonly [one: string, several: string]>> = {
  device: ["Device", "Devices"],
  link: ["Conversation", "Conversations"],
  point: ["Process point", "Process points"],
  finding: ["Finding", "Findings"],
  blindSpot: ["Blind spot", "Blind spots"],
  protocol: ["Protocol", "Protocols"],
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
  role: "kind",
  ips: "addresses",
  macs: "hardware addresses",
  label: "name",
  roleCandidates: "more speaks for its kind",
  attributes: "more speaks for its identity",
  bindings: "how addresses belong together",
  servicesOffered: "services offered",
  servicesUsed: "services used",
};

/** A value of a change in few words. */
export function shortValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return value.length > 60 ? `${value.slice(0, 57)}…` : value;
  if (typeof value === "number") return String(Number(value.toPrecision(8)));
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    if (value.length === 0) return "none";
    if (value.every((one) => typeof one === "string" || typeof one === "number")) {
      return value.length > 3 ? `${value.slice(0, 3).join(", ")} and ${value.length - 3} more` : value.join(", ");
    }
    return `${value.length} entries`;
  }
  if (typeof value === "object" && "level" in value) return `level ${String(value.level)}`;
  return "other";
}

/** A field's name as words. */
export function fieldWord(field: string): string {
  if (FIELD_WORDS[field]) return FIELD_WORDS[field];
  if ((ATTRIBUTES as readonly string[]).includes(field)) return attributeName(field as Attribute).toLowerCase();
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The best value of each attribute in a list of attributes with candidates. */
function winners(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(value)) return found;
  for (const one of value as { attribute?: string; candidates?: { value?: string }[] }[]) {
    if (one?.attribute) found.set(one.attribute, one.candidates?.[0]?.value ?? "");
  }
  return found;
}

/** Which attributes got another value, in words; "" when only what speaks for them grew. */
function describeIdentity(before: unknown, after: unknown): string {
  const [was, is] = [winners(before), winners(after)];
  return [...is]
    .filter(([attribute, value]) => was.get(attribute) !== value)
    .map(([attribute, value]) => `${fieldWord(attribute)} ${shortValue(was.get(attribute))} → ${shortValue(value)}`)
    .slice(0, 2)
    .join(", ");
}

/** What changed with old and new value, most telling fields first: "Firmware 2.5 → 2.7, kind unknown → plc". */
export function describeFields(change: Change): string {
  const told = change.fields
    .map((field) => {
      const identity = field === "attributes" ? describeIdentity(change.before?.[field], change.after?.[field]) : "";
      if (identity !== "") return { text: identity, plain: true };
      const before = shortValue(change.before?.[field]);
      const after = shortValue(change.after?.[field]);
      // Lists of candidates and evidence grow without a word that would help.
      const plain = before !== after && !/entries|other/.test(before + after);
      return { text: plain ? `${fieldWord(field)} ${before} → ${after}` : fieldWord(field), plain };
    })
    .sort((one, other) => Number(other.plain) - Number(one.plain));
  const plain = told.filter((one) => one.plain);
  const shown = (plain.length > 0 ? plain : told).slice(0, 3).map(({ text }) => text);
  const more = change.fields.length - shown.length;
  return capitalized(shown.join(", ")) + (more > 0 ? ` and ${more} more` : "");
}
