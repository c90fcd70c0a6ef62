import type { TObject, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Problem } from "./problem.ts";

const compiled = new WeakMap<TSchema, Validator>();

/** Checks a value; throws a Problem that names what does not fit. */
export function checkForm(form: TSchema, value: unknown, where: string): void {
  let validator = compiled.get(form);
  if (validator === undefined) {
    validator = Compile(form);
    compiled.set(form, validator);
  }
  if (validator.Check(value)) return;
  const first = validator.Errors(value).find(({ keyword }) => keyword !== "boolean");
  const place = first?.instancePath.replaceAll("/", ".").slice(0, 100) ?? "";
  const extra = (first?.params as { additionalProperties?: string[] } | undefined)?.additionalProperties;
  const said =
    extra === undefined
      ? (first?.message ?? "does not fit")
      : `has "${String(extra[0]).slice(0, 50)}", which is not known here`;
  throw new Problem("bad-request", `${where}${place}: ${said}.`);
}

/** The words of an address as its form types them: numbers, truths, and lists of what may be repeated. */
export function typedWords(form: TObject | undefined, words: unknown): Record<string, unknown> {
  const typed = Object.entries(words as Record<string, string | string[]>).map(([name, word]) => {
    const schema = form !== undefined && Object.hasOwn(form.properties, name) ? form.properties[name] : undefined;
    const { type } = (schema ?? {}) as { type?: string };
    return [name, type === "array" && !Array.isArray(word) ? [word] : typedWord(type, word)] as const;
  });
  return Object.fromEntries(typed);
}

function typedWord(type: string | undefined, word: string | string[]): unknown {
  if (Array.isArray(word)) return word;
  if ((type === "integer" || type === "number") && /^-?\d{1,20}(\.\d{1,20})?$/.test(word)) return Number(word);
  if (type === "boolean" && (word === "true" || word === "false")) return word === "true";
  return word;
}
