/** Text that is already safe HTML; only `html` and `trusted` make it. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, markup and lists of it are not. */
export type Content = string | number | Markup | null | readonly Content[];

/** A template in which every inserted text is escaped for element content and quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Markup {
  let markup = parts[0];
  for (let i = 0; i < contents.length; i++) markup += render(contents[i]) + parts[i + 1];
  return { markup };
}

/** Text of this program itself (style, script) taken as markup without escaping; never give it words from a capture. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** The content as HTML text. */
export function render(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return String(content);
  if ("markup" in content) return content.markup;
  let markup = "";
  for (const item of content) markup += render(item);
  return markup;
}

/** Contents with a separator between them. */
export function joined(contents: readonly Content[], separator: string): Content[] {
  return contents.flatMap((content, index) => (index > 0 ? [separator, content] : [content]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * The text without meaning to HTML; control characters, lone surrogates and direction marks, which could hide or
 * reorder what a reader sees, become U+FFFD.
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
