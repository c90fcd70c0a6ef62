/** Length of hexadecimal digits in bytes, as `width` digits; blanks are ignored. */
export function lengthOf(hex: string, width = 4): string {
  return (hex.replace(/\s+/g, "").length / 2).toString(16).padStart(width, "0");
}

/** Digits of a text, one byte a character. */
export function hexText(text: string): string {
  let hex = "";
  for (const character of text) hex += (character.codePointAt(0) as number).toString(16).padStart(2, "0");
  return hex;
}

/** Digits of a text in UTF-16, low byte first. */
export function hexWide(text: string): string {
  let hex = "";
  for (const character of text) hex += `${(character.codePointAt(0) as number).toString(16).padStart(2, "0")}00`;
  return hex;
}

/** Digits of a domain name without compression. */
export function nameOf(name: string): string {
  return `${name
    .split(".")
    .map((label) => label.length.toString(16).padStart(2, "0") + hexText(label))
    .join("")}00`;
}

/** Digits of a character string: length and text. */
export function stringOf(text: string): string {
  return text.length.toString(16).padStart(2, "0") + hexText(text);
}

/** Digits of a record; `owner` and `contents` are digits. */
export function recordOf(owner: string, type: string, contents: string, recordClass = "0001"): string {
  return `${owner} ${type} ${recordClass} 00000078 ${lengthOf(contents)} ${contents}`;
}
