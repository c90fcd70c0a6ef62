// Statements of SQL (ISO/IEC 9075) as far as their first words tell what they do. Values and conditions may hold anything, so that of a
// statement only the verb and the name behind it are ever told.
import { type Operation, operation } from "../../operation.ts";

const VERBS: readonly (readonly [verb: string, act: Operation["act"]])[] = [
  ["select", "read"],
  ["with", "read"],
  ["show", "read"],
  ["insert", "write"],
  ["update", "write"],
  ["delete", "write"],
  ["merge", "write"],
  ["replace", "write"],
  ["truncate", "write"],
  ["create", "configure"],
  ["alter", "configure"],
  ["drop", "configure"],
  ["grant", "configure"],
  ["revoke", "configure"],
  ["backup", "file"],
  ["restore", "file"],
  ["copy", "file"],
  ["load", "file"],
  ["exec", "other"],
  ["execute", "other"],
  ["call", "other"],
  ["set", "other"],
  ["use", "other"],
  ["begin", "other"],
  ["commit", "other"],
  ["rollback", "other"],
];

/** The statements of one protocol. */
export interface Statements {
  readonly byVerb: ReadonlyMap<string, Operation>;
  readonly other: Operation;
  /** A statement that runs a program of the machine. */
  readonly program: Operation;
}

/** Makes the operations of a protocol's statements; once, at module level. */
export function statementsOf(protocol: string): Statements {
  return {
    byVerb: new Map(VERBS.map(([verb, act]) => [verb, operation(protocol, verb, act)])),
    other: operation(protocol, "statement", "other"),
    program: operation(protocol, "run_program", "program"),
  };
}

/** Procedures and clauses by which a database runs programs of its machine. */
const PROGRAMS = /\bxp_cmdshell\b|\bsp_oacreate\b|\bfrom\s+program\b|\bto\s+program\b|\bsys_exec\b|\bsys_eval\b/i;
/** Names of tables and the like behind the words that lead to them. */
const NAMED =
  /\b(?:from|into|update|table|join|procedure|exec(?:ute)?|call|use|database)\s+(?:if\s+(?:not\s+)?exists\s+)?([[\]"`\w.$]{1,128})/i;

/** What a statement does, and the name of what it is about; "" where none is told. */
export function readStatement(text: string, statements: Statements): { operation: Operation; about: string } {
  const bare = text.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()+/, "");
  const verb = /^[a-z]+/i.exec(bare)?.[0].toLowerCase() ?? "";
  const about = (NAMED.exec(bare)?.[1] ?? "").replace(/[[\]"`]/g, "");
  const named = PROGRAMS.test(bare) ? statements.program : (statements.byVerb.get(verb) ?? statements.other);
  return { operation: named, about };
}
