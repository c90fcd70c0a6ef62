import type { Normalizer } from "./field.ts";

/** A value as its text; lists and objects have none. */
function plain(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : undefined;
}

function numberText(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "True" || trimmed === "true" || trimmed === "T") return "1";
  if (trimmed === "False" || trimmed === "false" || trimmed === "F") return "0";
  if (!/^[-+]?(0x[0-9a-f]+|[0-9]*\.?[0-9]+(e[-+]?[0-9]+)?)$/i.test(trimmed))
    return trimmed === "" ? undefined : trimmed;
  return String(Number(trimmed));
}

/** The same for both sides. */
function both(normal: (text: string) => string | undefined): Normalizer {
  return {
    ours: (value) => {
      const known = plain(value);
      return known === undefined ? undefined : normal(known);
    },
    theirs: normal,
  };
}

/** Numbers however written (decimal, hexadecimal, with zeros), and booleans as 0 and 1. */
export const number = both(numberText);

/** Numbers of which only whether they are zero matters. */
export const flag = both((value) => (numberText(value) === "0" ? "0" : "1"));

/** Numbers that are rounded by one of the sides: equal in `digits` significant digits. */
export function rounded(digits: number): Normalizer {
  const round = (text: string) => {
    const value = numberText(text);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    return Number.isFinite(parsed) ? String(Number(parsed.toPrecision(digits))) : value.toLowerCase();
  };
  return both(round);
}

const hexText = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^0x/, "")
    .replace(/[:\-. ]/g, "") || undefined;

/** Octets as hexadecimal digits, with or without separators. */
export const octets = both(hexText);

/** Hexadecimal digits of ours that are a number elsewhere. */
export const hexNumber: Normalizer = {
  ours: (value) => String(Number.parseInt(plain(value) ?? "", 16)),
  theirs: numberText,
};

function addressText(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "") return undefined;
  if (/^([0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}$/.test(trimmed)) return trimmed.replace(/[:-]/g, "");
  if (!trimmed.includes(":")) return trimmed;
  try {
    return new URL(`http://[${trimmed}]/`).hostname.slice(1, -1);
  } catch {
    return trimmed;
  }
}

/** IPv4, IPv6 and hardware addresses. */
export const address = both(addressText);

/** Control characters as tools show them (escaped, replaced, dropped) become one blank; blanks at the ends go. */
function blank(text: string): string {
  return text
    .replace(/\\(x[0-9a-f]{2}|[0-7]{3}|[abfnrtv])/gi, " ")
    .replace(/[\u0000-\u0020\u007f-\u00a0\ufffd]+/g, " ")
    .replace(/\\(["\\])/g, "$1")
    .trim();
}

/** Texts; several of one frame are compared by the pieces between their commas, since Wireshark joins them so. */
export const text = both((value) => blank(value) || undefined);

/** Texts whose case does not matter. */
export const caseless = both((value) => blank(value).toLowerCase() || undefined);

/** Names of ours for numbers of theirs; a name that is not in the table stands for itself. */
export function named(table: Readonly<Record<string, number>>): Normalizer {
  return { ours: (value) => numberText(String(table[value as string] ?? plain(value))), theirs: numberText };
}

/** Names however they are written: case, blanks and punctuation left out. */
export const words = both((value) => value.toLowerCase().replace(/[^a-z0-9]+/g, "") || undefined);

/** Instants to the millisecond: seconds since 1970 of ours, any text with a date of theirs. */
export const instant: Normalizer = {
  ...both((value) => {
    const seconds = Number(value);
    if (Number.isFinite(seconds)) return String(Math.round(seconds * 1000));
    const fraction = /\.\d+/.exec(value)?.[0] ?? "";
    const known = Date.parse(value.replace("Coordinated Universal Time", "UTC").replace(fraction, ""));
    return Number.isNaN(known) ? value : String(known + Math.round(Number(`0${fraction}`) * 1000));
  }),
  // "Mar 10, 2020 20:03:44.043000000 UTC" holds a comma of its own.
  separator: /,(?=[A-Z0-9])/,
};
