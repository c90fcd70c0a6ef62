/** One line of `bulkhead dissect`. */
export type DissectedMessage = Readonly<Record<string, unknown>>;

/** Makes one text of a value, so that two tools' ways of writing it can be held against each other. */
export interface Normalizer {
  /** A value of ours; undefined when it says nothing that the other side could say. */
  ours(value: unknown): string | undefined;
  /** One value of the other side, as its text. */
  theirs(text: string): string | undefined;
  /** What separates values of the other side where a comma may be part of one. */
  separator?: RegExp;
}

/** One field that both sides tell. */
export interface Field {
  /** Where it stands in a line of `bulkhead dissect`: names with dots, through lists at any level; "**.name" anywhere. */
  path: string;
  /** Display name: the path, unless several fields share it. */
  name: string;
  /** Columns of the other side; the values of several are taken together. */
  theirs: readonly string[];
  as: Normalizer;
  /** Whether the order of the values within a frame is compared too. */
  ordered: boolean;
  /** Whether the other side also has values of other meaning in these columns, so that only ours are looked for. */
  within: boolean;
  /** Only messages for which this holds; all when left out. */
  when?: (message: DissectedMessage) => boolean;
  /** Makes of a value what the other side has; undefined leaves it out. */
  turn?: (value: unknown, message: DissectedMessage) => unknown;
  /** Other paths that this field stands for, because they repeat it in words. */
  covers: readonly string[];
}

/** The fields of one protocol that are compared with Wireshark. */
export interface FieldMap {
  /** Name in `bulkhead dissect`. */
  protocol: string;
  /** Display filter of the frames whose columns are asked for. */
  filter: string;
  /** Whether Wireshark reads the protocol in a plugin, which the WebAssembly build leaves out: an installed tshark is asked. */
  plugin?: boolean;
  fields: readonly Field[];
  /** Paths that are not compared, each with the reason. A path stands for everything below it, "*" for all others. */
  incomparable: Readonly<Record<string, string>>;
}

/** What may be said of a field beyond path, columns and kind. */
export interface FieldOptions {
  name?: string;
  ordered?: boolean;
  within?: boolean;
  when?: Field["when"];
  turn?: Field["turn"];
  covers?: readonly string[];
}

/** Describes a field of ours and the columns that should say the same. */
export function field(
  path: string,
  theirs: string | readonly string[],
  as: Normalizer,
  options: FieldOptions = {},
): Field {
  return {
    path,
    name: options.name ?? path,
    theirs: typeof theirs === "string" ? [theirs] : theirs,
    as,
    ordered: options.ordered ?? false,
    within: options.within ?? false,
    covers: options.covers ?? [],
    ...(options.when === undefined ? {} : { when: options.when }),
    ...(options.turn === undefined ? {} : { turn: options.turn }),
  };
}

/** Every value at a path of dotted names, in order; lists on the way are gone through. */
export function valuesAt(message: unknown, path: readonly string[], from = 0): unknown[] {
  if (Array.isArray(message)) return message.flatMap((item) => valuesAt(item, path, from));
  if (from === path.length) return message === undefined || message === null ? [] : [message];
  if (typeof message !== "object" || message === null) return [];
  return valuesAt((message as Record<string, unknown>)[path[from]], path, from + 1);
}

/** Every value of a name at any depth, in order. */
export function valuesAnywhere(message: unknown, name: string): unknown[] {
  if (Array.isArray(message)) return message.flatMap((item) => valuesAnywhere(item, name));
  if (typeof message !== "object" || message === null) return [];
  return Object.entries(message).flatMap(([key, value]) =>
    key === name && (typeof value !== "object" || value === null) ? [value] : valuesAnywhere(value, name),
  );
}

/** The normalized values that one message has for a field. */
export function ourValues(one: Field, path: readonly string[], message: DissectedMessage): string[] {
  if (one.when !== undefined && !one.when(message)) return [];
  const texts: string[] = [];
  const values = path[0] === "**" ? valuesAnywhere(message, path[1]) : valuesAt(message, path);
  for (const value of values) {
    const turned = one.turn === undefined ? value : one.turn(value, message);
    for (const each of Array.isArray(turned) ? turned : [turned]) {
      const text = each === undefined ? undefined : one.as.ours(each);
      if (text !== undefined) texts.push(text);
    }
  }
  return texts;
}

/** Paths of the leaves of a message, lists left out of the names, each once. */
export function leafPaths(message: DissectedMessage, skipped: ReadonlySet<string>): Set<string> {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string) => {
    if (Array.isArray(value)) for (const item of value) walk(item, path);
    else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) walk(inner, `${path}.${name}`);
    } else paths.add(path);
  };
  for (const [name, value] of Object.entries(message)) if (!skipped.has(name)) walk(value, name);
  return paths;
}
