// JSON (RFC 8259) of small messages.

const LONGEST = 65_536;

/** An object of a JSON text. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a text is; undefined when it is no JSON, no object or too long. */
export function jsonObject(text: string): JsonObject | undefined {
  return objectOf(jsonValue(text));
}

/** The list that a text is; undefined when it is no JSON, no list or too long. */
export function jsonList(text: string): readonly unknown[] | undefined {
  const value = jsonValue(text);
  return Array.isArray(value) ? value : undefined;
}

function jsonValue(text: string): unknown {
  if (text.length > LONGEST) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Bad input is data: whoever asks says what it means.
    return undefined;
  }
}

/** A value as an object; undefined when it is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A member as text; "" when it is none. */
export function textMember(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === "string" ? value : "";
}
