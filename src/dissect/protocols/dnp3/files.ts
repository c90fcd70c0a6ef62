// DNP3 file control: IEEE 1815-2012 annex A.24 (group 70) and section 5.3 (file transfer).
import { hexOf, type Reader, textOf } from "../../reader.ts";
import { type Fragment, fault, milliseconds, restHex } from "./fragment.ts";

const MODES: readonly string[] = ["null", "read", "write", "append"];

const STATUSES: Readonly<Record<number, string>> = {
  0: "success",
  1: "permission_denied",
  2: "invalid_mode",
  3: "file_not_found",
  4: "file_locked",
  5: "too_many_open",
  6: "invalid_handle",
  7: "write_block_size",
  8: "comm_lost",
  9: "cannot_abort",
  16: "not_opened",
  17: "handle_expired",
  18: "buffer_overrun",
  19: "fatal",
  20: "block_sequence",
  255: "undefined",
};

function statusName(code: number): string {
  return STATUSES[code] ?? "reserved";
}

/** Text whose offset in the object and size are given; "" and a fault when it lies outside the object. */
function textAt(fragment: Fragment, objectStart: number, offset: number, size: number): string {
  const { reader } = fragment;
  const start = objectStart + offset;
  if (size === 0) return "";
  if (start < reader.position || start + size > reader.end) {
    fault(fragment, "bad length");
    return "";
  }
  return textOf(reader.bytes, start, start + size);
}

function refuse(fragment: Fragment, status: number): void {
  if (fragment.response && status !== 0 && fragment.refusal === "") fragment.refusal = statusName(status);
}

function block(reader: Reader): { block_number: number; last_block: boolean } {
  const word = reader.u32le();
  return { block_number: word & 0x7fffffff, last_block: word >>> 31 === 1 };
}

/**
 * Reads one file object, which ends at the reader's end. Tells the file's name and whether a password passed; keys and
 * passwords are never told.
 */
export function readFile(fragment: Fragment, variation: number): object {
  const { reader, talk } = fragment;
  const start = reader.position;
  if (variation === 2) {
    const nameOffset = reader.u16le();
    const nameSize = reader.u16le();
    const passwordOffset = reader.u16le();
    const passwordSize = reader.u16le();
    const keyed = reader.u32le() !== 0;
    const user = textAt(fragment, start, nameOffset, nameSize);
    const password = textAt(fragment, start, passwordOffset, passwordSize) !== "";
    if (!fragment.response) {
      talk.note("sender", { kind: "credential", method: "DNP3 file authentication", user, exposure: "clear" });
    }
    reader.skipRest();
    return { user_name: user, password_seen: password, authentication_key_seen: keyed };
  }
  if (variation === 3) {
    const offset = reader.u16le();
    const size = reader.u16le();
    const created = milliseconds(reader) / 1000;
    const permissions = reader.u16le();
    const keyed = reader.u32le() !== 0;
    const fileSize = reader.u32le();
    const mode = reader.u16le();
    const maximum = reader.u16le();
    const request = reader.u16le();
    const name = textAt(fragment, start, offset, size);
    if (name !== "") talk.object(name);
    reader.skipRest();
    return {
      file_name: name,
      time_of_creation: created,
      permissions,
      authentication_key_seen: keyed,
      file_size: fileSize,
      operational_mode: mode,
      operational_mode_name: MODES[mode] ?? "reserved",
      maximum_block_size: maximum,
      request_id: request,
    };
  }
  if (variation === 4) {
    const handle = reader.u32le();
    const fileSize = reader.u32le();
    const maximum = reader.u16le();
    const request = reader.u16le();
    const status = reader.u8();
    refuse(fragment, status);
    const text = textOf(reader.bytes, reader.position, reader.end);
    reader.skipRest();
    return {
      file_handle: handle,
      file_size: fileSize,
      maximum_block_size: maximum,
      request_id: request,
      status_code: status,
      status: statusName(status),
      optional_text: text,
    };
  }
  if (variation === 5) {
    const handle = reader.u32le();
    const number = block(reader);
    const length = reader.left();
    const content = fragment.detailed ? hexOf(reader.bytes, reader.position, reader.end) : "";
    reader.skipRest();
    return { file_handle: handle, ...number, data_length: length, file_data: content };
  }
  if (variation === 6) {
    const handle = reader.u32le();
    const number = block(reader);
    const status = reader.u8();
    refuse(fragment, status);
    const text = textOf(reader.bytes, reader.position, reader.end);
    reader.skipRest();
    return { file_handle: handle, ...number, status_code: status, status: statusName(status), optional_text: text };
  }
  if (variation === 7) {
    const offset = reader.u16le();
    const size = reader.u16le();
    const type = reader.u16le();
    const fileSize = reader.u32le();
    const created = milliseconds(reader) / 1000;
    const permissions = reader.u16le();
    const request = reader.u16le();
    const name = textAt(fragment, start, offset, size);
    if (name !== "") talk.object(name);
    reader.skipRest();
    return {
      file_name: name,
      file_type: type,
      file_type_name: type === 0 ? "directory" : type === 1 ? "simple_file" : "reserved",
      file_size: fileSize,
      time_of_creation: created,
      permissions,
      request_id: request,
    };
  }
  if (variation === 8) {
    const name = textOf(reader.bytes, reader.position, reader.end);
    if (name !== "") talk.object(name);
    reader.skipRest();
    return { file_specification: name };
  }
  // Variation 1 is obsolete and its layout withdrawn.
  return { octets: restHex(reader) };
}
