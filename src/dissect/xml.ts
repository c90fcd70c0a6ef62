// As much of XML 1.0 (fifth edition) as messages in XML need: elements, attributes, text, the five named entities and
// character references. Document type declarations are skipped and told as a defect: nothing in them is ever expanded.

/** One element, in document order. */
export interface XmlElement {
  /** Without its prefix. */
  name: string;
  prefix: string;
  /** Index of the element around it; -1 for the outermost. */
  parent: number;
  /** The characters directly inside, entities resolved, blanks at both ends removed. */
  text: string;
  /** Everything between the name and the end of the start tag. */
  attributes: string;
}

/** What a text holds; never more than the ceilings below, whatever it says. */
export interface XmlDocument {
  elements: XmlElement[];
  /** What is wrong, each once. */
  defects: string[];
  /** Whether the outermost element was closed. */
  isClosed: boolean;
}

const MOST_ELEMENTS = 1024;
const DEEPEST = 64;
const LONGEST_TAG = 4096;
const LONGEST_TEXT = 8192;

/** Reads elements until the text, the outermost element or a ceiling ends. Never throws. */
export function readXml(text: string): XmlDocument {
  const document: XmlDocument = { elements: [], defects: [], isClosed: false };
  const { elements } = document;
  const open: number[] = [];
  let at = 0;
  while (at < text.length) {
    const mark = text.indexOf("<", at);
    const end = mark < 0 ? text.length : mark;
    addText(elements[open.at(-1) ?? -1], text, at, end, true);
    if (mark < 0) break;
    if (text.startsWith("<!--", mark)) at = behind(text, "-->", mark + 4);
    else if (text.startsWith("<![CDATA[", mark)) {
      at = behind(text, "]]>", mark + 9);
      addText(elements[open.at(-1) ?? -1], text, mark + 9, Math.max(mark + 9, at - 3), false);
    } else if (text.startsWith("<?", mark)) at = behind(text, "?>", mark + 2);
    else if (text.startsWith("<!", mark)) {
      addDefect(document, "document type declaration");
      at = behindDeclaration(text, mark + 2);
    } else if (text.startsWith("</", mark)) {
      at = behind(text, ">", mark + 2);
      close(document, open, text.slice(mark + 2, Math.min(at - 1, mark + 2 + 256)).trim());
      if (open.length === 0 && elements.length > 0) {
        document.isClosed = true;
        break;
      }
    } else {
      const stop = tagEnd(text, mark + 1);
      if (stop < 0 || elements.length >= MOST_ELEMENTS || open.length >= DEEPEST) {
        addDefect(document, stop < 0 ? "unfinished tag" : "too many elements");
        break;
      }
      const isEmpty = text[stop - 1] === "/";
      elements.push(elementOf(text.slice(mark + 1, isEmpty ? stop - 1 : stop), open.at(-1) ?? -1));
      if (!isEmpty) open.push(elements.length - 1);
      else if (open.length === 0) document.isClosed = true;
      at = stop + 1;
    }
  }
  for (const element of elements) element.text = element.text.trim();
  if (open.length > 0 && document.defects.length === 0) addDefect(document, "unclosed element");
  return document;
}

/** Index of the first element of that name (without prefix) directly inside another; -1 without one. */
export function childOf(document: XmlDocument, parent: number, name: string): number {
  const { elements } = document;
  for (let index = Math.max(0, parent); index < elements.length; index++) {
    const element = elements[index] as XmlElement;
    if (element.parent === parent && element.name === name) return index;
  }
  return -1;
}

/** Text of the first element of that name directly inside another; "" without one. */
export function childText(document: XmlDocument, parent: number, name: string): string {
  return document.elements[childOf(document, parent, name)]?.text ?? "";
}

/** Value of an attribute by its name with or without prefix; "" without it. */
export function attributeOf(element: XmlElement | undefined, name: string): string {
  const pattern = /([^\s=]{1,128})\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  const attributes = element?.attributes ?? "";
  for (let found = pattern.exec(attributes); found !== null; found = pattern.exec(attributes)) {
    const key = found[1] as string;
    if (key === name || key.endsWith(`:${name}`)) return unescaped(found[2] ?? found[3] ?? "");
  }
  return "";
}

function addDefect(document: XmlDocument, defect: string): void {
  if (!document.defects.includes(defect)) document.defects.push(defect);
}

function addText(element: XmlElement | undefined, text: string, from: number, to: number, escaped: boolean): void {
  if (element === undefined || to <= from || element.text.length >= LONGEST_TEXT) return;
  const piece = text.slice(from, Math.min(to, from + LONGEST_TEXT));
  element.text += escaped ? unescaped(piece) : piece;
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

/** A declaration ends with ">" outside of brackets; its inside is not read. */
function behindDeclaration(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const letter = text[at];
    if (letter === "[") depth++;
    else if (letter === "]") depth--;
    else if (letter === ">" && depth <= 0) return at + 1;
  }
  return text.length;
}

/** Where the start tag ends: ">" outside of quotes; -1 when it does not. */
function tagEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST_TAG);
  let quote = "";
  for (let at = from; at < limit; at++) {
    const letter = text[at] as string;
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === ">") return at;
    else if (letter === '"' || letter === "'") quote = letter;
  }
  return -1;
}

function elementOf(tag: string, parent: number): XmlElement {
  const blank = tag.search(/\s/);
  const full = blank < 0 ? tag : tag.slice(0, blank);
  const colon = full.indexOf(":");
  return {
    name: full.slice(colon + 1),
    prefix: colon < 0 ? "" : full.slice(0, colon),
    parent,
    text: "",
    attributes: blank < 0 ? "" : tag.slice(blank + 1),
  };
}

/** Closes the innermost open element of that name, and those inside of it. */
function close(document: XmlDocument, open: number[], full: string): void {
  const name = full.slice(full.indexOf(":") + 1);
  for (let index = open.length - 1; index >= 0; index--) {
    if (document.elements[open[index] as number]?.name !== name) continue;
    if (index < open.length - 1) addDefect(document, "unclosed element");
    open.length = index;
    return;
  }
  addDefect(document, "unopened element");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text with its named entities and character references resolved; unknown ones stay as they are. */
export function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]{2,4}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? all;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    const isCharacter = code > 0 && code < 0x110000 && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : (all as string);
  });
}
