import { attributeName } from "../../../export/words.ts";
import type { Attribute } from "../../../model/attribute.ts";

const WORDS: Readonly<Record<string, string>> = {
  role: "Kind",
  level: "Level",
  domain: "Domain",
  zone: "Zone",
  owner: "Owner",
  importance: "Importance",
  "same as": "Same device as",
  "apart from": "Apart from",
};

/** What a correction states, as a label. */
export function correctionWord(attribute: string): string {
  return WORDS[attribute] ?? attributeName(attribute as Attribute);
}
