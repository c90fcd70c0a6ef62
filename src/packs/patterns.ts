// Patterns of packs: compiled by a library that takes time in proportion to the text, whatever the pattern, because who
// writes a pack and who sends the text may both be strangers.
import { RE2JS, RE2JSException } from "re2js";
import type { Pattern } from "../observe/fingerprints/rules.ts";

/** Longest pattern that is taken, in characters. */
const LONGEST_PATTERN = 1024;

/** How a pattern is to be read. */
export interface PatternFlags {
  ignoreCase: boolean;
  /** Whether a dot stands for a line end too. */
  dotAll: boolean;
  /** Whether ^ and $ stand at every line. */
  multiline: boolean;
}

/** A pattern, or why there is none. */
export type Compiled = { kind: "pattern"; pattern: Pattern } | { kind: "refused"; reason: string };

/** Compiles a pattern of RE2's syntax. Look-around, references back and possessive repeats are refused, for they cannot be bounded. */
export function compilePattern(text: string, flags: PatternFlags): Compiled {
  if (text === "") return { kind: "refused", reason: "is empty" };
  if (text.length > LONGEST_PATTERN) return { kind: "refused", reason: `is longer than ${LONGEST_PATTERN} characters` };
  let bits = 0;
  if (flags.ignoreCase) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.dotAll) bits |= RE2JS.DOTALL;
  if (flags.multiline) bits |= RE2JS.MULTILINE;
  try {
    const compiled = RE2JS.compile(text, bits);
    return { kind: "pattern", pattern: { exec: (value) => groupsOf(compiled, value) } };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { kind: "refused", reason: error.message };
  }
}

function groupsOf(compiled: RE2JS, value: string): (string | null)[] | null {
  // Without groups the question is answered by the fast engine of the library.
  if (!compiled.test(value)) return null;
  const matcher = compiled.matcher(value);
  if (!matcher.find()) return null;
  const groups: (string | null)[] = [];
  for (let index = 0; index <= matcher.groupCount(); index++) groups.push(matcher.group(index));
  return groups;
}
