/** One element of BER with a short or long definite length; `tag` in two digits, `contents` in digits and blanks. */
export function ber(tag: string, ...contents: string[]): string {
  const digits = contents.join("").replace(/\s+/g, "");
  const length = digits.length / 2;
  const count = length < 0x80 ? "" : length < 0x100 ? "81" : "82";
  return `${tag}${count}${length.toString(16).padStart(length < 0x100 ? 2 : 4, "0")}${digits}`;
}

/** Digits of ASCII text. */
export function ascii(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** Digits of a number in so many bytes, high byte first. */
export function wide(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, "0");
}
