// How long requests and responses are: Modbus Application Protocol V1.1b3 sections 6.1 to 6.21 and 7.

/** The standard names no length for this function, so any will do. */
export const ANY = -1;
/** Bytes that tell the length are not at hand yet. */
export const UNKNOWN = -2;
/** A message of this kind does not exist. */
export const NEVER = -3;

const UMAS_OK = 0xfe;
const UMAS_ERROR = 0xfd;

/** Bytes that must follow the function code of a request whose body is `bytes[at..end)`; ANY or UNKNOWN. */
export function requestLength(functionCode: number, bytes: Uint8Array, at: number, end: number): number {
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      return 4;
    case 7:
    case 11:
    case 12:
    case 17:
      return 0;
    case 8:
      return diagnosticLength(bytes, at, end);
    case 15:
    case 16:
      return at + 4 < end ? 5 + (bytes[at + 4] as number) : UNKNOWN;
    case 20:
    case 21:
      return at < end ? 1 + (bytes[at] as number) : UNKNOWN;
    case 22:
      return 6;
    case 23:
      return at + 8 < end ? 9 + (bytes[at + 8] as number) : UNKNOWN;
    case 24:
      return 2;
    case 43:
      if (at >= end) return UNKNOWN;
      return bytes[at] === 14 ? 3 : ANY;
    case 90:
      return at + 1 < end && isUmasAnswer(bytes[at + 1] as number) ? NEVER : ANY;
    default:
      return functionCode >= 0x80 ? NEVER : ANY;
  }
}

/** Bytes that must follow the function code of a response whose body is `bytes[at..end)`; ANY or UNKNOWN. */
export function responseLength(functionCode: number, bytes: Uint8Array, at: number, end: number): number {
  if (functionCode >= 0x80) return 1;
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 12:
    case 17:
    case 20:
    case 21:
    case 23:
      return at < end ? 1 + (bytes[at] as number) : UNKNOWN;
    case 5:
    case 6:
    case 11:
    case 15:
    case 16:
      return 4;
    case 7:
      return 1;
    case 8:
      return diagnosticLength(bytes, at, end);
    case 22:
      return 6;
    case 24:
      return at + 1 < end ? 2 + (((bytes[at] as number) << 8) | (bytes[at + 1] as number)) : UNKNOWN;
    case 43:
      if (at >= end) return UNKNOWN;
      return bytes[at] === 14 ? identificationLength(bytes, at, end) : ANY;
    case 90:
      return at + 1 < end && !isUmasAnswer(bytes[at + 1] as number) ? NEVER : ANY;
    default:
      return ANY;
  }
}

/** Whether a UMAS code says that this is an answer: success or error. */
function isUmasAnswer(code: number): boolean {
  return code === UMAS_OK || code === UMAS_ERROR;
}

/**
 * Sub-function 0 returns any number of bytes, and 21 the statistics of Modbus Plus (Modicon's own reference, PI-MBUS-300);
 * all others have one 16-bit field.
 */
function diagnosticLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return UNKNOWN;
  const subFunction = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  return subFunction === 0 || subFunction === 21 ? ANY : 4;
}

/** Walks the identification objects; section 6.21. */
function identificationLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 5 >= end) return UNKNOWN;
  let length = 6;
  for (let left = bytes[at + 5] as number; left > 0; left--) {
    if (at + length + 1 >= end) return UNKNOWN;
    length += 2 + (bytes[at + length + 1] as number);
  }
  return length;
}

/** Whether the standard or common use names the function; the exception bit does not count. */
export function isNamedFunction(functionCode: number): boolean {
  const code = functionCode & 0x7f;
  if (code < 32) return (0x01f3_99fe & (1 << code)) !== 0;
  return code === 43 || code === 90;
}
