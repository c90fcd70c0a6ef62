// CIP volume 1, appendix A (common services) and the object chapters; Logix services as Rockwell 1756-PM020 tells them.
import type { Act } from "../../../model/act.ts";
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";

/** How the bytes after the path, and after the status of an answer, are laid out. */
export type Layout = number;
/** Bytes without a layout known here. */
export const OPAQUE: Layout = 0;
export const ALL_ATTRIBUTES: Layout = 1;
export const ATTRIBUTE_LIST: Layout = 2;
export const SET_ATTRIBUTE_LIST: Layout = 3;
export const SINGLE_ATTRIBUTE: Layout = 4;
export const SET_SINGLE_ATTRIBUTE: Layout = 5;
export const MULTIPLE: Layout = 6;
export const RESET: Layout = 7;
export const CREATE: Layout = 8;
export const UNCONNECTED_SEND: Layout = 9;
export const FORWARD_OPEN: Layout = 10;
export const LARGE_FORWARD_OPEN: Layout = 11;
export const FORWARD_CLOSE: Layout = 12;
export const READ_TAG: Layout = 13;
export const READ_TAG_FRAGMENTED: Layout = 14;
export const WRITE_TAG: Layout = 15;
export const WRITE_TAG_FRAGMENTED: Layout = 16;
export const MODIFY_TAG: Layout = 17;
export const SYMBOL_LIST: Layout = 18;
export const READ_TEMPLATE: Layout = 19;
export const EXECUTE_PCCC: Layout = 20;
export const FILE_TRANSFER: Layout = 21;
export const FIND_NEXT: Layout = 22;
/** Nothing follows. */
export const EMPTY: Layout = 23;

/** One service of one class, or of every class. */
export interface Service {
  /** The service's name in the standard: the operation's name also tells what kind of object it is asked of. */
  readonly name: string;
  readonly operation: Operation;
  readonly layout: Layout;
}

const COMMON: (Service | undefined)[] = [];
const SPECIFIC = new Map<number, Service>();
const TAG: (Service | undefined)[] = [];

function common(code: number, name: string, act: Act, layout: Layout): void {
  COMMON[code] = { name, operation: operation("cip", name, act), layout };
}

function specific(classIds: readonly number[], code: number, name: string, act: Act, layout: Layout): void {
  const service = { name: COMMON[code]?.name ?? name, operation: operation("cip", name, act), layout };
  for (const classId of classIds) SPECIFIC.set(classId * 256 + code, service);
}

common(0x01, "get_attributes_all", "read", ALL_ATTRIBUTES);
common(0x02, "set_attributes_all", "write", OPAQUE);
common(0x03, "get_attribute_list", "read", ATTRIBUTE_LIST);
common(0x04, "set_attribute_list", "write", SET_ATTRIBUTE_LIST);
common(0x05, "reset", "control", RESET);
common(0x06, "start", "control", OPAQUE);
common(0x07, "stop", "control", OPAQUE);
common(0x08, "create", "configure", CREATE);
common(0x09, "delete", "configure", OPAQUE);
common(0x0a, "multiple_service_packet", "other", MULTIPLE);
common(0x0d, "apply_attributes", "configure", OPAQUE);
common(0x0e, "get_attribute_single", "read", SINGLE_ATTRIBUTE);
common(0x10, "set_attribute_single", "write", SET_SINGLE_ATTRIBUTE);
common(0x11, "find_next_object_instance", "identify", FIND_NEXT);
common(0x15, "restore", "configure", OPAQUE);
common(0x16, "save", "configure", OPAQUE);
common(0x17, "no_operation", "other", OPAQUE);
common(0x18, "get_member", "read", OPAQUE);
common(0x19, "set_member", "write", OPAQUE);
common(0x1a, "insert_member", "write", OPAQUE);
common(0x1b, "remove_member", "write", OPAQUE);
common(0x1c, "group_sync", "time", OPAQUE);
common(0x1d, "get_connection_point_member_list", "read", OPAQUE);

const UNNAMED: Service = {
  name: "unnamed_service",
  operation: operation("cip", "unnamed_service", "other"),
  layout: OPAQUE,
};

/** Classes that say what a device is. */
const IDENTIFYING = [0x01, 0x02, 0x64, 0xf4, 0xf5, 0xf6];
specific(IDENTIFYING, 0x01, "identity_get_attributes_all", "identify", ALL_ATTRIBUTES);
specific(IDENTIFYING, 0x03, "identity_get_attribute_list", "identify", ATTRIBUTE_LIST);
specific(IDENTIFYING, 0x0e, "identity_get_attribute_single", "identify", SINGLE_ATTRIBUTE);

/** Classes whose attributes are settings of the device or its network, not process values. */
const SETTINGS = [
  0x01, 0x02, 0x03, 0x05, 0x06, 0x0f, 0x10, 0x39, 0x3a, 0x44, 0x46, 0x47, 0x48, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56,
  0x5c, 0x5d, 0x5e, 0x5f, 0x77, 0x8e, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8,
];
specific(SETTINGS, 0x02, "configuration_set_attributes_all", "configure", OPAQUE);
specific(SETTINGS, 0x04, "configuration_set_attribute_list", "configure", SET_ATTRIBUTE_LIST);
specific(SETTINGS, 0x10, "configuration_set_attribute_single", "configure", SET_SINGLE_ATTRIBUTE);

const CLOCKS = [0x43, 0x8b];
specific(CLOCKS, 0x04, "clock_set_attribute_list", "time", SET_ATTRIBUTE_LIST);
specific(CLOCKS, 0x10, "clock_set_attribute_single", "time", SET_SINGLE_ATTRIBUTE);

/** Classes that make up a Logix controller's program. */
const PROGRAM = [0x64, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70, 0x72, 0x73, 0x7e, 0xac];
specific(PROGRAM, 0x02, "program_set_attributes_all", "program", OPAQUE);
specific(PROGRAM, 0x04, "program_set_attribute_list", "program", SET_ATTRIBUTE_LIST);
specific(PROGRAM, 0x05, "program_reset", "program", OPAQUE);
specific(PROGRAM, 0x08, "program_create", "program", CREATE);
specific(PROGRAM, 0x09, "program_delete", "program", OPAQUE);
specific(PROGRAM, 0x10, "program_set_attribute_single", "program", SET_SINGLE_ATTRIBUTE);
specific([0x68, 0x69, 0x6a], 0x4f, "program_upload", "program", OPAQUE);
specific([0x68, 0x69, 0x6a], 0x50, "program_download", "program", OPAQUE);
specific([0x6a], 0x51, "program_modify", "program", OPAQUE);
specific([0x68, 0x69], 0x4d, "force_0x4d", "control", OPAQUE);
specific([0x68, 0x69], 0x4e, "force_0x4e", "control", OPAQUE);
specific([0xac], 0x08, "program_download_begin", "program", CREATE);
specific([0x72], 0x4c, "read_tag_table", "read", OPAQUE);
specific([0xb2], 0x08, "create_tag_packet", "read", CREATE);
specific([0xb2], 0x09, "delete_tag_packet", "read", OPAQUE);
specific([0xb2], 0x4c, "read_tag_packet", "read", OPAQUE);
specific([0x74], 0x4b, "acquire_lock", "control", OPAQUE);
specific([0x74], 0x4c, "release_lock", "control", OPAQUE);
specific([0x8e], 0x06, "controller_run", "control", OPAQUE);
specific([0x8e], 0x07, "controller_stop", "control", OPAQUE);
specific([0x8e], 0x5c, "controller_handshake", "authenticate", OPAQUE);
specific([0xa1], 0x4b, "firmware_update", "program", OPAQUE);
specific([0xa1], 0x4c, "firmware_upload", "program", OPAQUE);
specific([0xa1], 0x4d, "firmware_transfer", "program", OPAQUE);

specific([0x02], 0x4b, "symbolic_translation", "read", OPAQUE);
specific([0x05], 0x4b, "connection_bind", "configure", OPAQUE);
specific([0x05], 0x4c, "producing_application_lookup", "read", OPAQUE);
specific([0x05], 0x4e, "safety_close", "other", OPAQUE);
specific([0x05], 0x54, "safety_open", "other", OPAQUE);
specific([0x06], 0x4e, "forward_close", "other", FORWARD_CLOSE);
specific([0x06], 0x52, "unconnected_send", "other", UNCONNECTED_SEND);
specific([0x06], 0x54, "forward_open", "other", FORWARD_OPEN);
specific([0x06], 0x56, "get_connection_data", "read", OPAQUE);
specific([0x06], 0x57, "search_connection_data", "read", OPAQUE);
specific([0x06], 0x5a, "get_connection_owner", "read", OPAQUE);
specific([0x06], 0x5b, "large_forward_open", "other", LARGE_FORWARD_OPEN);
specific([0x0f], 0x4b, "get_enum_string", "read", OPAQUE);
specific([0x37], 0x4b, "initiate_upload", "file", OPAQUE);
specific([0x37], 0x4c, "initiate_download", "file", OPAQUE);
specific([0x37], 0x4d, "initiate_partial_read", "file", OPAQUE);
specific([0x37], 0x4e, "initiate_partial_write", "file", OPAQUE);
specific([0x37], 0x4f, "upload_transfer", "file", FILE_TRANSFER);
specific([0x37], 0x50, "download_transfer", "file", FILE_TRANSFER);
specific([0x37], 0x51, "clear_file", "file", OPAQUE);
specific([0x5d], 0x4b, "begin_config", "configure", OPAQUE);
specific([0x5d], 0x4c, "kick_timer", "configure", OPAQUE);
specific([0x5d], 0x4d, "end_config", "configure", OPAQUE);
specific([0x5d, 0x5e], 0x4e, "object_cleanup", "configure", OPAQUE);
specific([0x5f], 0x4b, "create_certificate_signing_request", "configure", OPAQUE);
specific([0x5f], 0x4c, "verify_certificate", "configure", OPAQUE);
specific([0x67], 0x4b, "execute_pccc", "other", EXECUTE_PCCC);
specific([0x67], 0x4c, "execute_dh_plus", "other", OPAQUE);
specific([0x67], 0x4d, "execute_local_pccc", "other", EXECUTE_PCCC);
specific([0x6b, 0x68], 0x55, "get_instance_attribute_list", "identify", SYMBOL_LIST);
specific([0x6c], 0x4c, "read_template", "identify", READ_TEMPLATE);
specific([0xf6], 0x4c, "get_and_clear", "read", SINGLE_ATTRIBUTE);

/** Services on a tag, named by its symbol or by its instance of class 0x6B. */
const TAG_ROWS: readonly (readonly [number, string, Act, Layout])[] = [
  [0x4c, "read_tag", "read", READ_TAG],
  [0x4d, "write_tag", "write", WRITE_TAG],
  [0x4e, "read_modify_write_tag", "write", MODIFY_TAG],
  [0x52, "read_tag_fragmented", "read", READ_TAG_FRAGMENTED],
  [0x53, "write_tag_fragmented", "write", WRITE_TAG_FRAGMENTED],
];
for (const [code, name, act, layout] of TAG_ROWS) {
  const service = { name, operation: operation("cip", name, act), layout };
  TAG[code] = service;
  SPECIFIC.set(0x6b * 256 + code, service);
}

/**
 * The service that a code means on a class (-1: unknown) or on a tag: codes from 0x4B mean something else on every
 * class, so they are not named where the class is not known.
 */
export function serviceOf(code: number, classId: number, isTag: boolean): Service {
  if (isTag && classId < 0) {
    const tag = TAG[code];
    if (tag !== undefined) return tag;
  }
  if (classId >= 0) {
    const own = SPECIFIC.get(classId * 256 + code);
    if (own !== undefined) return own;
  }
  return COMMON[code] ?? UNNAMED;
}
