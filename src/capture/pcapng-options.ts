// draft-ietf-opsawg-pcapng, sections 3.5 (options) and 4.5 (name resolution block).

/** One option of a block: its code and where its value lies. */
export interface BlockOption {
  code: number;
  start: number;
  end: number;
}

/** Calls `visit` for each option in `bytes[at..stop)`; false when the list is broken. */
export function readOptions(
  view: DataView,
  at: number,
  stop: number,
  little: boolean,
  visit: (option: BlockOption) => void,
): boolean {
  const option: BlockOption = { code: 0, start: 0, end: 0 };
  while (stop - at >= 4) {
    option.code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (option.code === 0) return true;
    option.start = at + 4;
    option.end = option.start + length;
    if (option.end > stop) return false;
    visit(option);
    at = option.start + ((length + 3) & ~3);
  }
  return true;
}

const utf8 = new TextDecoder("utf-8");

/** The text of `bytes[start..end)`: UTF-8 up to the first NUL, control characters made harmless. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  let stop = start;
  while (stop < end && bytes[stop] !== 0) stop++;
  // The text ends up in terminals and reports: no escape sequences out of a hostile file.
  return utf8.decode(bytes.subarray(start, stop)).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}

/** The unsigned 64-bit number at `at`, rounded where it is above 2^53. */
export function readWide(view: DataView, at: number, little: boolean): number {
  const high = view.getUint32(little ? at + 4 : at, little);
  const low = view.getUint32(little ? at : at + 4, little);
  return high * 4_294_967_296 + low;
}

/** A name that a capture resolves. */
export interface ResolvedName {
  address: string;
  name: string;
}

const ipv4Record = 1;
const ipv6Record = 2;
const eui48Record = 3;
const eui64Record = 4;

/** Calls `visit` for each name of a name resolution block's records in `[at..stop)`; false when they are broken. */
export function readNames(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  stop: number,
  little: boolean,
  visit: (name: ResolvedName) => void,
): boolean {
  while (stop - at >= 4) {
    const type = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (type === 0) return true;
    const start = at + 4;
    const end = start + length;
    if (end > stop) return false;
    const addressLength = addressLengthOf(type);
    if (addressLength > 0) {
      if (length < addressLength) return false;
      const address = readAddress(bytes, start, type);
      let from = start + addressLength;
      while (from < end) {
        let to = from;
        while (to < end && bytes[to] !== 0) to++;
        if (to > from) visit({ address, name: readText(bytes, from, to) });
        from = to + 1;
      }
    }
    at = start + ((length + 3) & ~3);
  }
  return true;
}

function addressLengthOf(type: number): number {
  if (type === ipv4Record) return 4;
  if (type === ipv6Record) return 16;
  if (type === eui48Record) return 6;
  if (type === eui64Record) return 8;
  return 0;
}

function readAddress(bytes: Uint8Array, at: number, type: number): string {
  if (type === ipv4Record) return Array.from(bytes.subarray(at, at + 4)).join(".");
  if (type === ipv6Record) return ipv6Text(bytes, at);
  const octets = Array.from(bytes.subarray(at, at + addressLengthOf(type)));
  return octets.map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups shortened. */
function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push((bytes[at + index] << 8) | bytes[at + index + 1]);
  let best = -1;
  let bestLength = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) to++;
    if (to - from > bestLength) {
      best = from;
      bestLength = to - from;
    }
  }
  const text = groups.map((group) => group.toString(16));
  if (best < 0) return text.join(":");
  return `${text.slice(0, best).join(":")}::${text.slice(best + bestLength).join(":")}`;
}
