// The fields of Modbus requests and responses by the standard's names: Modbus Application Protocol V1.1b3 section 6.
// Addresses and quantities in answers are those of the request they answer, since the wire does not repeat them.
import { hexOf, textOf } from "../../reader.ts";
import { exceptionName } from "./functions.ts";
import { longestText, textEnd } from "./identity.ts";

const OBJECT_NAMES: readonly string[] = [
  "vendor_name",
  "product_code",
  "major_minor_revision",
  "vendor_url",
  "product_name",
  "model_name",
  "user_application_name",
];

/** Fields of a request body `bytes[at..end)`; what is missing is left out or zero. */
export function requestFields(functionCode: number, bytes: Uint8Array, at: number, end: number): object {
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
      return { address: u16(bytes, at, end), quantity: u16(bytes, at + 2, end) };
    case 5:
      return writtenCoil(bytes, at, end);
    case 6:
      return { address: u16(bytes, at, end), value: u16(bytes, at + 2, end) };
    case 7:
    case 11:
    case 12:
    case 17:
      return {};
    case 8:
      return { sub_function: u16(bytes, at, end), content: rest(bytes, at + 2, end) };
    case 15: {
      const quantity = u16(bytes, at + 2, end);
      return {
        address: u16(bytes, at, end),
        quantity,
        byte_count: u8(bytes, at + 4, end),
        values: bits(bytes, at + 5, end, quantity),
      };
    }
    case 16:
      return {
        address: u16(bytes, at, end),
        quantity: u16(bytes, at + 2, end),
        byte_count: u8(bytes, at + 4, end),
        values: registers(bytes, at + 5, countedEnd(bytes, at + 4, end)),
      };
    case 20:
    case 21:
      return { byte_count: u8(bytes, at, end), sub_requests: fileSubRequests(functionCode === 21, bytes, at, end) };
    case 22:
      return masks(bytes, at, end);
    case 23:
      return {
        read_address: u16(bytes, at, end),
        read_quantity: u16(bytes, at + 2, end),
        write_address: u16(bytes, at + 4, end),
        write_quantity: u16(bytes, at + 6, end),
        byte_count: u8(bytes, at + 8, end),
        values: registers(bytes, at + 9, countedEnd(bytes, at + 8, end)),
      };
    case 24:
      return { address: u16(bytes, at, end) };
    case 43:
      if (u8(bytes, at, end) !== 14) return encapsulated(bytes, at, end);
      return { mei_type: 14, read_device_id_code: u8(bytes, at + 1, end), object_id: u8(bytes, at + 2, end) };
    case 90:
      return { content_length: Math.max(0, end - at) };
    default:
      return { content: rest(bytes, at, end) };
  }
}

/** Fields of a response body `bytes[at..end)`; `address` and `quantity` are the request's, -1 when it is not known. */
export function responseFields(
  functionCode: number,
  bytes: Uint8Array,
  at: number,
  end: number,
  paired: boolean,
  address: number,
  quantity: number,
): object {
  if (functionCode >= 0x80) {
    const exception = u8(bytes, at, end);
    return { exception_code: exception, exception: exceptionName(exception) };
  }
  const asked = paired && quantity >= 0 ? { address, quantity } : {};
  switch (functionCode) {
    case 1:
    case 2: {
      const last = countedEnd(bytes, at, end);
      const count = quantity >= 0 ? quantity : 8 * (last - at - 1);
      return { ...asked, byte_count: u8(bytes, at, end), values: bits(bytes, at + 1, last, count) };
    }
    case 3:
    case 4:
      return {
        ...asked,
        byte_count: u8(bytes, at, end),
        values: registers(bytes, at + 1, countedEnd(bytes, at, end)),
      };
    case 23:
      return {
        ...(paired && quantity >= 0 ? { read_address: address, read_quantity: quantity } : {}),
        byte_count: u8(bytes, at, end),
        values: registers(bytes, at + 1, countedEnd(bytes, at, end)),
      };
    case 5:
      return writtenCoil(bytes, at, end);
    case 6:
      return { address: u16(bytes, at, end), value: u16(bytes, at + 2, end) };
    case 7:
      return { exception_status: u8(bytes, at, end) };
    case 8:
      return { sub_function: u16(bytes, at, end), content: rest(bytes, at + 2, end) };
    case 11:
      return { status: u16(bytes, at, end), event_count: u16(bytes, at + 2, end) };
    case 12: {
      const last = countedEnd(bytes, at, end);
      return {
        byte_count: u8(bytes, at, end),
        status: u16(bytes, at + 1, last),
        event_count: u16(bytes, at + 3, last),
        message_count: u16(bytes, at + 5, last),
        events: rest(bytes, at + 7, last),
      };
    }
    case 15:
    case 16:
      return { address: u16(bytes, at, end), quantity: u16(bytes, at + 2, end) };
    case 17: {
      const last = countedEnd(bytes, at, end);
      // Identifier and run indicator have no fixed lengths: the bytes are told, and the text among them.
      const textAt = longestText(bytes, at + 1, last);
      return {
        byte_count: u8(bytes, at, end),
        content: rest(bytes, at + 1, last),
        text: textOf(bytes, textAt, textEnd(bytes, textAt, last)),
      };
    }
    case 20:
      return { byte_count: u8(bytes, at, end), sub_responses: fileSubResponses(bytes, at, end) };
    case 21:
      return { byte_count: u8(bytes, at, end), sub_requests: fileSubRequests(true, bytes, at, end) };
    case 22:
      return masks(bytes, at, end);
    case 24:
      return {
        ...(paired && address >= 0 ? { address } : {}),
        byte_count: u16(bytes, at, end),
        fifo_count: u16(bytes, at + 2, end),
        values: registers(bytes, at + 4, Math.min(end, at + 2 + u16(bytes, at, end))),
      };
    case 43:
      return u8(bytes, at, end) === 14 ? identification(bytes, at, end) : encapsulated(bytes, at, end);
    case 90:
      return { content_length: Math.max(0, end - at) };
    default:
      return { content: rest(bytes, at, end) };
  }
}

function writtenCoil(bytes: Uint8Array, at: number, end: number): object {
  const value = u16(bytes, at + 2, end);
  return { address: u16(bytes, at, end), value: value === 0xff00 ? 1 : value === 0 ? 0 : value };
}

function masks(bytes: Uint8Array, at: number, end: number): object {
  return { address: u16(bytes, at, end), and_mask: u16(bytes, at + 2, end), or_mask: u16(bytes, at + 4, end) };
}

function encapsulated(bytes: Uint8Array, at: number, end: number): object {
  return { mei_type: u8(bytes, at, end), content: rest(bytes, at + 1, end) };
}

function identification(bytes: Uint8Array, at: number, end: number): object {
  const objects: object[] = [];
  let from = at + 6;
  for (let left = u8(bytes, at + 5, end); left > 0 && from + 2 <= end; left--) {
    const object = u8(bytes, from, end);
    const next = Math.min(end, from + 2 + u8(bytes, from + 1, end));
    objects.push({
      object_id: object,
      object_name: OBJECT_NAMES[object] ?? (object >= 0x80 ? "extended" : "reserved"),
      value: textOf(bytes, from + 2, next),
    });
    from = next;
  }
  return {
    mei_type: 14,
    read_device_id_code: u8(bytes, at + 1, end),
    conformity_level: u8(bytes, at + 2, end),
    more_follows: u8(bytes, at + 3, end) === 0xff,
    next_object_id: u8(bytes, at + 4, end),
    number_of_objects: u8(bytes, at + 5, end),
    objects,
  };
}

function fileSubRequests(withValues: boolean, bytes: Uint8Array, at: number, end: number): object[] {
  const last = countedEnd(bytes, at, end);
  const parts: object[] = [];
  let from = at + 1;
  while (from + 7 <= last) {
    const length = u16(bytes, from + 5, last);
    const next = from + 7 + (withValues ? length * 2 : 0);
    parts.push({
      reference_type: u8(bytes, from, last),
      file_number: u16(bytes, from + 1, last),
      record_number: u16(bytes, from + 3, last),
      record_length: length,
      ...(withValues ? { values: registers(bytes, from + 7, Math.min(next, last)) } : {}),
    });
    from = next;
  }
  return parts;
}

function fileSubResponses(bytes: Uint8Array, at: number, end: number): object[] {
  const last = countedEnd(bytes, at, end);
  const parts: object[] = [];
  let from = at + 1;
  while (from + 2 <= last) {
    const length = u8(bytes, from, last);
    const next = Math.min(last, from + 1 + Math.max(1, length));
    parts.push({
      file_response_length: length,
      reference_type: u8(bytes, from + 1, last),
      values: registers(bytes, from + 2, next),
    });
    from = next;
  }
  return parts;
}

/** Where a field ends whose length in bytes stands at `at`. */
function countedEnd(bytes: Uint8Array, at: number, end: number): number {
  return Math.min(end, at + 1 + u8(bytes, at, end));
}

function registers(bytes: Uint8Array, at: number, end: number): number[] {
  const values: number[] = [];
  for (let from = at; from + 2 <= end; from += 2) values.push(u16(bytes, from, end));
  return values;
}

function bits(bytes: Uint8Array, at: number, end: number, count: number): number[] {
  const values: number[] = [];
  const most = Math.min(count, Math.max(0, end - at) * 8);
  for (let index = 0; index < most; index++) values.push(((bytes[at + (index >> 3)] as number) >> (index & 7)) & 1);
  return values;
}

function rest(bytes: Uint8Array, at: number, end: number): string {
  return at < end ? hexOf(bytes, at, end) : "";
}

function u8(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] as number) : 0;
}

function u16(bytes: Uint8Array, at: number, end: number): number {
  return at + 1 < end ? ((bytes[at] as number) << 8) | (bytes[at + 1] as number) : 0;
}
