/** A short id made of content: 64 bits of two FNV-1a hashes (different offsets) in hex. Equal text gives equal ids on every run. */
export function contentId(prefix: string, text: string): string {
  let one = 0x811c9dc5;
  let other = 0x2f0b4c47;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ (code & 0xff), 0x01000193);
    one = Math.imul(one ^ (code >>> 8), 0x01000193);
    other = Math.imul(other ^ code, 0x01000193) ^ (other >>> 13);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
  return `${prefix}-${hex(one)}${hex(other)}`;
}
